// The timing law of a move: s(t) from rest to rest in phases of constant jerk, and the move walked by it.
import { RoboError } from "../contract/errors.ts";
import type { MoveSegment, Phase } from "../contract/plan.ts";
import { curveOfMove, pieceAt, pieceValues } from "./curve.ts";
import { oncePer } from "./once-per.ts";

export interface Law {
  readonly durationS: number;
  /** Per phase its start, s and its derivatives there, and the jerk; `startS` has the end as one more. */
  readonly startS: Float64Array;
  readonly s: Float64Array;
  readonly v: Float64Array;
  readonly a: Float64Array;
  readonly j: Float64Array;
}

/** In units of s, s·T and s·T²: what rounding over hundreds of phases may leave at the end. */
const TOLERANCE = 1e-9;

/** The simplest law of a duration: jerk +, -, -, + over a quarter each. */
const plainPhases = (durationS: number): Phase[] =>
  [1, -1, -1, 1].map((sign) => [durationS / 4, (32 * sign) / durationS ** 3]);

/** The law of a move; made once per segment, since every hook asks for it. */
export const lawOfMove = oncePer(
  ({ durationS, phases }: MoveSegment): Law => lawOf(durationS, phases ?? plainPhases(durationS)),
);

/** Throws E_STALE unless the phases last `durationS` and lead, never backwards, from s = 0 at rest to s = 1 at rest. */
export function lawOf(durationS: number, phases: readonly Phase[]): Law {
  const count = phases.length;
  const law: Law = {
    durationS,
    startS: new Float64Array(count + 1),
    s: new Float64Array(count),
    v: new Float64Array(count),
    a: new Float64Array(count),
    j: new Float64Array(count),
  };
  if (!(durationS > 0) || !(durationS < Number.POSITIVE_INFINITY) || count === 0)
    throw new RoboError("E_STALE", `a move of ${durationS} s in ${count} phases cannot be timed`);
  let [t, s, v, a] = [0, 0, 0, 0];
  let slowest = 0;
  for (let k = 0; k < count; k++) {
    const [h, j] = phases[k]!;
    if (!(h >= 0)) throw new RoboError("E_STALE", `phase ${k} of a move lasts ${h} s`);
    law.startS[k] = t;
    law.s[k] = s;
    law.v[k] = v;
    law.a[k] = a;
    law.j[k] = j;
    const turn = -a / j;
    if (turn > 0 && turn < h) slowest = Math.min(slowest, v + (a * turn) / 2);
    s += h * (v + h * (a / 2 + (h * j) / 6));
    v += h * (a + (h * j) / 2);
    a += h * j;
    t += h;
    slowest = Math.min(slowest, v);
  }
  law.startS[count] = durationS;
  const offs = [s - 1, v * durationS, a * durationS ** 2, (t - durationS) / durationS];
  if (!offs.every((off) => Math.abs(off) <= TOLERANCE) || !(slowest * durationS >= -TOLERANCE))
    throw new RoboError("E_STALE", `the phases of a move do not lead to its end at rest (off by ${offs.join(", ")})`);
  return law;
}

/** The phase that holds `tS`. */
export function phaseAt({ startS }: Law, tS: number): number {
  let low = 0;
  let high = startS.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startS[middle]! <= tS) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** s and its first three derivatives, `sinceS` into a phase, into `out`. s is kept in [0, 1]. */
export function lawValues(law: Law, phase: number, sinceS: number, out: Float64Array): void {
  const v = law.v[phase]!;
  const a = law.a[phase]!;
  const j = law.j[phase]!;
  const s = law.s[phase]! + sinceS * (v + sinceS * (a / 2 + (sinceS * j) / 6));
  out[0] = Math.max(0, Math.min(1, s));
  out[1] = v + sinceS * (a + (sinceS * j) / 2);
  out[2] = a + sinceS * j;
  out[3] = j;
}

export interface MoveSampler {
  readonly dof: number;
  readonly durationS: number;
  /** Joint position (rad), velocity and, where asked for, acceleration and jerk at `tS`; before 0 and after the end at rest there. */
  at(tS: number, q: Float64Array, v: Float64Array, a?: Float64Array, j?: Float64Array): void;
}

/** Walks a move in time. Allocates nothing per call. */
export function moveSampler(move: MoveSegment): MoveSampler {
  const curve = curveOfMove(move);
  const law = lawOfMove(move);
  const { dof } = curve;
  const { durationS } = law;
  const at = new Float64Array(4);
  const [d1, d2, d3] = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)];
  return {
    dof,
    durationS,
    at(tS, q, v, a, j) {
      if (tS > 0 && tS < durationS) {
        const phase = phaseAt(law, tS);
        lawValues(law, phase, tS - law.startS[phase]!, at);
      } else {
        at.fill(0);
        at[0] = tS > 0 ? 1 : 0;
      }
      const s1 = at[1]!;
      const s2 = at[2]!;
      const s3 = at[3]!;
      pieceValues(curve, pieceAt(curve, at[0]!), at[0]!, q, d1, d2, d3);
      for (let k = 0; k < dof; k++) {
        v[k] = d1[k]! * s1;
        if (a !== undefined) a[k] = d2[k]! * s1 * s1 + d1[k]! * s2;
        if (j !== undefined) j[k] = d3[k]! * s1 * s1 * s1 + 3 * d2[k]! * s1 * s2 + d1[k]! * s3;
      }
    },
  };
}
