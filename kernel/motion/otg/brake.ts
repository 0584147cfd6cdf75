// The fastest legal way back into limits for a joint that starts outside them, or that is bound to leave them because
// its acceleration cannot be taken back in time. "In limits" means: acceleration and velocity inside, and able to stay.

/** One joint's limits in SI units; vMin and aMin are negative. */
export interface JointLimits {
  vMin: number;
  vMax: number;
  aMin: number;
  aMax: number;
  j: number;
}

export const MOST_BRAKE_PHASES = 4;

/** Durations (s), jerks and accelerations at the end of the brake's phases, in order; `count` of them are used. */
export interface Brake {
  count: number;
  readonly durationS: Float64Array;
  readonly jerk: Float64Array;
  readonly endA: Float64Array;
}

export const createBrake = (): Brake => ({
  count: 0,
  durationS: new Float64Array(MOST_BRAKE_PHASES),
  jerk: new Float64Array(MOST_BRAKE_PHASES),
  endA: new Float64Array(MOST_BRAKE_PHASES),
});

/** Whether acceleration and velocity are inside and can stay there, so that no brake is needed. */
export function isInLimits(l: JointLimits, state: { readonly v: number; readonly a: number }): boolean {
  const { v, a } = state;
  const bound = v + (0.5 * a * Math.abs(a)) / l.j;
  return a >= l.aMin && a <= l.aMax && v >= l.vMin && v <= l.vMax && bound >= l.vMin && bound <= l.vMax;
}

/** Finds the brake from velocity v and acceleration a; none (count 0) if the state is in limits. */
export function setBrake(brake: Brake, v: number, a: number, limits: JointLimits): void {
  const { vMin, vMax, aMin, aMax, j } = limits;
  brake.count = 0;
  const clipped = Math.max(aMin, Math.min(aMax, a));
  const moved = clipped === a ? v : v + (0.5 * Math.abs(a - clipped) * (a + clipped)) / j;
  if (clipped !== a) push(brake, Math.abs(a - clipped) / j, clipped < a ? -j : j, clipped);
  const bound = moved + (0.5 * clipped * Math.abs(clipped)) / j;
  if (clipped > 0 && bound > vMax) slowDown(brake, moved, clipped, vMax, vMax - vMin, -aMin, j, 1);
  else if (clipped < 0 && bound < vMin) slowDown(brake, -moved, -clipped, -vMin, vMax - vMin, aMax, j, -1);
  else if (moved > vMax) slowDown(brake, moved, clipped, vMax, vMax - vMin, -aMin, j, 1);
  else if (moved < vMin) slowDown(brake, -moved, -clipped, -vMin, vMax - vMin, aMax, j, -1);
}

function push(brake: Brake, durationS: number, jerk: number, endA: number): void {
  brake.durationS[brake.count] = durationS;
  brake.jerk[brake.count] = jerk;
  brake.endA[brake.count] = endA;
  brake.count++;
}

/**
 * Down to vMax in the least time, with deceleration ≤ `deceleration`, arriving no steeper than lets the joint stay
 * within `range` below vMax. `sign` -1 mirrors the jerks.
 */
function slowDown(
  brake: Brake,
  v: number,
  a: number,
  vMax: number,
  range: number,
  deceleration: number,
  j: number,
  sign: number,
): void {
  const steepest = -Math.min(deceleration, Math.sqrt(2 * j * range));
  const straight = -Math.sqrt(Math.max(0, a * a + 2 * j * (v - vMax)));
  if (straight >= steepest) {
    push(brake, Math.max(0, a - straight) / j, -sign * j, sign * straight);
    return;
  }
  const square = 0.5 * (a * a + steepest * steepest) + j * (v - vMax);
  const trough = -Math.min(deceleration, Math.sqrt(Math.max(0, square)));
  push(brake, Math.max(0, a - trough) / j, -sign * j, sign * trough);
  const left = square - trough * trough;
  if (left > 0) push(brake, left / (j * -trough), 0, sign * trough);
  if (steepest > trough) push(brake, (steepest - trough) / j, sign * j, sign * steepest);
}
