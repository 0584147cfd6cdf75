// The sweep itself: bisects a curve until every pair is proven apart on every interval, or a contact is
// met; left to right, so that the contact found is the first. Each proof reads: distance at the middle,
// less all that the pair can move over the interval, is enough. Groups are proven whole where they can be.
import type { Vec3 } from "../contract/geometry.ts";
import { linkFramesAt } from "./chain.ts";
import { type Curve, curveAt, curveOf, curveThrough, type Path } from "./curve.ts";
import { across, gapAcross, solidDistance, witnessed } from "./distance.ts";
import { multiplyFrames } from "./frame.ts";
import {
  boundBox,
  boundGroup,
  boundsOf,
  boundTravel,
  reachAlong,
  speedAlong,
  travelOf,
  writeTwists,
} from "./motion-bound.ts";
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
/** Halvings; at this depth an interval moves less than any tolerance. */
const DEEPEST = 48;
/** Looks along the rest of a motion for where a pair comes closest; only messages hang on it. */
const CLOSEST_LOOKS = 100;

const PROVEN = 0;
const OPEN = 1;
const TOUCHING = 2;

export interface Hit {
  readonly pair: number;
  readonly distanceM: number;
  readonly requiredM: number;
  readonly s: number;
  readonly jointsRad: number[];
  readonly atM: Vec3;
}

/** Answers come per set of pairs: a contact in one set does not end the search in another. */
export interface Sweeper {
  /** Per set, after a question: its first contact (by `sweep`) or any (by `look`); `null` where it is clear. */
  readonly hits: (Hit | null)[];
  /** Per set: what no pair comes closer than, proven for all that was asked; of no use where there is a hit. */
  readonly leastM: Float64Array;
  /** @param onlyFirst ends with the first contact of any set; sets without a hit then prove nothing */
  sweep(path: Path, onlyFirst: boolean): void;
  look(q: ArrayLike<number>): void;
  /** Whether every configuration within ±`radiusRad` of `q` is proven clear, in all sets; false proves nothing. */
  boxClear(q: ArrayLike<number>, radiusRad: ArrayLike<number>): boolean;
  /** Where the hit's pair comes closest on the rest of the motion swept last, by even looks. */
  closest(hit: Hit): Hit;
}

/** Items still to prove, a stack of lists: pair k as k, group pair g as -1 - g. Not re-entrant. */
let stack = new Int32Array(1 << 14);

