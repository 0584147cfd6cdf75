// The UR5e's joints: where each turns, how far, how fast and how hard, and the servo that stands in for its
// controller in simulation. Angles are those of the arm's own controller.
import type { Pose } from "../../kernel/contract/geometry.ts";
import type { BrakeBounds, Joint, JointServo } from "../../kernel/contract/robot.ts";

/** source: Universal Robots, "DH parameters for calculations of kinematics and dynamics": a (m), d (m), quarter turns of alpha. */
export const UR5E_DH: readonly (readonly [aM: number, dM: number, alphaQuarters: -1 | 0 | 1])[] = [
  [0, 0.1625, 1],
  [-0.425, 0, 0],
  [-0.3922, 0, 0],
  [0, 0.1333, 1],
  [0, 0.0997, -1],
  [0, 0.0996, 0],
];

/** Standard DH, what follows the joint's own turn: along the old z, along the new x, about the new x. */
export function dhRow(index: number): Pose {
  const [aM, dM, quarters] = UR5E_DH[index]!;
  return { xyzM: [aM, 0, dM], quatXyzw: [quarters * Math.SQRT1_2, 0, 0, quarters === 0 ? 1 : Math.SQRT1_2] };
}

/** UR's own base frame looks backwards; half a turn makes x forward (REP-103), as ROS's base_link does. */
const TURNED: Pose = { xyzM: [0, 0, 0], quatXyzw: [0, 0, 1, 0] };

const NAMES = ["shoulder_pan", "shoulder_lift", "elbow", "wrist_1", "wrist_2", "wrist_3"];
const DEG = Math.PI / 180;
/** source: UR5e data sheet; the elbow's range is ±360° but the upper arm is in the way past ±180° (facts.md). */
const RANGE_RAD = [360, 360, 180, 360, 360, 360].map((deg) => deg * DEG);
const VELOCITY_RAD_PER_S = 180 * DEG;
/** source: estimated; Universal Robots publishes neither. With 5 kg stretched out they need about 115 of 150 Nm. */
const ACCELERATION_RAD_PER_S2 = 8;
const JERK_RAD_PER_S3 = 400;
/** source: Universal Robots, "Max. joint torques". */
const EFFORT_NM = [150, 150, 150, 28, 28, 28];

/**
 * source: estimated so that they bound what the UR5 (CB3) manual measured at 183°/s, stretched out, with 5 kg:
 * 0.31, 0.70 and 0.22 rad for base, shoulder and elbow.
 */
const BRAKE: readonly BrakeBounds[] = [15, 6.5, 15, 15, 15, 15].map((decelerationRadPerS2) => ({
  decelerationRadPerS2,
  reactionS: 0.02,
}));

/** source: own trials in simulation: at rest within 0.1 mm, no ringing with 5 kg. */
const SERVO: readonly (readonly [kp: number, kv: number])[] = [
  [6000, 200],
  [6000, 200],
  [5000, 150],
  [2500, 40],
  [2500, 40],
  [2000, 20],
];
const servoOf = ([stiffnessNmPerRad, dampingNmSPerRad]: readonly [number, number]): JointServo => ({
  stiffnessNmPerRad,
  dampingNmSPerRad,
  armatureKgM2: 0.1,
});

export const ur5eJoints: readonly Joint[] = NAMES.map((name, i) => ({
  name,
  origin: i === 0 ? TURNED : dhRow(i - 1),
  axis: [0, 0, 1],
  limits: {
    lowerRad: -RANGE_RAD[i]!,
    upperRad: RANGE_RAD[i]!,
    velocityRadPerS: VELOCITY_RAD_PER_S,
    accelerationRadPerS2: ACCELERATION_RAD_PER_S2,
    jerkRadPerS3: JERK_RAD_PER_S3,
    effortNm: EFFORT_NM[i]!,
    brake: BRAKE[i]!,
  },
  servo: servoOf(SERVO[i]!),
}));
