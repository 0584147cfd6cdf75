// The Franka Research 3 with its hand, described once: checker, planner and physics all derive from this.
import type { RobotDescription, Source } from "../../kernel/contract/robot.ts";
import { fr3LinkCollision } from "./collision.ts";
import { frankaHand } from "./gripper.ts";
import { fr3LinkInertias } from "./inertias.ts";
import { FLANGE_M, fr3Joints } from "./kinematics.ts";

const sources: readonly Source[] = [
  { of: "kinematics", from: "Franka Control Interface documentation, modified DH of the FR3", isEstimated: false },
  {
    of: "limits",
    from: "franka_description joint_limits.yaml; FCI documentation; libfranka rate_limiting.h (velocity by position)",
    isEstimated: false,
  },
  { of: "inertias", from: "franka_description inertials.yaml", isEstimated: false },
  { of: "collision", from: "fitted to the link meshes of the FER and to FR3 link 5", isEstimated: false },
  { of: "gripper", from: "franka_description franka_hand.xacro; Franka Hand data sheet", isEstimated: false },
  {
    of: "brake",
    from: "half the rated acceleration after 0.1 s; Franka publishes no bounds by joint",
    isEstimated: true,
  },
  { of: "payload", from: "FR3 data sheet (3 kg); centre of gravity 0.1 m from the flange assumed", isEstimated: true },
  { of: "servo", from: "stiffness as in MuJoCo Menagerie's FR3; damping by grasping trials", isEstimated: true },
];

export const fr3: RobotDescription = {
  name: "fr3",
  links: fr3LinkInertias.map((inertia, i) => ({ name: `link${i}`, inertia, collision: fr3LinkCollision[i]! })),
  joints: fr3Joints,
  gripper: frankaHand,
  flange: { xyzM: [0, 0, FLANGE_M], quatXyzw: [0, 0, 0, 1] },
  homesRad: {
    /** source: libfranka examples, the usual start pose. */
    ready: [0, -Math.PI / 4, 0, (-3 * Math.PI) / 4, 0, Math.PI / 2, Math.PI / 4],
  },
  // Derived: roboos robot pairs fr3.
  allowedPairs: [
    ["link0", "link1", "adjacent"],
    ["link1", "link2", "adjacent"],
    ["link2", "link3", "adjacent"],
    ["link3", "link4", "adjacent"],
    ["link4", "link5", "adjacent"],
    ["link5", "link6", "adjacent"],
    ["link6", "link7", "adjacent"],
    // Joint 6 ends before these meet: link 7's mesh keeps 3 mm from link 5's hull (tests/robots/pairs.test.ts).
    ["link5", "link7", "hull"],
    ["link7", "hand", "adjacent"],
    ["hand", "finger", "adjacent"],
    ["finger", "finger", "adjacent"],
  ],
  /** source: Franka Control Interface limits, Cartesian translation. */
  cartesian: { speedMPerS: 3, accelerationMPerS2: 9, jerkMPerS3: 4500 },
  payload: { massKg: 3, centreFromFlangeM: 0.1 },
  repeatabilityM: 0.0001,
  compensatesGravity: true,
  sources,
};
