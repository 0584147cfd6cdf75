// Our reference desktop arm: four geared steppers in a row (base yaw, then three pitches), as the common printed arms
// have them that a Grbl board drives. Every figure is an estimate of ours, none of any product's.
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { Joint, Link } from "../../kernel/contract/robot.ts";
import { boxInertia } from "../inertia.ts";
import { box, capsule, cylinder } from "../shapes.ts";

const DEG = Math.PI / 180;
/** Heights and lengths; links stand upright at zero. With the tool straight down it reaches 0.3 m, stretched 0.44 m. */
const TURRET_M = 0.07;
const SHOULDER: Vec3 = [0.03, 0, 0.05];
const UPPER_M = 0.15;
const FOREARM_M = 0.15;
/** Wrist pitch to flange. */
export const FLANGE_M = 0.04;

const Y: Vec3 = [0, 1, 0];
const AXES: readonly (readonly [name: string, at: Vec3, axis: Vec3, lowerDeg: number, upperDeg: number])[] = [
  ["base", [0, 0, TURRET_M], [0, 0, 1], -150, 150],
  ["shoulder", SHOULDER, Y, -60, 95],
  ["elbow", [0, 0, UPPER_M], Y, 0, 145],
  ["wrist", [0, 0, FOREARM_M], Y, -30, 120],
];

/** A NEMA 17 of 0.4 Nm behind a 20 : 1 gear; Grbl ramps acceleration without a jerk limit, so ours is mild. */
const LIMITS = { velocityRadPerS: 2, accelerationRadPerS2: 6, jerkRadPerS3: 60, effortNm: 6 };
/** A stepper holds its place like a stiff spring: full torque at a quarter of a step, 0.45 degrees before the gear. */
const SERVO = { stiffnessNmPerRad: 1500, dampingNmSPerRad: 15, armatureKgM2: 0.02 };

export const grbl4Joints: readonly Joint[] = AXES.map(([name, xyzM, axis, lowerDeg, upperDeg]) => ({
  name,
  origin: { xyzM, quatXyzw: [0, 0, 0, 1] },
  axis,
  limits: { lowerRad: lowerDeg * DEG, upperRad: upperDeg * DEG, ...LIMITS },
  servo: SERVO,
}));

const FOOT: readonly [Vec3, Vec3] = [
  [-0.07, -0.07, 0],
  [0.07, 0.07, 0.068],
];
const TURRET: readonly [Vec3, Vec3] = [
  [-0.05, -0.045, 0.001],
  [0.06, 0.045, 0.075],
];

export const grbl4Links: readonly Link[] = [
  { name: "foot", inertia: boxInertia(1.4, ...FOOT), collision: [box(...FOOT)] },
  { name: "turret", inertia: boxInertia(0.6, ...TURRET), collision: [box(...TURRET)] },
  {
    name: "upper_arm",
    inertia: boxInertia(0.25, [-0.02, -0.02, -0.02], [0.02, 0.02, UPPER_M]),
    collision: [
      capsule([0, 0, 0], [0, 0, UPPER_M], 0.022),
      // The elbow's motor.
      cylinder([0, -0.035, UPPER_M], [0, 0.035, UPPER_M], 0.025),
    ],
  },
  {
    name: "forearm",
    inertia: boxInertia(0.18, [-0.018, -0.018, -0.018], [0.018, 0.018, FOREARM_M]),
    collision: [capsule([0, 0, 0], [0, 0, FOREARM_M], 0.02)],
  },
  {
    name: "wrist",
    inertia: boxInertia(0.07, [-0.018, -0.025, -0.018], [0.018, 0.025, FLANGE_M]),
    collision: [box([-0.018, -0.025, -0.018], [0.018, 0.025, FLANGE_M])],
  },
];