/** `fixedFrames`: the 3x4 of all solids after the bodies, live: it may be rewritten between questions. */
export function sweeperOf(layout: Layout, fixedFrames: Float64Array): Sweeper {
  const { moving, solids, setCount, first, second, seenFrom, set, requiredM } = layout;
  const { group, otherGroup, otherSolid, groupSeenFrom, groupSet, mostM, end: runEnd } = layout;
  const { chain, groups, groupOf } = moving;
  const { dof } = chain;
  const bodyCount = moving.solids.length;
  const count = first.length;
  const placed = new Float64Array(solids.length * 12);
  const frames = new Float64Array(chain.frameCount * 12);
  const twists = new Float64Array((dof + 1) * 6);
  const bodyStamps = new Int32Array(bodyCount);
  const groupStamps = new Int32Array(groups.length);
  const centres = new Float64Array(groups.length * 3);
  const bounds = boundsOf(moving);
  const { moves, bends } = bounds;
  const trip = travelOf(dof);
  /** The requirement in force per pair: lower than asked for while a pair that started too close moves out. */
  const inForce = Float64Array.from(requiredM);
  const easing: number[] = [];
  const isEasing = new Uint8Array(count);
  const isOpen = new Uint8Array(setCount);
  const hits: (Hit | null)[] = Array.from({ length: setCount }, () => null);
  const leastM = new Float64Array(setCount);
  let openCount = 0;
  let endsAtFirst = false;
  let stamp = 0;
  let isBox = false;
  /** No interval below this one: what cannot be proven here is not. */
  let isLast = false;
  /** Distance of the pair that `tryPair` found touching. */
  let touchingM = 0;
  let curve: Curve = curveThrough([Array.from(trip.q)]);

  const begin = (): void => {
    placed.set(fixedFrames, bodyCount * 12);
    isOpen.fill(1);
    openCount = setCount;
    hits.fill(null);
    leastM.fill(Number.POSITIVE_INFINITY);
    for (const pair of easing) {
      inForce[pair] = requiredM[pair]!;
      isEasing[pair] = 0;
    }
    easing.length = 0;
  };
  const goToMiddle = (): void => {
    linkFramesAt(chain, trip.q, frames);
    if (!isBox) writeTwists(chain, frames, trip.slope, twists);
    stamp++;
  };
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
    return isBox
      ? reachAlong(chain, frames, trip.travel, far, near, x, y, z, bound, n[0]!, n[1]!, n[2]!)
      : trip.half * speedAlong(twists, far, near, x, y, z, bound, n[0]!, n[1]!, n[2]!);
  };
  const proven = (of: number, lower: number): number => {
    if (lower < leastM[of]!) leastM[of] = lower;
    return PROVEN;
  };

  /** Proves all pairs of a group pair at once; else tells whether halving (OPEN) or its pairs (TOUCHING) may help. */
  const tryGroups = (pair: number): number => {
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

  const tryPair = (pair: number): number => {
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

  const hitAt = (pair: number, s: number): Hit => {
    if (!isBox && s >= 0) curveAt(curve, s, trip.q);
    linkFramesAt(chain, trip.q, frames);
    stamp++;
    const a = first[pair]!;
    const b = second[pair]!;
    placeBody(a);
    if (b < bodyCount) placeBody(b);
    const { distanceM, pointA, pointB } = witnessed(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12);
    const atM: Vec3 = [(pointA[0] + pointB[0]) / 2, (pointA[1] + pointB[1]) / 2, (pointA[2] + pointB[2]) / 2];
    return { pair, distanceM, requiredM: inForce[pair]!, s: Math.max(0, s), jointsRad: Array.from(trip.q), atM };
  };
  const close = (pair: number, s: number): void => {
    const of = set[pair]!;
    if (isOpen[of] === 0) return;
    isOpen[of] = 0;
    openCount = endsAtFirst ? 0 : openCount - 1;
    hits[of] = hitAt(pair, s);
  };
  const runStart = (pair: number): number => (pair === 0 ? 0 : runEnd[pair - 1]!);

  /** Looks at the items in [from, to) of the stack over [a, b]; what is not proven goes to both halves. */
  const visit = (a: number, b: number, from: number, to: number, depth: number): void => {
    const s = (a + b) / 2;
    boundTravel(curve, a, b, trip);
    goToMiddle();
    if (to + count + group.length > stack.length) {
      const grown = new Int32Array(2 * (to + count + group.length));
      grown.set(stack);
      stack = grown;
    }
    let top = to;
    let touching: { readonly pair: number; readonly d: number }[] | null = null;
    for (let i = from; i < to; i++) {
      const item = stack[i]!;
      let [pair, last] = [item, item + 1];
      if (item < 0) {
        if (isOpen[groupSet[-1 - item]!] === 0) continue;
        const answer = tryGroups(-1 - item);
        if (answer === PROVEN) continue;
        if (answer === OPEN) {
          stack[top++] = item;
          continue;
        }
        pair = runStart(-1 - item);
        last = runEnd[-1 - item]!;
      } else if (isOpen[set[pair]!] === 0) continue;
      for (; pair < last; pair++) {
        if (item < 0 && isEasing[pair] === 1) continue;
        const answer = tryPair(pair);
        if (answer === PROVEN) continue;
        if (answer === TOUCHING) {
          touching ??= [];
          touching.push({ pair, d: touchingM });
        }
        stack[top++] = pair;
      }
    }
    if (top === to) return;
    if (depth < DEEPEST) {
      visit(a, s, to, top, depth + 1);
      if (openCount === 0) return;
    }
    if (touching !== null) {
      for (const { pair, d } of touching) if (!(d >= inForce[pair]! - TOLERANCE_M / 2)) close(pair, s);
      if (openCount === 0) return;
    }
    if (depth < DEEPEST) visit(s, b, to, top, depth + 1);
    else for (let i = to; i < top; i++) close(stack[i]! < 0 ? runStart(-1 - stack[i]!) : stack[i]!, s);
  };

  /** Asks every pair once, with no halves to fall back on; calls back for those not proven, until told to end. */
  const ask = (unproven: (pair: number, answer: number) => boolean): boolean => {
    isLast = true;
    try {
      for (let g = 0; g < group.length; g++) {
        if (isOpen[groupSet[g]!] === 0 || tryGroups(g) === PROVEN) continue;
        for (let pair = runStart(g); pair < runEnd[g]!; pair++) {
          if (isOpen[set[pair]!] === 0) break;
          const answer = tryPair(pair);
          if (answer !== PROVEN && !unproven(pair, answer)) return false;
        }
      }
      return true;
    } finally {
      isLast = false;
    }
  };

  return {
    hits,
    leastM,
    sweep(path, onlyFirst) {
      curve = curveOf(path);
      begin();
      endsAtFirst = onlyFirst;
      boundTravel(curve, 0, 0, trip);
      goToMiddle();
      ask((pair) => {
        easing.push(pair);
        isEasing[pair] = 1;
        inForce[pair] = touchingM - START_SLACK_M;
        return true;
      });
      leastM.fill(Number.POSITIVE_INFINITY);
      let top = 0;
      if (group.length + easing.length > stack.length) stack = new Int32Array(2 * (group.length + easing.length));
      for (let g = 0; g < group.length; g++) stack[top++] = -1 - g;
      for (const pair of easing) stack[top++] = pair;
      visit(0, 1, 0, top, 0);
    },
    look(q) {
      begin();
      endsAtFirst = false;
      trip.q.set(q);
      still(q);
      goToMiddle();
      ask((pair) => {
        close(pair, -1);
        return openCount > 0;
      });
    },
    boxClear(q, radiusRad) {
      begin();
      boundBox(q, radiusRad, trip);
      isBox = true;
      try {
        goToMiddle();
        return ask(() => false);
      } finally {
        isBox = false;
      }
    },
    closest(hit) {
      let worst = hit;
      for (let k = 1; k <= CLOSEST_LOOKS; k++) {
        const here = hitAt(hit.pair, hit.s + ((1 - hit.s) * k) / CLOSEST_LOOKS);
        if (here.distanceM < worst.distanceM) worst = { ...here, requiredM: hit.requiredM };
      }
      return worst;
    },
  };

  function still(q: ArrayLike<number>): void {
    for (let j = 0; j < dof; j++) {
      trip.q[j] = q[j]!;
      trip.travel[j] = 0;
      trip.slope[j] = 0;
      trip.bend[j] = 0;
      trip.rate[j] = 0;
      trip.ratesBefore[j + 1] = 0;
    }
    trip.half = 0;
  }
}
