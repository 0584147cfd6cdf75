// A way round obstacles in joint space: RRT-Connect (source: Kuffner and LaValle, ICRA 2000), two trees that
// grow towards each other, then shortcutting. Seeded; iterations are the budget.
import type { Chain } from "./chain.ts";
import { seededRandom } from "./rng.ts";

export interface WayOptions {
  readonly seed: number;
  /** Samples drawn before giving up. */
  readonly iterations: number;
}

interface Node {
  readonly q: readonly number[];
  readonly parent: Node | null;
}

type Clear = (q: readonly number[]) => boolean;
type EdgeClear = (a: readonly number[], b: readonly number[]) => boolean;

/** Longest edge grown at once, rad (Euclidean over joints). */
const STEP_RAD = 0.6;
const SHORTCUTS = 60;

/**
 * The vertices of a way from `fromRad` to `toRad`, both included, every edge a straight joint segment for which
 * `isEdgeClear` held; `null` when none was found. The edges at the ends are asked about from the start outward
 * or in towards the goal, in the direction of travel.
 */
export function findWay(
  chain: Chain,
  fromRad: readonly number[],
  toRad: readonly number[],
  isClear: Clear,
  isEdgeClear: EdgeClear,
  options: WayOptions,
): number[][] | null {
  if (isEdgeClear(fromRad, toRad)) return [[...fromRad], [...toRad]];
  const random = seededRandom(options.seed);
  const fromStart: Node[] = [{ q: fromRad, parent: null }];
  const fromGoal: Node[] = [{ q: toRad, parent: null }];
  for (let i = 0; i < options.iterations; i++) {
    const forward = i % 2 === 0;
    const [tree, other] = forward ? [fromStart, fromGoal] : [fromGoal, fromStart];
    const sample = Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));
    const grown = extend(tree, sample, isClear, isEdgeClear, forward);
    if (grown === null) continue;
    const met = connect(other, grown.q, isClear, isEdgeClear, !forward);
    if (met === null) continue;
    const [head, tail] = forward ? [grown, met] : [met, grown];
    const way = [...branch(head).reverse(), ...branch(tail).slice(1)];
    return shortened(way, isEdgeClear, random);
  }
  return null;
}

/** Grows the tree by one edge towards `to`; the new node, or `null` when blocked. */
function extend(
  tree: Node[],
  to: readonly number[],
  isClear: Clear,
  isEdgeClear: EdgeClear,
  forward: boolean,
): Node | null {
  return grow(tree, nearest(tree, to), to, isClear, isEdgeClear, forward);
}

function grow(
  tree: Node[],
  from: Node,
  to: readonly number[],
  isClear: Clear,
  isEdgeClear: EdgeClear,
  forward: boolean,
): Node | null {
  const away = distance(from.q, to);
  const q = away <= STEP_RAD ? to : between(from.q, to, STEP_RAD / away);
  if (!isClear(q)) return null;
  if (!(forward ? isEdgeClear(from.q, q) : isEdgeClear(q, from.q))) return null;
  const node: Node = { q, parent: from };
  tree.push(node);
  return node;
}

/** Grows the tree until it reaches `to` (the node there) or is blocked (`null`). */
function connect(
  tree: Node[],
  to: readonly number[],
  isClear: Clear,
  isEdgeClear: EdgeClear,
  forward: boolean,
): Node | null {
  let node = nearest(tree, to);
  for (;;) {
    const next = grow(tree, node, to, isClear, isEdgeClear, forward);
    if (next === null || next.q === to) return next;
    node = next;
  }
}

function nearest(tree: readonly Node[], to: readonly number[]): Node {
  let found = tree[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const node of tree) {
    let sum = 0;
    for (let j = 0; j < to.length && sum < least; j++) sum += (node.q[j]! - to[j]!) ** 2;
    if (sum < least) [found, least] = [node, sum];
  }
  return found;
}

function branch(node: Node): number[][] {
  const way: number[][] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) way.push([...at.q]);
  return way;
}

/** Replaces stretches between two random points of the way by a straight edge where that is clear. */
function shortened(way: number[][], isEdgeClear: EdgeClear, random: () => number): number[][] {
  let best = way;
  for (let i = 0; i < SHORTCUTS && best.length > 2; i++) {
    // Whole vertices first: they remove the most; then points inside edges, which round off the rest.
    const [a, b] = i % 2 === 0 ? vertices(best.length, random) : points(best.length, random);
    if (Math.floor(b) <= Math.floor(a)) continue;
    const [from, to] = [pointAt(best, a), pointAt(best, b)];
    const skipped = lengthOf(best, a, b);
    if (skipped - distance(from, to) < 1e-6 || !isEdgeClear(from, to)) continue;
    const [lead, rest] = [best.slice(0, Math.ceil(a)), best.slice(Math.floor(b) + 1)];
    const [joinsLead, joinsRest] = [lead[lead.length - 1], rest[0]];
    // A part of a clear edge is clear, but asking keeps the promise that every returned edge was asked about.
    if (joinsLead !== undefined && !isEdgeClear(joinsLead, from)) continue;
    if (joinsRest !== undefined && !isEdgeClear(to, joinsRest)) continue;
    best = [...lead, from, to, ...rest];
  }
  return best;
}

function vertices(length: number, random: () => number): [number, number] {
  const a = Math.floor(random() * (length - 2));
  return [a, a + 2 + Math.floor(random() * (length - a - 2))];
}

function points(length: number, random: () => number): [number, number] {
  const [a, b] = [random() * (length - 1), random() * (length - 1)];
  return a < b ? [a, b] : [b, a];
}

/** The point at `at` along the way, whose whole part counts vertices. */
function pointAt(way: readonly number[][], at: number): number[] {
  const [from, to] = [way[Math.floor(at)]!, way[Math.ceil(at)]!];
  return between(from, to, at - Math.floor(at));
}

function lengthOf(way: readonly number[][], a: number, b: number): number {
  let sum = 0;
  let at = pointAt(way, a);
  for (let k = Math.floor(a) + 1; k <= Math.floor(b); k++) {
    sum += distance(at, way[k]!);
    at = way[k]!;
  }
  return sum + distance(at, pointAt(way, b));
}

const between = (a: readonly number[], b: readonly number[], t: number): number[] =>
  a.map((x, j) => x + t * (b[j]! - x));

function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}
