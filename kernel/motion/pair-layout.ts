// Which bodies keep what distance from what, laid out for the sweep's loops: pairs of parts, under pairs of groups
// (a link's parts against one obstacle's, or against another link's).
import type { LinkGroup } from "./link-groups.ts";
import { groupsMayTouch } from "./may-touch.ts";
import type { Moving } from "./motion-bound.ts";
import type { Solid } from "./solid.ts";

/** What the arm keeps from itself: just enough that two parts do not touch within what the sweep leaves, 1 µm. Metres. */
const APART_M = 2e-6;

/** What all bodies keep from obstacles in a row; or the arm from itself, all of it or only some bodies from all others. */
export type AskedSet =
  | {
      /** Indices of its obstacles among all. */
      readonly from: number;
      readonly to: number;
      /** -Infinity where nothing is asked. */
      readonly requiredM: (body: number, obstacle: number) => number;
    }
  | "self"
  | { readonly selfOf: (body: number) => boolean };

type AskedSelf = Exclude<AskedSet, { readonly from: number }>;
type AskedThings = Extract<AskedSet, { readonly from: number }>;
const isSelf = (set: AskedSet): set is AskedSelf => set === "self" || "selfOf" in set;

/** Obstacles that stand together, inside one solid; its 3x4 is written with those of the obstacles. */
export interface Cluster {
  readonly members: readonly number[];
  readonly solid: Solid;
}

export interface Layout {
  readonly moving: Moving;
  /** Bodies, obstacles, then clusters; the clusters' change when their members are moved. */
  readonly solids: Solid[];
  readonly setCount: number;
  /** Pairs, those of one group pair in a row. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly seenFrom: Int32Array;
  readonly set: Int32Array;
  readonly requiredM: Float64Array;
  /** Group pairs: an arm's group against a solid (a cluster or a lone obstacle), or against a second arm's group (≥ 0 in `otherGroup`). */
  readonly group: Int32Array;
  readonly otherGroup: Int32Array;
  readonly otherSolid: Int32Array;
  readonly groupSeenFrom: Int32Array;
  readonly groupSet: Int32Array;
  /** The greatest distance that one of its pairs asks for, and the end of its run of pairs (it starts where the one before ends). */
  readonly mostM: Float64Array;
  readonly end: Int32Array;
}

/** `clusters` cover every obstacle once, in order; one of a single obstacle is that obstacle. */
export function layoutOf(
  moving: Moving,
  obstacles: readonly Solid[],
  clusters: readonly Cluster[],
  sets: readonly AskedSet[],
): Layout {
  const bodyCount = moving.solids.length;
  const asked = new Float64Array(bodyCount * obstacles.length).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  for (const set of sets) count += isSelf(set) ? countSelf(moving, set) : ask(set, bodyCount, asked);
  const ints = (length: number): Int32Array => new Int32Array(length);
  const pairs: Pairs = {
    first: ints(count),
    second: ints(count),
    seenFrom: ints(count),
    set: ints(count),
    requiredM: new Float64Array(count),
  };
  const runs: Run[] = [];
  sets.forEach((set, index) => {
    if (isSelf(set)) addSelf(moving, set, index, pairs, runs);
    else addObstacles(moving, set, index, obstacles.length, clusters, asked, pairs, runs);
  });
  const layout: Layout = {
    moving,
    solids: [...moving.solids, ...obstacles, ...clusters.map(({ solid }) => solid)],
    setCount: sets.length,
    ...pairs,
    group: ints(runs.length),
    otherGroup: ints(runs.length),
    otherSolid: ints(runs.length),
    groupSeenFrom: ints(runs.length),
    groupSet: ints(runs.length),
    mostM: new Float64Array(runs.length),
    end: ints(runs.length),
  };
  for (let g = 0; g < runs.length; g++) {
    const run = runs[g]!;
    layout.group[g] = run.group;
    layout.otherGroup[g] = run.otherGroup;
    layout.otherSolid[g] = run.otherSolid;
    layout.groupSeenFrom[g] = run.seenFrom;
    layout.groupSet[g] = run.set;
    layout.mostM[g] = run.mostM;
    layout.end[g] = run.end;
  }
  return layout;
}

