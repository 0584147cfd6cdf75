// The least distance between two sets of solids. A cheap look at every pair first (a ball round the one against the
// other) says which pairs could be the nearest; only those are measured.
import { solidDistance } from "./distance.ts";
import { pointToPlaced, type Solid } from "./solid.ts";

/** Solids with their 3x4 frames in a row, all in one frame. */
export interface PlacedSolids {
  readonly solids: readonly Solid[];
  readonly frames: Float64Array;
}

/** Pairs that may be the nearest: which, and a lower bound of their distance. And B's bounding spheres, 4 numbers each. */
let pairs = new Int32Array(256);
let lowers = new Float64Array(256);
let spheres = new Float64Array(256);

/**
 * Metres between the nearest two, negative when any overlap; exact unless it is proven to be at least `enough`, when any
 * lower bound that is may come. Infinity when one set is empty; NaN where a frame is. Allocates nothing.
 */
export function leastDistance(a: PlacedSolids, b: PlacedSolids, enough: number): number {
  const countA = a.solids.length;
  const countB = b.solids.length;
  makeRoom(countA, countB);
  const balls = spheres;
  for (let j = 0, at = 0; j < countB; j++, at += 4) {
    balls[at] = b.frames[j * 12 + 3]!;
    balls[at + 1] = b.frames[j * 12 + 7]!;
    balls[at + 2] = b.frames[j * 12 + 11]!;
    balls[at + 3] = b.solids[j]!.bound;
  }
  let most = enough;
  let left = 0;
  for (let i = 0; i < countA; i++) {
    const solid = a.solids[i]!;
    const { bound, radius } = solid;
    const x = a.frames[i * 12 + 3]!;
    const y = a.frames[i * 12 + 7]!;
    const z = a.frames[i * 12 + 11]!;
    for (let j = 0, at = 0; j < countB; j++, at += 4) {
      const dx = x - balls[at]!;
      const dy = y - balls[at + 1]!;
      const dz = z - balls[at + 2]!;
      const apart = most + bound + balls[at + 3]!;
      if (dx * dx + dy * dy + dz * dz >= apart * apart && apart >= 0) continue;
      const other = b.solids[j]!;
      const centre = pointToPlaced(other, b.frames, j * 12, x, y, z);
      const lower = centre - bound;
      if (Number.isNaN(lower)) return lower;
      // The core holds its centre: no pair of primitives is farther apart than a ball there and the other.
      if (centre - radius < most && solid.points === null && other.points === null) most = centre - radius;
      if (lower >= most) continue;
      pairs[left] = i * countB + j;
      lowers[left++] = lower;
    }
  }
  while (left > 0) {
    let next = 0;
    for (let k = 1; k < left; k++) if (lowers[k]! < lowers[next]!) next = k;
    if (lowers[next]! >= most) break;
    const i = Math.floor(pairs[next]! / countB);
    const j = pairs[next]! % countB;
    left--;
    pairs[next] = pairs[left]!;
    lowers[next] = lowers[left]!;
    const d = solidDistance(a.solids[i]!, a.frames, i * 12, b.solids[j]!, b.frames, j * 12, most);
    if (d < most) most = d;
  }
  return most;
}

function makeRoom(countA: number, countB: number): void {
  const count = countA * countB;
  if (count > pairs.length) {
    pairs = new Int32Array(2 * count);
    lowers = new Float64Array(2 * count);
  }
  if (4 * countB > spheres.length) spheres = new Float64Array(8 * countB);
}

/** Whether any two come closer than `distanceM` ≥ 0; ends with the first that do. NaN counts as closer. Allocates nothing. */
export function comesWithin(a: PlacedSolids, b: PlacedSolids, distanceM: number): boolean {
  for (let i = 0; i < a.solids.length; i++) {
    const solid = a.solids[i]!;
    const x = a.frames[i * 12 + 3]!;
    const y = a.frames[i * 12 + 7]!;
    const z = a.frames[i * 12 + 11]!;
    for (let j = 0; j < b.solids.length; j++) {
      const other = b.solids[j]!;
      const dx = x - b.frames[j * 12 + 3]!;
      const dy = y - b.frames[j * 12 + 7]!;
      const dz = z - b.frames[j * 12 + 11]!;
      const apart = distanceM + solid.bound + other.bound;
      if (dx * dx + dy * dy + dz * dz >= apart * apart) continue;
      const centre = pointToPlaced(other, b.frames, j * 12, x, y, z);
      if (centre - solid.bound >= distanceM) continue;
      if (centre - solid.radius < distanceM && solid.points === null && other.points === null) return true;
      if (!(solidDistance(solid, a.frames, i * 12, other, b.frames, j * 12, distanceM) >= distanceM)) return true;
    }
  }
  return false;
}
