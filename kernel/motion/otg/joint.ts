// One joint between two states that are within limits: which durations it can realise (step 1, with the blocked
// intervals left implicit: we only ever ask for the next duration that is possible).
import { createFamily, dropOf, durationOf, evaluate, type Family, type Scaled, setFamily } from "./family.ts";
import { firstReach } from "./reach.ts";

/** Rounding of a duration or of a change of velocity (scaled), so that joints which can take one duration only agree. */
const SLACK = 1e-12;

/** Scaled units as in family.ts. The joint ends between -down.position and up.position of equal duration. */
export interface Joint extends Scaled {
  readonly up: Family;
  readonly down: Family;
  position: number;
  tolerance: number;
  /** Velocity and acceleration can be met in [first, firstEnd] and from `second` on. */
  first: number;
  firstEnd: number;
  second: number;
  /** What `reaches` was last asked for. */
  duration: number;
}

export const createJoint = (): Joint => ({
  up: createFamily(),
  down: createFamily(),
  position: Number.NaN,
  tolerance: Number.NaN,
  v0: Number.NaN,
  a0: Number.NaN,
  vf: Number.NaN,
  af: Number.NaN,
  vMin: Number.NaN,
  vMax: Number.NaN,
  aMin: Number.NaN,
  aMax: Number.NaN,
  first: Number.NaN,
  firstEnd: Number.NaN,
  second: Number.NaN,
  duration: Number.NaN,
});

/** To be called when the joint's displacement (`position`), tolerance, states and limits have been written. */
export function setJoint(joint: Joint): void {
  setFamily(joint.up, joint, 1);
  setFamily(joint.down, joint, -1);
  const sum = joint.a0 + joint.af;
  const straight = 0.5 * Math.abs(joint.af - joint.a0) * sum;
  // What misses the straight change by rounding only counts as it: if not, it may need a whole detour.
  const slack = (sum < 0 ? SLACK : -SLACK) * (1 + joint.a0 * joint.a0 + joint.af * joint.af);
  if (joint.vf - joint.v0 >= straight + slack) setDurations(joint, 1);
  else setDurations(joint, -1);
}

/**
 * Durations in which velocity and acceleration can be met, where going straight from a0 to af gives too little velocity
 * (`sign` 1; too much for -1). There is a gap when both accelerations are positive: then waiting means too much speed
 * until there is time to decelerate in between.
 */
function setDurations(joint: Joint, sign: 1 | -1): void {
  const a0 = sign * joint.a0;
  const af = sign * joint.af;
  const dv = sign * (joint.vf - joint.v0);
  const top = sign > 0 ? joint.aMax : -joint.aMin;
  const bottom = sign > 0 ? -joint.aMin : joint.aMax;
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
  if (duration >= joint.first && duration <= joint.firstEnd) return duration;
  const slack = SLACK * (1 + duration);
  if (duration < joint.first && duration > joint.first - slack) return joint.first;
  if (duration > joint.firstEnd && duration < joint.firstEnd + slack) return joint.firstEnd;
  if (duration < joint.second && duration > joint.second - slack) return joint.second;
  return duration;
}

/** Whether the joint can take exactly this long; if velocity and acceleration allow it, evaluates both families there. */
export function reaches(joint: Joint, duration: number): boolean {
  joint.duration = duration;
  return reachesDuration(joint);
}

function reachesDuration(joint: Joint): boolean {
  const { up, down } = joint;
  const duration = snap(joint, joint.duration);
  if (duration < joint.first || (duration > joint.firstEnd && duration < joint.second)) return false;
  evaluate(up, dropOf(up, duration));
  evaluate(down, dropOf(down, duration));
  return joint.position <= up.position + joint.tolerance && -joint.position <= down.position + joint.tolerance;
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
