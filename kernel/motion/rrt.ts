// A way round obstacles in joint space: RRT-Connect (source: Kuffner and LaValle, ICRA 2000), two trees that grow
// towards each other, then shortcutting. Edges are looked along while searching, at configurations a few centimetres
// of motion apart; only the way that is found is proven, and what does not hold is cut off and the search goes on.
// Seeded; iterations are the budget.
import type { Chain } from "./chain.ts";
import { ConfigTree } from "./config-tree.ts";
import { seededRandom } from "./rng.ts";
import { shortened } from "./shortcuts.ts";

export interface WayOptions {
  readonly seed: number;
  /** Samples drawn before giving up. */
  readonly iterations: number;
  /** For looks while searching, where a cheaper one than `isClear` will do: the way that is found is asked about in full. */
  readonly isPassable?: Clear;
}

export type Clear = (q: ArrayLike<number>) => boolean;
export type EdgeClear = (a: readonly number[], b: readonly number[]) => boolean;

/** Longest edge, in metres that the arm may move along it. */
const STEP_M = 1;
/** Motion between looks along an edge, by the sum of what each joint may move the arm: in truth a third of it or less. */
const LOOK_M = 0.34;
/** The same, once a way is found and about to be proven, which costs far more than looks. */
const FINE_LOOK_M = 0.15;
/** An edge that is blocked is kept up to there when it got this far, as a share of a whole one. */
const WORTH_KEEPING = 0.2;
/** Counted beyond the tool point: the reach of fingers and of what they hold. */
const BEYOND_M = 0.05;

/**
 * The vertices of a way from `fromRad` to `toRad`, both included, every edge a straight joint segment for which
 * `isEdgeClear` held, asked in the direction of travel; `null` when none was found.
 */
export function findWay(
  chain: Chain,
  fromRad: readonly number[],
  toRad: readonly number[],
  isClear: Clear,
  isEdgeClear: EdgeClear,
  options: WayOptions,
): number[][] | null {
  if (!isClear(toRad)) return null;
  const look = lookerAlong(chain, options.isPassable ?? isClear);
  const isEdgeHeld: EdgeClear = (a, b) => look.isClearAlong(a, b) && isEdgeClear(a, b);
  if (isEdgeHeld(fromRad, toRad)) return [[...fromRad], [...toRad]];
  const { dof } = chain;
  const random = seededRandom(options.seed);
  const trees = [new ConfigTree(fromRad, look.leverM), new ConfigTree(toRad, look.leverM)] as const;
  const grow = growerBy(look, dof);
  const sample = new Float64Array(dof);
  const reached = new Float64Array(dof);
  /** Per tree: how often it was to grow, and did. */
  const asked = [0, 0];
  const grew = [0, 0];
  const growth = (k: 0 | 1): number => (trees[k].count * (grew[k]! + 1)) / (asked[k]! + 1);
  for (let i = 0; i < options.iterations; i++) {
    // The smaller tree grows, and of two alike the one that finds it harder: the other, in the open, is soon met.
    const growing = growth(0) <= growth(1) ? 0 : 1;
    for (let j = 0; j < dof; j++) sample[j] = chain.lowerRad[j]! + random() * (chain.upperRad[j]! - chain.lowerRad[j]!);
    asked[growing]!++;
    const grown = grow(trees[growing], sample, false);
    if (grown < 0) continue;
    grew[growing]!++;
    trees[growing].read(grown, reached);
    const other = growing === 0 ? 1 : 0;
    const met = grow(trees[other], reached, true);
    if (met < 0 || !trees[other].standsAt(met, reached)) continue;
    const [head, tail] = growing === 0 ? [grown, met] : [met, grown];
    const way = provenWay(trees, head, tail, isClear, look.isClearAlong, isEdgeClear, random);
    if (way !== null) return way;
  }
  return null;
}

export interface LookAlong {
  /** Per joint: metres that the arm moves at most for one radian. */
  readonly leverM: Float64Array;
  /** Whether no look along the straight segment objects; its ends are taken to be clear. */
  isClearAlong(a: ArrayLike<number>, b: ArrayLike<number>): boolean;
  /** How far, as a share of the segment, looks find it clear; the last of them is left in `at`. */
  clearShare(a: ArrayLike<number>, b: ArrayLike<number>, at: Float64Array): number;
}

