// The Universal Robots UR5e with a Robotiq Hand-E, described once: checker, planner and physics all derive from this.
import type { RobotDescription, Source } from "../../kernel/contract/robot.ts";
import { ur5eLinkCollision } from "./collision.ts";
import { handE } from "./gripper.ts";
import { ur5eLinkInertias } from "./inertias.ts";
import { UR5E_DH, ur5eJoints } from "./kinematics.ts";

const sources: readonly Source[] = [
  {
    of: "kinematics",
    from: "Universal Robots: DH parameters for calculations of kinematics and dynamics",
    isEstimated: false,
  },
  { of: "limits", from: "UR5e data sheet (range, speed); Universal Robots: max. joint torques", isEstimated: false },
  { of: "limits", from: "acceleration and jerk: not published; what the torque allows", isEstimated: true },
  {
    of: "inertias",
    from: "Universal Robots, as kinematics; tensors of Universal_Robots_ROS2_Description",
    isEstimated: false,
  },
  { of: "inertias", from: "base: what the data sheet's 20.6 kg leave", isEstimated: true },
  { of: "collision", from: "fitted to all vertices of ur_description's link meshes", isEstimated: false },
  { of: "gripper", from: "Robotiq Hand-E manual; robotiq_hande_description (AGH-CEAI)", isEstimated: false },
  { of: "brake", from: "bounds the UR5 (CB3) manual's stopping distances of category 0", isEstimated: true },
  {
    of: "payload",
    from: "UR5e data sheet (5 kg, 0.03 mm); centre of gravity 0.15 m from the flange assumed",
    isEstimated: true,
  },
  { of: "servo", from: "own trials in simulation", isEstimated: true },
];

export const ur5e: RobotDescription = {
  name: "ur5e",
  links: ur5eLinkInertias.map((inertia, i) => ({ name: `link${i}`, inertia, collision: ur5eLinkCollision[i]! })),
  joints: ur5eJoints,
  gripper: handE,
  flange: { xyzM: [0, 0, UR5E_DH[5]![1]], quatXyzw: [0, 0, 0, 1] },
  homesRad: {
    ready: [-19.5, -105.5, 102, -86.5, -90, -109.5].map((deg) => (deg * Math.PI) / 180),
  },
  // Derived: roboos robot pairs ur5e.
  allowedPairs: [
    ["link0", "link1", "adjacent"],
    ["link1", "link2", "adjacent"],
    ["link2", "link3", "adjacent"],
    ["link3", "link4", "adjacent"],
    ["link4", "link5", "adjacent"],
    ["link5", "link6", "adjacent"],
    ["link6", "hand", "adjacent"],
    ["hand", "finger", "adjacent"],
    ["finger", "finger", "adjacent"],
  ],
  /** source: UR5e data sheet, 1 m/s typical tool speed; acceleration and jerk estimated. */
  cartesian: { speedMPerS: 1, accelerationMPerS2: 5, jerkMPerS3: 500 },
  payload: { massKg: 5, centreFromFlangeM: 0.15 },
  repeatabilityM: 0.00003,
  compensatesGravity: true,
  sources,
};
