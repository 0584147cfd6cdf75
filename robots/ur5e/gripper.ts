// The Robotiq Hand-E on its UR coupling: a parallel gripper of 50 mm stroke, its hull and its pads.
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import type { ParallelGripper } from "../../kernel/contract/robot.ts";
import { box, cylinder } from "../shapes.ts";
import { UR5E_DH } from "./kinematics.ts";

/** source: robotiq_hande_description (AGH-CEAI): heights of coupling and hand, where the fingers begin above it. */
const COUPLING_M = 0.011;
const FINGERS_M = 0.099;
/** source: the same: the coupling's rim, the hand's radius with 1 mm to spare, 0.1069 m of hull above the coupling. */
const RADIUS_M = 0.0385;
const PALM_M = 0.1069;

/** source: the same, finger_collision.dae: upper and lower part of the basic finger; it slides along our y (its x). */
const upper: PlacedShape = box([-0.0107, 0.004, FINGERS_M + 0.006], [0.0107, 0.011, FINGERS_M + 0.02655]);
const pad: PlacedShape = box([-0.0106, 0, FINGERS_M + 0.02655], [0.0106, 0.0065, FINGERS_M + 0.04755]);
const TOOL_POINT_M = FINGERS_M + (0.02655 + 0.04755) / 2;

export const handE: ParallelGripper = {
  kind: "parallel",
  mount: { xyzM: [0, 0, UR5E_DH[5]![1] + COUPLING_M], quatXyzw: [0, 0, 0, 1] },
  toolPoint: { xyzM: [0, 0, TOOL_POINT_M], quatXyzw: [0, 0, 0, 1] },
  hand: {
    name: "hand",
    // source: masses as above (0.864 kg, coupling 0.119 kg); inertia of a solid cylinder of that size.
    inertia: { massKg: 0.983, comM: [0, 0, 0.043], inertiaKgM2: [0.00145, 0.00145, 0.00069, 0, 0, 0] },
    collision: [cylinder([0, 0, -COUPLING_M], [0, 0, PALM_M], RADIUS_M)],
  },
  finger: {
    name: "finger",
    // source: mass as above; inertia of the boxes.
    inertia: { massKg: 0.038, comM: [0, 0.005, 0.126], inertiaKgM2: [6e-6, 6.9e-6, 1.8e-6, 0, 0, 0] },
    collision: [upper, pad],
  },
  pad,
  strokeM: 0.05,
  /** source: Robotiq Hand-E manual: 20 to 130 N (the later 185 N version is not assumed), 20 to 150 mm/s. */
  maxForceN: 130,
  fingerSpeedMPerS: 0.1,
  palmAboveToolPointM: TOOL_POINT_M - PALM_M,
};
