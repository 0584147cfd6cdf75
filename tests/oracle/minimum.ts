// The oracle's judgement: the least distance over a whole motion, bracketed by conservative advancement. MuJoCo measures
// at the middle of an interval; no pair can come closer over the interval than that distance less all it can move.
import type { Path } from "./path.ts";
import type { OracleWorld } from "./world.ts";

/** Pair k: geom `first[k]`, moved by `depth[k]` joints, and geom `second[k]`, moved by the first `seenFrom[k]` of them. */
export interface GeomPairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly depth: Int32Array;
  readonly seenFrom: Int32Array;
}

export interface Question {
  readonly fromS: number;
  readonly toS: number;
  /** Distances above this do not matter: the answer is then `capM` itself. */
  readonly capM: number;
  /** The bracket is narrowed until none of these lies in it (`null`: in any case) … */
  readonly decideM: readonly number[] | null;
  /** … or it is this narrow. */
  readonly toleranceM: number;
}

export interface Minimum {
  /** Proven: nowhere less than this. */
  readonly lowM: number;
  /** Met at `s` by `pair`; `capM` and -1 when nothing was met below. */
  readonly highM: number;
  readonly s: number;
  readonly pair: number;
  /** Configurations looked at. */
  readonly looks: number;
}

export interface Judge {
  minimum(path: Path, pairs: GeomPairs, question: Question): Minimum;
}

const MOST_NODES = 1 << 17;
const MOST_KEPT = 1 << 22;

/** Allocates once; `world` must stand in the scene that is asked about. */
export function judgeIn(world: OracleWorld): Judge {
  const { dof } = world;
  const [lowS, highS, bound] = [0, 1, 2].map(() => new Float64Array(MOST_NODES)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [listAt, listCount, heap] = [0, 1, 2].map(() => new Int32Array(MOST_NODES)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const kept = new Int32Array(MOST_KEPT);
  const q = new Float64Array(dof);
  const travel = new Float64Array(dof);
  let nodes = 0;
  let filled = 0;
  let waiting = 0;

  const push = (node: number): void => {
    let at = waiting++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (bound[heap[up]!]! <= bound[node]!) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = node;
  };
  const pop = (): number => {
    const top = heap[0]!;
    const node = heap[--waiting]!;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= waiting) break;
      if (down + 1 < waiting && bound[heap[down + 1]!]! < bound[heap[down]!]!) down++;
      if (bound[node]! <= bound[heap[down]!]!) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = node;
    return top;
  };
  /** How far any point of a geom moves, seen from the link after `seenFrom` joints: outer joints first, so that levers grow by what they moved. */
  const move = (geom: number, depth: number, seenFrom: number): number => {
    let sum = 0;
    for (let j = depth - 1; j >= seenFrom; j--) if (travel[j]! > 0) sum += travel[j]! * (world.lever(geom, j) + sum);
    return sum;
  };

  return {
    minimum(path, { first, second, depth, seenFrom }, { fromS, toS, capM, decideM, toleranceM }) {
      let highM = capM;
      let metS = fromS;
      let metPair = -1;
      let looks = 0;
      nodes = 0;
      waiting = 0;
      filled = first.length;
      for (let k = 0; k < filled; k++) kept[k] = k;

      /** Looks at an interval for the pairs that stand in `kept`; queues it unless it is proven not to hold the least. */
      const look = (a: number, b: number, from: number, count: number, least: number): void => {
        const middle = (a + b) / 2;
        path.at(middle, q);
        path.travel(a, b, travel);
        world.goTo(q);
        looks++;
        let low = Number.POSITIVE_INFINITY;
        const at = filled;
        let lastGeom = -1;
        let lastFrom = -1;
        let moved = 0;
        for (let i = from; i < from + count; i++) {
          const pair = kept[i]!;
          const geom = first[pair]!;
          if (geom !== lastGeom || seenFrom[pair]! !== lastFrom) moved = move(geom, depth[pair]!, seenFrom[pair]!);
          lastGeom = geom;
          lastFrom = seenFrom[pair]!;
          const enough = highM + moved;
          if (world.atLeast(geom, second[pair]!) >= enough) continue;
          const d = world.distance(geom, second[pair]!, enough);
          // Compared as it was asked for: a difference would round below, and never be proven.
          if (d >= enough) continue;
          if (d < highM) {
            highM = d;
            metS = middle;
            metPair = pair;
          }
          low = Math.min(low, d - moved);
          kept[filled++] = pair;
        }
        if (filled === at) return;
        if (nodes === MOST_NODES || filled + first.length > MOST_KEPT) throw new Error("the oracle ran out of room");
        const node = nodes++;
        lowS[node] = a;
        highS[node] = b;
        bound[node] = Math.max(low, least);
        listAt[node] = at;
        listCount[node] = filled - at;
        push(node);
      };

      look(fromS, toS, 0, first.length, Number.NEGATIVE_INFINITY);
      for (;;) {
        const lowM = waiting === 0 ? highM : Math.min(highM, bound[heap[0]!]!);
        const isOpen = decideM === null || decideM.some((limit) => lowM < limit && limit <= highM);
        if (highM - lowM <= toleranceM || !isOpen) return { lowM, highM, s: metS, pair: metPair, looks };
        const node = pop();
        const middle = (lowS[node]! + highS[node]!) / 2;
        look(lowS[node]!, middle, listAt[node]!, listCount[node]!, bound[node]!);
        look(middle, highS[node]!, listAt[node]!, listCount[node]!, bound[node]!);
      }
    },
  };
}
