// The motions that get farthest: for every duration, the one jerk-limited motion that ends at the greatest position.
// For a fixed duration the legal motions form a convex set, so the positions that a joint can end at are an interval;
// its upper end is reached by raising the acceleration first and lowering it last (jerk + 0 - 0 - 0 +, an "up" motion),
// its lower end by the mirror image. Step 1, blocked durations and step 2 all follow from these two curves.
// Source: Berscheid & Kröger, "Jerk-limited Real-time Trajectory Generation with Arbitrary Target States" (RSS 2021)
// for the seven phases; the closed forms here are our own, from Pontryagin's conditions.
//
// Units: time is scaled by the jerk limit, so that jerk is 1: time j·t, acceleration a, velocity j·v, position j²·p.
// A motion is named by its `drop`: how far the acceleration falls (plus half of what it holds) between its peak and its
// trough. It is half of (duration + a0 - af), and so grows with the duration.

/** One extremal family of one joint; `position` … `cruise` describe the member that `evaluate` was last asked for. */
export interface Family {
  a0: number;
  af: number;
  /** Greatest acceleration, and the greatest deceleration as a positive number. */
  top: number;
  bottom: number;
  vMax: number;
  /** Velocities at which the first and the last phase, prolonged, would have no acceleration. */
  v0: number;
  vf: number;
  /** vf - v0. */
  rise: number;
  /** What prolonging the first and the last phase adds to the position. */
  offset: number;
  /** The first member that cruises at vMax, and where it ends. */
  cruiseDrop: number;
  cruisePosition: number;
  /** Which member is evaluated, and its fall from peak to trough without holds. */
  drop: number;
  fall: number;
  position: number;
  /** d position / d duration. */
  slope: number;
  peak: number;
  trough: number;
  hold1: number;
  hold2: number;
  cruise: number;
}

/** Written out: in an object put together by spreading, V8 allocates each number that is stored (130 times slower). */
export const createFamily = (): Family => ({
  a0: Number.NaN,
  af: Number.NaN,
  top: Number.NaN,
  bottom: Number.NaN,
  vMax: Number.NaN,
  v0: Number.NaN,
  vf: Number.NaN,
  rise: Number.NaN,
  offset: Number.NaN,
  cruiseDrop: Number.NaN,
  cruisePosition: Number.NaN,
  drop: Number.NaN,
  fall: Number.NaN,
  position: Number.NaN,
  slope: Number.NaN,
  peak: Number.NaN,
  trough: Number.NaN,
  hold1: Number.NaN,
  hold2: Number.NaN,
  cruise: Number.NaN,
});

/** Time to change the velocity by `dv` ≥ 0 from and to no acceleration, with at most `aMax`. */
const swing = (dv: number, aMax: number): number => (dv < aMax * aMax ? 2 * Math.sqrt(dv) : dv / aMax + aMax);

/** From v0 up to vMax; by rounding, no less than what a0 makes certain. */
const climb = (f: Family): number => Math.max(f.vMax - f.v0, f.a0 > 0 ? f.a0 * f.a0 : 0);
const descent = (f: Family): number => Math.max(f.vMax - f.vf, f.af < 0 ? f.af * f.af : 0);

/** A problem in scaled units; vMin and aMin are negative. */
export interface Scaled {
  v0: number;
  a0: number;
  vf: number;
  af: number;
  vMin: number;
  vMax: number;
  aMin: number;
  aMax: number;
}

/** Sets the family up for a problem, or for its mirror image (`sign` -1). */
export function setFamily(f: Family, problem: Scaled, sign: 1 | -1): void {
  const a0 = sign * problem.a0;
  const af = sign * problem.af;
  const v0 = sign * problem.v0;
  const vf = sign * problem.vf;
  const vMax = sign > 0 ? problem.vMax : -problem.vMin;
  const top = sign > 0 ? problem.aMax : -problem.aMin;
  const bottom = sign > 0 ? -problem.aMin : problem.aMax;
  f.a0 = a0;
  f.af = af;
  f.vMax = vMax;
  f.top = top;
  f.bottom = bottom;
  const from = v0 - 0.5 * a0 * a0;
  const to = vf - 0.5 * af * af;
  f.v0 = from;
  f.vf = to;
  f.rise = to - from;
  f.offset = af * (to + (af * af) / 6) - a0 * (from + (a0 * a0) / 6);
  const up = swing(climb(f), top);
  const down = swing(descent(f), bottom);
  f.cruiseDrop = 0.5 * (up + down);
  f.cruisePosition = f.offset + 0.5 * ((from + vMax) * up + (to + vMax) * down);
}

export const dropOf = (f: Family, duration: number): number => 0.5 * (duration + f.a0 - f.af);
export const durationOf = (f: Family, drop: number): number => 2 * drop + f.af - f.a0;

// Numbers go into the functions below by way of the family's fields: as arguments, V8 would allocate each of them.

/** Finds the member with this `drop` (which must be one that exists); writes `position` … `cruise`. */
export function evaluate(f: Family, drop: number): void {
  f.drop = drop;
  evaluateDrop(f);
}

