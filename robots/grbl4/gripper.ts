// The reference desktop arm's gripper: two fingers that a hobby servo slides apart over a rack, estimated like the arm.
import type { PlacedShape, Vec3 } from "../../kernel/contract/geometry.ts";
import type { ParallelGripper } from "../../kernel/contract/robot.ts";
import { boxInertia } from "../inertia.ts";
import { box } from "../shapes.ts";
import { FLANGE_M } from "./arm.ts";

const PALM_M = 0.035;
const TIP_M = 0.085;
const TOOL_POINT_M = 0.075;

const HAND: readonly [Vec3, Vec3] = [
  [-0.015, -0.036, 0],
  [0.015, 0.036, PALM_M],
];
const pad: PlacedShape = box([-0.008, 0, 0.065], [0.008, 0.006, TIP_M]);

export const servoGripper: ParallelGripper = {
  kind: "parallel",
  /** Turned so that the tool's x looks forward when it points straight down. */
  mount: { xyzM: [0, 0, FLANGE_M], quatXyzw: [0, 0, 1, 0] },
  toolPoint: { xyzM: [0, 0, TOOL_POINT_M], quatXyzw: [0, 0, 0, 1] },
  hand: { name: "hand", inertia: boxInertia(0.06, ...HAND), collision: [box(...HAND)] },
  finger: {
    name: "finger",
    inertia: boxInertia(0.006, [-0.008, 0.003, PALM_M], [0.008, 0.011, TIP_M]),
    collision: [box([-0.008, 0.003, PALM_M], [0.008, 0.011, 0.066]), pad],
  },
  pad,
  strokeM: 0.044,
  maxForceN: 12,
  fingerSpeedMPerS: 0.06,
  palmAboveToolPointM: TOOL_POINT_M - PALM_M,
};
