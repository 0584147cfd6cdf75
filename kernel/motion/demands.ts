// What a timed move demands of the arm at most: velocity, acceleration and jerk of every joint, and the speed of the
// tool point and of every other point of the arm where it is. Maxima over all time, not over samples: between two
// instants each quantity keeps within its greater end plus h²/8 times a bound of its second derivative (Taylor), and
// intervals are halved until that adds next to nothing.
import type { MoveSegment } from "../contract/plan.ts";
import { armPointsOf, pointLeversOf } from "./arm-points.ts";
import { type Cells, cellsOf } from "./cells.ts";
import type { Chain } from "./chain.ts";
import { type Curve, curveOfMove, pieceValues } from "./curve.ts";
import { type Law, lawOfMove, lawValues } from "./law.ts";
import { oncePer } from "./once-per.ts";
import type { SpeedLimits } from "./speed-limits.ts";
import { lowerVelocityAt, upperVelocityAt } from "./velocity-bounds.ts";

export interface Demand {
  /** Of the rated limit (or of the limit where the joint or the point is). */
  readonly ratio: number;
  /** 0-based joint, or point as in arm-points.ts. */
  readonly index: number;
  readonly atS: number;
  /** rad/s, rad/s², rad/s³ or m/s. */
  readonly value: number;
}

export interface Demands {
  readonly velocity: Demand;
  readonly acceleration: Demand;
  readonly jerk: Demand;
  readonly speed: Demand;
}

/** Greatest ratios that nobody objects to: nothing below them is looked into. */
export interface Floors {
  readonly joint: number;
  readonly speed: number;
}

/** What the least upper bound may exceed the greatest value found by. */
export const SLACK = 5e-4;
const DEEPEST = 30;
/** Intervals shorter than this, s and of the whole motion, are not halved; what they may reach counts as reached. */
const SHORTEST_S = 2e-5;
const SHORTEST = 1e-6;
const KINDS = 4;

/** One instant: joint position, velocity, acceleration, first and second derivative by s; then s' and s''. */
interface Instant {
  readonly q: Float64Array;
  readonly v: Float64Array;
  readonly a: Float64Array;
  readonly d1: Float64Array;
  readonly d2: Float64Array;
  readonly law: Float64Array;
  /** Per point where it is and how fast. */
  readonly at: Float64Array;
  readonly mPerS: Float64Array;
}

export interface Meter {
  /**
   * True maxima are at most `SLACK` (relative) above what is returned, or below the floors.
   * @param isEnough asked on the way with the ratios so far (velocity, acceleration, jerk, speed), which can only
   * grow; where it says yes, measuring ends with them
   */
  measure(
    move: MoveSegment,
    limits: SpeedLimits,
    leadM: number,
    floors: Floors,
    isEnough?: (ratios: ArrayLike<number>) => boolean,
  ): Demands;
}

/** The meter of an arm, with its scratch; made once. */
export const meterOf = oncePer(createMeter);

