// How deep two overlapping cores are in each other: the least overlap over all directions. For boxes and segments one of
// a few (the separating axes); for hulls and cylinders found by epa.ts.
import { expand } from "./epa.ts";
import { closest, relative, supportOfA, supportOfB } from "./gjk.ts";
import type { Solid } from "./solid.ts";

const point = new Float64Array(6);
/** The direction, and the support points of A and B along it, of the least overlap so far. */
export const deepest = new Float64Array(9);
const axisA = new Float64Array(9);

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
  if (a.points !== null || b.points !== null || a.round || b.round) {
    expand(a, b, (x, y, z) => {
      depth = tried(a, b, x, y, z, depth);
    });
    if (a.points !== null || b.points !== null) return mirrored(a, b, depth);
    // Cylinders that share their axis are as deep all round, which a polytope with corners only comes near to.
    const [x, y, z] = [relative[9]!, relative[10]!, relative[11]!];
    const along = relative[2]! * x + relative[5]! * y + relative[8]! * z;
    offer(x, y, 0);
    offer(x - along * relative[2]!, y - along * relative[5]!, z - along * relative[8]!);
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
