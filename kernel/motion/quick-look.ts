// Is one configuration clear? The yes or no that a search asks for thousands of times: spheres round whole links
// first, then round their parts, then exact distances; what objected last is asked first. The same answer as the
// checkers' `look`, several times sooner and without saying what or where.
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { partsOf } from "./link-groups.ts";
import { obstaclePairings, type Pairing, type Pairings, selfPairings, TOLERANCE_M } from "./look-pairings.ts";
import { centred, isPoint, type Solid, solidOf, sphereGap } from "./solid.ts";
import type { Obstacle, Required } from "./sweep.ts";

export interface QuickLook {
  /** Whether every body keeps its distance from every obstacle, and the arm does not overlap itself. NaN is not clear. */
  isClear(q: ArrayLike<number>): boolean;
  /** As `isClear`, of the obstacles alone: for looks between configurations that are asked about in full. */
  isClearOfThings(q: ArrayLike<number>): boolean;
  /** How much more than the required distances is kept, metres; negative where less. At `enoughM` it stops counting. */
  roomM(q: ArrayLike<number>, enoughM: number): number;
}

/** Pairings with obstacles that are asked before all others. */
const RECENT = 4;

/** One for each set of bodies and obstacles; keeps scratch, so it is not re-entrant. Throws E_STALE on a requirement of NaN. */
export function quickLookOf(
  chain: Chain,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): QuickLook {
  const arm = partsOf(bodies);
  const { local, groups, frameOf } = arm;
  const things = obstacles.map(centred);
  const solids = [...arm.solids, ...things.map(({ shape }) => solidOf(shape))];
  /** Bodies as of the last look that needed them, then obstacles: 12 numbers each in the cell's frame. */
  const placed = new Float64Array(solids.length * 12);
  /** Centres of all spheres, those of links last, in the same way. */
  const centres = new Float64Array((solids.length + groups.length) * 3);
  things.forEach(({ pose }, k) => {
    writeFrame(pose, placed, (bodies.length + k) * 12);
    centres.set(pose.xyzM, (bodies.length + k) * 3);
  });
  const frames = new Float64Array(chain.frameCount * 12);
  const found = new Int32Array(bodies.length);
  const stamps = new Int32Array(bodies.length);
  let stamp = 0;
  const against = obstaclePairings(arm, obstacles, solids, requiredM);
  const within = selfPairings(chain, arm, solids);
  /** The last to object, first: neighbouring configurations meet the same thing. */
  const recent: Pairing[] = [];
  const withinOrder = Array.from(within.first, (_, k) => k);

  const findCentre = (i: number): void => {
    if (i >= bodies.length || found[i] === stamp) return;
    found[i] = stamp;
    toFrame(frames, frameOf[i]! * 12, local[i * 12 + 3]!, local[i * 12 + 7]!, local[i * 12 + 11]!, centres, i * 3);
  };
  const place = (i: number): void => {
    if (i >= bodies.length || stamps[i] === stamp) return;
    stamps[i] = stamp;
    multiplyFrames(frames, frameOf[i]! * 12, local, i * 12, placed, i * 12);
  };
  const keeps = (one: Pairing): boolean => {
    const { solids: both, askedM, pairApartM2, pairCloseM2 } = one;
    for (let k = 0; k < askedM.length; k++) {
      const a = both[2 * k]!;
      const b = both[2 * k + 1]!;
      findCentre(a);
      findCentre(b);
      const square = squareM2(centres, a * 3, b * 3);
      if (square >= pairApartM2[k]!) continue;
      if (square < pairCloseM2[k]!) return false;
      const asked = askedM[k]!;
      const solidA = solids[a]!;
      const solidB = solids[b]!;
      const isBall = isPoint(solidB);
      place(b);
      if (!isBall && gapFrom(centres, a * 3, solidA.bound, solidB, placed, b * 12) >= asked) continue;
      place(a);
      const gap = gapFrom(centres, b * 3, solidB.bound, solidA, placed, a * 12);
      if (gap >= asked) continue;
      if (isBall && solidA.points === null) {
        if (gap >= asked - TOLERANCE_M) continue;
        return false;
      }
      if (!(solidDistance(solidA, placed, a * 12, solidB, placed, b * 12, asked) >= asked - TOLERANCE_M)) return false;
    }
    return true;
  };
  /** The least room of these pairs, or `least` where none has less. */
  const leastRoomM = (of: Pairings, k: number, least: number): number => {
    const apart = of.apartM[k]! + least;
    if (apart === Number.NEGATIVE_INFINITY) return least;
    if (apart >= 0 && squareM2(centres, of.first[k]! * 3, of.second[k]! * 3) >= apart * apart) return least;
    const { solids: both, askedM } = of.at(k);
    let found = least;
    for (let pair = 0; pair < askedM.length; pair++) {
      const a = both[2 * pair]!;
      const b = both[2 * pair + 1]!;
      const asked = askedM[pair]!;
      findCentre(a);
      place(b);
      if (gapFrom(centres, a * 3, solids[a]!.bound, solids[b]!, placed, b * 12) >= asked + found) continue;
      place(a);
      const d = solidDistance(solids[a]!, placed, a * 12, solids[b]!, placed, b * 12, asked + found) - asked;
      if (!(d >= found)) found = d;
    }
    return found;
  };
  const goTo = (q: ArrayLike<number>): void => {
    linkFramesAt(chain, q, frames);
    stamp++;
    for (let g = 0, at = solids.length * 3; g < groups.length; g++, at += 3) {
      const group = groups[g]!;
      toFrame(frames, group.frame * 12, group.x, group.y, group.z, centres, at);
    }
  };
  const isOff = (one: Pairing): boolean => {
    const { first, second } = one;
    return (
      squareM2(centres, first * 3, second * 3) >= one.apartM2 ||
      (!isPoint(solids[second]!) &&
        gapFrom(centres, first * 3, one.radiusM, solids[second]!, placed, second * 12) >= one.requiredM) ||
      keeps(one)
    );
  };
  const isOffThings = (): boolean => {
    for (let k = 0; k < recent.length; k++) {
      if (isOff(recent[k]!)) continue;
      toFront(recent, k);
      return false;
    }
    const { apartM2 } = against;
    const firstThing = bodies.length * 3;
    // The outer links meet things most.
    for (let g = groups.length - 1; g >= 0; g--) {
      const at = (solids.length + g) * 3;
      const x = centres[at]!;
      const y = centres[at + 1]!;
      const z = centres[at + 2]!;
      const end = (g + 1) * obstacles.length;
      for (let k = end - obstacles.length, i = firstThing; k < end; k++, i += 3) {
        const dx = x - centres[i]!;
        const dy = y - centres[i + 1]!;
        const dz = z - centres[i + 2]!;
        if (dx * dx + dy * dy + dz * dz >= apartM2[k]!) continue;
        const one = against.at(k);
        if (isOff(one)) continue;
        if (recent.length < RECENT) recent.push(one);
        else recent[RECENT - 1] = one;
        toFront(recent, recent.length - 1);
        return false;
      }
    }
    return true;
  };
  const isOffItself = (): boolean => {
    const { first, second, apartM2 } = within;
    for (let k = 0; k < withinOrder.length; k++) {
      const i = withinOrder[k]!;
      if (squareM2(centres, first[i]! * 3, second[i]! * 3) >= apartM2[i]! || keeps(within.at(i))) continue;
      toFront(withinOrder, k);
      return false;
    }
    return true;
  };

  return {
    isClear(q) {
      goTo(q);
      return isOffThings() && isOffItself();
    },
    isClearOfThings(q) {
      goTo(q);
      return isOffThings();
    },
    roomM(q, enoughM) {
      goTo(q);
      let least = enoughM;
      // The outer links meet things most.
      for (let k = against.first.length - 1; k >= 0; k--) least = leastRoomM(against, k, least);
      for (let k = 0; k < within.first.length; k++) least = leastRoomM(within, k, least);
      return least;
    },
  };
}

