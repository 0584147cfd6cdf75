// Is one configuration clear? The yes or no that a search asks for thousands of times: spheres round whole links
// first, then round their parts, then exact distances; what objected last is asked first. The same answer as the
// checkers' `look`, several times sooner and without saying what or where.
import { RoboError } from "../contract/errors.ts";
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { type LinkGroup, linkGroupsOf } from "./link-groups.ts";
import { centred, type Solid, solidOf, sphereGap } from "./solid.ts";
import { mayTouch, type Obstacle, type Required } from "./sweep.ts";

export interface QuickLook {
  /** Whether every body keeps its distance from every obstacle, and the arm does not overlap itself. NaN is not clear. */
  isClear(q: ArrayLike<number>): boolean;
  /** As `isClear`, of the obstacles alone: for looks between configurations that are asked about in full. */
  isClearOfThings(q: ArrayLike<number>): boolean;
  /** How much more than the required distances is kept, metres; negative where less. At `enoughM` it stops counting. */
  roomM(q: ArrayLike<number>, enoughM: number): number;
}

/** As the sweeper's own at one configuration. */
const TOLERANCE_M = 1e-6;

/** One link's sphere against one obstacle, or against another link's sphere. */
interface Pairing {
  /** Spheres, by their place among all: bodies and obstacles, then links. */
  readonly first: number;
  readonly second: number;
  /** Distance of centres at which both spheres are far enough apart, and its square. */
  readonly apartM: number;
  readonly apartM2: number;
  /** The radius of the first, and the most that any of the pairs asks for. */
  readonly radiusM: number;
  readonly requiredM: number;
  /** Per pair: its body, its solid; the requirement and, as above, the square of the distance. */
  readonly solids: Int32Array;
  readonly askedM: Float64Array;
  readonly pairApartM2: Float64Array;
}

