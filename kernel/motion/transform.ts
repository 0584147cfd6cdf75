// Pose algebra on the contract's plain poses: compose, invert, rotate. For planning code; the hot
// loops work on 3x4 matrices in Float64Array instead (chain.ts, place.ts).
import type { Pose, QuatXyzw, Vec3 } from "../contract/geometry.ts";

export const addVec = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subVec = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaleVec = (a: Vec3, k: number): Vec3 => [a[0] * k, a[1] * k, a[2] * k];
export const dotVec = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const normVec = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);
export const distanceM = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** The rotation `b` followed by `a` (a·b). */
export const quatMultiply = (a: QuatXyzw, b: QuatXyzw): QuatXyzw => [
  a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1],
  a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0],
  a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3],
  a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
];

export const quatConjugate = (q: QuatXyzw): QuatXyzw => [-q[0], -q[1], -q[2], q[3]];

/** `axis` need not be of unit length; a zero axis gives the identity. */
export function quatFromAxisAngle(axis: Vec3, rad: number): QuatXyzw {
  const length = normVec(axis);
  if (length === 0) return [0, 0, 0, 1];
  const k = Math.sin(rad / 2) / length;
  return [axis[0] * k, axis[1] * k, axis[2] * k, Math.cos(rad / 2)];
}

/** Roll, pitch, yaw about the fixed axes x, y, z in this order (URDF's rpy). */
export function quatFromRpy(rollRad: number, pitchRad: number, yawRad: number): QuatXyzw {
  const [cr, sr] = [Math.cos(rollRad / 2), Math.sin(rollRad / 2)];
  const [cp, sp] = [Math.cos(pitchRad / 2), Math.sin(pitchRad / 2)];
  const [cy, sy] = [Math.cos(yawRad / 2), Math.sin(yawRad / 2)];
  return [
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
    cr * cp * cy + sr * sp * sy,
  ];
}

/** The angle of the rotation that leads from `a` to `b`, in [0, π]. Precise for small angles too. */
export function quatAngleRad(a: QuatXyzw, b: QuatXyzw): number {
  const d = quatMultiply(quatConjugate(a), b);
  return 2 * Math.atan2(Math.hypot(d[0], d[1], d[2]), Math.abs(d[3]));
}

/** Heading about z of the rotated x axis, in (-π, π]; 0 where that axis is vertical. */
export function yawOf(q: QuatXyzw): number {
  const x = rotateVector(q, [1, 0, 0]);
  return Math.hypot(x[0], x[1]) < 1e-9 ? 0 : Math.atan2(x[1], x[0]);
}

export function rotateVector(q: QuatXyzw, v: Vec3): Vec3 {
  const tx = 2 * (q[1] * v[2] - q[2] * v[1]);
  const ty = 2 * (q[2] * v[0] - q[0] * v[2]);
  const tz = 2 * (q[0] * v[1] - q[1] * v[0]);
  return [
    v[0] + q[3] * tx + q[1] * tz - q[2] * ty,
    v[1] + q[3] * ty + q[2] * tx - q[0] * tz,
    v[2] + q[3] * tz + q[0] * ty - q[1] * tx,
  ];
}

/** From `pose`'s own frame to its parent's. */
export const transformPoint = (pose: Pose, v: Vec3): Vec3 => addVec(rotateVector(pose.quatXyzw, v), pose.xyzM);

/** `b`, given in the frame `a`, in the parent frame of `a`. Renormalized, so long products do not drift. */
export function composePose(a: Pose, b: Pose): Pose {
  return { xyzM: transformPoint(a, b.xyzM), quatXyzw: normalized(quatMultiply(a.quatXyzw, b.quatXyzw)) };
}

export function invertPose(pose: Pose): Pose {
  const quatXyzw = quatConjugate(pose.quatXyzw);
  return { xyzM: scaleVec(rotateVector(quatXyzw, pose.xyzM), -1), quatXyzw };
}

function normalized(q: QuatXyzw): QuatXyzw {
  const k = 1 / Math.hypot(q[0], q[1], q[2], q[3]);
  return [q[0] * k, q[1] * k, q[2] * k, q[3] * k];
}

export const copyOfPose = ({ xyzM, quatXyzw }: Pose): Pose => ({ xyzM: [...xyzM], quatXyzw: [...quatXyzw] });

/** Number for number: a quaternion and its negative, the same rotation, count as different. */
export function isSamePose(a: Pose, b: Pose): boolean {
  for (let k = 0; k < 3; k++) if (a.xyzM[k] !== b.xyzM[k]) return false;
  for (let k = 0; k < 4; k++) if (a.quatXyzw[k] !== b.quatXyzw[k]) return false;
  return true;
}
