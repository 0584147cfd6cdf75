// The proofs of a sweep at one interval of a motion (or box of configurations): whether a pair of parts, or all pairs of
// two groups, keep their distance all over it, by what they measure at the middle and what they can move from there.
import type { Vec3 } from "../contract/geometry.ts";
import { linkFramesAt } from "./chain.ts";
import { across, gapAcross, solidDistance, witnessed } from "./distance.ts";
import { multiplyFrames } from "./frame.ts";
import { boundGroup, boundsOf, reachAlong, speedAlong, type Travel, travelOf, writeTwists } from "./motion-bound.ts";
import type { Layout } from "./pair-layout.ts";
import { nearestDirection, reachAgainst, towards } from "./solid.ts";

/** Clear means this close to all of the requirement: room for rounding (frames 1e-15, GJK 1e-7), and for bisection to end. */
export const TOLERANCE_M = 1e-6;
/**
 * What a pair that starts too close may still lose, and by how much more than asked it must get out to be held to it:
 * what the arm cannot tell apart. source: FR3 datasheet, pose repeatability 0.1 mm (ISO 9283).
 */
export const START_SLACK_M = 1e-4;
/** Motion over an interval below which pairs are measured exactly even where that may prove nothing yet. */
const FINE_M = 1e-3;

/** Proven; not proven, and halving may help; and of a pair: measured too close, of a group: its pairs may tell more. */
export const PROVEN = 0;
export const OPEN = 1;
export const TOUCHING = 2;

export interface Proofs {
  /** What the joints do: written by the caller before `begin`. */
  readonly trip: Travel;
  /** What no pair was proven to come closer than since the last `restart`, per set. */
  readonly leastM: Float64Array;
  /** Pairs that started too close. */
  readonly easing: readonly number[];
  readonly isEasing: Uint8Array;
  /** The requirement in force per pair: lower than asked for while a pair that started too close moves out. */
  readonly inForce: Float64Array;
  /** Distance of the pair that was found touching last. */
  readonly touchingM: () => number;
  /** Takes up where the fixed solids stand now, and forgets the easing pairs. */
  restart(): void;
  /** Marks a pair that stands at `distanceM` at the start of a motion. */
  ease(pair: number, distanceM: number): void;
  /** Goes to the middle of `trip`. */
  begin(isBox: boolean): void;
  /** @param isLast no smaller interval will be asked about */
  tryGroups(groupPair: number, isLast: boolean): number;
  tryPair(pair: number, isLast: boolean): number;
  /** The pair's distance at joints `trip.q`, and the middle between its nearest points. `begin` anew after it. */
  witness(pair: number): { readonly distanceM: number; readonly atM: Vec3 };
}

