// Shorter ways: stretches between two points of a way are replaced by a straight edge where that is clear.
type EdgeClear = (a: readonly number[], b: readonly number[]) => boolean;

/** Random pairs of points tried after the vertices. */
const TRIES = 6;
/** A shortcut that saves less, rad, is not worth the edges that it adds: each is to be proven. */
const WORTH_RAD = 0.3;

/** Every new edge of the answer was asked about; edges that remain of `way` were not asked about again. */
export function shortened(way: readonly number[][], isEdgeClear: EdgeClear, random: () => number): number[][] {
  let best = skipped(way, isEdgeClear);
  for (let k = 0; k < TRIES && best.length > 2; k++) {
    const [x, y] = [random() * (best.length - 1), random() * (best.length - 1)];
    best = cutAcross(best, Math.min(x, y), Math.max(x, y), isEdgeClear);
  }
  return best;
}

/** From each vertex on to the farthest that can be reached, the last first. */
function skipped(way: readonly number[][], isEdgeClear: EdgeClear): number[][] {
  const kept = [way[0]!];
  for (let at = 0; at + 1 < way.length; ) {
    let to = way.length - 1;
    while (to > at + 1 && !isEdgeClear(way[at]!, way[to]!)) to--;
    kept.push(way[to]!);
    at = to;
  }
  return kept;
}

/** The way with the stretch from `a` to `b` straightened, where that helps and is clear; whole parts count vertices. */
function cutAcross(way: number[][], a: number, b: number, isEdgeClear: EdgeClear): number[][] {
  if (Math.floor(b) <= Math.floor(a)) return way;
  const [from, to] = [pointAt(way, a), pointAt(way, b)];
  if (lengthOf(way, a, b) - distance(from, to) < WORTH_RAD || !isEdgeClear(from, to)) return way;
  const [lead, rest] = [way.slice(0, Math.ceil(a)), way.slice(Math.floor(b) + 1)];
  const [joinsLead, joinsRest] = [lead[lead.length - 1], rest[0]];
  // A part of a clear edge is clear, but asking keeps the promise that every new edge was asked about.
  if (joinsLead !== undefined && !isEdgeClear(joinsLead, from)) return way;
  if (joinsRest !== undefined && !isEdgeClear(to, joinsRest)) return way;
  return [...lead, from, to, ...rest];
}

/** The point at `at` along the way, whose whole part counts vertices. */
function pointAt(way: readonly number[][], at: number): number[] {
  const [from, to] = [way[Math.floor(at)]!, way[Math.ceil(at)]!];
  return from.map((x, j) => x + (at - Math.floor(at)) * (to[j]! - x));
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

function distance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}