/** The square of the distance between the centres at `i` and `j`. */
function squareM2(m: Float64Array, i: number, j: number): number {
  const dx = m[i]! - m[j]!;
  const dy = m[i + 1]! - m[j + 1]!;
  const dz = m[i + 2]! - m[j + 2]!;
  return dx * dx + dy * dy + dz * dz;
}

const gapFrom = (centres: Float64Array, i: number, radius: number, solid: Solid, m: Float64Array, at: number): number =>
  sphereGap(centres[i]!, centres[i + 1]!, centres[i + 2]!, radius, solid, m, at);

/** Carries a point of the frame at `m[at]` to the cell's frame. */
function toFrame(m: Float64Array, at: number, x: number, y: number, z: number, out: Float64Array, to: number): void {
  out[to] = m[at]! * x + m[at + 1]! * y + m[at + 2]! * z + m[at + 3]!;
  out[to + 1] = m[at + 4]! * x + m[at + 5]! * y + m[at + 6]! * z + m[at + 7]!;
  out[to + 2] = m[at + 8]! * x + m[at + 9]! * y + m[at + 10]! * z + m[at + 11]!;
}

function toFront<T>(list: T[], k: number): void {
  const moved = list[k]!;
  for (let i = k; i > 0; i--) list[i] = list[i - 1]!;
  list[0] = moved;
}
