// Is one configuration clear? The yes or no that a search asks for thousands of times: spheres round whole links
// first, then round their parts, then exact distances; what objected last is asked first. The same answer as the
// checkers' `look`, several times sooner and without saying what or where.
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { partsOf } from "./link-groups.ts";
import { obstaclePairings, type Pairing, type Pairings, selfPairings, TOLERANCE_M } from "./look-pairings.ts";
import { centred, pointToPlaced, type Solid, solidOf, sphereGap } from "./solid.ts";
import { type SphereRows, sphereRowsOf } from "./sphere-rows.ts";
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
    for (let axis = 0; axis < 3; axis++) centres[(bodies.length + k) * 3 + axis] = pose.xyzM[axis]!;
  });
  const frames = new Float64Array(chain.frameCount * 12);
  const lastFrame = (chain.frameCount - 1) * 12;
  const found = new Int32Array(bodies.length);
  const stamps = new Int32Array(bodies.length);
  let stamp = 0;
  const against = obstaclePairings(arm, obstacles, solids, requiredM);
  const within = selfPairings(chain, arm, solids);
  /** Made by the first look. */
  let madeRows: SphereRows | undefined;
  const rowsOf = (): SphereRows => {
    madeRows ??= sphereRowsOf(chain, arm, against, solids, placed);
    return madeRows;
  };
  /** The last to object, first: neighbouring configurations meet the same thing. */
  const recent: Pairing[] = [];
  const withinOrder = [...within.first.keys()];

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
  /** As `keeps`, from a ball: it is carried to the link's frame, where the parts stand still. */
  const keepsFromBall = ({ solids: both, askedM, pairApartM2, pairCloseM2 }: Pairing): boolean => {
    const ball = both[1]! * 3;
    const ballM = solids[both[1]!]!.bound;
    const f = frameOf[both[0]!]! * 12;
    const dx = centres[ball]! - frames[f + 3]!;
    const dy = centres[ball + 1]! - frames[f + 7]!;
    const dz = centres[ball + 2]! - frames[f + 11]!;
    const x = frames[f]! * dx + frames[f + 4]! * dy + frames[f + 8]! * dz;
    const y = frames[f + 1]! * dx + frames[f + 5]! * dy + frames[f + 9]! * dz;
    const z = frames[f + 2]! * dx + frames[f + 6]! * dy + frames[f + 10]! * dz;
    for (let k = 0; k < askedM.length; k++) {
      const at = both[2 * k]! * 12;
      const px = x - local[at + 3]!;
      const py = y - local[at + 7]!;
      const pz = z - local[at + 11]!;
      const square = px * px + py * py + pz * pz;
      if (square >= pairApartM2[k]!) continue;
      if (square < pairCloseM2[k]!) return false;
      const solid = solids[both[2 * k]!]!;
      if (pointToPlaced(solid, local, at, x, y, z) - ballM >= askedM[k]! - TOLERANCE_M) continue;
      // Of a hull that was only its box.
      if (solid.points === null) return false;
      place(both[2 * k]!);
      const d = solidDistance(solid, placed, at, solids[both[1]!]!, placed, both[1]! * 12, askedM[k]!);
      if (!(d >= askedM[k]! - TOLERANCE_M)) return false;
    }
    return true;
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
      place(b);
      if (gapFrom(centres, a * 3, solidA.bound, solidB, placed, b * 12) >= asked) continue;
      place(a);
      if (gapFrom(centres, b * 3, solidB.bound, solidA, placed, a * 12) >= asked) continue;
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
  const findGroup = (g: number): void => {
    const { frame, x, y, z } = groups[g]!;
    toFrame(frames, frame * 12, x, y, z, centres, (solids.length + g) * 3);
  };
  const findGroups = (): void => {
    for (let g = 0; g < groups.length; g++) findGroup(g);
  };
  const goTo = (q: ArrayLike<number>): void => {
    linkFramesAt(chain, q, frames);
    stamp++;
  };
  /** Whether the pairs of a link and an obstacle whose spheres meet keep their distances. */
  const isOffWithin = (one: Pairing): boolean => {
    if (one.isBall) return keepsFromBall(one);
    return (
      gapFrom(centres, one.first * 3, one.radiusM, solids[one.second]!, placed, one.second * 12) >= one.requiredM ||
      keeps(one)
    );
  };
  const isOffThings = (): boolean => {
    const { of, ends, spheres, pairings } = rowsOf();
    for (let r = 0; r < of.length; r++) findGroup(of[r]!);
    // A configuration that is not a number: all frames after it are none, and some links may have nothing near them.
    if (Number.isNaN(frames[lastFrame]!)) return false;
    for (let k = 0; k < recent.length; k++) {
      const one = recent[k]!;
      if (squareM2(centres, one.first * 3, one.second * 3) >= one.apartM2 || isOffWithin(one)) continue;
      toFront(recent, k);
      return false;
    }
    let k = 0;
    for (let r = 0; r < of.length; r++) {
      const at = (solids.length + of[r]!) * 3;
      const x = centres[at]!;
      const y = centres[at + 1]!;
      const z = centres[at + 2]!;
      for (const end = ends[r]!; k < end; k++) {
        const i = k * 4;
        const dx = x - spheres[i]!;
        const dy = y - spheres[i + 1]!;
        const dz = z - spheres[i + 2]!;
        if (dx * dx + dy * dy + dz * dz >= spheres[i + 3]!) continue;
        const one = against.at(pairings[k]!);
        if (isOffWithin(one)) continue;
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
      if (!isOffThings()) return false;
      findGroups();
      return isOffItself();
    },
    isClearOfThings(q) {
      goTo(q);
      return isOffThings();
    },
    roomM(q, enoughM) {
      goTo(q);
      findGroups();
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
