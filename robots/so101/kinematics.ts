// The SO-101's five joints: where each turns, how far, how fast and how hard, and the servo in simulation.
// source: TheRobotStudio/SO-ARM100, Simulation/SO101/so101_new_calib (URDF and MJCF).
import type { Pose, QuatXyzw, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Joint } from "../../kernel/contract/robot.ts";

/** The base plate is 2.4 mm thick below the published base frame; ours stands on the table. */
export const BASE_PLATE_M = 0.0024;

const H = Math.SQRT1_2;
const ORIGINS: readonly (readonly [
  name: string,
  xyzM: Vec3,
  quatXyzw: QuatXyzw,
  lowerRad: number,
  upperRad: number,
])[] = [
  ["shoulder_pan", [0.0388353, 0, 0.0624 + BASE_PLATE_M], [0, 1, 0, 0], -1.91986, 1.91986],
  ["shoulder_lift", [-0.0303992, -0.0182778, -0.0542], [-0.5, -0.5, -0.5, 0.5], -1.74533, 1.74533],
  ["elbow_flex", [-0.11257, -0.028, 0], [0, 0, H, H], -1.69, 1.69],
  ["wrist_flex", [-0.1349, 0.0052, 0], [0, 0, -H, H], -1.65806, 1.65806],
  ["wrist_roll", [0, -0.0611, 0.0181], [0, H, H, 0], -2.79253, 2.79253],
];

/** source: Feetech STS3215 at 12 V: 45 rpm without load; what is left of it under load, estimated. */
const VELOCITY_RAD_PER_S = 3.5;
/** source: estimated from 3.35 Nm on the arm's inertia with 0.2 kg; nobody publishes them. */
const ACCELERATION_RAD_PER_S2 = 15;
const JERK_RAD_PER_S3 = 300;
/** source: MJCF as above (force range of the 12 V servo). */
const EFFORT_NM = 3.35;
/** source: MJCF as above: stiffness and armature for the servo's gain P = 16; damping raised from 3.3 by own trials. */
const SERVO = { stiffnessNmPerRad: 998.22, dampingNmSPerRad: 10, armatureKgM2: 0.028 };

export const so101Joints: readonly Joint[] = ORIGINS.map(([name, xyzM, quatXyzw, lowerRad, upperRad]) => ({
  name,
  origin: { xyzM, quatXyzw } satisfies Pose,
  axis: [0, 0, 1],
  limits: {
    lowerRad,
    upperRad,
    velocityRadPerS: VELOCITY_RAD_PER_S,
    accelerationRadPerS2: ACCELERATION_RAD_PER_S2,
    jerkRadPerS3: JERK_RAD_PER_S3,
    effortNm: EFFORT_NM,
    // No brake bounds: there are no brakes. Without power the arm sinks as fast as its gears let it.
  },
  servo: SERVO,
}));
