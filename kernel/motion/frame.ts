// 3x4 row-major matrices inside Float64Arrays: the form in which the hot loops keep frames.
import type { Pose, QuatXyzw } from "../contract/geometry.ts";

/** Writes `pose` as 12 numbers at `at` and returns `out`. */
export function writeFrame(pose: Pose, out: Float64Array, at: number): Float64Array {
  const [x, y, z, w] = pose.quatXyzw;
  const n = 2 / (x * x + y * y + z * z + w * w);
  out[at] = 1 - n * (y * y + z * z);
  out[at + 1] = n * (x * y - w * z);
  out[at + 2] = n * (x * z + w * y);
  out[at + 3] = pose.xyzM[0];
  out[at + 4] = n * (x * y + w * z);
  out[at + 5] = 1 - n * (x * x + z * z);
  out[at + 6] = n * (y * z - w * x);
  out[at + 7] = pose.xyzM[1];
  out[at + 8] = n * (x * z - w * y);
  out[at + 9] = n * (y * z + w * x);
  out[at + 10] = 1 - n * (x * x + y * y);
  out[at + 11] = pose.xyzM[2];
  return out;
}

/** out[to] = a[i] · b[j]; `to` must not overlap `i` or `j`. */
export function multiplyFrames(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  out: Float64Array,
  to: number,
): void {
  for (let r = 0; r < 12; r += 4) {
    const x = a[i + r]!;
    const y = a[i + r + 1]!;
    const z = a[i + r + 2]!;
    out[to + r] = x * b[j]! + y * b[j + 4]! + z * b[j + 8]!;
    out[to + r + 1] = x * b[j + 1]! + y * b[j + 5]! + z * b[j + 9]!;
    out[to + r + 2] = x * b[j + 2]! + y * b[j + 6]! + z * b[j + 10]!;
    out[to + r + 3] = x * b[j + 3]! + y * b[j + 7]! + z * b[j + 11]! + a[i + r + 3]!;
  }
}

/** The pose of the 12 numbers at `at`; w ≥ 0. */
export function poseOfFrame(m: Float64Array, at: number): Pose {
  return { xyzM: [m[at + 3]!, m[at + 7]!, m[at + 11]!], quatXyzw: quatOfFrame(m, at) };
}

/** Shepperd's method: divides by the largest of the four, so it is precise for every rotation. */
function quatOfFrame(m: Float64Array, at: number): QuatXyzw {
  const [xx, yy, zz] = [m[at]!, m[at + 5]!, m[at + 10]!];
  const trace = xx + yy + zz;
  const [zy, xz, yx] = [m[at + 9]! - m[at + 6]!, m[at + 2]! - m[at + 8]!, m[at + 4]! - m[at + 1]!];
  const [xy, xzs, yz] = [m[at + 1]! + m[at + 4]!, m[at + 2]! + m[at + 8]!, m[at + 6]! + m[at + 9]!];
  let q: [number, number, number, number];
  if (trace >= xx && trace >= yy && trace >= zz) q = [zy, xz, yx, 1 + trace];
  else if (xx >= yy && xx >= zz) q = [1 + xx - yy - zz, xy, xzs, zy];
  else if (yy >= zz) q = [xy, 1 - xx + yy - zz, yz, xz];
  else q = [xzs, yz, 1 - xx - yy + zz, yx];
  const k = (q[3] < 0 ? -1 : 1) / Math.hypot(q[0], q[1], q[2], q[3]);
  return [q[0] * k, q[1] * k, q[2] * k, q[3] * k];
}
