// The SO-101 follower arm of TheRobotStudio and Hugging Face, described once: checker, planner and physics all derive
// from this. Five servos and one for the jaw, printed parts, no brakes, and no controller that holds up its weight.
import type { RobotDescription, Source } from "../../kernel/contract/robot.ts";
import { so101Gripper } from "./gripper.ts";
import { so101Joints } from "./kinematics.ts";
import { so101Links } from "./links.ts";

const sources: readonly Source[] = [
  { of: "kinematics", from: "TheRobotStudio/SO-ARM100, Simulation/SO101/so101_new_calib", isEstimated: false },
  { of: "limits", from: "range: as kinematics; torque: its MJCF (3.35 Nm at 12 V)", isEstimated: false },
  { of: "limits", from: "speed, acceleration and jerk: from the STS3215's 45 rpm and torque", isEstimated: true },
  { of: "inertias", from: "as kinematics; the 87 g of wrist and fixed jaw parted by estimate", isEstimated: false },
  { of: "collision", from: "boxes round every vertex of its STL files", isEstimated: false },
  { of: "gripper", from: "as kinematics; stroke and force by estimate", isEstimated: true },
  { of: "brake", from: "none: it has no brakes, and sinks without power", isEstimated: false },
  {
    of: "payload",
    from: "0.2 kg on a third of the shoulder's torque; repeatability from tests of the servo",
    isEstimated: true,
  },
  { of: "servo", from: "stiffness and armature of its MJCF; damping by own trials", isEstimated: true },
];

export const so101: RobotDescription = {
  name: "so101",
  links: so101Links,
  joints: so101Joints,
  gripper: so101Gripper,
  homesRad: { ready: [2.6, -15.5, 19, 86.5, -87.4].map((deg) => (deg * Math.PI) / 180) },
  // Derived: roboos robot pairs so101.
  allowedPairs: [
    ["base", "shoulder", "adjacent"],
    ["shoulder", "upper_arm", "adjacent"],
    ["upper_arm", "lower_arm", "adjacent"],
    ["lower_arm", "wrist", "adjacent"],
    ["wrist", "gripper", "adjacent"],
    ["gripper", "hand", "adjacent"],
    // The servo's horn stands between the jaw's forks.
    ["gripper", "jaw", "always"],
    ["hand", "jaw", "adjacent"],
    ["hand", "fixed_jaw", "adjacent"],
    ["jaw", "fixed_jaw", "adjacent"],
  ],
  /** source: estimated; printed parts and backlash make more of it useless. */
  cartesian: { speedMPerS: 0.8, accelerationMPerS2: 5, jerkMPerS3: 200 },
  payload: { massKg: 0.25, centreFromFlangeM: 0.1 },
  repeatabilityM: 0.001,
  compensatesGravity: false,
  sources,
};
