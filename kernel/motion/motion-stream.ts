// A move carried out: setpoint after setpoint, at a rate of path time that may be changed at every tick, and of which
// none is let out before the stop that would follow it is verified. All is computed ahead and pure: the same calls give
// the same setpoints, in whichever thread.
import type { MoveSegment } from "../contract/plan.ts";
import { moveSampler } from "./law.ts";
import { createRateProfile, createRateState, type RateProfile, rateAt, setRate } from "./rate.ts";
import { addStretch, createLimits, type RatedLimits, resetLimits, stopTableOf, stretchAt } from "./stop-table.ts";

export interface MotionStream {
  /** The setpoint now: where, and how fast; reused. */
  readonly jointsRad: Float64Array;
  readonly jointsRadPerS: Float64Array;
  /** Path time, s, of `durationS`; and the rate at which it passes, in [0, 1]. */
  readonly pathS: number;
  readonly rate: number;
  readonly durationS: number;
  /** At the end of the path, or at rest after a stop. Waiting at rate 0 is not ended. */
  readonly hasEnded: boolean;
  /**
   * Goes on by one tick, with path time passing at most at `mostRate` (in [0, 1]) as soon as limits allow; at 0 along the
   * verified stop. Whatever is asked, the setpoint left is one after which a stop is verified, and where `mostStopS` is
   * given one whose stop takes no longer; where there is none such it goes along the stop that it has.
   */
  next(mostRate: number, mostStopS?: number): void;
  /** Whether it goes on at this rate as it does now, without a change. */
  isEvenAt(mostRate: number): boolean;
  /** The setpoint at a path time, if it goes on evenly until then. */
  at(pathS: number, q: Float64Array, v: Float64Array): void;
  /** From the next tick on, comes to rest along the verified stop. Idempotent. */
  stop(): void;
  /**
   * Writes the setpoints of the stop that would begin in the next tick, joints and then their speeds a row, without
   * going on. Returns how many ticks it takes; rows beyond the buffer's end are left out.
   */
  writeStop(rows: Float64Array): number;
  /** Seconds that this stop takes, and where in path time it ends. */
  stopTakesS(): number;
  stopEndsS(): number;
}

/** Of what a stop may use, what a change of rate uses: it is to be gentle, and to leave a stop something. */
const SHARE = 0.75;
/** Rates rise no faster than this, 1/s: a servo that lags behind a sudden start is faster than its setpoints afterwards. */
const MOST_SPEED_UP = 4;
/** How far ahead of a change of rate its limits count, s of path time. */
const AHEAD_S = 0.25;
const ROUNDING = 1e-9;
/** Rates below this count as standing still. */
const STANDSTILL = 0.02;
/** How finely limits between a standstill and full rate are tried; rates count by their squares. */
const SQUARED_STEP = 0.25;

/** Everything that a verified stop is: from where it began, and how far along it the stream is if it is being followed. */
interface Stop {
  readonly profile: RateProfile;
  fromS: number;
  sinceS: number;
}

const createStop = (): Stop => ({ profile: createRateProfile(), fromS: Number.NaN, sinceS: Number.NaN });