type Pairs = Pick<Layout, "first" | "second" | "seenFrom" | "set" | "requiredM">;

/** A group pair, as in `Layout`. */
interface Run {
  readonly group: number;
  readonly otherGroup: number;
  readonly otherSolid: number;
  readonly seenFrom: number;
  readonly set: number;
  readonly mostM: number;
  readonly end: number;
}

/** Writes what is asked of each pair, at obstacle · bodies + body; returns how many are asked for. */
function ask({ from, to, requiredM }: AskedThings, bodyCount: number, asked: Float64Array): number {
  let count = 0;
  for (let obstacle = from; obstacle < to; obstacle++) {
    for (let body = 0; body < bodyCount; body++) {
      const metres = requiredM(body, obstacle);
      asked[obstacle * bodyCount + body] = metres;
      if (metres > Number.NEGATIVE_INFINITY) count++;
    }
  }
  return count;
}

function addObstacles(
  { groups }: Moving,
  { from, to }: AskedThings,
  set: number,
  obstacleCount: number,
  clusters: readonly Cluster[],
  asked: Float64Array,
  { first, second, seenFrom, set: setOf, requiredM }: Pairs,
  runs: Run[],
): void {
  const bodyCount = obstacleCount === 0 ? 0 : asked.length / obstacleCount;
  let end = runs.at(-1)?.end ?? 0;
  clusters.forEach(({ members }, cluster) => {
    for (let group = 0; group < groups.length; group++) {
      const bodies = groups[group]!.members;
      const start = end;
      let mostM = 0;
      for (const obstacle of members) {
        if (obstacle < from || obstacle >= to) continue;
        for (let k = 0; k < bodies.length; k++) {
          const metres = asked[obstacle * bodyCount + bodies[k]!]!;
          if (metres === Number.NEGATIVE_INFINITY) continue;
          first[end] = bodies[k]!;
          second[end] = bodyCount + obstacle;
          seenFrom[end] = 0;
          setOf[end] = set;
          requiredM[end] = metres;
          if (metres > mostM) mostM = metres;
          end++;
        }
      }
      if (end === start) continue;
      const otherSolid = bodyCount + (members.length === 1 ? members[0]! : obstacleCount + cluster);
      runs.push({ group, otherGroup: -1, otherSolid, seenFrom: 0, set, mostM, end });
    }
  });
}

function countSelf(moving: Moving, of: AskedSelf): number {
  let count = 0;
  forKept(moving, of, (far, near) => {
    count += far.members.length * near.members.length;
  });
  return count;
}

/** Parts that must not overlap: those of the group farther along the arm as seen from the other's link. */
function addSelf(
  moving: Moving,
  of: AskedSelf,
  set: number,
  { first, second, seenFrom, set: setOf, requiredM }: Pairs,
  runs: Run[],
): void {
  let end = runs.at(-1)?.end ?? 0;
  forKept(moving, of, (far, near, group, otherGroup) => {
    for (let a = 0; a < far.members.length; a++) {
      for (let b = 0; b < near.members.length; b++) {
        first[end] = far.members[a]!;
        second[end] = near.members[b]!;
        seenFrom[end] = near.frame;
        setOf[end] = set;
        requiredM[end] = APART_M;
        end++;
      }
    }
    runs.push({ group, otherGroup, otherSolid: -1, seenFrom: near.frame, set, mostM: APART_M, end });
  });
}

/** Calls back for each two groups that are asked about and may not touch, the one farther along the arm first. */
function forKept(
  { chain, bodies, groups }: Moving,
  of: AskedSelf,
  visit: (far: LinkGroup, near: LinkGroup, farIndex: number, nearIndex: number) => void,
): void {
  const isMeant = groups.map(({ members }) => of === "self" || members.some((body) => of.selfOf(body)));
  for (let g = 1; g < groups.length; g++) {
    for (let k = 0; k < g; k++) {
      if (!isMeant[g]! && !isMeant[k]!) continue;
      const [one, other] = [groups[g]!, groups[k]!];
      if (groupsMayTouch(chain, bodies, one, other)) continue;
      if (one.frame < other.frame) visit(other, one, k, g);
      else visit(one, other, g, k);
    }
  }
}