function createMeter(chain: Chain): Meter {
  const { dof } = chain;
  const points = armPointsOf(chain);
  const levers = pointLeversOf(chain);
  const { count } = points;
  const tool = count - 1;
  const instants: Instant[] = Array.from({ length: DEEPEST + 3 }, () => ({
    q: new Float64Array(dof),
    v: new Float64Array(dof),
    a: new Float64Array(dof),
    d1: new Float64Array(dof),
    d2: new Float64Array(dof),
    law: new Float64Array(4),
    at: new Float64Array(count * 3),
    mPerS: new Float64Array(count),
  }));
  const d3 = new Float64Array(dof);
  const isByPosition = chain.robot.joints.map(({ limits: { velocityByPosition } }) => velocityByPosition !== undefined);
  const [ratio, index, atS, value] = [0, 0, 0, 0].map(() => new Float64Array(KINDS)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const threshold = new Float64Array(KINDS);
  let curve: Curve;
  let law: Law;
  let cells: Cells;
  let limits: SpeedLimits;
  let leadM = 0;
  let phase = 0;
  let piece = 0;
  let shortestS = 0;

  const note = (kind: number, found: number, which: number, tS: number, size: number): void => {
    if (found <= ratio[kind]!) return;
    ratio[kind] = found;
    index[kind] = which;
    atS[kind] = tS;
    value[kind] = size;
    threshold[kind] = Math.max(threshold[kind]!, found * (1 + SLACK));
  };

  /** The least limit of a joint's speed while its position and velocity are in these intervals. */
  const velocityLimit = (j: number, leastQ: number, mostQ: number, leastV: number, mostV: number): number => {
    const limit = chain.velocity[j]!;
    if (!isByPosition[j]) return limit;
    const { limits: rated } = chain.robot.joints[j]!;
    const upper = mostV > 0 ? upperVelocityAt(rated, mostQ) : limit;
    return leastV < 0 ? Math.min(upper, -lowerVelocityAt(rated, leastQ)) : upper;
  };

  const look = (to: Instant, tS: number): void => {
    lawValues(law, phase, tS - law.startS[phase]!, to.law);
    pieceValues(curve, piece, to.law[0]!, to.q, to.d1, to.d2, d3);
    const s1 = to.law[1]!;
    const s2 = to.law[2]!;
    for (let j = 0; j < dof; j++) {
      const v = to.d1[j]! * s1;
      const a = to.d2[j]! * s1 * s1 + to.d1[j]! * s2;
      to.v[j] = v;
      to.a[j] = a;
      note(0, v === 0 ? 0 : Math.abs(v) / velocityLimit(j, to.q[j]!, to.q[j]!, v, v), j, tS, Math.abs(v));
      note(1, Math.abs(a) / chain.acceleration[j]!, j, tS, Math.abs(a));
    }
    points.set(to.q, to.v);
    const { at, velocity } = points;
    for (let k = 0, i = 0; k < count; k++, i += 3) {
      const x = velocity[i]!;
      const y = velocity[i + 1]!;
      const z = velocity[i + 2]!;
      const mPerS = Math.sqrt(x * x + y * y + z * z);
      to.mPerS[k] = mPerS;
      to.at[i] = at[i]!;
      to.at[i + 1] = at[i + 1]!;
      to.at[i + 2] = at[i + 2]!;
      const zoneMPerS = limits.zoneMPerS(at[i]!, at[i + 1]!, at[i + 2]!, leadM);
      note(3, mPerS / (k === tool ? Math.min(limits.toolMPerS, zoneMPerS) : zoneMPerS), k, tS, mPerS);
    }
  };

  /** Whether nothing between the two instants can exceed the thresholds. Notes jerk, which differs by cell. */
  const isProven = (from: Instant, to: Instant, startS: number, endS: number, isLast: boolean): boolean => {
    const h = endS - startS;
    const eighth = (h * h) / 8;
    const ds = to.law[0]! - from.law[0]!;
    const jerk = law.j[phase]!;
    const s1 = Math.max(Math.abs(from.law[1]!), Math.abs(to.law[1]!)) + Math.abs(jerk) * eighth;
    const s2 = Math.max(Math.abs(from.law[2]!), Math.abs(to.law[2]!));
    const s3 = Math.abs(jerk);
    const [f1, f2, t1, t2] = [from.law[1]!, from.law[2]!, to.law[1]!, to.law[2]!];
    let proven = true;
    // Sums over the joints so far of velocity, acceleration; then the bound on any point's third derivative.
    let sumV = 0;
    let sumA = 0;
    let third = 0;
    for (let j = 0; j < dof; j++) {
      const c3 = curve.coefficients[(piece * dof + j) * 4 + 3]! * 6;
      const q3 = Math.abs(c3);
      const q2 = Math.max(Math.abs(from.d2[j]!), Math.abs(to.d2[j]!));
      const q1 = Math.max(Math.abs(from.d1[j]!), Math.abs(to.d1[j]!)) + (q3 * ds * ds) / 8;
      const bound3 = q3 * s1 * s1 * s1 + 3 * q2 * s1 * s2 + q1 * s3;
      const bound4 = 6 * q3 * s1 * s1 * s2 + 3 * q2 * s2 * s2 + 4 * q2 * s1 * s3;
      const v = Math.max(Math.abs(from.v[j]!), Math.abs(to.v[j]!)) + bound3 * eighth;
      const a = Math.max(Math.abs(from.a[j]!), Math.abs(to.a[j]!)) + bound4 * eighth;
      const jerkFrom = Math.abs(c3 * f1 * f1 * f1 + 3 * from.d2[j]! * f1 * f2 + from.d1[j]! * jerk);
      const jerkTo = Math.abs(c3 * t1 * t1 * t1 + 3 * to.d2[j]! * t1 * t2 + to.d1[j]! * jerk);
      const most = Math.max(jerkFrom, jerkTo);
      note(2, most / chain.jerk[j]!, j, jerkFrom > jerkTo ? startS : endS, most);
      const [more, far] = [bound3 * eighth, (v * h) / 2];
      const limit = velocityLimit(
        j,
        Math.min(from.q[j]!, to.q[j]!) - far,
        Math.max(from.q[j]!, to.q[j]!) + far,
        Math.min(from.v[j]!, to.v[j]!) - more,
        Math.max(from.v[j]!, to.v[j]!) + more,
      );
      if (
        v > threshold[0]! * limit ||
        a > threshold[1]! * chain.acceleration[j]! ||
        Math.min(bound3, most + (bound4 * h) / 2) > threshold[2]! * chain.jerk[j]!
      )
        proven = false;
      const before = sumV;
      sumV += v;
      sumA += a;
      third += levers[j]! * (bound3 + 3 * (v * sumA + a * before) + sumV * sumV * sumV - before * before * before);
    }
    if (!proven) return false;
    const more = third * eighth;
    for (let k = 0, i = 0; k < count; k++, i += 3) {
      const mPerS = Math.max(from.mPerS[k]!, to.mPerS[k]!) + more;
      if (k === tool && mPerS > threshold[3]! * limits.toolMPerS) return false;
      const reachM = leadM + (mPerS * h) / 2;
      const zoneMPerS = Math.min(
        limits.zoneMPerS(from.at[i]!, from.at[i + 1]!, from.at[i + 2]!, reachM),
        limits.zoneMPerS(to.at[i]!, to.at[i + 1]!, to.at[i + 2]!, reachM),
      );
      if (mPerS <= threshold[3]! * zoneMPerS) continue;
      if (!isLast) return false;
      note(3, mPerS / zoneMPerS, k, endS, mPerS);
    }
    return true;
  };

  const visit = (from: Instant, to: Instant, startS: number, endS: number, depth: number): void => {
    const isLast = depth === DEEPEST || endS - startS < shortestS;
    if (isProven(from, to, startS, endS, isLast) || isLast) return;
    const middleS = (startS + endS) / 2;
    const middle = instants[depth + 2]!;
    look(middle, middleS);
    visit(from, middle, startS, middleS, depth + 1);
    visit(middle, to, middleS, endS, depth + 1);
  };

  const demand = (kind: number): Demand => ({
    ratio: ratio[kind]!,
    index: index[kind]!,
    atS: atS[kind]!,
    value: value[kind]!,
  });

  return {
    measure(move, speedLimits, leadAheadM, floors, isEnough) {
      curve = curveOfMove(move);
      law = lawOfMove(move);
      cells = cellsOf(curve, law);
      limits = speedLimits;
      leadM = leadAheadM;
      shortestS = Math.max(SHORTEST_S, SHORTEST * law.durationS);
      ratio.fill(0);
      threshold.fill(floors.joint);
      threshold[3] = floors.speed;
      let [from, to] = [instants[0]!, instants[1]!];
      phase = cells.phase[0]!;
      piece = cells.piece[0]!;
      look(from, 0);
      for (let k = 0; k < cells.count; k++) {
        phase = cells.phase[k]!;
        piece = cells.piece[k]!;
        const endS = cells.startS[k + 1]!;
        look(to, endS);
        visit(from, to, cells.startS[k]!, endS, 0);
        if (isEnough?.(ratio)) break;
        [from, to] = [to, from];
      }
      return { velocity: demand(0), acceleration: demand(1), jerk: demand(2), speed: demand(3) };
    },
  };
}
