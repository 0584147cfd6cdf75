// The FR3's joints: where each turns, how far, how fast and how hard, and the servo that stands in
// for its controller in simulation.
import type { Pose, QuatXyzw, Vec3 } from "../../kernel/contract/geometry.ts";
import type { BrakeBounds, Joint, JointLimits, JointServo } from "../../kernel/contract/robot.ts";

/** source: Franka Control Interface, modified DH table of the FR3: a (m), d (m), alpha (rad) of joints 1 to 7. */
const MODIFIED_DH: readonly (readonly [aM: number, dM: number, alphaRad: number])[] = [
  [0, 0.333, 0],
  [0, 0, -Math.PI / 2],
  [0, 0.316, Math.PI / 2],
  [0.0825, 0, Math.PI / 2],
  [-0.0825, 0.384, -Math.PI / 2],
  [0, 0, Math.PI / 2],
  [0.088, 0, Math.PI / 2],
];

/** source: DH table as above, last row: joint 7 to flange. */
export const FLANGE_M = 0.107;

/** source: franka_description robots/fr3/joint_limits.yaml (position, velocity, effort); FCI limits (acceleration, jerk). */
const LIMITS: readonly (readonly [lower: number, upper: number, velocity: number, effort: number])[] = [
  [-2.7437, 2.7437, 2.62, 87],
  [-1.7837, 1.7837, 2.62, 87],
  [-2.9007, 2.9007, 2.62, 87],
  [-3.0421, -0.1518, 2.62, 87],
  [-2.8065, 2.8065, 5.26, 12],
  [0.5445, 4.5169, 4.18, 12],
  [-3.0159, 3.0159, 5.26, 12],
];
const ACCELERATION_RAD_PER_S2 = 10;
const JERK_RAD_PER_S3 = 5000;

/** source: libfranka include/franka/rate_limiting.h (FR3): offset, gain, lower and upper end of the velocity law. */
const VELOCITY_LAW: readonly (readonly [offset: number, gain: number, lowerEnd: number, upperEnd: number])[] = [
  [0.3, 12, -2.7501, 2.7501],
  [0.2, 5.17, -1.7918, 1.7918],
  [0.2, 7, -2.9065, 2.9065],
  [0.3, 8, -3.0481, -0.1458],
  [0.35, 34, -2.8101, 2.8101],
  [0.35, 11, 0.54092, 4.5205],
  [0.35, 34, -3.0196, 3.0196],
];

/** source: estimated; Franka publishes stopping distances of the whole arm only. Half the rated acceleration. */
const BRAKE: BrakeBounds = { decelerationRadPerS2: 5, reactionS: 0.1 };

/** Stiffness (as in MuJoCo Menagerie's FR3) and damping of the position servos; found by grasping trials. */
const SERVO: readonly (readonly [kp: number, kv: number])[] = [
  [4500, 120],
  [4500, 120],
  [3500, 80],
  [3500, 80],
  [2000, 30],
  [2000, 25],
  [2000, 15],
];
const ARMATURE_KG_M2 = 0.1;

/** Modified DH (Craig): rotate by alpha about x, shift by a along the old x and by d along the new z. */
function originOf([aM, dM, alphaRad]: readonly [number, number, number]): Pose {
  const sine = tidy(Math.sin(alphaRad));
  const cosine = tidy(Math.cos(alphaRad));
  const xyzM: Vec3 = [aM, -sine * dM, cosine * dM];
  const quatXyzw: QuatXyzw = [Math.sin(alphaRad / 2), 0, 0, Math.cos(alphaRad / 2)];
  return { xyzM, quatXyzw };
}

/** Quarter turns are exact: no 6e-17 where a zero is meant. */
function tidy(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < 1e-12 ? rounded + 0 : value;
}

function limitsOf(index: number): JointLimits {
  const [lowerRad, upperRad, velocityRadPerS, effortNm] = LIMITS[index]!;
  const [offsetRadPerS, gainRadPerS2, lowerEndRad, upperEndRad] = VELOCITY_LAW[index]!;
  return {
    lowerRad,
    upperRad,
    velocityRadPerS,
    accelerationRadPerS2: ACCELERATION_RAD_PER_S2,
    jerkRadPerS3: JERK_RAD_PER_S3,
    effortNm,
    velocityByPosition: { offsetRadPerS, gainRadPerS2, lowerEndRad, upperEndRad },
    brake: BRAKE,
  };
}

const servoOf = ([stiffnessNmPerRad, dampingNmSPerRad]: readonly [number, number]): JointServo => ({
  stiffnessNmPerRad,
  dampingNmSPerRad,
  armatureKgM2: ARMATURE_KG_M2,
});

export const fr3Joints: readonly Joint[] = MODIFIED_DH.map((row, i) => ({
  name: `joint${i + 1}`,
  origin: originOf(row),
  axis: [0, 0, 1],
  limits: limitsOf(i),
  servo: servoOf(SERVO[i]!),
}));
