// The fastest way along a given curve within velocity and acceleration limits, on a grid of s: first backwards, from
// where on each grid point the end can still be met, then forwards as fast as that allows.
// Source: Pham and Pham, "A New Approach to Time-Optimal Path Parameterization Based on Reachability Analysis" (2018).
import { type Curve, pieceAt, pieceValues } from "./curve.ts";

/** s of the points and, per point, the first and second derivative by s of each row: the joints, then x, y, z of the tool. */
export interface Grid {
  readonly rows: number;
  readonly s: Float64Array;
  readonly d1: Float64Array;
  readonly d2: Float64Array;
}

/** Stretches of constant s'': how long each takes, and s'' on it. */
export interface Stretches {
  readonly lastsS: number[];
  readonly second: number[];
}

/** Neighbours whose s'' differs by less than this, of the greatest, are one stretch. */
const SAME = 0.02;
const MOST_STEPS = 40;
/** The first and last interval are cut here, since least is gained in them from a standstill. */
const END_SHARES = [1 / 16, 1 / 4] as const;

/**
 * A grid with at least `least` intervals, and `perPiece` on each piece of the curve. `look` is called for each point and
 * writes the tool's three numbers.
 */
export function gridOf(
  curve: Curve,
  least: number,
  perPiece: number,
  look: (index: number, q: Float64Array, d1: Float64Array, tool: Float64Array) => void,
): Grid {
  const { dof, knots } = curve;
  const s: number[] = [];
  for (let piece = 0; piece + 1 < knots.length; piece++) {
    const lengthS = knots[piece + 1]! - knots[piece]!;
    const parts = Math.max(perPiece, Math.ceil(least * lengthS));
    for (let k = 0; k < parts; k++) s.push(knots[piece]! + (lengthS * k) / parts);
  }
  const [head, tail] = [s[1] ?? 1, 1 - s[s.length - 1]!];
  s.splice(1, 0, ...END_SHARES.map((share) => head * share));
  s.push(...END_SHARES.toReversed().map((share) => 1 - tail * share), 1);
  const rows = dof + 3;
  const grid: Grid = {
    rows,
    s: Float64Array.from(s),
    d1: new Float64Array(s.length * rows),
    d2: new Float64Array(s.length * rows),
  };
  const q = new Float64Array(dof);
  for (let i = 0; i < s.length; i++) {
    const d1 = grid.d1.subarray(i * rows, i * rows + dof);
    pieceValues(curve, pieceAt(curve, s[i]!), s[i]!, q, d1, grid.d2.subarray(i * rows, i * rows + dof));
    look(i, q, d1, grid.d1.subarray(i * rows + dof, (i + 1) * rows));
  }
  for (let i = 0; i < s.length; i++) {
    const [before, after] = [Math.max(0, i - 1), Math.min(s.length - 1, i + 1)];
    for (let row = dof; row < rows; row++) {
      const change = grid.d1[after * rows + row]! - grid.d1[before * rows + row]!;
      grid.d2[i * rows + row] = change / (s[after]! - s[before]!);
    }
  }
  return grid;
}

/**
 * @param mostX the greatest s'² at each point
 * @param acceleration the limit of each row
 */
export function fastest(grid: Grid, mostX: Float64Array, acceleration: Float64Array): Stretches {
  const { rows, s, d1, d2 } = grid;
  const count = s.length;
  const line = { value: 0, slope: 0 };
  // With x = s'² and u = s'' constant from point i to the next: x₊ = x + 2 Δ u, so every limit at either end is a bound
  // of x₊ that is linear in x.
  const bound = (i: number, x: number, upper: boolean): void => {
    const inverse = 1 / (2 * (s[i + 1]! - s[i]!));
    line.value = upper ? Number.POSITIVE_INFINITY : 0;
    line.slope = 0;
    for (let side = 0; side < 2; side++) {
      for (let row = 0; row < rows; row++) {
        const at = (i + side) * rows + row;
        const rate = d1[at]! * inverse;
        const alpha = side === 0 ? d2[at]! - rate : -rate;
        const beta = side === 0 ? rate : rate + d2[at]!;
        if (Math.abs(beta) < 1e-12) continue;
        const slope = -alpha / beta;
        const half = acceleration[row]! / Math.abs(beta);
        const value = slope * x + (upper ? half : -half);
        if (upper ? value < line.value : value > line.value) {
          line.value = value;
          line.slope = slope;
        }
      }
    }
  };

  const most = Float64Array.from(mostX);
  most[0] = 0;
  most[count - 1] = 0;
  for (let i = count - 2; i > 0; i--) {
    // The gap between the bounds is convex in x: Newton's method from the right ends on its root.
    let x = most[i]!;
    for (let step = 0; step < MOST_STEPS; step++) {
      bound(i, x, false);
      const low = line.value;
      const lowSlope = line.slope;
      bound(i, x, true);
      const isCapped = line.value > most[i + 1]!;
      const excess = low - (isCapped ? most[i + 1]! : line.value);
      if (excess <= 1e-12 * (1 + low)) break;
      const slope = lowSlope - (isCapped ? 0 : line.slope);
      x = slope > 0 ? Math.max(0, x - excess / slope) : 0;
      if (x === 0) break;
    }
    most[i] = x;
  }
  const xs = new Float64Array(count);
  for (let i = 0; i + 1 < count; i++) {
    bound(i, xs[i]!, true);
    xs[i + 1] = Math.max(0, Math.min(most[i + 1]!, line.value));
  }
  return stretchesOf(s, xs);
}

function stretchesOf(s: Float64Array, xs: Float64Array): Stretches {
  const second = (from: number, to: number): number => (xs[to]! - xs[from]!) / (2 * (s[to]! - s[from]!));
  let greatest = 0;
  for (let i = 0; i + 1 < s.length; i++) greatest = Math.max(greatest, Math.abs(second(i, i + 1)));
  const stretches: Stretches = { lastsS: [], second: [] };
  for (let from = 0; from + 1 < s.length; ) {
    let to = from + 1;
    while (to + 1 < s.length && Math.abs(second(to, to + 1) - second(from, to)) <= SAME * greatest) to++;
    stretches.lastsS.push((2 * (s[to]! - s[from]!)) / (Math.sqrt(xs[from]!) + Math.sqrt(xs[to]!)));
    stretches.second.push(second(from, to));
    from = to;
  }
  return stretches;
}