/** One for each set of bodies and obstacles; keeps scratch, so it is not re-entrant. Throws E_STALE on a requirement of NaN. */
export function quickLookOf(
  chain: Chain,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): QuickLook {
  const parts = [...bodies, ...obstacles].map(centred);
  const solids = parts.map(({ shape }) => solidOf(shape));
  const local = new Float64Array(parts.length * 12);
  parts.forEach(({ pose }, i) => {
    writeFrame(pose, local, i * 12);
  });
  const placed = local.slice();
  const groups = linkGroupsOf(bodies, solids.slice(0, bodies.length), local);
  /** Centres of all spheres in the cell's frame; those of bodies and links as of the last look that needed them. */
  const centres = new Float64Array((parts.length + groups.length) * 3);
  for (let i = 0; i < parts.length; i++) for (let r = 0; r < 3; r++) centres[i * 3 + r] = local[i * 12 + r * 4 + 3]!;
  const frameOf = Int32Array.from(bodies, ({ frame }) => frame);
  const frames = new Float64Array(chain.frameCount * 12);
  const found = new Int32Array(bodies.length);
  const stamps = new Int32Array(bodies.length);
  let stamp = 0;
  /** The last to object, first: neighbouring configurations meet the same thing. */
  const against = obstaclePairings(bodies, obstacles, groups, solids, requiredM);
  const within = selfPairings(chain, bodies, groups, solids, parts.length);

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
    const { solids: both, askedM, pairApartM2 } = one;
    for (let k = 0; k < askedM.length; k++) {
      const a = both[2 * k]!;
      const b = both[2 * k + 1]!;
      findCentre(a);
      findCentre(b);
      if (squareM2(centres, a * 3, b * 3) >= pairApartM2[k]!) continue;
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
  const leastRoomM = ({ first, second, apartM, solids: both, askedM }: Pairing, least: number): number => {
    const apart = apartM + least;
    if (apart >= 0 && squareM2(centres, first * 3, second * 3) >= apart * apart) return least;
    let found = least;
    for (let k = 0; k < askedM.length; k++) {
      const a = both[2 * k]!;
      const b = both[2 * k + 1]!;
      const asked = askedM[k]!;
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
    for (let g = 0, at = parts.length * 3; g < groups.length; g++, at += 3) {
      const group = groups[g]!;
      toFrame(frames, group.frame * 12, group.x, group.y, group.z, centres, at);
    }
  };
  const isOffThings = (): boolean => {
    for (let k = 0; k < against.length; k++) {
      const one = against[k]!;
      const { first, second } = one;
      if (squareM2(centres, first * 3, second * 3) >= one.apartM2) continue;
      if (gapFrom(centres, first * 3, one.radiusM, solids[second]!, placed, second * 12) >= one.requiredM) continue;
      if (keeps(one)) continue;
      toFront(against, k);
      return false;
    }
    return true;
  };
  const isOffItself = (): boolean => {
    for (let k = 0; k < within.length; k++) {
      const one = within[k]!;
      if (squareM2(centres, one.first * 3, one.second * 3) >= one.apartM2 || keeps(one)) continue;
      toFront(within, k);
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
      for (const list of [against, within]) for (const one of list) least = leastRoomM(one, least);
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

function toFront(list: Pairing[], k: number): void {
  const moved = list[k]!;
  for (let i = k; i > 0; i--) list[i] = list[i - 1]!;
  list[0] = moved;
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly askedM: number;
}

function obstaclePairings(
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  groups: readonly LinkGroup[],
  solids: readonly Solid[],
  requiredM: Required,
): Pairing[] {
  const pairings: Pairing[] = [];
  groups.forEach(({ members, radius }, group) => {
    obstacles.forEach((obstacle, k) => {
      const b = bodies.length + k;
      const pairs = [...members].flatMap((a): Pair[] => {
        const askedM = requiredM(bodies[a]!, obstacle);
        if (Number.isNaN(askedM))
          throw new RoboError("E_STALE", `no distance given for ${bodies[a]!.name} and ${obstacle.name}`);
        return askedM > Number.NEGATIVE_INFINITY ? [{ a, b, askedM }] : [];
      });
      if (pairs.length > 0) pairings.push(pairing(solids.length + group, radius, b, solids[b]!.bound, pairs, solids));
    });
  });
  // The outer links meet things most.
  return pairings.reverse();
}

function selfPairings(
  chain: Chain,
  bodies: readonly Body[],
  groups: readonly LinkGroup[],
  solids: readonly Solid[],
  firstGroup: number,
): Pairing[] {
  const pairings: Pairing[] = [];
  groups.forEach(({ members, radius }, group) => {
    for (let other = 0; other < group; other++) {
      const pairs = [...members].flatMap((a) =>
        [...groups[other]!.members].flatMap((b): Pair[] =>
          mayTouch(chain, bodies[a]!, bodies[b]!) ? [] : [{ a, b, askedM: 0 }],
        ),
      );
      if (pairs.length === 0) continue;
      pairings.push(pairing(firstGroup + group, radius, firstGroup + other, groups[other]!.radius, pairs, solids));
    }
  });
  return pairings;
}

function pairing(
  first: number,
  radiusM: number,
  second: number,
  otherRadiusM: number,
  pairs: readonly Pair[],
  solids: readonly Solid[],
): Pairing {
  const requiredM = Math.max(...pairs.map(({ askedM }) => askedM));
  const square = (apartM: number): number => Math.max(0, apartM) ** 2;
  return {
    first,
    second,
    radiusM,
    requiredM,
    apartM: radiusM + otherRadiusM + requiredM,
    apartM2: square(radiusM + otherRadiusM + requiredM),
    solids: Int32Array.from(pairs.flatMap(({ a, b }) => [a, b])),
    askedM: Float64Array.from(pairs, ({ askedM }) => askedM),
    pairApartM2: Float64Array.from(pairs, ({ a, b, askedM }) => square(solids[a]!.bound + solids[b]!.bound + askedM)),
  };
}
