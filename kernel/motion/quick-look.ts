// Is one configuration clear? The yes or no that a search asks for thousands of times: spheres round whole links
// first, then round their parts, then exact distances; what objected last is asked first. The same answer as the
// checkers' `look`, several times sooner and without saying what or where.
import { RoboError } from "../contract/errors.ts";
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { linkGroupsOf } from "./link-groups.ts";
import { centred, solidOf, sphereGap } from "./solid.ts";
import { mayTouch, type Obstacle, type Required } from "./sweep.ts";

export interface QuickLook {
  /** Whether every body keeps its distance from every obstacle, and the arm does not overlap itself. NaN is not clear. */
  isClear(q: ArrayLike<number>): boolean;
}

/** As the sweeper's own at one configuration. */
const TOLERANCE_M = 1e-6;

/** One link's sphere against one obstacle, or against another link's sphere. */
interface Pairing {
  readonly group: number;
  /** Obstacle, or group. */
  readonly other: number;
  /** The most that any of the pairs below asks for. */
  readonly requiredM: number;
  /** Body, solid, requirement: three numbers each. */
  readonly pairs: Float64Array;
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
  const radii = Float64Array.from(groups, ({ radius }) => radius);
  const bounds = Float64Array.from(solids, ({ bound }) => bound);
  /** Centres in the cell's frame: of the groups' spheres, and of every part, which are those of their frames. */
  const centres = new Float64Array(groups.length * 3);
  const middles = new Float64Array(parts.length * 3);
  for (let i = 0; i < parts.length; i++) for (let r = 0; r < 3; r++) middles[i * 3 + r] = local[i * 12 + r * 4 + 3]!;
  const frameOf = Int32Array.from(bodies, ({ frame }) => frame);
  const frames = new Float64Array(chain.frameCount * 12);
  const middled = new Int32Array(parts.length);
  const stamps = new Int32Array(parts.length);
  let stamp = 0;
  /** The last to object, first: neighbouring configurations meet the same thing. */
  const against = obstaclePairings(bodies, obstacles, groups, requiredM);
  const within = selfPairings(chain, bodies, groups);

  const findMiddle = (i: number): void => {
    if (i >= bodies.length || middled[i] === stamp) return;
    middled[i] = stamp;
    toFrame(frames, frameOf[i]! * 12, local[i * 12 + 3]!, local[i * 12 + 7]!, local[i * 12 + 11]!, middles, i * 3);
  };
  const place = (i: number): void => {
    if (i >= bodies.length || stamps[i] === stamp) return;
    stamps[i] = stamp;
    multiplyFrames(frames, frameOf[i]! * 12, local, i * 12, placed, i * 12);
  };
  const keep = (pairs: Float64Array): boolean => {
    for (let k = 0; k < pairs.length; k += 3) {
      const a = pairs[k]!;
      const b = pairs[k + 1]!;
      const asked = pairs[k + 2]!;
      findMiddle(a);
      findMiddle(b);
      if (areBallsApart(middles, a * 3, middles, b * 3, bounds[a]! + bounds[b]! + asked)) continue;
      place(a);
      place(b);
      const [solidA, solidB] = [solids[a]!, solids[b]!];
      if (!(solidDistance(solidA, placed, a * 12, solidB, placed, b * 12, asked) >= asked - TOLERANCE_M)) return false;
    }
    return true;
  };
  const keepsOff = (one: Pairing): boolean => {
    const g = one.group * 3;
    const at = bodies.length + one.other;
    const radius = radii[one.group]!;
    if (areBallsApart(centres, g, middles, at * 3, radius + bounds[at]! + one.requiredM)) return true;
    const gap = sphereGap(centres[g]!, centres[g + 1]!, centres[g + 2]!, radius, solids[at]!, placed, at * 12);
    return gap >= one.requiredM || keep(one.pairs);
  };
  const keepsApart = (one: Pairing): boolean =>
    areBallsApart(centres, one.group * 3, centres, one.other * 3, radii[one.group]! + radii[one.other]!) ||
    keep(one.pairs);

  return {
    isClear(q) {
      linkFramesAt(chain, q, frames);
      stamp++;
      for (let g = 0; g < groups.length; g++) {
        const group = groups[g]!;
        toFrame(frames, group.frame * 12, group.x, group.y, group.z, centres, g * 3);
      }
      for (let k = 0; k < against.length; k++) {
        if (keepsOff(against[k]!)) continue;
        toFront(against, k);
        return false;
      }
      for (let k = 0; k < within.length; k++) {
        if (keepsApart(within[k]!)) continue;
        toFront(within, k);
        return false;
      }
      return true;
    },
  };
}

/** Whether the centres at `i` and `j` are at least `apart` from each other; NaN is not. */
function areBallsApart(a: Float64Array, i: number, b: Float64Array, j: number, apart: number): boolean {
  const dx = a[i]! - b[j]!;
  const dy = a[i + 1]! - b[j + 1]!;
  const dz = a[i + 2]! - b[j + 2]!;
  return dx * dx + dy * dy + dz * dz >= apart * apart && apart >= 0;
}

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

type Group = { readonly members: Int32Array };

function obstaclePairings(
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  groups: readonly Group[],
  requiredM: Required,
): Pairing[] {
  const pairings: Pairing[] = [];
  groups.forEach(({ members }, group) => {
    obstacles.forEach((obstacle, other) => {
      const pairs = [...members].flatMap((i) => {
        const asked = requiredM(bodies[i]!, obstacle);
        if (Number.isNaN(asked))
          throw new RoboError("E_STALE", `no distance given for ${bodies[i]!.name} and ${obstacle.name}`);
        return asked > Number.NEGATIVE_INFINITY ? [i, bodies.length + other, asked] : [];
      });
      if (pairs.length > 0) pairings.push(pairing(group, other, pairs));
    });
  });
  // The outer links meet things most.
  return pairings.reverse();
}

function selfPairings(chain: Chain, bodies: readonly Body[], groups: readonly Group[]): Pairing[] {
  const pairings: Pairing[] = [];
  groups.forEach(({ members }, group) => {
    for (let other = 0; other < group; other++) {
      const pairs = [...members].flatMap((i) =>
        [...groups[other]!.members].flatMap((k) => (mayTouch(chain, bodies[i]!, bodies[k]!) ? [] : [i, k, 0])),
      );
      if (pairs.length > 0) pairings.push(pairing(group, other, pairs));
    }
  });
  return pairings;
}

const pairing = (group: number, other: number, pairs: readonly number[]): Pairing => ({
  group,
  other,
  requiredM: pairs.reduce((most, x, k) => (k % 3 === 2 ? Math.max(most, x) : most), Number.NEGATIVE_INFINITY),
  pairs: Float64Array.from(pairs),
});
