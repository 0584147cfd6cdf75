// The least distance between two sets of solids. A cheap look at every pair first (a ball round the one against the
// other) says which pairs could be the nearest; only those are measured.
import { solidDistance } from "./distance.ts";
import { pointToPlaced, type Solid } from "./solid.ts";

/** Solids with their 3x4 frames in a row, all in one frame. */
export interface PlacedSolids {
  readonly solids: readonly Solid[];
  readonly frames: Float64Array;
}

let lowers = new Float64Array(256);

/**
 * Metres between the nearest two, negative when any overlap; exact unless it is proven to be at least `enough`, when any
 * lower bound that is may come. Infinity when one set is empty; NaN where a frame is. Allocates nothing.
 */
export function leastDistance(a: PlacedSolids, b: PlacedSolids, enough: number): number {
  const { length: countA } = a.solids;
  const { length: countB } = b.solids;
  const count = countA * countB;
  if (count > lowers.length) lowers = new Float64Array(2 * count);
  let most = enough;
  let nearest = -1;
  let nearestM = Number.POSITIVE_INFINITY;
  for (let i = 0, k = 0; i < countA; i++) {
    const solid = a.solids[i]!;
    const { bound, radius } = solid;
    const x = a.frames[i * 12 + 3]!;
    const y = a.frames[i * 12 + 7]!;
    const z = a.frames[i * 12 + 11]!;
    for (let j = 0; j < countB; j++, k++) {
      const other = b.solids[j]!;
      const dx = x - b.frames[j * 12 + 3]!;
      const dy = y - b.frames[j * 12 + 7]!;
      const dz = z - b.frames[j * 12 + 11]!;
      const apart = most + bound + other.bound;
      if (apart >= 0 && dx * dx + dy * dy + dz * dz >= apart * apart) {
        lowers[k] = Number.POSITIVE_INFINITY;
        continue;
      }
      const centre = pointToPlaced(other, b.frames, j * 12, x, y, z);
      const lower = centre - bound;
      if (Number.isNaN(lower)) return lower;
      lowers[k] = lower;
      // The core holds its centre: no pair of primitives is farther apart than a ball there and the other.
      if (centre - radius < most && solid.points === null && other.points === null) most = centre - radius;
      if (lower >= nearestM) continue;
      nearestM = lower;
      nearest = k;
    }
  }
  while (nearest >= 0 && nearestM < most) {
    const i = Math.floor(nearest / countB);
    const j = nearest % countB;
    const d = solidDistance(a.solids[i]!, a.frames, i * 12, b.solids[j]!, b.frames, j * 12, most);
    if (d < most) most = d;
    lowers[nearest] = Number.POSITIVE_INFINITY;
    nearest = -1;
    nearestM = most;
    for (let k = 0; k < count; k++) {
      if (lowers[k]! >= nearestM) continue;
      nearestM = lowers[k]!;
      nearest = k;
    }
  }
  return most;
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
