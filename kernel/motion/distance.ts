// Exact distance between convex primitives: closed forms for spheres, and for capsules against each other and boxes,
// else GJK on the cores less the swept radii. Overlap is negative: minus the depth, the shortest way that parts the two.
import type { PlacedShape, Vec3 } from "../contract/geometry.ts";
import { writeFrame } from "./frame.ts";
import { closest, coreDistance, difference, relative, supportOfA, supportOfB } from "./gjk.ts";
import { coreDepth, deepest } from "./penetration.ts";
import { outward, segmentToBox } from "./segment-box.ts";
import { isPoint, isSegment, pointToPlaced, type Solid, solidOf } from "./solid.ts";

/** Unit direction from B to A in the cell's frame, written by `gapAcross`. */
export const across = new Float64Array(3);

export interface Distance {
  /** Metres; ≤ 0 when the shapes touch or overlap. */
  readonly distanceM: number;
  /** The nearest (or deepest) point on each. */
  readonly pointA: Vec3;
  readonly pointB: Vec3;
}

/** A segment this near to a box's core meets it: what is left of the direction between them is rounding. */
const MEETING_M = 1e-7;
/** Whether `relative` and `difference`, or `across`, still belong to the pair that `solidDistance` measured last. */
let isFresh = false;
let isAcross = false;

/** Distance between two shapes given in one frame. */
export function distanceBetween(a: PlacedShape, b: PlacedShape): Distance {
  const frames = new Float64Array(24);
  writeFrame(a.pose, frames, 0);
  writeFrame(b.pose, frames, 12);
  return witnessed(solidOf(a.shape), frames, 0, solidOf(b.shape), frames, 12);
}

/**
 * The hot path: distance between solids whose 3x4 frames stand at `ia` in `ma` and `ib` in `mb`. As soon as
 * it is proven to be at least `enough`, such a lower bound is returned instead.
 */
export function solidDistance(
  a: Solid,
  ma: Float64Array,
  ia: number,
  b: Solid,
  mb: Float64Array,
  ib: number,
  enough: number,
): number {
  isFresh = false;
  isAcross = false;
  if (a.points !== null || b.points !== null) return cores(a, ma, ia, b, mb, ib, enough);
  if (isPoint(a)) return pointToPlaced(b, mb, ib, ma[ia + 3]!, ma[ia + 7]!, ma[ia + 11]!) - a.radius;
  if (isPoint(b)) return pointToPlaced(a, ma, ia, mb[ib + 3]!, mb[ib + 7]!, mb[ib + 11]!) - b.radius;
  if (a.round || b.round) return cores(a, ma, ia, b, mb, ib, enough);
  if (isSegment(a)) {
    if (isSegment(b)) return capsules(a, ma, ia, b, mb, ib);
    const apart = capsuleToBox(a, ma, ia, b, mb, ib, 1);
    return apart > MEETING_M ? apart - a.radius - b.radius : cores(a, ma, ia, b, mb, ib, enough);
  }
  if (isSegment(b)) {
    const apart = capsuleToBox(b, mb, ib, a, ma, ia, -1);
    return apart > MEETING_M ? apart - a.radius - b.radius : cores(a, ma, ia, b, mb, ib, enough);
  }
  return cores(a, ma, ia, b, mb, ib, enough);
}

/** Distance of a capsule's segment from a box; where they do not meet also `across`, from the box times `sign`. */
function capsuleToBox(
  capsule: Solid,
  mc: Float64Array,
  ic: number,
  box: Solid,
  mb: Float64Array,
  ib: number,
  sign: number,
): number {
  const ux = mc[ic + 2]!;
  const uy = mc[ic + 6]!;
  const uz = mc[ic + 10]!;
  const rx = mc[ic + 3]! - mb[ib + 3]!;
  const ry = mc[ic + 7]! - mb[ib + 7]!;
  const rz = mc[ic + 11]! - mb[ib + 11]!;
  const length = segmentToBox(
    mb[ib]! * rx + mb[ib + 4]! * ry + mb[ib + 8]! * rz,
    mb[ib + 1]! * rx + mb[ib + 5]! * ry + mb[ib + 9]! * rz,
    mb[ib + 2]! * rx + mb[ib + 6]! * ry + mb[ib + 10]! * rz,
    mb[ib]! * ux + mb[ib + 4]! * uy + mb[ib + 8]! * uz,
    mb[ib + 1]! * ux + mb[ib + 5]! * uy + mb[ib + 9]! * uz,
    mb[ib + 2]! * ux + mb[ib + 6]! * uy + mb[ib + 10]! * uz,
    capsule.z,
    box.x,
    box.y,
    box.z,
  );
  if (!(length > MEETING_M)) return length;
  const [x, y, z] = [outward[0]! / length, outward[1]! / length, outward[2]! / length];
  for (let d = 0; d < 3; d++) {
    const r = ib + 4 * d;
    across[d] = sign * (mb[r]! * x + mb[r + 1]! * y + mb[r + 2]! * z);
  }
  isAcross = true;
  return length;
}

function cores(a: Solid, ma: Float64Array, ia: number, b: Solid, mb: Float64Array, ib: number, enough: number): number {
  relate(ma, ia, mb, ib);
  const radii = a.radius + b.radius;
  const apart = coreDistance(a, b, enough + radii);
  isFresh = apart > 0;
  return apart > 0 ? apart - radii : -coreDepth(a, b) - radii;
}

