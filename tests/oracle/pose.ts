// The oracle's own few lines of pose algebra, so that it shares none with kernel/motion. Quaternions are (x, y, z, w).
import type { Pose, QuatXyzw, Vec3 } from "../../kernel/contract/geometry.ts";

export const rotated = ([x, y, z, w]: QuatXyzw, [a, b, c]: Vec3): Vec3 => [
  (1 - 2 * (y * y + z * z)) * a + 2 * (x * y - w * z) * b + 2 * (x * z + w * y) * c,
  2 * (x * y + w * z) * a + (1 - 2 * (x * x + z * z)) * b + 2 * (y * z - w * x) * c,
  2 * (x * z - w * y) * a + 2 * (y * z + w * x) * b + (1 - 2 * (x * x + y * y)) * c,
];

const product = ([ax, ay, az, aw]: QuatXyzw, [bx, by, bz, bw]: QuatXyzw): QuatXyzw => [
  aw * bx + bw * ax + (ay * bz - az * by),
  aw * by + bw * ay + (az * bx - ax * bz),
  aw * bz + bw * az + (ax * by - ay * bx),
  aw * bw - (ax * bx + ay * by + az * bz),
];

/** `inner`, given in the frame `outer`, in the parent frame of `outer`. */
export function posed(outer: Pose, inner: Pose): Pose {
  const [x, y, z] = rotated(outer.quatXyzw, inner.xyzM);
  const [px, py, pz] = outer.xyzM;
  return { xyzM: [px + x, py + y, pz + z], quatXyzw: product(outer.quatXyzw, inner.quatXyzw) };
}

export function inverted({ xyzM, quatXyzw: [x, y, z, w] }: Pose): Pose {
  const back: QuatXyzw = [-x, -y, -z, w];
  const [a, b, c] = rotated(back, xyzM);
  return { xyzM: [-a, -b, -c], quatXyzw: back };
}