function lookerAlong(chain: Chain, isPassable: Clear): LookAlong {
  const { dof, stepM, toolInHand } = chain;
  const leverM = new Float64Array(dof);
  let reachM = BEYOND_M + Math.hypot(toolInHand[3]!, toolInHand[7]!, toolInHand[11]!) + stepM[dof + 1]!;
  for (let j = dof - 1; j >= 0; j--) {
    leverM[j] = reachM;
    reachM += stepM[j + 1]!;
  }
  const between = new Float64Array(dof);
  const isClearAt = (a: ArrayLike<number>, b: ArrayLike<number>, share: number): boolean => {
    for (let j = 0; j < dof; j++) between[j] = a[j]! + share * (b[j]! - a[j]!);
    return isPassable(between);
  };
  return {
    leverM,
    isClearAlong(a, b) {
      const count = Math.ceil(motionM(leverM, a, b) / FINE_LOOK_M);
      // The middle first, then the middles of the halves: what is in the way is met soonest.
      let stride = 1;
      while (stride < count) stride *= 2;
      for (; stride >= 2; stride /= 2) {
        for (let k = stride / 2; k < count; k += stride) if (!isClearAt(a, b, k / count)) return false;
      }
      return true;
    },
    clearShare(a, b, at) {
      const count = Math.max(1, Math.ceil(motionM(leverM, a, b) / LOOK_M));
      for (let k = 1; k <= count; k++) {
        if (isClearAt(a, b, k / count)) at.set(between);
        else return (k - 1) / count;
      }
      return 1;
    },
  };
}

/** Bound on how far any point of the arm moves along the segment. */
function motionM(leverM: Float64Array, a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < leverM.length; j++) sum += leverM[j]! * Math.abs(b[j]! - a[j]!);
  return sum;
}

/** Grows a tree from its nearest node by one edge, or by as many as it takes while nothing is in the way: the last node, or -1. */
type Grow = (tree: ConfigTree, to: Float64Array, allTheWay: boolean) => number;

function growerBy(look: LookAlong, dof: number): Grow {
  const { leverM } = look;
  const from = new Float64Array(dof);
  const aim = new Float64Array(dof);
  const last = new Float64Array(dof);
  return (tree, to, allTheWay) => {
    let node = tree.nearest(to);
    let grown = -1;
    for (;;) {
      tree.read(node, from);
      const away = motionM(leverM, from, to);
      const share = away <= STEP_M ? 1 : STEP_M / away;
      for (let j = 0; j < dof; j++) aim[j] = share === 1 ? to[j]! : from[j]! + share * (to[j]! - from[j]!);
      const clear = look.clearShare(from, aim, last);
      if (clear < 1) return clear < WORTH_KEEPING ? grown : tree.add(last, node);
      node = tree.add(aim, node);
      grown = node;
      if (share === 1 || !allTheWay) return grown;
    }
  };
}

/** The way through the two nodes where the trees met, shortened and proven; `null` when it does not hold. */
function provenWay(
  trees: readonly [ConfigTree, ConfigTree],
  head: number,
  tail: number,
  isClear: Clear,
  isClearAlong: LookAlong["isClearAlong"],
  isEdgeClear: EdgeClear,
  random: () => number,
): number[][] | null {
  const [heads, tails] = [trees[0].branch(head).reverse(), trees[1].branch(tail)];
  const way = [...heads.map((k) => trees[0].joints(k)), ...tails.slice(1).map((k) => trees[1].joints(k))];
  /** Per vertex: from where the edge to it was looked along and found clear. */
  const lookedFrom = new Map<readonly number[], readonly number[]>();
  const isLookedClear: EdgeClear = (a, b) => {
    if (lookedFrom.get(b) === a) return true;
    if (!isClearAlong(a, b)) return false;
    lookedFrom.set(b, a);
    return true;
  };
  const isHeld: EdgeClear = (a, b) => isClear(b) && isLookedClear(a, b);
  const quick = shortened(way, isLookedClear, random);
  if (everyEdge(quick, isHeld) && everyEdge(quick, isEdgeClear)) return quick;
  // Something is in the way between two looks, or the arm itself is. Proofs cost most and come last.
  if (!edgesHold(trees, heads, tails, isHeld) || !edgesHold(trees, heads, tails, isEdgeClear)) return null;
  return shortened(way, (a, b) => isLookedClear(a, b) && isEdgeClear(a, b), random);
}

const everyEdge = (way: readonly number[][], holds: EdgeClear): boolean =>
  way.every((q, k) => k === 0 || holds(way[k - 1]!, q));

/** Asks about every edge of both branches in the direction of travel; cuts a branch off where one does not hold. */
function edgesHold(
  trees: readonly [ConfigTree, ConfigTree],
  heads: readonly number[],
  tails: readonly number[],
  isEdgeClear: EdgeClear,
): boolean {
  for (let k = 1; k < heads.length; k++) {
    if (isEdgeClear(trees[0].joints(heads[k - 1]!), trees[0].joints(heads[k]!))) continue;
    trees[0].cut(heads[k]!);
    return false;
  }
  for (let k = tails.length - 2; k >= 0; k--) {
    if (isEdgeClear(trees[1].joints(tails[k]!), trees[1].joints(tails[k + 1]!))) continue;
    trees[1].cut(tails[k]!);
    return false;
  }
  return true;
}