/** Fills `relative`: A's frame as seen from B. */
function relate(ma: Float64Array, ia: number, mb: Float64Array, ib: number): void {
  const dx = ma[ia + 3]! - mb[ib + 3]!;
  const dy = ma[ia + 7]! - mb[ib + 7]!;
  const dz = ma[ia + 11]! - mb[ib + 11]!;
  for (let r = 0; r < 3; r++) {
    const x = mb[ib + r]!;
    const y = mb[ib + 4 + r]!;
    const z = mb[ib + 8 + r]!;
    relative[r * 3] = x * ma[ia]! + y * ma[ia + 4]! + z * ma[ia + 8]!;
    relative[r * 3 + 1] = x * ma[ia + 1]! + y * ma[ia + 5]! + z * ma[ia + 9]!;
    relative[r * 3 + 2] = x * ma[ia + 2]! + y * ma[ia + 6]! + z * ma[ia + 10]!;
    relative[9 + r] = x * dx + y * dy + z * dz;
  }
}

/** Source: Ericson, Real-Time Collision Detection, 5.1.9. Exact also where the segments cross. */
function capsules(a: Solid, ma: Float64Array, ia: number, b: Solid, mb: Float64Array, ib: number): number {
  const ux = ma[ia + 2]!;
  const uy = ma[ia + 6]!;
  const uz = ma[ia + 10]!;
  const wx = mb[ib + 2]!;
  const wy = mb[ib + 6]!;
  const wz = mb[ib + 10]!;
  const rx = ma[ia + 3]! - mb[ib + 3]!;
  const ry = ma[ia + 7]! - mb[ib + 7]!;
  const rz = ma[ia + 11]! - mb[ib + 11]!;
  const k = ux * wx + uy * wy + uz * wz;
  const c = ux * rx + uy * ry + uz * rz;
  const f = wx * rx + wy * ry + wz * rz;
  const determinant = 1 - k * k;
  let s = determinant > 1e-12 ? within(a.z, (k * f - c) / determinant) : 0;
  const t = within(b.z, k * s + f);
  s = within(a.z, k * t - c);
  const x = rx + s * ux - t * wx;
  const y = ry + s * uy - t * wy;
  const z = rz + s * uz - t * wz;
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > 1e-9) {
    across[0] = x / length;
    across[1] = y / length;
    across[2] = z / length;
    isAcross = true;
  }
  return length - a.radius - b.radius;
}

const within = (half: number, x: number): number => Math.min(half, Math.max(-half, x));

const supports = new Float64Array(6);

/**
 * The gap between the solids' support planes across the line of their nearest points: a proven lower bound of
 * their distance that stays one, along `across`, while they move. -Infinity when they overlap.
 * Asked right after `solidDistance` gave `distance` for the same pair: it takes up that search.
 */
export function gapAcross(
  a: Solid,
  ma: Float64Array,
  ia: number,
  b: Solid,
  mb: Float64Array,
  ib: number,
  distance: number,
): number {
  if (isAcross) return distance;
  if (!isFresh) {
    relate(ma, ia, mb, ib);
    if (!(coreDistance(a, b, Number.POSITIVE_INFINITY) > 0)) return Number.NEGATIVE_INFINITY;
  }
  isFresh = false;
  const length = Math.hypot(difference[0]!, difference[1]!, difference[2]!);
  const x = difference[0]! / length;
  const y = difference[1]! / length;
  const z = difference[2]! / length;
  supportOfA(a, -x, -y, -z, supports, 0);
  supportOfB(b, x, y, z, supports, 3);
  for (let d = 0; d < 3; d++) {
    const r = ib + 4 * d;
    across[d] = mb[r]! * x + mb[r + 1]! * y + mb[r + 2]! * z;
  }
  const gap = x * (supports[0]! - supports[3]!) + y * (supports[1]! - supports[4]!) + z * (supports[2]! - supports[5]!);
  return gap - a.radius - b.radius;
}

/** Distance with its points, in the frame of both. For reports, not for loops. */
export function witnessed(a: Solid, ma: Float64Array, ia: number, b: Solid, mb: Float64Array, ib: number): Distance {
  const distanceM = solidDistance(a, ma, ia, b, mb, ib, Number.POSITIVE_INFINITY);
  const overCores = cores(a, ma, ia, b, mb, ib, Number.POSITIVE_INFINITY) + a.radius + b.radius;
  const placed = (at: number, r: number): number =>
    mb[ib + r]! * closest[at]! +
    mb[ib + r + 1]! * closest[at + 1]! +
    mb[ib + r + 2]! * closest[at + 2]! +
    mb[ib + r + 3]!;
  const pointA: [number, number, number] = [placed(0, 0), placed(0, 4), placed(0, 8)];
  const pointB: [number, number, number] = [placed(3, 0), placed(3, 4), placed(3, 8)];
  // From core to surface along the direction from A to B: between the points, or that of the least overlap.
  const gap = Math.hypot(pointB[0] - pointA[0], pointB[1] - pointA[1], pointB[2] - pointA[2]);
  for (let d = 0; d < 3; d++) {
    const r = ib + 4 * d;
    const along =
      overCores > 1e-9
        ? (pointB[d]! - pointA[d]!) / gap
        : mb[r]! * deepest[0]! + mb[r + 1]! * deepest[1]! + mb[r + 2]! * deepest[2]!;
    pointA[d] = pointA[d]! + along * a.radius;
    pointB[d] = pointB[d]! - along * b.radius;
  }
  return { distanceM, pointA, pointB };
}