function evaluateDrop(f: Family): void {
  const drop = f.drop;
  f.cruise = 0;
  f.hold1 = 0;
  f.hold2 = 0;
  if (drop >= f.cruiseDrop) {
    cruising(f);
    return;
  }
  const { top, bottom, rise, v0, vf } = f;
  // Without holds: peak - trough = drop and peak² - trough² = rise.
  const peak = Math.max(f.a0, Math.min(f.af + drop, drop > 0 ? 0.5 * (drop + rise / drop) : f.a0));
  const trough = peak - drop;
  if (peak <= top && trough >= -bottom) {
    f.peak = peak;
    f.trough = trough;
    f.position = f.offset + drop * (v0 + vf + 0.25 * drop * drop) - 0.25 * rise * (peak + trough);
    f.slope = v0 + peak * (peak - 0.5 * trough);
    return;
  }
  if (peak > top) {
    const fall = Math.max(top - f.af, Math.sqrt(Math.max(0, 2 * top * drop - rise)));
    if (fall <= top + bottom) {
      f.fall = fall;
      holdingTop(f);
      return;
    }
  }
  if (trough < -bottom) {
    const fall = Math.max(bottom + f.a0, Math.sqrt(Math.max(0, 2 * bottom * drop + rise)));
    if (fall <= top + bottom) {
      f.fall = fall;
      holdingBottom(f);
      return;
    }
  }
  holdingBoth(f);
}

function holdingTop(f: Family): void {
  const { top, v0, vf, drop, fall } = f;
  const trough = top - fall;
  f.peak = top;
  f.trough = trough;
  f.hold1 = Math.max(0, 2 * (drop - fall));
  const ends = ((vf - v0) * (vf + v0)) / (2 * top) - 0.5 * f.rise * top;
  f.position = f.offset + ends + fall * fall * (vf / top + 0.5 * top - fall + (0.5 * fall * fall) / top);
  f.slope = vf + trough * (trough - 0.5 * top);
}

/** The time-reversed image of `holdingTop`. */
function holdingBottom(f: Family): void {
  const { bottom, v0, vf, drop, fall } = f;
  const peak = fall - bottom;
  f.peak = peak;
  f.trough = -bottom;
  f.hold2 = Math.max(0, 2 * (drop - fall));
  const ends = ((v0 - vf) * (v0 + vf)) / (2 * bottom) + 0.5 * f.rise * bottom;
  f.position = f.offset + ends + fall * fall * (v0 / bottom + 0.5 * bottom - fall + (0.5 * fall * fall) / bottom);
  f.slope = v0 + peak * (peak + 0.5 * bottom);
}

function holdingBoth(f: Family): void {
  const { top, bottom, v0, vf, drop } = f;
  const holds = 2 * (drop - top - bottom);
  const hold1 = (f.rise - top * top + bottom * bottom + bottom * holds) / (top + bottom);
  const fastest = v0 + top * (top + hold1);
  f.peak = top;
  f.trough = -bottom;
  f.hold1 = Math.max(0, hold1);
  f.hold2 = Math.max(0, holds - hold1);
  const up = (fastest + v0) * ((fastest - v0) / top + top);
  const down = (fastest + vf) * ((fastest - vf) / bottom + bottom);
  f.position = f.offset + 0.5 * (up + down);
  f.slope = fastest + 0.5 * top * bottom;
}

function cruising(f: Family): void {
  const { top, bottom, drop } = f;
  const up = climb(f);
  const down = descent(f);
  f.cruise = 2 * (drop - f.cruiseDrop);
  f.position = f.cruisePosition + f.cruise * f.vMax;
  f.slope = f.vMax;
  f.peak = Math.min(top, Math.sqrt(up));
  f.trough = -Math.min(bottom, Math.sqrt(down));
  if (f.peak === top) f.hold1 = up / top - top;
  if (f.trough === -bottom) f.hold2 = down / bottom - bottom;
}

/** Durations (scaled) of the seven phases and the acceleration at the end of each, known exactly rather than summed. */
export interface Phases {
  readonly duration: Float64Array;
  readonly acceleration: Float64Array;
}

export const PHASE_COUNT = 7;
/** Jerk of each phase in an up motion. */
export const JERK_SIGNS = Float64Array.of(1, 0, -1, 0, -1, 0, 1);

export const createPhases = (): Phases => ({
  duration: new Float64Array(PHASE_COUNT),
  acceleration: new Float64Array(PHASE_COUNT),
});

/** Writes the phases of the member last evaluated. */
export function writePhases(f: Family, { duration, acceleration }: Phases): void {
  const { peak, trough } = f;
  const middle = f.cruise > 0 ? 0 : trough;
  duration[0] = Math.max(0, peak - f.a0);
  duration[1] = f.hold1;
  duration[2] = peak - middle;
  duration[3] = f.cruise;
  duration[4] = middle - trough;
  duration[5] = f.hold2;
  duration[6] = Math.max(0, f.af - trough);
  acceleration[0] = peak;
  acceleration[1] = peak;
  acceleration[2] = middle;
  acceleration[3] = middle;
  acceleration[4] = trough;
  acceleration[5] = trough;
  acceleration[6] = f.af;
}
