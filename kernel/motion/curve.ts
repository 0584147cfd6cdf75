// The geometry of a move, as `MoveSegment` in the contract documents it: the natural C² cubic spline through the
// points over s in [0, 1].
import { RoboError } from "../contract/errors.ts";
import type { MoveSegment } from "../contract/plan.ts";
import { oncePer } from "./once-per.ts";

export interface Curve {
  readonly dof: number;
  /** s of each point, from 0 to 1, spaced by the distance between points in joint space. Repeated points count once. */
  readonly knots: Float64Array;
  /** Per piece and joint the four coefficients of a + b·h + c·h² + d·h³, h = s - knot. */
  readonly coefficients: Float64Array;
  /** Second derivative by s at each knot, per joint; linear in between. */
  readonly seconds: Float64Array;
}

type Points = readonly (readonly number[])[];

/** What may be swept or looked along: a curve, or points for one through them. */
export type Path = Curve | Points;

export const curveOf = (path: Path): Curve => ("dof" in path ? path : curveThrough(path));

/** The curve of a move; made once per segment, since every hook asks for it. */
export const curveOfMove = oncePer(({ pointsRad, knots }: MoveSegment): Curve => curveThrough(pointsRad, knots));

/**
 * @param knots s of each point; default: by distance in joint space, repeated points counting once
 * @throws E_STALE when there is no point, one is not finite or not as long as the first, or knots do not ascend from 0 to 1
 */
export function curveThrough(points: Points, knots?: readonly number[]): Curve {
  const dof = dofOf(points);
  if (knots === undefined) return splineByDistance(points, dof);
  const ascends = knots.every((s, k) => (k === 0 ? s === 0 : s > knots[k - 1]!));
  if (knots.length < 2 || knots.length !== points.length || !ascends || knots.at(-1) !== 1)
    throw new RoboError("E_STALE", `knots must ascend from 0 to 1, one a point: ${knots.join(", ")}`);
  return splineAt(points, Float64Array.from(knots), dof);
}

function dofOf(points: Points): number {
  const first = points[0];
  if (first === undefined) throw new RoboError("E_STALE", "a move needs at least one point");
  for (const point of points) {
    if (point.length !== first.length)
      throw new RoboError("E_STALE", `a point has ${point.length} joints, not ${first.length}`);
    if (!point.every(Number.isFinite)) throw new RoboError("E_STALE", `a point is not finite: ${point.join(", ")}`);
  }
  return first.length;
}

function splineByDistance(points: Points, dof: number): Curve {
  const kept: (readonly number[])[] = [points[0]!];
  const reach: number[] = [0];
  for (const point of points) {
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
  return splineAt(
    kept,
    Float64Array.from(reach, (x) => x / total),
    dof,
  );
}

function splineAt(kept: Points, knots: Float64Array, dof: number): Curve {
  const seconds = naturalSeconds(kept, knots, dof);
  const coefficients = new Float64Array((kept.length - 1) * dof * 4);
  for (let piece = 0; piece + 1 < kept.length; piece++) {
    const h = knots[piece + 1]! - knots[piece]!;
    for (let j = 0; j < dof; j++) {
      const [y0, y1] = [kept[piece]![j]!, kept[piece + 1]![j]!];
      const [m0, m1] = [seconds[piece * dof + j]!, seconds[(piece + 1) * dof + j]!];
      const at = (piece * dof + j) * 4;
      coefficients[at] = y0;
      coefficients[at + 1] = (y1 - y0) / h - (h * (2 * m0 + m1)) / 6;
      coefficients[at + 2] = m0 / 2;
      coefficients[at + 3] = (m1 - m0) / (6 * h);
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
