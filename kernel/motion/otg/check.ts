// What cannot be planned, said before anything is computed: malformed limits, numbers that are none, and targets that
// no motion within limits can arrive at.
import type { JointLimits } from "./brake.ts";

const finite = (...values: readonly number[]): boolean => values.every(Number.isFinite);

/** Why a target velocity and acceleration cannot be reached within limits, or why the numbers are none; else null. */
export function whyInfeasible(
  limits: JointLimits,
  p0: number,
  v0: number,
  a0: number,
  p: number,
  v: number,
  a: number,
): string | null {
  const { vMin, vMax, aMin, aMax, j } = limits;
  if (isFine(limits, p0, v0, a0, p, v, a)) return null;
  if (!finite(vMin, vMax, aMin, aMax, j) || !(vMin < 0 && vMax > 0 && aMin < 0 && aMax > 0 && j > 0))
    return `limits v ${vMin}…${vMax}, a ${aMin}…${aMax}, j ${j} must be finite, with zero strictly inside`;
  if (!finite(p0, v0, a0)) return `the start (p ${p0}, v ${v0}, a ${a0}) is not finite`;
  if (!finite(p, v, a)) return `the target (p ${p}, v ${v}, a ${a}) is not finite`;
  if (v < vMin || v > vMax) return `target velocity ${v} is outside ${vMin}…${vMax}`;
  if (a < aMin || a > aMax) return `target acceleration ${a} is outside ${aMin}…${aMax}`;
  const before = v - (0.5 * a * Math.abs(a)) / j;
  return `target velocity ${v} with acceleration ${a} can only be reached from velocity ${before}, outside ${vMin}…${vMax}`;
}

/** The common case, without allocation. */
function isFine(l: JointLimits, p0: number, v0: number, a0: number, p: number, v: number, a: number): boolean {
  const areLimits = l.vMin < 0 && l.vMax > 0 && l.aMin < 0 && l.aMax > 0 && l.j > 0;
  const areFinite = Number.isFinite(l.vMin + l.vMax + l.aMin + l.aMax + l.j + p0 + v0 + a0 + p + v + a);
  if (!areLimits || !areFinite || v < l.vMin || v > l.vMax || a < l.aMin || a > l.aMax) return false;
  const before = v - (0.5 * a * Math.abs(a)) / l.j;
  return before >= l.vMin && before <= l.vMax;
}
