// One joint between two states that are within limits: which durations it can realise (step 1, with the blocked
// intervals left implicit: we only ever ask for the next duration that is possible).
import { createFamily, dropOf, durationOf, evaluate, type Family, setFamily } from "./family.ts";
import { firstReach } from "./reach.ts";

/** Rounding of a duration or of a change of velocity (scaled), so that joints which can take one duration only agree. */
const SLACK = 1e-12;

/** Scaled units as in family.ts. The joint ends between -down.position and up.position of equal duration. */
export interface Joint {
  readonly up: Family;
  readonly down: Family;
  position: number;
  tolerance: number;
  /** Velocity and acceleration can be met in [first, firstEnd] and from `second` on. */
  first: number;
  firstEnd: number;
  second: number;
}

export const createJoint = (): Joint => {
  const x = Number.NaN;
  return { up: createFamily(), down: createFamily(), position: x, tolerance: x, first: x, firstEnd: x, second: x };
};

/** Sets the joint up: displacement, start (v0, a0) and target (vf, af); vMin and aMin are negative. */
export function setJoint(
  joint: Joint,
  position: number,
  v0: number,
  a0: number,
  vf: number,
  af: number,
  vMin: number,
  vMax: number,
  aMin: number,
  aMax: number,
  tolerance: number,
): void {
  joint.position = position;
  joint.tolerance = tolerance;
  setFamily(joint.up, v0, a0, vf, af, vMax, aMax, -aMin);
  setFamily(joint.down, -v0, -a0, -vf, -af, -vMin, -aMin, aMax);
  const straight = 0.5 * Math.abs(af - a0) * (af + a0);
  const dv = vf - v0;
  // What misses the straight change by rounding only counts as it: if not, it may need a whole detour.
  const slack = a0 + af < 0 ? SLACK : -SLACK;
  if (dv >= straight + slack * (1 + a0 * a0 + af * af)) setDurations(joint, dv, a0, af, aMax, -aMin);
  else setDurations(joint, -dv, -a0, -af, -aMin, aMax);
}

/**
 * Durations in which the velocity can change by `dv` from a0 to af, where going straight from a0 to af gives less.
 * There is a gap when both accelerations are positive: then waiting means too much speed until there is time to
 * decelerate in between.
 */
function setDurations(joint: Joint, dv: number, a0: number, af: number, top: number, bottom: number): void {
  const squares = 0.5 * (a0 * a0 + af * af);
  const peakSquare = Math.max(0, dv + squares);
  const rise = peakSquare <= top * top ? 2 * Math.sqrt(peakSquare) : top + peakSquare / top;
  joint.first = Math.max(Math.abs(af - a0), rise - a0 - af);
  joint.firstEnd = Number.POSITIVE_INFINITY;
  joint.second = Number.POSITIVE_INFINITY;
  const troughSquare = squares - dv;
  if (a0 > 0 && af > 0 && troughSquare > 0) {
    const trough = Math.sqrt(troughSquare);
    joint.firstEnd = Math.max(joint.first, a0 + af - 2 * trough);
    joint.second = a0 + af + (trough <= bottom ? 2 * trough : bottom + troughSquare / bottom);
  }
}

/** The duration itself, or the end of a gap that it lies in by rounding only. */
function snap(joint: Joint, duration: number): number {
  const slack = SLACK * (1 + duration);
  if (duration < joint.first && duration > joint.first - slack) return joint.first;
  if (duration > joint.firstEnd && duration < joint.firstEnd + slack) return joint.firstEnd;
  if (duration < joint.second && duration > joint.second - slack) return joint.second;
  return duration;
}

/** Whether the joint can take exactly this long; if velocity and acceleration allow it, evaluates both families there. */
export function reaches(joint: Joint, exactDuration: number): boolean {
  const duration = snap(joint, exactDuration);
  if (duration < joint.first || (duration > joint.firstEnd && duration < joint.second)) return false;
  evaluate(joint.up, dropOf(joint.up, duration));
  evaluate(joint.down, dropOf(joint.down, duration));
  return (
    joint.position <= joint.up.position + joint.tolerance && -joint.position <= joint.down.position + joint.tolerance
  );
}

function earliestWithin(joint: Joint, from: number, end: number): number {
  if (reaches(joint, from)) return from;
  const isShort = joint.position > joint.up.position;
  const family = isShort ? joint.up : joint.down;
  const position = isShort ? joint.position : -joint.position;
  const drop = firstReach(family, dropOf(family, from), dropOf(family, end), position, joint.tolerance);
  return durationOf(family, drop);
}

/** The least duration ≥ `from` (or less by rounding) that the joint can realise; NaN if numbers overflow. */
export function earliest(joint: Joint, exactFrom: number): number {
  const from = snap(joint, exactFrom);
  if (from <= joint.firstEnd) {
    const duration = earliestWithin(joint, Math.max(from, joint.first), joint.firstEnd);
    if (duration >= 0) return duration;
    if (joint.second === Number.POSITIVE_INFINITY) return Number.NaN;
  }
  return earliestWithin(joint, Math.max(from, joint.second), Number.POSITIVE_INFINITY);
}
