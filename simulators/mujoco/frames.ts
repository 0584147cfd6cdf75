// From MuJoCo's rotation matrices to the quaternions that the rest of the system speaks.
import type { QuatXyzw } from "../../kernel/contract/geometry.ts";

/** The unit quaternion (w ≥ 0 where w leads) of the row-major 3x3 rotation that starts at `at`. */
export function quatOfMatrix(m: Float64Array, at: number): QuatXyzw {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = m.subarray(at, at + 9) as unknown as readonly number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // The largest of the four squares is the safe divisor.
  const squares = [1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz] as const;
  const largest = Math.max(...squares);
  const s = 2 * Math.sqrt(largest);
  switch (squares.indexOf(largest)) {
    case 0:
      return [s / 4, (xy + yx) / s, (xz + zx) / s, (zy - yz) / s];
    case 1:
      return [(xy + yx) / s, s / 4, (yz + zy) / s, (xz - zx) / s];
    case 2:
      return [(xz + zx) / s, (yz + zy) / s, s / 4, (yx - xy) / s];
    default:
      return [(zy - yz) / s, (xz - zx) / s, (yx - xy) / s, s / 4];
  }
}
