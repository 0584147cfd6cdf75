// A move cut where its formulas change: cells in time, each inside one phase of the law and one piece of the curve,
// so that within a cell everything is a polynomial.
import type { Curve } from "./curve.ts";
import { type Law, lawValues } from "./law.ts";

export interface Cells {
  /** `count` are in use; `startS` has the end as one more. */
  count: number;
  startS: Float64Array;
  phase: Int32Array;
  piece: Int32Array;
}

const at = new Float64Array(4);

/** The time within a phase, in (from, to], at which s reaches `s`; s never runs backwards. */
function whenAt(law: Law, phase: number, s: number, from: number, to: number): number {
  let [low, high] = [from, to];
  let t = (low + high) / 2;
  for (let k = 0; k < 60 && high - low > 1e-15 * high; k++) {
    lawValues(law, phase, t, at);
    if (at[0]! < s) low = t;
    else high = t;
    const newton = t - (at[0]! - s) / at[1]!;
    if (Math.abs(newton - t) < 1e-14 * high) return Math.min(high, Math.max(low, newton));
    t = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return t;
}

/** Cuts the move of this curve and law; no cell is longer than `longestS`. */
export function cellsOf({ knots }: Curve, law: Law, longestS = Number.POSITIVE_INFINITY): Cells {
  const phases = law.s.length;
  const most = phases + knots.length + Math.ceil(law.durationS / longestS);
  const cells: Cells = {
    count: 0,
    startS: new Float64Array(most + 1),
    phase: new Int32Array(most),
    piece: new Int32Array(most),
  };
  let piece = 0;
  for (let phase = 0; phase < phases; phase++) {
    const startS = law.startS[phase]!;
    const lastsS = law.startS[phase + 1]! - startS;
    if (!(lastsS > 0)) continue;
    for (let from = 0; from < lastsS; ) {
      lawValues(law, phase, lastsS, at);
      const isLast = piece + 2 === knots.length || at[0]! <= knots[piece + 1]!;
      const to = isLast ? lastsS : whenAt(law, phase, knots[piece + 1]!, from, lastsS);
      const parts = Math.max(1, Math.ceil((to - from) / longestS));
      for (let part = 0; part < parts && to > from; part++) {
        cells.startS[cells.count] = startS + from + ((to - from) * part) / parts;
        cells.phase[cells.count] = phase;
        cells.piece[cells.count++] = piece;
      }
      if (!isLast) piece++;
      from = to;
    }
  }
  cells.startS[cells.count] = law.durationS;
  return cells;
}
