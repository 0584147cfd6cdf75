// The sweep itself: bisects a curve until every pair is proven apart on every interval, or a contact is
// met; left to right, so that the contact found is the first. Each proof reads: distance at the middle,
// less all that the pair can move over the interval, is enough.
import type { Vec3 } from "../contract/geometry.ts";
import { linkFramesAt } from "./chain.ts";
import { type Curve, curveAt, curveOf, curveThrough, type Path } from "./curve.ts";
import { across, gapAcross, solidDistance, witnessed } from "./distance.ts";
import { multiplyFrames } from "./frame.ts";
import { boundBend, boundMotion, boundTravel, type Moving, speedAlong } from "./motion-bound.ts";
import { pointToPlaced, type Solid } from "./solid.ts";

/** What is proven between samples falls short of the requirement by at most this; samples keep all of it. */
export const RESOLUTION_M = 1e-4;
const TOLERANCE_M = 1e-6;
/** What a pair that starts too close may still lose, and by how much more than asked it must get out to be held to it. */
const START_SLACK_M = 5e-4;
/** Motion over an interval below which every pair is measured. */
const COARSE_M = 0.02;
/** Halvings; at this depth an interval moves less than any resolution. */
const DEEPEST = 48;

/** Pair k: moving body `first[k]` against solid `second[k]` (a body, or an obstacle after all bodies). */
export interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** The link from which the pair's relative motion is seen: 0 for obstacles. */
  readonly seenFrom: Int32Array;
  readonly requiredM: Float64Array;
}

export interface Hit {
  readonly pair: number;
  readonly distanceM: number;
  readonly requiredM: number;
  readonly s: number;
  readonly jointsRad: number[];
  readonly atM: Vec3;
}

export interface Sweeper {
  /** The first contact along the curve, or the least distance met. */
  sweep(path: Path): Hit | number;
  /** The first pair too close at one configuration, or the least distance met. */
  look(q: ArrayLike<number>): Hit | number;
}

