// The curve of a move as the contract describes it (kernel/contract/plan.ts), worked out by the oracle itself:
// the natural C² cubic spline through the points, knots spaced by chord length, here by slopes (Hermite).

export interface Path {
  readonly dof: number;
  at(s: number, q: Float64Array): void;
  /** Into `travel`, per joint, the greatest |q(s) - q(middle)| over s in [a, b]: exact, by the cubics' own extrema. */
  travel(a: number, b: number, travel: Float64Array): void;
}

/** Points no further apart than this count once. */
const SAME_RAD = 1e-9;

/** @param knots s of each point, where the move gives them; they ascend from 0 to 1 */
export function pathThrough(points: readonly (readonly number[])[], knots: readonly number[] | null): Path {
  const dof = points[0]!.length;
  const rows: (readonly number[])[] = knots === null ? [points[0]!] : [...points];
  const lengths = knots === null ? [] : knots.slice(1).map((s, i) => s - knots[i]!);
  for (const point of knots === null ? points : []) {
    const last = rows[rows.length - 1]!;
    const chord = Math.hypot(...point.map((x, j) => x - last[j]!));
    if (chord <= SAME_RAD) continue;
    rows.push(point);
    lengths.push(chord);
  }
  if (lengths.length === 0) {
    rows.push(points[points.length - 1]!);
    lengths.push(1);
  }
  const whole = lengths.reduce((sum, x) => sum + x, 0);
  const widths = lengths.map((x) => x / whole);
  const starts = [0];
  for (const width of widths) starts.push(starts[starts.length - 1]! + width);
  const slopes = Array.from({ length: dof }, (_, j) =>
    slopesOf(
      rows.map((row) => row[j]!),
      widths,
    ),
  );
  const pieces = widths.length;
  const scratch = new Float64Array(dof);

  const pieceOf = (s: number): number => {
    let piece = 0;
    while (piece + 1 < pieces && starts[piece + 1]! <= s) piece++;
    return piece;
  };
  const value = (piece: number, j: number, s: number): number => {
    const h = widths[piece]!;
    const t = (s - starts[piece]!) / h;
    const u = 1 - t;
    const y0 = rows[piece]![j]!;
    const y1 = rows[piece + 1]![j]!;
    const m0 = slopes[j]![piece]! * h;
    const m1 = slopes[j]![piece + 1]! * h;
    return y0 * u * u * (1 + 2 * t) + y1 * t * t * (3 - 2 * t) + m0 * t * u * u - m1 * t * t * u;
  };
  return {
    dof,
    at(s, q) {
      const piece = pieceOf(s);
      for (let j = 0; j < dof; j++) q[j] = value(piece, j, s);
    },
    travel(a, b, travel) {
      const middle = (a + b) / 2;
      if (pieces === 1) {
        for (let j = 0; j < dof; j++) travel[j] = (Math.abs(rows[1]![j]! - rows[0]![j]!) * (b - a)) / 2;
        return;
      }
      this.at(middle, scratch);
      const first = pieceOf(a);
      const last = pieceOf(b);
      for (let j = 0; j < dof; j++) {
        const here = scratch[j]!;
        let most = 0;
        for (let piece = first; piece <= last; piece++) {
          const low = Math.max(a, starts[piece]!);
          const high = Math.min(b, starts[piece + 1]!);
          const h = widths[piece]!;
          const chord = rows[piece + 1]![j]! - rows[piece]![j]!;
          const m0 = slopes[j]![piece]! * h;
          const m1 = slopes[j]![piece + 1]! * h;
          // The derivative by t: m0 + 2 (3 chord - 2 m0 - m1) t + 3 (m0 + m1 - 2 chord) t².
          const c = 3 * chord - 2 * m0 - m1;
          const d = 3 * (m0 + m1 - 2 * chord);
          const sum = -(c + (c < 0 ? -1 : 1) * Math.sqrt(c * c - d * m0));
          const one = starts[piece]! + (h * sum) / d;
          const other = starts[piece]! + (h * m0) / sum;
          most = Math.max(most, Math.abs(value(piece, j, low) - here), Math.abs(value(piece, j, high) - here));
          if (one > low && one < high) most = Math.max(most, Math.abs(value(piece, j, one) - here));
          if (other > low && other < high) most = Math.max(most, Math.abs(value(piece, j, other) - here));
        }
        travel[j] = most;
      }
    },
  };
}

/** Slopes at the knots of the natural spline through `y`, by elimination. */
function slopesOf(y: readonly number[], h: readonly number[]): number[] {
  const n = y.length;
  const rise = h.map((width, i) => (y[i + 1]! - y[i]!) / width);
  const upper = new Array<number>(n).fill(0);
  const right = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    const before = i > 0 ? 1 / h[i - 1]! : 0;
    const after = i < n - 1 ? 1 / h[i]! : 0;
    const pivot = 2 * (before + after) - before * (upper[i - 1] ?? 0);
    const sum = 3 * (before * (rise[i - 1] ?? 0) + after * (rise[i] ?? 0));
    upper[i] = after / pivot;
    right[i] = (sum - before * (right[i - 1] ?? 0)) / pivot;
  }
  for (let i = n - 2; i >= 0; i--) right[i] = right[i]! - upper[i]! * right[i + 1]!;
  return right;
}
