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
  const groupCount = moving.groups.length;
  const runs = new Map<number, Pair[]>();
  for (const pair of pairs) {
    // Of two groups, and so of two links: what they are seen from is the same for all.
    const other = pair.second < bodyCount ? moving.groupOf[pair.second]! : groupCount + clusterOf.get(pair.second)!;
    const key = (pair.set * groupCount + moving.groupOf[pair.first]!) * (groupCount + clusters.length) + other;
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [pair]);
    else run.push(pair);
  }
  const groups = [...runs.values()];
  const ints = (length: number): Int32Array => new Int32Array(length);
  const layout: Layout = {
    moving,
    solids: [...moving.solids, ...obstacles, ...clusters.map(({ solid }) => solid)],
    setCount,
    first: ints(pairs.length),
    second: ints(pairs.length),
    seenFrom: ints(pairs.length),
    set: ints(pairs.length),
    requiredM: new Float64Array(pairs.length),
    group: ints(groups.length),
    otherGroup: ints(groups.length),
    otherSolid: ints(groups.length),
    groupSeenFrom: ints(groups.length),
    groupSet: ints(groups.length),
    mostM: new Float64Array(groups.length),
    end: ints(groups.length),
  };
  let end = 0;
  for (let g = 0; g < groups.length; g++) {
    const run = groups[g]!;
    const { first, second, seenFrom, set } = run[0]!;
    layout.group[g] = moving.groupOf[first]!;
    layout.groupSeenFrom[g] = seenFrom;
    layout.groupSet[g] = set;
    layout.otherGroup[g] = second < bodyCount ? moving.groupOf[second]! : -1;
    layout.otherSolid[g] = -1;
    if (second >= bodyCount) {
      const cluster = clusterOf.get(second)!;
      layout.otherSolid[g] = clusters[cluster]!.members.length === 1 ? second : clusterAt + cluster;
    }
    for (const pair of run) {
      layout.first[end] = pair.first;
      layout.second[end] = pair.second;
      layout.seenFrom[end] = pair.seenFrom;
      layout.set[end] = pair.set;
      layout.requiredM[end] = pair.requiredM;
      layout.mostM[g] = Math.max(layout.mostM[g]!, pair.requiredM);
      end++;
    }
    layout.end[g] = end;
  }
  return layout;
}
