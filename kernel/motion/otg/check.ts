// What cannot be planned, said before anything is computed: malformed limits, numbers that are none, and targets that
// no motion within limits can arrive at.
import type { JointLimits } from "./brake.ts";

interface State {
  readonly p: number;
  readonly v: number;
  readonly a: number;
}

/** The velocity at which the joint last had no acceleration before arriving at the target, at the soonest. */
const velocityBefore = (target: State, j: number): number => target.v - (0.5 * target.a * Math.abs(target.a)) / j;

/** Whether limits and numbers are well formed, and the target can be arrived at within limits. */
export function isFeasible(l: JointLimits, start: State, target: State): boolean {
  const { vMin, vMax, aMin, aMax, j } = l;
  if (!(vMin < 0 && vMax > 0 && aMin < 0 && aMax > 0 && j > 0)) return false;
  // A sum is finite only if all its terms are.
  if (!Number.isFinite(vMin + vMax + aMin + aMax + j + start.p + start.v + start.a + target.p)) return false;
  const before = velocityBefore(target, j);
  return (
    target.v >= vMin && target.v <= vMax && target.a >= aMin && target.a <= aMax && before >= vMin && before <= vMax
  );
}

const areFinite = (...values: readonly number[]): boolean => values.every(Number.isFinite);

/** Why `isFeasible` said no. */
export function whyInfeasible(limits: JointLimits, start: State, target: State): string {
  const { vMin, vMax, aMin, aMax, j } = limits;
  const { v, a } = target;
  if (!areFinite(vMin, vMax, aMin, aMax, j) || !(vMin < 0 && vMax > 0 && aMin < 0 && aMax > 0 && j > 0))
    return `limits v ${vMin}…${vMax}, a ${aMin}…${aMax}, j ${j} must be finite, with zero strictly inside`;
  if (!areFinite(start.p, start.v, start.a))
    return `the start (p ${start.p}, v ${start.v}, a ${start.a}) is not finite`;
  if (!areFinite(target.p, v, a)) return `the target (p ${target.p}, v ${v}, a ${a}) is not finite`;
  if (v < vMin || v > vMax) return `target velocity ${v} is outside ${vMin}…${vMax}`;
  if (a < aMin || a > aMax) return `target acceleration ${a} is outside ${aMin}…${aMax}`;
  const before = velocityBefore(target, j);
  return `target velocity ${v} with acceleration ${a} can only come from velocity ${before}, outside ${vMin}…${vMax}`;
}
