// The Franka Hand: a parallel gripper of 80 mm stroke, its hull and its pads.
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import type { ParallelGripper } from "../../kernel/contract/robot.ts";
import { box } from "../shapes.ts";
import { fingerInertia, handInertia } from "./inertias.ts";
import { FLANGE_M } from "./kinematics.ts";

/** source: franka_description end_effectors/common/franka_hand.xacro: hand_tcp and finger joint origins. */
const TOOL_POINT_M = 0.1034;
const FINGER_ORIGIN_M = 0.0584;
/** The hand is mounted turned by -45 degrees about the flange's z. source: franka_description fr3.urdf.xacro. */
const MOUNT_HALF_RAD = -Math.PI / 8;
/** The underside of the hand, in its own frame. source: hand mesh ends at 0.0660 m. */
const PALM_M = 0.0664;

/** The rubber tip's inner part: 17.8 mm wide and high, its face at the middle when closed. source: finger mesh (rubber insert). */
const pad: PlacedShape = box([-0.009, 0, 0.0944], [0.009, 0.008, 0.1124]);

/** A finger's part between two heights of the finger's own frame. */
const part = (yMinM: number, yMaxM: number, zMinM: number, zMaxM: number, halfWidthM: number): PlacedShape =>
  box([-halfWidthM, yMinM, FINGER_ORIGIN_M + zMinM], [halfWidthM, yMaxM, FINGER_ORIGIN_M + zMaxM]);

/** source: franka_hand.xacro (fingers' collision boxes), widened to hold the finger mesh. */
const diagonal: PlacedShape = {
  shape: { kind: "box", sizeM: [0.0185, 0.0075, 0.0245] },
  pose: {
    xyzM: [0, 0.0159, FINGER_ORIGIN_M + 0.02835],
    quatXyzw: [Math.sin(Math.PI / 12), 0, 0, Math.cos(Math.PI / 12)],
  },
};

export const frankaHand: ParallelGripper = {
  kind: "parallel",
  mount: { xyzM: [0, 0, FLANGE_M], quatXyzw: [0, 0, Math.sin(MOUNT_HALF_RAD), Math.cos(MOUNT_HALF_RAD)] },
  toolPoint: { xyzM: [0, 0, TOOL_POINT_M], quatXyzw: [0, 0, 0, 1] },
  hand: {
    name: "hand",
    inertia: handInertia,
    // source: fitted to the hand meshes: connector, upper body, lower body down to the palm; 0.204 m wide.
    collision: [
      box([-0.006, -0.104, -0.026], [0.006, -0.045, -0.0125]),
      box([-0.0317, -0.104, -0.0125], [0.0317, 0.0965, 0.0145]),
      box([-0.0235, -0.103, 0.0145], [0.0235, 0.101, PALM_M]),
    ],
  },
  finger: {
    name: "finger",
    inertia: fingerInertia,
    collision: [
      part(0.0024, 0.0264, 0, 0.005, 0.0106),
      part(0.011, 0.0264, 0.005, 0.021, 0.0106),
      diagonal,
      part(0.008, 0.0158, 0.0355, 0.054, 0.0091),
      pad,
    ],
  },
  pad,
  strokeM: 0.08,
  /** source: Franka Hand datasheet: continuous grasping force. */
  maxForceN: 70,
  fingerSpeedMPerS: 0.1,
  palmAboveToolPointM: TOOL_POINT_M - PALM_M,
};
