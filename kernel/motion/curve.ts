// The geometry and the timing law of a move, as `MoveSegment` in the contract documents them: the
// natural C² cubic spline through the points over s in [0, 1], walked by one septic s(t) from rest to rest.
import { RoboError } from "../contract/errors.ts";
import type { MoveSegment } from "../contract/plan.ts";

export interface Curve {
  readonly dof: number;
  /** s of each point, from 0 to 1, spaced by the distance between points in joint space. Repeated points count once. */
  readonly knots: Float64Array;
  /** Per piece and joint the four coefficients of a + b·h + c·h² + d·h³, h = s - knot. */
  readonly coefficients: Float64Array;
  /** Second derivative by s at each knot, per joint; linear in between. */
  readonly seconds: Float64Array;
}

/** Throws E_STALE when there is no point, or one that is not finite or not as long as the first. */
export function curveThrough(points: readonly (readonly number[])[]): Curve {
  const first = points[0];
  if (first === undefined) throw new RoboError("E_STALE", "a move needs at least one point");
  const dof = first.length;
  const kept: (readonly number[])[] = [first];
  const reach: number[] = [0];
  for (const point of points) {
    if (point.length !== dof) throw new RoboError("E_STALE", `a point has ${point.length} joints, not ${dof}`);
    if (!point.every(Number.isFinite)) throw new RoboError("E_STALE", `a point is not finite: ${point.join(", ")}`);
    const before = kept[kept.length - 1]!;
    const chord = Math.sqrt(point.reduce((sum, x, j) => sum + (x - before[j]!) ** 2, 0));
    if (!(chord > 1e-9)) continue;
    reach.push(reach[reach.length - 1]! + chord);
    kept.push(point);
  }
  const last = points[points.length - 1]!;
  if (kept.length === 1) {
    kept.push(last);
    reach.push(1);
  }
  const total = reach[reach.length - 1]!;
  const knots = Float64Array.from(reach, (x) => x / total);
  const seconds = naturalSeconds(kept, knots, dof);
  const coefficients = new Float64Array((kept.length - 1) * dof * 4);
  for (let piece = 0; piece + 1 < kept.length; piece++) {
    const h = knots[piece + 1]! - knots[piece]!;
    for (let j = 0; j < dof; j++) {
      const [y0, y1] = [kept[piece]![j]!, kept[piece + 1]![j]!];
      const [m0, m1] = [seconds[piece * dof + j]!, seconds[(piece + 1) * dof + j]!];
      coefficients.set(
        [y0, (y1 - y0) / h - (h * (2 * m0 + m1)) / 6, m0 / 2, (m1 - m0) / (6 * h)],
        (piece * dof + j) * 4,
      );
    }
  }
  return { dof, knots, coefficients, seconds };
}

/** Solves the tridiagonal system of the natural spline (second derivative 0 at both ends) for every joint. */
function naturalSeconds(points: readonly (readonly number[])[], knots: Float64Array, dof: number): Float64Array {
  const n = points.length;
  const seconds = new Float64Array(n * dof);
  const upper = new Float64Array(n);
  for (let j = 0; j < dof; j++) {
    for (let k = 1; k + 1 < n; k++) {
      const h0 = knots[k]! - knots[k - 1]!;
      const h1 = knots[k + 1]! - knots[k]!;
      const [before, here, after] = [points[k - 1]![j]!, points[k]![j]!, points[k + 1]![j]!];
      const right = 6 * ((after - here) / h1 - (here - before) / h0);
      const pivot = 2 * (h0 + h1) - h0 * upper[k - 1]!;
      upper[k] = h1 / pivot;
      seconds[k * dof + j] = (right - h0 * seconds[(k - 1) * dof + j]!) / pivot;
    }
    for (let k = n - 2; k > 0; k--) {
      seconds[k * dof + j] = seconds[k * dof + j]! - upper[k]! * seconds[(k + 1) * dof + j]!;
    }
  }
  return seconds;
}

/** The piece that holds `s`; `s` outside [0, 1] belongs to the end pieces. */
export function pieceAt(curve: Curve, s: number): number {
  let low = 0;
  let high = curve.knots.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (curve.knots[middle]! <= s) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Joints at `s` in [0, 1] and, where asked for, the first three derivatives by s. Allocates nothing. */
export function curveAt(
  curve: Curve,
  s: number,
  q: Float64Array,
  dq?: Float64Array,
  ddq?: Float64Array,
  dddq?: Float64Array,
): void {
  pieceValues(curve, pieceAt(curve, s), s, q, dq, ddq, dddq);
}

/** As `curveAt` on a given piece: at a knot the third derivative differs from side to side. */
export function pieceValues(
  curve: Curve,
  piece: number,
  s: number,
  q: Float64Array,
  dq?: Float64Array,
  ddq?: Float64Array,
  dddq?: Float64Array,
): void {
  const { dof, coefficients } = curve;
  const h = s - curve.knots[piece]!;
  for (let j = 0, at = piece * dof * 4; j < dof; j++, at += 4) {
    const b = coefficients[at + 1]!;
    const c = coefficients[at + 2]!;
    const d = coefficients[at + 3]!;
    q[j] = coefficients[at]! + h * (b + h * (c + h * d));
    if (dq !== undefined) dq[j] = b + h * (2 * c + 3 * h * d);
    if (ddq !== undefined) ddq[j] = 2 * c + 6 * h * d;
    if (dddq !== undefined) dddq[j] = 6 * d;
  }
}

/** The septic 35u⁴ - 84u⁵ + 70u⁶ - 20u⁷ and its first three derivatives by u at `u` in [0, 1], into `out`. */
export function septicAt(u: number, out: Float64Array): void {
  const u2 = u * u;
  const w = 1 - u;
  out[0] = u2 * u2 * (35 + u * (-84 + u * (70 - 20 * u)));
  out[1] = 140 * u2 * u * w * w * w;
  out[2] = 420 * u2 * w * w * (1 - 2 * u);
  out[3] = 840 * u * w * (1 - 5 * u * w);
}

export interface MoveSampler {
  readonly durationS: number;
  /** Joint position (rad), velocity and, where asked for, acceleration and jerk at `tS`; before 0 and after the end at rest there. */
  at(tS: number, q: Float64Array, v: Float64Array, a?: Float64Array, j?: Float64Array): void;
}

/** Walks a move in time. Allocates nothing per call. */
export function moveSampler(move: MoveSegment): MoveSampler {
  const curve = curveThrough(move.pointsRad);
  const { dof } = curve;
  const { durationS } = move;
  const law = new Float64Array(4);
  const [d1, d2, d3] = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)];
  return {
    durationS,
    at(tS, q, v, a, j) {
      septicAt(durationS > 0 ? Math.min(1, Math.max(0, tS / durationS)) : 1, law);
      curveAt(curve, law[0]!, q, d1, d2, d3);
      const p1 = durationS > 0 ? law[1]! / durationS : 0;
      const p2 = durationS > 0 ? law[2]! / (durationS * durationS) : 0;
      const p3 = durationS > 0 ? law[3]! / (durationS * durationS * durationS) : 0;
      for (let k = 0; k < dof; k++) {
        v[k] = d1[k]! * p1;
        if (a !== undefined) a[k] = d2[k]! * p1 * p1 + d1[k]! * p2;
        if (j !== undefined) j[k] = d3[k]! * p1 * p1 * p1 + 3 * d2[k]! * p1 * p2 + d1[k]! * p3;
      }
    },
  };
}
