// What a quick look compares: links with obstacles and links with links, each pairing with the distances of centres
// at which its spheres, or those of its parts, settle the matter either way.
import { RoboError } from "../contract/errors.ts";
import type { Chain } from "./chain.ts";
import type { Parts } from "./link-groups.ts";
import { groupsMayTouch } from "./may-touch.ts";
import { isPoint, type Solid } from "./solid.ts";
import type { Obstacle, Required } from "./sweep.ts";

/** As the sweeper's own at one configuration. */
export const TOLERANCE_M = 1e-6;

/** One link's sphere against one obstacle, or against another link's sphere. */
export interface Pairing {
  /** Spheres, by their place among all: bodies and obstacles, then links. */
  readonly first: number;
  readonly second: number;
  /** Distance of centres at which both spheres are far enough apart, and its square. */
  readonly apartM: number;
  readonly apartM2: number;
  /** The radius of the first, and the most that any of the pairs asks for. */
  readonly radiusM: number;
  readonly requiredM: number;
  /** Whether the second is a ball: an obstacle's alone. */
  readonly isBall: boolean;
  /** Per pair: its body, its solid; the requirement and, as above, the square of the distance. */
  readonly solids: Int32Array;
  readonly askedM: Float64Array;
  readonly pairApartM2: Float64Array;
  /** Per pair: the square of the distance of centres below which the balls inside both are too near. */
  readonly pairCloseM2: Float64Array;
}

/** Radius of a ball round its centre that the solid holds; a hull may not hold its centre. */
const innerM = ({ points, x, y, z, radius }: Solid): number =>
  points === null ? radius + Math.min(x, y, z) : Number.NEGATIVE_INFINITY;

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly askedM: number;
}

/** Pairings by their spheres alone: most settle there, so what a pairing is made of is made when first needed. */
export interface Pairings {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** -Infinity, and its square -1, where there is nothing to ask for. */
  readonly apartM: Float64Array;
  readonly apartM2: Float64Array;
  at(k: number): Pairing;
}

function pairingsOf(count: number, make: (k: number) => Pairing): Pairings {
  const made: (Pairing | undefined)[] = [];
  return {
    first: new Int32Array(count),
    second: new Int32Array(count),
    apartM: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
    apartM2: new Float64Array(count).fill(-1),
    at(k) {
      let one = made[k];
      if (one === undefined) {
        one = make(k);
        made[k] = one;
      }
      return one;
    },
  };
}

function put({ first, second, apartM, apartM2 }: Pairings, k: number, a: number, b: number, metres: number): void {
  first[k] = a;
  second[k] = b;
  apartM[k] = metres;
  apartM2[k] = square(metres);
}

/** Every group with every obstacle, at group · obstacles + obstacle. */
export function obstaclePairings(
  { bodies, groups }: Parts,
  obstacles: readonly Obstacle[],
  solids: readonly Solid[],
  requiredM: Required,
): Pairings {
  const count = obstacles.length;
  const asked = new Float64Array(bodies.length * count);
  const pairings = pairingsOf(groups.length * count, (k) => {
    const [group, thing] = [Math.floor(k / count), k % count];
    const b = bodies.length + thing;
    const pairs: Pair[] = [];
    for (const a of groups[group]!.members) {
      const askedM = asked[a * count + thing]!;
      if (askedM > Number.NEGATIVE_INFINITY) pairs.push({ a, b, askedM });
    }
    return pairing(solids.length + group, groups[group]!.radius, b, solids[b]!.bound, pairs, solids);
  });
  groups.forEach(({ members, radius }, group) => {
    for (let thing = 0; thing < count; thing++) {
      const obstacle = obstacles[thing]!;
      let mostM = Number.NEGATIVE_INFINITY;
      for (let m = 0; m < members.length; m++) {
        const a = members[m]!;
        const askedM = requiredM(bodies[a]!, obstacle);
        if (Number.isNaN(askedM))
          throw new RoboError("E_STALE", `no distance given for ${bodies[a]!.name} and ${obstacle.name}`);
        asked[a * count + thing] = askedM;
        if (askedM > mostM) mostM = askedM;
      }
      if (mostM === Number.NEGATIVE_INFINITY) continue;
      const b = bodies.length + thing;
      put(pairings, group * count + thing, solids.length + group, b, radius + solids[b]!.bound + mostM);
    }
  });
  return pairings;
}

/** The groups that must not touch each other. */
export function selfPairings(chain: Chain, { bodies, groups }: Parts, solids: readonly Solid[]): Pairings {
  const both: (readonly [number, number])[] = [];
  groups.forEach((group, g) => {
    for (let other = 0; other < g; other++)
      if (!groupsMayTouch(chain, bodies, group, groups[other]!)) both.push([g, other]);
  });
  const pairings = pairingsOf(both.length, (k) => {
    const [g, other] = both[k]!;
    const pairs: Pair[] = [];
    for (const a of groups[g]!.members) for (const b of groups[other]!.members) pairs.push({ a, b, askedM: 0 });
    const [first, second] = [solids.length + g, solids.length + other];
    return pairing(first, groups[g]!.radius, second, groups[other]!.radius, pairs, solids);
  });
  both.forEach(([g, other], k) => {
    put(pairings, k, solids.length + g, solids.length + other, groups[g]!.radius + groups[other]!.radius);
  });
  return pairings;
}

const square = (apartM: number): number => Math.max(0, apartM) ** 2;

function pairing(
  first: number,
  radiusM: number,
  second: number,
  otherRadiusM: number,
  pairs: readonly Pair[],
  solids: readonly Solid[],
): Pairing {
  const requiredM = Math.max(...pairs.map(({ askedM }) => askedM));
  const made: Pairing = {
    first,
    second,
    radiusM,
    requiredM,
    isBall: second < solids.length && isPoint(solids[second]!),
    apartM: radiusM + otherRadiusM + requiredM,
    apartM2: square(radiusM + otherRadiusM + requiredM),
    solids: new Int32Array(2 * pairs.length),
    askedM: new Float64Array(pairs.length),
    pairApartM2: new Float64Array(pairs.length),
    pairCloseM2: new Float64Array(pairs.length),
  };
  pairs.forEach(({ a, b, askedM }, k) => {
    made.solids[2 * k] = a;
    made.solids[2 * k + 1] = b;
    made.askedM[k] = askedM;
    made.pairApartM2[k] = square(solids[a]!.bound + solids[b]!.bound + askedM);
    made.pairCloseM2[k] = square(innerM(solids[a]!) + innerM(solids[b]!) + askedM - TOLERANCE_M);
  });
  return made;
}
