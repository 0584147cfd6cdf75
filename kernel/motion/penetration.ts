// How deep two overlapping cores are in each other: the least overlap over a set of directions. Exact for
// boxes and segments (all separating axes) and hulls (epa.ts); for cylinders the best direction found is refined.
import { expand } from "./epa.ts";
import { closest, difference, relative, supportOfA, supportOfB } from "./gjk.ts";
import type { Solid } from "./solid.ts";

const point = new Float64Array(6);
/** The direction, and the support points of A and B along it, of the least overlap so far. */
export const deepest = new Float64Array(9);
const axisA = new Float64Array(9);
const REFINEMENTS = 24;

/**
 * Depth of the cores in `relative`'s placement, metres; negative when a direction parts them after all, by a
 * gap of at least so much. Leaves the deepest point of the smaller and its mirror across the depth in `closest`.
 */
export function coreDepth(a: Solid, b: Solid): number {
  let depth = Number.POSITIVE_INFINITY;
  const offer = (x: number, y: number, z: number): void => {
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length < 1e-9) return;
    depth = tried(a, b, x / length, y / length, z / length, depth);
    depth = tried(a, b, -x / length, -y / length, -z / length, depth);
  };
  if (a.points !== null || b.points !== null) {
    expand(a, b, (x, y, z) => {
      depth = tried(a, b, x, y, z, depth);
    });
    return mirrored(a, b, depth);
  }
  for (let c = 0; c < 3; c++) {
    for (let d = 0; d < 3; d++) axisA[c * 3 + d] = relative[d * 3 + c]!;
    offer(c === 0 ? 1 : 0, c === 1 ? 1 : 0, c === 2 ? 1 : 0);
    offer(axisA[c * 3]!, axisA[c * 3 + 1]!, axisA[c * 3 + 2]!);
  }
  for (let c = 0; c < 3; c++) {
    const x = axisA[c * 3]!;
    const y = axisA[c * 3 + 1]!;
    const z = axisA[c * 3 + 2]!;
    offer(0, -z, y);
    offer(z, 0, -x);
    offer(-y, x, 0);
  }
  if (a.round || b.round) {
    const x = relative[9]!;
    const y = relative[10]!;
    const z = relative[11]!;
    offer(x, y, z);
    offer(difference[0]!, difference[1]!, difference[2]!);
    offer(x, y, 0);
    const along = axisA[6]! * x + axisA[7]! * y + axisA[8]! * z;
    offer(x - along * axisA[6]!, y - along * axisA[7]!, z - along * axisA[8]!);
    for (let i = 0, step = 1; i < REFINEMENTS; i++, step *= 0.8) {
      // Away from the touching point's sideways part: the gradient of the overlap on the sphere of directions.
      const nx = deepest[0]!;
      const ny = deepest[1]!;
      const nz = deepest[2]!;
      const wx = deepest[3]! - deepest[6]!;
      const wy = deepest[4]! - deepest[7]!;
      const wz = deepest[5]! - deepest[8]!;
      const along = wx * nx + wy * ny + wz * nz;
      const gx = wx - along * nx;
      const gy = wy - along * ny;
      const gz = wz - along * nz;
      const length = Math.sqrt(gx * gx + gy * gy + gz * gz);
      if (length < 1e-12) break;
      const k = step / length;
      const x1 = nx - k * gx;
      const y1 = ny - k * gy;
      const z1 = nz - k * gz;
      const l1 = Math.sqrt(x1 * x1 + y1 * y1 + z1 * z1);
      depth = tried(a, b, x1 / l1, y1 / l1, z1 / l1, depth);
    }
  }
  return mirrored(a, b, depth);
}

function mirrored(a: Solid, b: Solid, depth: number): number {
  closest.set(deepest.subarray(3));
  const [kept, other, sign] = a.bound <= b.bound ? [0, 3, -1] : [3, 0, 1];
  for (let d = 0; d < 3; d++) closest[other + d] = closest[kept + d]! + sign * depth * deepest[d]!;
  return depth;
}

/** Overlap along the unit direction: how far A reaches along it beyond where B begins. Keeps the least. */
function tried(a: Solid, b: Solid, x: number, y: number, z: number, least: number): number {
  supportOfA(a, x, y, z, point, 0);
  supportOfB(b, -x, -y, -z, point, 3);
  const overlap = x * (point[0]! - point[3]!) + y * (point[1]! - point[4]!) + z * (point[2]! - point[5]!);
  if (overlap >= least) return least;
  deepest[0] = x;
  deepest[1] = y;
  deepest[2] = z;
  deepest.set(point, 3);
  return overlap;
}
