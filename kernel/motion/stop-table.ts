// How hard path time may be braked or sped up on each stretch of a move, so that every joint stays inside its rated
// acceleration and jerk whatever the rate does within that. Made once at take-off from bounds over whole stretches, not
// from samples, so that verifying a stop costs a few comparisons.
//
// With r the rate of path time: v = q̇ r, a = q̈ r² + q̇ r′, jerk = q⃛ r³ + 3 q̈ r r′ + q̇ r″, with r in [0, 1].
import type { MoveSegment } from "../contract/plan.ts";
import { cellsOf } from "./cells.ts";
import { curveOfMove, pieceValues } from "./curve.ts";
import { lawOfMove, lawValues } from "./law.ts";

export interface RatedLimits {
  readonly velocity: Float64Array;
  readonly acceleration: Float64Array;
  readonly jerk: Float64Array;
}

/**
 * Stretch k reaches from `startS[k]` to `startS[k + 1]` of path time. Limits are given for rates up to 1 (…At1) and for
 * a standstill (…At0); for rates up to r, what lies between them in proportion to r² is safe: see `limitStretch`.
 */
export interface StopTable {
  readonly count: number;
  readonly durationS: number;
  readonly startS: Float64Array;
  /** Greatest -r′ and +r′, 1/s. */
  readonly brakeAt1: Float64Array;
  readonly speedUpAt1: Float64Array;
  readonly slopeAt0: Float64Array;
  /** Greatest |r″|, 1/s². */
  readonly bendAt1: Float64Array;
  readonly bendAt0: Float64Array;
}

/** Stretches are no longer than this, so that bounds over them are close. */
const LONGEST_S = 0.02;
/** Of the jerk that the plan leaves, what braking may take by 3 q̈ r r′; the rest is for r″. */
const JERK_SHARE = 0.5;
/** Where the joints hardly move, the rate may change as fast as anything can tell. */
const MOST_SLOPE = 500;
const MOST_BEND = 1e6;
/** Where nothing is left, a stop hardly brakes: it ends where the path does. */
const LEAST_SLOPE = 1e-9;
const LEAST_BEND = 1e-6;
const LEAST = 1e-12;

export function stopTableOf(move: MoveSegment, rated: RatedLimits): StopTable {
  const curve = curveOfMove(move);
  const law = lawOfMove(move);
  const { dof } = curve;
  const { count, startS, phase, piece } = cellsOf(curve, law, LONGEST_S);
  const table = {
    count,
    durationS: law.durationS,
    startS: startS.slice(0, count + 1),
    brakeAt1: new Float64Array(count),
    speedUpAt1: new Float64Array(count),
    slopeAt0: new Float64Array(count),
    bendAt1: new Float64Array(count),
    bendAt0: new Float64Array(count),
  };
  const q = new Float64Array(dof);
  const ends: [End, End] = [createEnd(dof), createEnd(dof)];
  const d3 = new Float64Array(dof);
  const most = createMost(dof);
  for (let k = 0; k < count; k++) {
    const k0 = startS[k]! - law.startS[phase[k]!]!;
    const h = startS[k + 1]! - startS[k]!;
    for (let side = 0; side < 2; side++) {
      const end = ends[side]!;
      lawValues(law, phase[k]!, k0 + side * h, end.law);
      pieceValues(curve, piece[k]!, end.law[0]!, q, end.d1, end.d2, d3);
    }
    boundCell(ends[0], ends[1], d3, h, most);
    limitStretch(table, k, most, rated);
  }
  return table;
}

export interface End {
  readonly d1: Float64Array;
  readonly d2: Float64Array;
  readonly law: Float64Array;
}

/** Over a stretch: |q̇|, q̈ along q̇ and against it (both ≥ 0), |q⃛|. */
export interface Most {
  readonly v: Float64Array;
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly jerk: Float64Array;
}

export const createMost = (dof: number): Most => ({
  v: new Float64Array(dof),
  up: new Float64Array(dof),
  down: new Float64Array(dof),
  jerk: new Float64Array(dof),
});

export const createEnd = (dof: number): End => ({
  d1: new Float64Array(dof),
  d2: new Float64Array(dof),
  law: new Float64Array(4),
});