/** `statics` are the obstacles' solids, with their 3x4 frames in `staticFrames`. */
export function sweeperOf(
  moving: Moving,
  statics: readonly Solid[],
  staticFrames: Float64Array,
  pairs: Pairs,
): Sweeper {
  const { chain } = moving;
  const bodyCount = moving.solids.length;
  const solids = [...moving.solids, ...statics];
  const placed = new Float64Array(solids.length * 12);
  placed.set(staticFrames, bodyCount * 12);
  const frames = new Float64Array(chain.frameCount * 12);
  const stamps = new Int32Array(bodyCount);
  const q = new Float64Array(chain.dof);
  const second = new Float64Array(chain.dof);
  const count = pairs.first.length;
  const active = new Int32Array(count);
  /** The requirement in force per pair: lower than asked for while a pair that started too close moves out. */
  const inForce = new Float64Array(count);
  let stamp = 0;
  let least = Number.POSITIVE_INFINITY;
  let curve: Curve = curveThrough([Array.from(q)]);

  const goTo = (joints: ArrayLike<number>): void => {
    linkFramesAt(chain, joints, frames);
    stamp++;
  };
  const place = (body: number, bounded: boolean): void => {
    if (body >= bodyCount || stamps[body] === stamp) return;
    stamps[body] = stamp;
    multiplyFrames(frames, moving.frameOf[body]! * 12, moving.local, body * 12, placed, body * 12);
    if (bounded) boundMotion(moving, body, frames, placed, body * 12);
  };
  /** Lower bound of a placed pair's distance, from the first's centre; no more than `bound` below the true one. */
  const nearest = (pair: number): number => {
    const a = pairs.first[pair]!;
    const b = pairs.second[pair]!;
    const x = placed[a * 12 + 3]!;
    const y = placed[a * 12 + 7]!;
    const z = placed[a * 12 + 11]!;
    return pointToPlaced(solids[b]!, placed, b * 12, x, y, z) - solids[a]!.bound;
  };
  /** Distance of a placed pair; a lower bound of it once that is `enough`. `near` is from `nearest`. */
  const distance = (pair: number, enough: number, near: number): number => {
    const a = pairs.first[pair]!;
    const b = pairs.second[pair]!;
    const d = near >= enough ? near : solidDistance(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12, enough);
    if (d < least) least = d;
    return d;
  };
  /** Speed by s at which a placed pair may come closer or part; Infinity when they overlap. */
  const approach = (pair: number, d: number): number => {
    const a = pairs.first[pair]!;
    const b = pairs.second[pair]!;
    const gap = gapAcross(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12);
    // The direction must show (nearly) all of the distance, or it argues for less than was counted on.
    if (!(gap >= d - TOLERANCE_M)) return Number.POSITIVE_INFINITY;
    return speedAlong(moving, a, pairs.seenFrom[pair]!, frames, placed, across);
  };
  const hit = (pair: number, s: number, joints: ArrayLike<number>): Hit => {
    const a = pairs.first[pair]!;
    const b = pairs.second[pair]!;
    goTo(joints);
    place(a, false);
    place(b, false);
    const { distanceM, pointA, pointB } = witnessed(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12);
    const atM: Vec3 = [(pointA[0] + pointB[0]) / 2, (pointA[1] + pointB[1]) / 2, (pointA[2] + pointB[2]) / 2];
    return { pair, distanceM, requiredM: inForce[pair]!, s, jointsRad: Array.from(joints), atM };
  };
  const hitAt = (pair: number, s: number): Hit => {
    curveAt(curve, s, q);
    return hit(pair, s, q);
  };

  /** Looks at the interval for the first `open` active pairs, which it may reorder among themselves. */
  const visit = (a: number, b: number, open: number, depth: number): Hit | null => {
    const s = (a + b) / 2;
    boundTravel(moving, curve, a, b, q, second);
    const half = (b - a) / 2;
    goTo(q);
    let kept = 0;
    let touching: { pair: number; d: number }[] | null = null;
    for (let i = 0; i < open; i++) {
      const pair = active[i]!;
      const body = pairs.first[pair]!;
      const other = pairs.second[pair]!;
      place(body, true);
      place(other, true);
      const move = moving.moves[body * (chain.dof + 1) + pairs.seenFrom[pair]!]!;
      const asked = pairs.requiredM[pair]!;
      const force = inForce[pair]!;
      const out = force < asked ? asked + START_SLACK_M : asked;
      const bend = boundBend(moving, body, pairs.seenFrom[pair]!, half);
      const near = nearest(pair);
      // Over a wide interval even the most that the distance can be may prove nothing: halve first, measure then.
      const most = near + solids[body]!.bound - asked + RESOLUTION_M;
      if (move > COARSE_M && force === asked && near < out + move && move > most && bend > most) {
        active[i] = active[kept]!;
        active[kept++] = pair;
        continue;
      }
      const d = distance(pair, out + move, near);
      if (d >= out && d >= asked - RESOLUTION_M + move) {
        inForce[pair] = asked;
        continue;
      }
      const spare = d - asked + RESOLUTION_M - bend;
      if (spare > 0 && d >= out - TOLERANCE_M && approach(pair, d) * half <= spare) {
        inForce[pair] = asked;
        continue;
      }
      // Still on its way out: nowhere in this interval farther out than that, nor deeper than it may be.
      if (d >= force - RESOLUTION_M + move && (d + move < out || move < RESOLUTION_M)) continue;
      if (!(d >= asked - TOLERANCE_M)) {
        touching ??= [];
        touching.push({ pair, d });
      }
      active[i] = active[kept]!;
      active[kept++] = pair;
    }
    if (kept === 0) return null;
    if (depth < DEEPEST) {
      const before = visit(a, s, kept, depth + 1);
      if (before !== null) return before;
    }
    if (touching !== null) {
      for (const { pair, d } of touching) if (!(d >= inForce[pair]! - TOLERANCE_M)) return hitAt(pair, s);
    }
    return depth < DEEPEST ? visit(s, b, kept, depth + 1) : hitAt(active[0]!, s);
  };

  return {
    sweep(path) {
      curve = curveOf(path);
      least = Number.POSITIVE_INFINITY;
      curveAt(curve, 0, q);
      goTo(q);
      for (let pair = 0; pair < count; pair++) {
        place(pairs.first[pair]!, false);
        place(pairs.second[pair]!, false);
        const asked = pairs.requiredM[pair]!;
        const d = distance(pair, asked, nearest(pair));
        inForce[pair] = d < asked - TOLERANCE_M ? d - START_SLACK_M : asked;
        active[pair] = pair;
      }
      const found = visit(0, 1, count, 0);
      if (found !== null) return found;
      curveAt(curve, 1, q);
      goTo(q);
      for (let pair = 0; pair < count; pair++) {
        place(pairs.first[pair]!, false);
        place(pairs.second[pair]!, false);
        if (!(distance(pair, inForce[pair]!, nearest(pair)) >= inForce[pair]! - TOLERANCE_M)) return hitAt(pair, 1);
      }
      return least;
    },
    look(joints) {
      least = Number.POSITIVE_INFINITY;
      goTo(joints);
      for (let pair = 0; pair < count; pair++) {
        place(pairs.first[pair]!, false);
        place(pairs.second[pair]!, false);
        const asked = pairs.requiredM[pair]!;
        inForce[pair] = asked;
        if (!(distance(pair, asked, nearest(pair)) >= asked - TOLERANCE_M)) return hit(pair, 0, joints);
      }
      return least;
    },
  };
}
