// What a quick look passes over first: spheres of links against spheres of obstacles, flat in memory, and only of those
// links and obstacles that some configuration brings near each other.
import type { Chain } from "./chain.ts";
import type { LinkGroup, Parts } from "./link-groups.ts";
import type { Pairings } from "./look-pairings.ts";
import { pointToPlaced, type Solid } from "./solid.ts";

/** Obstacles group by group, for a pass over spheres alone. */
export interface SphereRows {
  /** The groups that can come near any obstacle, the outer first, which meet things most; and where each one's row ends. */
  readonly of: Int32Array;
  readonly ends: Int32Array;
  /** Per entry: the obstacle's centre, and the square of the distance of centres that is enough. */
  readonly spheres: Float64Array;
  /** Per entry: its pairing. */
  readonly pairings: Int32Array;
}

/** Rounding in frames, generously. */
const ROUNDING_M = 1e-9;

/** `placed`: the 3x4 of all solids, obstacles after bodies. Left out is what no configuration brings near. */
export function sphereRowsOf(
  chain: Chain,
  { groups, bodies }: Parts,
  { apartM, apartM2 }: Pairings,
  solids: readonly Solid[],
  placed: Float64Array,
): SphereRows {
  const count = solids.length - bodies.length;
  const most = groups.length * count;
  const [spheres, pairings] = [new Float64Array(4 * most), new Int32Array(most)];
  const [of, ends]: [number[], number[]] = [[], []];
  let end = 0;
  for (let g = groups.length - 1; g >= 0; g--) {
    const start = end;
    ballOfReach(chain, groups[g]!);
    for (let thing = 0; thing < count; thing++) {
      const k = g * count + thing;
      if (apartM[k] === Number.NEGATIVE_INFINITY) continue;
      const solid = solids[bodies.length + thing]!;
      const at = (bodies.length + thing) * 12;
      // The link's sphere in the ball, against the obstacle itself: `apartM` counts its bounding sphere.
      const roomM = pointToPlaced(solid, placed, at, ball[0]!, ball[1]!, ball[2]!) - ball[3]! - ROUNDING_M;
      if (roomM >= apartM[k]! - solid.bound) continue;
      spheres[4 * end] = placed[at + 3]!;
      spheres[4 * end + 1] = placed[at + 7]!;
      spheres[4 * end + 2] = placed[at + 11]!;
      spheres[4 * end + 3] = apartM2[k]!;
      pairings[end++] = k;
    }
    if (end === start) continue;
    of.push(g);
    ends.push(end);
  }
  return { of: Int32Array.from(of), ends: Int32Array.from(ends), spheres, pairings };
}

/** Centre and radius, written by `ballOfReach`. */
const ball = new Float64Array(4);

/**
 * A ball that the centre of the group's sphere never leaves: round the first joint, which stands still, as far as the
 * links up to the group reach when stretched; what sits on the base stands still itself.
 */
function ballOfReach({ baseFrame: m, jointTerms, stepM }: Chain, { frame, x, y, z }: LinkGroup): void {
  const isStill = frame === 0;
  const px = isStill ? x : jointTerms[27]!;
  const py = isStill ? y : jointTerms[28]!;
  const pz = isStill ? z : jointTerms[29]!;
  for (let r = 0; r < 3; r++) ball[r] = m[r * 4]! * px + m[r * 4 + 1]! * py + m[r * 4 + 2]! * pz + m[r * 4 + 3]!;
  let reachM = isStill ? 0 : Math.sqrt(x * x + y * y + z * z);
  for (let link = 2; link <= frame; link++) reachM += stepM[link]!;
  ball[3] = reachM;
}
