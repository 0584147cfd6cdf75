// Our reference four-axis desktop arm, described once: checker, planner and physics all derive from this. The tool can
// point straight down everywhere, and its yaw then follows the base.
import type { RobotDescription, Source } from "../../kernel/contract/robot.ts";
import { FLANGE_M, grbl4Joints, grbl4Links } from "./arm.ts";
import { servoGripper } from "./gripper.ts";

const FROM = "our reference desktop arm: sized like common printed arms, no product's figures";
const topics = ["kinematics", "limits", "inertias", "collision", "gripper", "payload", "servo"] as const;
const sources: readonly Source[] = [
  ...topics.map((of) => ({ of, from: FROM, isEstimated: true })),
  { of: "brake", from: "none assumed: without power the gears alone hold the arm", isEstimated: true },
];

export const grbl4: RobotDescription = {
  name: "grbl4",
  links: grbl4Links,
  joints: grbl4Joints,
  gripper: servoGripper,
  flange: { xyzM: [0, 0, FLANGE_M], quatXyzw: [0, 0, 0, 1] },
  homesRad: { ready: [0, 9, 94, 77].map((deg) => (deg * Math.PI) / 180) },
  // Derived: roboos robot pairs grbl4.
  allowedPairs: [
    ["foot", "turret", "adjacent"],
    ["turret", "upper_arm", "adjacent"],
    ["upper_arm", "forearm", "adjacent"],
    ["forearm", "wrist", "adjacent"],
    ["wrist", "hand", "adjacent"],
    ["hand", "finger", "adjacent"],
    ["finger", "finger", "adjacent"],
  ],
  cartesian: { speedMPerS: 0.5, accelerationMPerS2: 2, jerkMPerS3: 30 },
  payload: { massKg: 0.35, centreFromFlangeM: 0.08 },
  repeatabilityM: 0.0005,
  compensatesGravity: false,
  sources,
};
