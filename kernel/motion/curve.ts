// The geometry of a move.
import type { MoveSegment } from "../contract/plan.ts";

export interface Curve {
  readonly dof: number;
  readonly knots: Float64Array;
  readonly coefficients: Float64Array;
}
export function curveThrough(_points: readonly (readonly number[])[]): Curve {
  throw new Error("being written");
}
export function curveAt(_curve: Curve, _s: number, _q: Float64Array, _dq?: Float64Array, _ddq?: Float64Array, _dddq?: Float64Array): void {
  throw new Error("being written");
}
export interface MoveSampler {
  readonly durationS: number;
  at(tS: number, q: Float64Array, v: Float64Array, a?: Float64Array, j?: Float64Array): void;
}
export function moveSampler(_move: MoveSegment): MoveSampler {
  throw new Error("being written");
}
