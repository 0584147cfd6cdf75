// Two arms for the motion tests, built here from published DH tables so that the tests depend on no robot
// package: an FR3 with a simple capsule body, and a UR5e (other joint order, parallel axes) without one.
import type { PlacedShape, Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { Link, RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { composePose, quatFromAxisAngle, quatFromRpy } from "../../kernel/motion/transform.ts";

const X: Vec3 = [1, 0, 0];
const Z: Vec3 = [0, 0, 1];
const turn = (axis: Vec3, rad: number): Pose => ({ xyzM: [0, 0, 0], quatXyzw: quatFromAxisAngle(axis, rad) });
const shift = (x: number, y: number, z: number): Pose => ({ xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] });
const chained = (...poses: Pose[]): Pose => poses.reduce(composePose);

/** A capsule between two points of a link's frame. */
function capsule(from: Vec3, to: Vec3, radiusM: number): PlacedShape {
  const d: Vec3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const lengthM = Math.hypot(...d);
  const axis: Vec3 = [-d[1], d[0], 0];
  const flat = Math.hypot(axis[0], axis[1]);
  const quatXyzw = quatFromAxisAngle(flat > 0 ? axis : X, Math.atan2(flat, d[2]));
  const xyzM: Vec3 = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
  return { shape: { kind: "capsule", radiusM, lengthM }, pose: { xyzM, quatXyzw } };
}

const link = (name: string, ...collision: PlacedShape[]): Link => ({
  name,
  collision,
  inertia: { massKg: 1, comM: [0, 0, 0], inertiaKgM2: [0.01, 0.01, 0.01, 0, 0, 0] },
});
const box = (sizeM: Vec3, at: Vec3): PlacedShape => ({ shape: { kind: "box", sizeM }, pose: shift(...at) });

const gripper = (mount: Pose): RobotDescription["gripper"] => ({
  kind: "parallel",
  mount,
  toolPoint: shift(0, 0, 0.1034),
  hand: link("hand", capsule([0, -0.08, 0.04], [0, 0.08, 0.04], 0.03)),
  finger: link("finger", box([0.02, 0.012, 0.05], [0, 0.006, 0.085])),
  pad: box([0.02, 0.002, 0.02], [0, 0.001, 0.1]),
  strokeM: 0.08,
  maxForceN: 70,
  fingerSpeedMPerS: 0.1,
  palmAboveToolPointM: 0.037,
});
const servo = { stiffnessNmPerRad: 2000, dampingNmSPerRad: 30, armatureKgM2: 0.1 };
const cartesian = { speedMPerS: 3, accelerationMPerS2: 9, jerkMPerS3: 4500 };

/** Modified DH: a, d (m), alpha (rad); then lower, upper (rad), speed (rad/s). source: facts.md, FR3 */
export const FR3_DH: readonly (readonly [number, number, number])[] = [
  [0, 0.333, 0],
  [0, 0, -Math.PI / 2],
  [0, 0.316, Math.PI / 2],
  [0.0825, 0, Math.PI / 2],
  [-0.0825, 0.384, -Math.PI / 2],
  [0, 0, Math.PI / 2],
  [0.088, 0, Math.PI / 2],
];
const FR3_RANGES: readonly (readonly [number, number, number])[] = [
  [-2.7437, 2.7437, 2.62],
  [-1.7837, 1.7837, 2.62],
  [-2.9007, 2.9007, 2.62],
  [-3.0421, -0.1518, 2.62],
  [-2.8065, 2.8065, 5.26],
  [0.5445, 4.5169, 4.18],
  [-3.0159, 3.0159, 5.26],
];

export const READY = [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398];

export const fr3Like: RobotDescription = {
  name: "fr3-like",
  links: [
    link("link0", capsule([-0.08, 0, 0.06], [0, 0, 0.06], 0.06)),
    link("link1", capsule([0, 0, -0.14], [0, 0, 0], 0.06)),
    link("link2", capsule([0, -0.1, 0], [0, 0, 0], 0.06)),
    link("link3", capsule([0, 0, -0.12], [0.05, 0, -0.05], 0.055)),
    link("link4", capsule([-0.0825, 0.05, 0], [-0.0825, 0.1, 0], 0.055)),
    link("link5", capsule([0, 0.02, -0.26], [0, 0.05, -0.05], 0.055)),
    link("link6", capsule([0, 0, 0], [0.07, 0, 0], 0.05)),
    link("link7", capsule([0, 0, 0.03], [0, 0, 0.08], 0.045)),
  ],
  joints: FR3_DH.map(([a, d, alpha], i) => ({
    name: `joint${i + 1}`,
    origin: chained(turn(X, alpha), shift(a, 0, d)),
    axis: Z,
    limits: {
      lowerRad: FR3_RANGES[i]![0],
      upperRad: FR3_RANGES[i]![1],
      velocityRadPerS: FR3_RANGES[i]![2],
      accelerationRadPerS2: 10,
      jerkRadPerS3: 5000,
      effortNm: 87,
    },
    servo,
  })),
  gripper: gripper(chained(shift(0, 0, 0.107), turn(Z, -Math.PI / 4))),
  homesRad: { ready: READY },
  allowedPairs: [
    ["link5", "link7"],
    ["link6", "hand"],
  ],
  cartesian,
  compensatesGravity: true,
  sources: [],
};

/** Standard DH: a, d (m), alpha (rad). source: facts.md, UR5e */
export const UR5E_DH: readonly (readonly [number, number, number])[] = [
  [0, 0.1625, Math.PI / 2],
  [-0.425, 0, 0],
  [-0.3922, 0, 0],
  [0, 0.1333, Math.PI / 2],
  [0, 0.0997, -Math.PI / 2],
  [0, 0.0996, 0],
];
const ur5eRow = (i: number): Pose =>
  i < 0 ? IDENTITY_POSE : chained(shift(UR5E_DH[i]![0], 0, UR5E_DH[i]![1]), turn(X, UR5E_DH[i]![2]));

export const ur5e: RobotDescription = {
  name: "ur5e",
  links: Array.from({ length: 7 }, (_, i) => link(`link${i}`)),
  joints: UR5E_DH.map((_, i) => ({
    name: `joint${i + 1}`,
    origin: ur5eRow(i - 1),
    axis: Z,
    limits: {
      lowerRad: i === 2 ? -Math.PI : -2 * Math.PI,
      upperRad: i === 2 ? Math.PI : 2 * Math.PI,
      velocityRadPerS: Math.PI,
      accelerationRadPerS2: 10,
      jerkRadPerS3: 5000,
      effortNm: 150,
    },
    servo,
  })),
  gripper: gripper(ur5eRow(5)),
  homesRad: {},
  allowedPairs: [],
  cartesian,
  compensatesGravity: true,
  sources: [],
};

export const fr3Chain = chainOf(fr3Like, IDENTITY_POSE);
/** On a tilted, shifted base, so that nothing passes by luck of an identity. */
export const tiltedChain = chainOf(fr3Like, { xyzM: [0.2, -0.3, 0.4], quatXyzw: quatFromRpy(0.3, -0.5, 1.1) });
export const ur5eChain = chainOf(ur5e, IDENTITY_POSE);
/** As the FR3, but its joints turn about x, y and slants: no DH table, no axis that is its frame's own z. */
export const slantedChain = chainOf(
  {
    ...fr3Like,
    name: "slanted",
    joints: fr3Like.joints.map((joint, j) => ({
      ...joint,
      axis: ([X, [0, 1, 0], [0.6, 0, 0.8], [0, 0.6, -0.8]] as const)[j % 4]!,
    })),
  },
  tiltedChain.base,
);