/** `fixedFrames`: the 3x4 of all solids after the bodies; it may be rewritten between one `restart` and the next. */
export function proofsOf(layout: Layout, fixedFrames: Float64Array): Proofs {
  const { moving, solids, setCount, first, second, seenFrom, set, requiredM } = layout;
  const { group, otherGroup, otherSolid, groupSeenFrom, groupSet, mostM } = layout;
  const { chain, groups, groupOf } = moving;
  const { dof } = chain;
  const bodyCount = moving.solids.length;
  const placed = new Float64Array(solids.length * 12);
  const frames = new Float64Array(chain.frameCount * 12);
  const twists = new Float64Array((dof + 1) * 6);
  const bodyStamps = new Int32Array(bodyCount);
  const groupStamps = new Int32Array(groups.length);
  const centres = new Float64Array(groups.length * 3);
  const bounds = boundsOf(moving);
  const { moves, bends } = bounds;
  const trip = travelOf(dof);
  const inForce = Float64Array.from(requiredM);
  const easing: number[] = [];
  const isEasing = new Uint8Array(first.length);
  const leastM = new Float64Array(setCount);
  let stamp = 0;
  let inBox = false;
  let touchingM = 0;

  const placeBody = (body: number): void => {
    if (bodyStamps[body] === stamp) return;
    bodyStamps[body] = stamp;
    multiplyFrames(frames, moving.frameOf[body]! * 12, moving.local, body * 12, placed, body * 12);
  };
  const placeGroup = (g: number): void => {
    if (groupStamps[g] === stamp) return;
    groupStamps[g] = stamp;
    const { frame, x, y, z } = groups[g]!;
    const m = frame * 12;
    const cx = frames[m]! * x + frames[m + 1]! * y + frames[m + 2]! * z + frames[m + 3]!;
    const cy = frames[m + 4]! * x + frames[m + 5]! * y + frames[m + 6]! * z + frames[m + 7]!;
    const cz = frames[m + 8]! * x + frames[m + 9]! * y + frames[m + 10]! * z + frames[m + 11]!;
    centres[g * 3] = cx;
    centres[g * 3 + 1] = cy;
    centres[g * 3 + 2] = cz;
    boundGroup(moving, g, frames, cx, cy, cz, trip, bounds);
  };
  /** How far any point within `bound` of (x, y, z) on a frame may move along the direction, seen from a link. */
  const movesAlong = (
    frame: number,
    near: number,
    x: number,
    y: number,
    z: number,
    bound: number,
    n: Float64Array,
  ): number => {
    const far = Math.min(frame, dof);
    return inBox
      ? reachAlong(chain, frames, trip.travel, far, near, x, y, z, bound, n[0]!, n[1]!, n[2]!)
      : trip.half * speedAlong(twists, far, near, x, y, z, bound, n[0]!, n[1]!, n[2]!);
  };
  const proven = (of: number, lower: number): number => {
    if (lower < leastM[of]!) leastM[of] = lower;
    return PROVEN;
  };

  /** Proves all pairs of a group pair at once; else tells whether halving (OPEN) or its pairs (TOUCHING) may help. */
  const tryGroups = (pair: number, isLast: boolean): number => {
    const g = group[pair]!;
    placeGroup(g);
    const x = centres[g * 3]!;
    const y = centres[g * 3 + 1]!;
    const z = centres[g * 3 + 2]!;
    const { radius, frame } = groups[g]!;
    const near = groupSeenFrom[pair]!;
    const at = g * (dof + 1) + near;
    const move = moves[at]!;
    const asked = mostM[pair]! - TOLERANCE_M;
    const other = otherGroup[pair]!;
    let apart: number;
    if (other < 0) {
      apart = nearestDirection(solids[otherSolid[pair]!]!, placed, otherSolid[pair]! * 12, x, y, z) - radius;
    } else {
      placeGroup(other);
      const dx = x - centres[other * 3]!;
      const dy = y - centres[other * 3 + 1]!;
      const dz = z - centres[other * 3 + 2]!;
      const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
      towards[0] = dx / length;
      towards[1] = dy / length;
      towards[2] = dz / length;
      apart = length - groups[other]!.radius - radius;
    }
    if (apart - move >= asked) return proven(groupSet[pair]!, apart - move);
    if (!(apart >= asked)) return move > radius && !isLast ? OPEN : TOUCHING;
    const along = movesAlong(frame, near, x, y, z, radius, towards) + bends[at]!;
    if (apart - along >= asked) return proven(groupSet[pair]!, apart - along);
    return !isLast && (move > radius || apart - 0.5 * Math.min(move, along) >= asked) ? OPEN : TOUCHING;
  };

  const tryPair = (pair: number, isLast: boolean): number => {
    const a = first[pair]!;
    const b = second[pair]!;
    const g = groupOf[a]!;
    placeGroup(g);
    placeBody(a);
    if (b < bodyCount) placeBody(b);
    const near = seenFrom[pair]!;
    const at = g * (dof + 1) + near;
    const move = moves[at]!;
    const solid = solids[a]!;
    const other = solids[b]!;
    const { bound } = solid;
    const x = placed[a * 12 + 3]!;
    const y = placed[a * 12 + 7]!;
    const z = placed[a * 12 + 11]!;
    if (isEasing[pair] === 1 && inForce[pair]! < requiredM[pair]!) return tryEasing(pair, move, bends[at]!);
    const asked = requiredM[pair]! - TOLERANCE_M;
    // First by the plane across the nearest point to the body's centre: cheap, and exact over a face.
    const centre = nearestDirection(other, placed, b * 12, x, y, z);
    if (centre - bound - move >= asked) return proven(set[pair]!, centre - bound - move);
    if (centre > asked) {
      const gap = centre - reachAgainst(solid, placed, a * 12, towards[0]!, towards[1]!, towards[2]!);
      const far = Math.min(move, movesAlong(moving.frameOf[a]!, near, x, y, z, bound, towards) + bends[at]!);
      if (gap - far >= asked) return proven(set[pair]!, gap - far);
      // No part is farther than the centre: where even that would not do, halve first and measure then.
      if (centre - far < asked && move > FINE_M && !isLast && other.points === null) return OPEN;
    } else if (move > FINE_M && !isLast && centre > Number.NEGATIVE_INFINITY && other.points === null) return OPEN;
    const d = solidDistance(solid, placed, a * 12, other, placed, b * 12, requiredM[pair]! + move);
    if (d - move >= asked) return proven(set[pair]!, d - move);
    if (!(d >= asked + TOLERANCE_M / 2)) {
      touchingM = d;
      return TOUCHING;
    }
    const gap = gapAcross(solid, placed, a * 12, other, placed, b * 12, d);
    const along = movesAlong(moving.frameOf[a]!, near, x, y, z, bound, across) + bends[at]!;
    return gap - along >= asked ? proven(set[pair]!, gap - along) : OPEN;
  };

  /** A pair that started too close: not deeper while it is on its way out; once out, as far as asked. */
  const tryEasing = (pair: number, move: number, bend: number): number => {
    const a = first[pair]!;
    const b = second[pair]!;
    const asked = requiredM[pair]!;
    const out = asked + START_SLACK_M;
    const d = solidDistance(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12, Number.POSITIVE_INFINITY);
    let lower = d - move;
    const gap = d > 0 ? gapAcross(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12, d) : Number.NEGATIVE_INFINITY;
    if (gap > Number.NEGATIVE_INFINITY) {
      const at = a * 12;
      const [x, y, z] = [placed[at + 3]!, placed[at + 7]!, placed[at + 11]!];
      const along = movesAlong(moving.frameOf[a]!, seenFrom[pair]!, x, y, z, solids[a]!.bound, across) + bend;
      lower = Math.max(lower, gap - along);
    }
    if (d >= out && lower >= asked - TOLERANCE_M) {
      inForce[pair] = asked;
      return proven(set[pair]!, lower);
    }
    // Nowhere in this interval out, nor deeper than it may be.
    if (lower >= inForce[pair]! - TOLERANCE_M && (d + move < out || move < TOLERANCE_M / 2))
      return proven(set[pair]!, lower);
    if (d >= inForce[pair]! - TOLERANCE_M / 2) return OPEN;
    touchingM = d;
    return TOUCHING;
  };

  return {
    trip,
    leastM,
    easing,
    isEasing,
    inForce,
    touchingM: () => touchingM,
    restart() {
      placed.set(fixedFrames, bodyCount * 12);
      leastM.fill(Number.POSITIVE_INFINITY);
      for (const pair of easing) {
        inForce[pair] = requiredM[pair]!;
        isEasing[pair] = 0;
      }
      easing.length = 0;
    },
    ease(pair, distanceM) {
      easing.push(pair);
      isEasing[pair] = 1;
      inForce[pair] = distanceM - START_SLACK_M;
    },
    begin(isBox) {
      inBox = isBox;
      linkFramesAt(chain, trip.q, frames);
      if (!isBox) writeTwists(chain, frames, trip.slope, twists);
      stamp++;
    },
    tryGroups,
    tryPair,
    witness(pair) {
      linkFramesAt(chain, trip.q, frames);
      stamp++;
      const a = first[pair]!;
      const b = second[pair]!;
      placeBody(a);
      if (b < bodyCount) placeBody(b);
      const { distanceM, pointA, pointB } = witnessed(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12);
      return {
        distanceM,
        atM: [(pointA[0] + pointB[0]) / 2, (pointA[1] + pointB[1]) / 2, (pointA[2] + pointB[2]) / 2],
      };
    },
  };
}