export function createMotionStream(move: MoveSegment, rated: RatedLimits, tickS: number): MotionStream {
  const sampler = moveSampler(move);
  const table = stopTableOf(move, rated);
  const { dof, durationS } = sampler;
  const jointsRad = new Float64Array(dof);
  const jointsRadPerS = new Float64Array(dof);
  const limits = createLimits();
  const change = createRateProfile();
  const after = createRateState();
  let [stop, trial] = [createStop(), createStop()];
  const now = { pathS: 0, rate: 0, slope: 0 };
  let stretch = 0;
  let isStopping = false;

  /** Whether the arm can stop from here within limits; fills `trial`. */
  const isStopVerified = (fromS: number, rate: number, slope: number): boolean => {
    let k = stretchAt(table, fromS, stretch);
    const squared = slope > 0 ? 1 : rate * rate;
    resetLimits(limits);
    addStretch(limits, table, k, squared);
    for (;;) {
      if (slope < -limits.brake * (1 + ROUNDING) || slope > limits.speedUp * (1 + ROUNDING)) return false;
      const turn = (slope * slope) / (2 * limits.bend);
      if (slope < 0 && turn > rate * (1 + ROUNDING) + ROUNDING * ROUNDING) return false;
      if (slope > 0 && rate + turn > 1 + ROUNDING) return false;
      setRate(trial.profile, rate, slope, 0, limits.brake, limits.speedUp, limits.bend);
      const endS = fromS + trial.profile.gainS;
      if (k + 1 >= table.count || !(endS > table.startS[k + 1]!)) break;
      while (k + 1 < table.count && endS > table.startS[k + 1]!) addStretch(limits, table, ++k, squared);
    }
    trial.fromS = fromS;
    trial.sinceS = 0;
    return true;
  };

  /** Whether a tick that changes the rate keeps limits all through; `change` is what it follows. */
  const isChangeLegal = (toS: number, rate: number, slope: number): boolean => {
    let k = stretch;
    const most = Math.max(now.rate, rate);
    resetLimits(limits);
    addStretch(limits, table, k, most * most);
    while (k + 1 < table.count && toS > table.startS[k + 1]!) addStretch(limits, table, ++k, most * most);
    // Within a tick the slope may turn: its extremes are at the ends or where the profile's phases meet.
    const peak = change.fromSlope + change.first * change.firstBend;
    const [down, up] = [Math.min(now.slope, slope, peak), Math.max(now.slope, slope, peak)];
    const bend = Math.max(Math.abs(change.firstBend), Math.abs(change.lastBend));
    return down >= -limits.brake && up <= limits.speedUp && bend <= limits.bend;
  };

  const goTo = (pathS: number, rate: number, slope: number): void => {
    now.pathS = Math.min(pathS, durationS);
    now.rate = rate;
    now.slope = slope;
    stretch = stretchAt(table, now.pathS, stretch);
    write();
  };
  const write = (): void => {
    sampler.at(now.pathS, jointsRad, jointsRadPerS);
    for (let j = 0; j < dof; j++) jointsRadPerS[j] = jointsRadPerS[j]! * now.rate;
  };
  /** One tick along the verified stop. */
  const followStop = (): void => {
    stop.sinceS += tickS;
    rateAt(stop.profile, stop.sinceS, after);
    goTo(stop.fromS + after.gainedS, after.rate, after.slope);
  };
  const accept = (pathS: number, rate: number, slope: number): void => {
    const used = stop;
    stop = trial;
    trial = used;
    goTo(pathS, rate, slope);
  };

  setRate(stop.profile, 0, 0, 0, 1, 1, 1);
  stop.fromS = 0;
  stop.sinceS = 0;
  goTo(0, 0, 0);

  /** Where the rate goes in this tick if nothing objects, by the limits of rates up to √`squared`; fills `change` and `after`. */
  const changeTo = (mostRate: number, squared: number): void => {
    resetLimits(limits);
    addStretch(limits, table, stretch, squared);
    for (let k = stretch + 1; k < table.count && table.startS[k]! < now.pathS + AHEAD_S * now.rate; k++)
      addStretch(limits, table, k, squared);
    const slope = SHARE * Math.min(limits.brake, limits.speedUp);
    setRate(change, now.rate, now.slope, mostRate, slope, Math.min(slope, MOST_SPEED_UP), SHARE * limits.bend);
    rateAt(change, tickS, after);
  };

  const advance = (mostRate: number, mostStopS: number): void => {
    // Nothing is allowed: no slower than a stop.
    if (mostRate === 0) {
      if (now.rate > 0 || now.slope !== 0) followStop();
      return;
    }
    if (now.slope === 0 && now.rate === mostRate) {
      const toS = now.pathS + tickS * mostRate;
      if (isStopVerified(toS, mostRate, 0) && trial.profile.durationS <= mostStopS) accept(toS, mostRate, 0);
      else followStop();
      return;
    }
    // From a standstill the path may ask for all that a stretch has; what a standstill leaves is more. But where that
    // would lead too far in one tick, what is left at higher rates must do, or the arm would stand there for ever.
    for (let squared = now.rate < STANDSTILL ? 0 : 1; squared <= 1; squared += SQUARED_STEP) {
      changeTo(mostRate, squared);
      const { rate, slope, gainedS } = after;
      const toS = now.pathS + gainedS;
      if (!isChangeLegal(toS, rate, slope) || !isStopVerified(toS, rate, slope)) continue;
      if (!(trial.profile.durationS <= mostStopS)) continue;
      accept(toS, rate, slope);
      return;
    }
    followStop();
  };

  return {
    jointsRad,
    jointsRadPerS,
    durationS,
    get pathS() {
      return now.pathS;
    },
    get rate() {
      return now.rate;
    },
    get hasEnded() {
      return now.pathS >= durationS || (isStopping && stop.sinceS >= stop.profile.durationS);
    },
    next(mostRate, mostStopS = Number.POSITIVE_INFINITY) {
      // A rate that is no number allows nothing.
      const most = mostRate > 0 ? Math.min(1, mostRate) : 0;
      if (now.pathS >= durationS) goTo(durationS, 0, 0);
      else if (isStopping) followStop();
      else {
        // Where the path begins nothing moves yet: any rate is legal at once.
        if (now.pathS === 0) now.rate = most;
        advance(most, mostStopS);
      }
    },
    isEvenAt: (mostRate) => !isStopping && now.slope === 0 && now.rate > 0 && now.rate === mostRate,
    at(pathS, q, v) {
      sampler.at(pathS, q, v);
      for (let j = 0; j < dof; j++) v[j] = v[j]! * now.rate;
    },
    stop() {
      isStopping = true;
    },
    writeStop(rows) {
      const saved = { ...now };
      const begunS = stop.sinceS;
      const begunStretch = stretch;
      let ticks = 0;
      while (!(now.pathS >= durationS || stop.sinceS >= stop.profile.durationS)) {
        followStop();
        const at = ticks++ * 2 * dof;
        if (at + 2 * dof > rows.length) continue;
        rows.set(jointsRad, at);
        rows.set(jointsRadPerS, at + dof);
      }
      stop.sinceS = begunS;
      stretch = begunStretch;
      now.pathS = saved.pathS;
      now.rate = saved.rate;
      now.slope = saved.slope;
      write();
      return ticks;
    },
    stopTakesS: () => Math.max(0, stop.profile.durationS - stop.sinceS),
    stopEndsS: () => Math.min(durationS, stop.fromS + stop.profile.gainS),
  };
}
