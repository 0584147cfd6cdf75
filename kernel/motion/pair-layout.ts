// Which bodies keep what distance from what, laid out for the sweep's loops: pairs of parts, under pairs of groups
// (a link's parts against one obstacle's, or against another link's).
import type { Moving } from "./motion-bound.ts";
import type { Solid } from "./solid.ts";

/** One pair asked for: moving body `first` against solid `second` (a body, or an obstacle after all bodies). */
export interface Pair {
  readonly first: number;
  readonly second: number;
  /** The link from which the pair's relative motion is seen: 0 for obstacles. */
  readonly seenFrom: number;
  readonly requiredM: number;
  /** Which of the sweep's answers it belongs to. */
  readonly set: number;
}

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

/** `clusters` cover every obstacle once; one of a single obstacle is that obstacle. */
export function layoutOf(
  moving: Moving,
  obstacles: readonly Solid[],
  clusters: readonly Cluster[],
  pairs: readonly Pair[],
  setCount: number,
): Layout {
  const bodyCount = moving.solids.length;
  const clusterAt = bodyCount + obstacles.length;
  const clusterOf = new Map<number, number>();
  clusters.forEach(({ members }, c) => {
    for (const member of members) clusterOf.set(bodyCount + member, c);
  });
  const runs = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const other = pair.second < bodyCount ? `b${moving.groupOf[pair.second]}` : `c${clusterOf.get(pair.second)}`;
    const key = `${pair.set} ${moving.groupOf[pair.first]} ${other} ${pair.seenFrom}`;
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [pair]);
    else run.push(pair);
  }
  const groups = [...runs.values()];
  const ordered = groups.flat();
  let end = 0;
  const otherSolid = (first: Pair): number => {
    if (first.second < bodyCount) return -1;
    const cluster = clusterOf.get(first.second)!;
    return clusters[cluster]!.members.length === 1 ? first.second : clusterAt + cluster;
  };
  return {
    moving,
    solids: [...moving.solids, ...obstacles, ...clusters.map(({ solid }) => solid)],
    setCount,
    first: Int32Array.from(ordered, (pair) => pair.first),
    second: Int32Array.from(ordered, (pair) => pair.second),
    seenFrom: Int32Array.from(ordered, (pair) => pair.seenFrom),
    set: Int32Array.from(ordered, (pair) => pair.set),
    requiredM: Float64Array.from(ordered, (pair) => pair.requiredM),
    group: Int32Array.from(groups, ([pair]) => moving.groupOf[pair!.first]!),
    otherGroup: Int32Array.from(groups, ([pair]) => (pair!.second < bodyCount ? moving.groupOf[pair!.second]! : -1)),
    otherSolid: Int32Array.from(groups, ([pair]) => otherSolid(pair!)),
    groupSeenFrom: Int32Array.from(groups, ([pair]) => pair!.seenFrom),
    groupSet: Int32Array.from(groups, ([pair]) => pair!.set),
    mostM: Float64Array.from(groups, (run) => run.reduce((most, pair) => Math.max(most, pair.requiredM), 0)),
    end: Int32Array.from(groups, (run) => {
      end += run.length;
      return end;
    }),
  };
}
