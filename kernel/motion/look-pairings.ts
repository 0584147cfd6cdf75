// What a quick look compares: links with obstacles and links with links, each pairing with the distances of centres
// at which its spheres, or those of its parts, settle the matter either way.
import { RoboError } from "../contract/errors.ts";
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import type { LinkGroup } from "./link-groups.ts";
import type { Solid } from "./solid.ts";
import { mayTouch, type Obstacle, type Required } from "./sweep.ts";

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

export function obstaclePairings(
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

interface SphereGrid {
  /** Per group, then obstacle: as of its pairing; -1 where there is none. */
  readonly apartM2: Float64Array;
  readonly pairings: readonly (Pairing | null)[];
}

/** The pairings of all groups and obstacles in a row, for a pass over spheres alone. */
export function sphereGridOf(
  against: readonly Pairing[],
  firstGroup: number,
  groupCount: number,
  firstThing: number,
  thingCount: number,
): SphereGrid {
  const apartM2 = new Float64Array(groupCount * thingCount).fill(-1);
  const pairings: (Pairing | null)[] = apartM2.length === 0 ? [] : Array.from(apartM2, () => null);
  for (const one of against) {
    const k = (one.first - firstGroup) * thingCount + one.second - firstThing;
    apartM2[k] = one.apartM2;
    pairings[k] = one;
  }
  return { apartM2, pairings };
}

export function selfPairings(
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
    pairCloseM2: Float64Array.from(pairs, ({ a, b, askedM }) =>
      square(innerM(solids[a]!) + innerM(solids[b]!) + askedM - TOLERANCE_M),
    ),
  };
}
