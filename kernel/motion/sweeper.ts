// The sweep itself: bisects a curve until every pair is proven apart on every interval, or a contact is
// met; left to right, so that the contact found is the first. Groups are proven whole where they can be.
import type { Vec3 } from "../contract/geometry.ts";
import { type Curve, curveAt, curveOf, curveThrough, type Path } from "./curve.ts";
import { boundBox, boundTravel } from "./motion-bound.ts";
import type { Layout } from "./pair-layout.ts";
import { OPEN, PROVEN, proofsOf, TOLERANCE_M, TOUCHING } from "./proofs.ts";

/** Halvings; at this depth an interval moves less than any tolerance. */
const DEEPEST = 48;
/** A box of one configuration, for any number of joints. */
const STILL = new Float64Array(64);
/** Looks along the rest of a motion for where a pair comes closest; only messages hang on it. */
const CLOSEST_LOOKS = 100;

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

const never = (): boolean => false;
/** The curve before any is asked about. */
const NOWHERE = curveThrough([[0]]);

/** Items still to prove, a stack of lists: pair k as k, group pair g as -1 - g. Not re-entrant. */
let stack = new Int32Array(1 << 14);

/** `fixedFrames`: the 3x4 of all solids after the bodies; it may be rewritten between questions. */
export function sweeperOf(layout: Layout, fixedFrames: Float64Array): Sweeper {
  const { setCount, set, group, groupSet, end: runEnd } = layout;
  const count = layout.first.length;
  const proofs = proofsOf(layout, fixedFrames);
  const { trip, inForce, leastM } = proofs;
  const isOpen = new Uint8Array(setCount);
  const hits: (Hit | null)[] = Array.from({ length: setCount }, () => null);
  let openCount = 0;
  let endsAtFirst = false;
  let curve: Curve = NOWHERE;

  const restart = (onlyFirst: boolean): void => {
    proofs.restart();
    isOpen.fill(1);
    openCount = setCount;
    endsAtFirst = onlyFirst;
    hits.fill(null);
  };
  const hitAt = (pair: number, s: number): Hit => ({
    pair,
    ...proofs.witness(pair),
    requiredM: inForce[pair]!,
    s,
    jointsRad: Array.from(trip.q),
  });
  const close = (pair: number, s: number): void => {
    const of = set[pair]!;
    if (isOpen[of] === 0) return;
    isOpen[of] = 0;
    openCount = endsAtFirst ? 0 : openCount - 1;
    hits[of] = hitAt(pair, s);
  };
  const closeAt = (pair: number, s: number): void => {
    curveAt(curve, s, trip.q);
    close(pair, s);
  };
  const runStart = (pair: number): number => (pair === 0 ? 0 : runEnd[pair - 1]!);

  /** Looks at the items in [from, to) of the stack over [a, b]; what is not proven goes to both halves. */
  const visit = (a: number, b: number, from: number, to: number, depth: number): void => {
    const s = (a + b) / 2;
    boundTravel(curve, a, b, trip);
    proofs.begin(false);
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
        const answer = proofs.tryGroups(-1 - item, false);
        if (answer === PROVEN) continue;
        if (answer === OPEN) {
          stack[top++] = item;
          continue;
        }
        pair = runStart(-1 - item);
        last = runEnd[-1 - item]!;
      } else if (isOpen[set[pair]!] === 0) continue;
      for (; pair < last; pair++) {
        const answer = proofs.tryPair(pair, false);
        if (answer === PROVEN) continue;
        if (answer === TOUCHING) {
          touching ??= [];
          touching.push({ pair, d: proofs.touchingM() });
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
      for (const { pair, d } of touching) if (!(d >= inForce[pair]! - TOLERANCE_M / 2)) closeAt(pair, s);
      if (openCount === 0) return;
    }
    if (depth < DEEPEST) visit(s, b, to, top, depth + 1);
    else for (let i = to; i < top; i++) closeAt(stack[i]! < 0 ? runStart(-1 - stack[i]!) : stack[i]!, s);
  };

  /** Visits the whole motion with all groups, and one by one what started too close. */
  const visitAll = (): void => {
    const { easing } = proofs;
    let top = 0;
    if (group.length + easing.length > stack.length) stack = new Int32Array(2 * (group.length + easing.length));
    for (let g = 0; g < group.length; g++) stack[top++] = -1 - g;
    for (const pair of easing) stack[top++] = pair;
    visit(0, 1, 0, top, 0);
  };

  /** Asks every pair once, with no halves to fall back on; calls back for those not proven, until told to end. */
  const ask = (unproven: (pair: number) => boolean): boolean => {
    for (let g = 0; g < group.length; g++) {
      if (isOpen[groupSet[g]!] === 0 || proofs.tryGroups(g, true) === PROVEN) continue;
      for (let pair = runStart(g); pair < runEnd[g]! && isOpen[set[pair]!] === 1; pair++) {
        if (proofs.tryPair(pair, true) !== PROVEN && !unproven(pair)) return false;
      }
    }
    return true;
  };

  return {
    hits,
    leastM,
    sweep(path, onlyFirst) {
      curve = curveOf(path);
      restart(onlyFirst);
      // Whoever asks for a yes or no mostly gets a yes, and needs no look at the start: what keeps all of its distance
      // all along does so there too. Only where that fails may a pair have started too close.
      let strictly: readonly (Hit | null)[] = [];
      if (onlyFirst) {
        visitAll();
        if (openCount > 0) return;
        strictly = [...hits];
        restart(onlyFirst);
      }
      boundTravel(curve, 0, 0, trip);
      proofs.begin(false);
      ask((pair) => {
        proofs.ease(pair, proofs.touchingM());
        return true;
      });
      leastM.fill(Number.POSITIVE_INFINITY);
      if (onlyFirst && proofs.easing.length === 0) for (let k = 0; k < setCount; k++) hits[k] = strictly[k]!;
      else visitAll();
    },
    look(q) {
      restart(false);
      boundBox(q, STILL, trip);
      proofs.begin(true);
      ask((pair) => {
        close(pair, 0);
        proofs.begin(true);
        return openCount > 0;
      });
    },
    boxClear(q, radiusRad) {
      restart(false);
      boundBox(q, radiusRad, trip);
      proofs.begin(true);
      return ask(never);
    },
    closest(hit) {
      let worst = hit;
      for (let k = 1; k <= CLOSEST_LOOKS; k++) {
        const s = hit.s + ((1 - hit.s) * k) / CLOSEST_LOOKS;
        curveAt(curve, s, trip.q);
        const here = hitAt(hit.pair, s);
        if (here.distanceM < worst.distanceM) worst = { ...here, requiredM: hit.requiredM };
      }
      return worst;
    },
  };
}