/** Bounds over a stretch of `h` seconds from its two ends (Taylor, as demands.ts); `d3` is the third derivative by s. */
export function boundCell(from: End, to: End, d3: Float64Array, h: number, most: Most): void {
  const eighth = (h * h) / 8;
  const s3 = Math.abs(from.law[3]!);
  const s1 = Math.max(from.law[1]!, to.law[1]!) + s3 * eighth;
  const s2 = Math.max(Math.abs(from.law[2]!), Math.abs(to.law[2]!));
  const ds = to.law[0]! - from.law[0]!;
  for (let j = 0; j < d3.length; j++) {
    const q3 = Math.abs(d3[j]!);
    const q2 = Math.max(Math.abs(from.d2[j]!), Math.abs(to.d2[j]!));
    const q1 = Math.max(Math.abs(from.d1[j]!), Math.abs(to.d1[j]!)) + (q3 * ds * ds) / 8;
    const bound3 = q3 * s1 * s1 * s1 + 3 * q2 * s1 * s2 + q1 * s3;
    const bound4 = 6 * q3 * s1 * s1 * s2 + 3 * q2 * s2 * s2 + 4 * q2 * s1 * s3;
    const [v0, v1] = [from.d1[j]! * from.law[1]!, to.d1[j]! * to.law[1]!];
    const a0 = from.d2[j]! * from.law[1]! * from.law[1]! + from.d1[j]! * from.law[2]!;
    const a1 = to.d2[j]! * to.law[1]! * to.law[1]! + to.d1[j]! * to.law[2]!;
    const more = bound4 * eighth;
    const [high, low] = [Math.max(a0, a1) + more, Math.min(a0, a1) - more];
    most.v[j] = Math.max(Math.abs(v0), Math.abs(v1)) + bound3 * eighth;
    const isForward = v0 - bound3 * eighth >= 0 && v1 - bound3 * eighth >= 0;
    const isBackward = v0 + bound3 * eighth <= 0 && v1 + bound3 * eighth <= 0;
    const both = Math.max(0, high, -low);
    most.up[j] = isForward ? Math.max(0, high) : isBackward ? Math.max(0, -low) : both;
    most.down[j] = isForward ? Math.max(0, -low) : isBackward ? Math.max(0, high) : both;
    const [f1, f2, t1, t2] = [from.law[1]!, from.law[2]!, to.law[1]!, to.law[2]!];
    const jerkFrom = d3[j]! * f1 * f1 * f1 + 3 * from.d2[j]! * f1 * f2 + from.d1[j]! * from.law[3]!;
    const jerkTo = d3[j]! * t1 * t1 * t1 + 3 * to.d2[j]! * t1 * t2 + to.d1[j]! * to.law[3]!;
    most.jerk[j] = Math.min(bound3, Math.max(Math.abs(jerkFrom), Math.abs(jerkTo)) + (bound4 * h) / 2);
  }
}

/**
 * For every joint, with rates up to R and slopes up to s(R) = (1 - R²) s₀ + R² s₁: the acceleration q̈ R² + q̇ s(R) is at
 * most (1 - R²) q̇ s₀ + R² (q̈ + q̇ s₁), and q⃛ R³ + 3 q̈ R s(R) + q̇ b(R) likewise is at most the jerk limit if both ends
 * are: R³ ≤ R² and R ≤ 1.
 */
function limitStretch(table: StopTable, k: number, most: Most, rated: RatedLimits): void {
  let [brake, speedUp, slope0, bend1, bend0] = [MOST_SLOPE, MOST_SLOPE, MOST_SLOPE, MOST_BEND, MOST_BEND];
  for (let j = 0; j < most.v.length; j++) {
    const v = most.v[j]! + LEAST;
    const a = Math.max(most.up[j]!, most.down[j]!) + LEAST;
    const spare = Math.max(0, rated.jerk[j]! - most.jerk[j]!);
    const byJerk = (JERK_SHARE * spare) / (3 * a);
    brake = Math.min(brake, Math.max(0, rated.acceleration[j]! - most.down[j]!) / v, byJerk);
    speedUp = Math.min(speedUp, Math.max(0, rated.acceleration[j]! - most.up[j]!) / v, byJerk);
    slope0 = Math.min(slope0, rated.acceleration[j]! / v, (JERK_SHARE * rated.jerk[j]!) / (3 * a));
  }
  const slope1 = Math.max(brake, speedUp);
  for (let j = 0; j < most.v.length; j++) {
    const v = most.v[j]! + LEAST;
    const a = Math.max(most.up[j]!, most.down[j]!);
    bend1 = Math.min(bend1, Math.max(0, rated.jerk[j]! - most.jerk[j]! - 3 * a * slope1) / v);
    bend0 = Math.min(bend0, (rated.jerk[j]! - 3 * a * slope0) / v);
  }
  table.brakeAt1[k] = Math.max(LEAST_SLOPE, brake);
  table.speedUpAt1[k] = Math.max(LEAST_SLOPE, speedUp);
  table.slopeAt0[k] = slope0;
  table.bendAt1[k] = Math.max(LEAST_BEND, bend1);
  table.bendAt0[k] = bend0;
}

/** The stretch that holds `pathS`, looked for from `near` on (path time never runs backwards). */
export function stretchAt({ startS, count }: StopTable, pathS: number, near: number): number {
  let k = near;
  while (k + 1 < count && startS[k + 1]! <= pathS) k++;
  return k;
}

/** The least limits of the stretches added so far. */
export interface RateLimits {
  brake: number;
  speedUp: number;
  bend: number;
}

export const createLimits = (): RateLimits => ({ brake: Number.NaN, speedUp: Number.NaN, bend: Number.NaN });

export function resetLimits(limits: RateLimits): void {
  limits.brake = MOST_SLOPE;
  limits.speedUp = MOST_SLOPE;
  limits.bend = MOST_BEND;
}

/** Counts stretch k in, for rates whose square is at most `squared`. */
export function addStretch(limits: RateLimits, table: StopTable, k: number, squared: number): void {
  const slope0 = table.slopeAt0[k]!;
  const bend0 = table.bendAt0[k]!;
  limits.brake = Math.min(limits.brake, slope0 + squared * (table.brakeAt1[k]! - slope0));
  limits.speedUp = Math.min(limits.speedUp, slope0 + squared * (table.speedUpAt1[k]! - slope0));
  limits.bend = Math.min(limits.bend, bend0 + squared * (table.bendAt1[k]! - bend0));
}
