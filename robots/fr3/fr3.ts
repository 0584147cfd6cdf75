// The Franka Research 3 with its hand, described once: checker, planner and physics all derive from this.
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { fr3LinkCollision } from "./collision.ts";
import { frankaHand } from "./gripper.ts";
import { fr3LinkInertias } from "./inertias.ts";
import { fr3Joints } from "./kinematics.ts";

export const fr3: RobotDescription = {
  name: "fr3",
  links: fr3LinkInertias.map((inertia, i) => ({ name: `link${i}`, inertia, collision: fr3LinkCollision[i]! })),
  joints: fr3Joints,
  gripper: frankaHand,
  homesRad: {
    /** source: libfranka examples, the usual start pose. */
    ready: [0, -Math.PI / 4, 0, (-3 * Math.PI) / 4, 0, Math.PI / 2, Math.PI / 4],
  },
  allowedPairs: [
    ["link0", "link1"],
    ["link1", "link2"],
    ["link2", "link3"],
    ["link3", "link4"],
    ["link4", "link5"],
    ["link5", "link6"],
    ["link6", "link7"],
    // Joint 6 ends before these meet; only the wrist's hull in primitives does.
    ["link5", "link7"],
    ["link7", "hand"],
    ["hand", "finger"],
    ["finger", "finger"],
  ],
  /** source: Franka Control Interface limits, Cartesian translation. */
  cartesian: { speedMPerS: 3, accelerationMPerS2: 9, jerkMPerS3: 4500 },
};
