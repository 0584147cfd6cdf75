// How fast the whole arm may go on, given where the cell's sensors saw people: the least rate that any body of
// the arm is allowed towards any of them. Nothing is allocated per call: it is asked every tick.
import type { Cell, Separation, TrackedZone } from "../contract/cell.ts";
import type { TrackedReading } from "../contract/tracking.ts";
import type { Body } from "./bodies.ts";
import { bodySpeedsOf } from "./body-speeds.ts";
import { chainOf } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { movingOf } from "./motion-bound.ts";
import { allowedRate, fixedSeparationM, protectiveSeparationM } from "./separation.ts";
import { solidOf, sphereGap } from "./solid.ts";

/** A sensor's clock may run ahead of the driver's by this much; more is no measurement of now. */
const AHEAD_S = 0.01;

/** The age of a report on the driver's clock, seconds; Infinity when it is too old, from the future, or not finite. */
export function reportAgeS(zone: TrackedZone, reading: TrackedReading | undefined, nowS: number): number {
  if (reading === undefined) return Number.POSITIVE_INFINITY;
  const ageS = nowS - reading.measuredAtS;
  const [x, y, z] = reading.centreM as unknown as [number, number, number];
  const isUsable = ageS <= zone.staleS && ageS >= -AHEAD_S && Number.isFinite(x + y + z);
  return isUsable ? Math.max(0, ageS) : Number.POSITIVE_INFINITY;
}

/** What of the arm's motion counts: where it is, how fast it goes, and the stop that is verified from here. */
export interface ArmInMotion {
  readonly jointsRad: ArrayLike<number>;
  /** At rate 1, rad/s: the motion goes at `rate` times this. */
  readonly fullRadPerS: ArrayLike<number>;
  readonly rate: number;
  /** From here, seconds, and the joints where it ends. */
  readonly stopTakesS: number;
  readonly stopRad: ArrayLike<number>;
  /** About how long a stop takes from rate 1, seconds. */
  readonly fullStopS: number;
}

export interface PeopleWatch {
  /**
   * The greatest rate allowed now, in [0, 1]; 0 as soon as the stop that is verified from here needs all the distance
   * that there is. `marginM` more than the formula asks is kept. Writes `nearestM` and `zone`.
   */
  allowed(tracked: readonly TrackedReading[], nowS: number, arm: ArmInMotion, marginM: number): number;
  /**
   * At the last answer: least distance between the arm and a person (a lower bound where it is more than enough), and
   * the zone that allowed least; Infinity, -1: none.
   */
  nearestM: number;
  zone: number;
  /** How long the stop after the next tick may take, seconds, as of the last answer; Infinity when nobody is tracked. */
  mostStopS: number;
}

/** A stop takes at least this, whatever the speed: ticks and jerk limits. Seconds. */
export const LEAST_STOP_S = 0.02;
/** An arm that moves is slowed this much before it would have to stop, so that it seldom has to. */
const EASE_M = 0.1;
/** What a body moves by over a stop is taken from its velocity; paths bend a little. */
const BENT = 1.1;
/** No stop takes longer by this than the one before it. Seconds. */
const LONG_STOP_S = 0.5;
/** Until the setpoint after this one: sent, and measured. */
const TICK_S = 0.004;

/** S_p of an arm that has not begun to move, metres, for a report `ageS` old. */
export const standingSeparationM = (terms: Separation, ageS: number): number =>
  protectiveSeparationM({
    ...terms,
    robotSpeedMPerS: 0,
    reactionS: terms.reactionS + ageS,
    stoppingS: Math.max(LEAST_STOP_S, terms.stoppingS ?? 0),
  });

/** Throws when the cell tracks people without separation terms; cells are checked for that. */
export function peopleWatchOf(cell: Cell, bodies: readonly Body[]): PeopleWatch {
  const { tracked: zones, separation } = cell;
  if (separation === null) throw new TypeError("peopleWatchOf: the cell has no separation terms");
  const { reactionS, humanSpeedMPerS } = separation;
  const alwaysM = fixedSeparationM(separation);
  const declaredStopS = separation.stoppingS ?? 0;
  const chain = chainOf(cell.robot, cell.base);
  // What never moves hurts nobody: the base.
  const moving = movingOf(
    chain,
    bodies.filter((body) => body.frame > 0),
  );
  const speeds = bodySpeedsOf(chain, moving);
  /** What each body moves by while the arm stops: its velocity if the joints moved by that in a second. */
  const stops = bodySpeedsOf(chain, moving);
  const stopTravelRad = new Float64Array(chain.dof);
  const people = zones.map(({ shape }) => solidOf(shape));
  const personFrame = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);

  /** The least rate allowed to any body towards one person who stands at `personFrame`. */
  const rateFor = (person: number, humanMPerS: number, ageS: number, arm: ArmInMotion, marginM: number): number => {
    const delayS = reactionS + ageS;
    const stopS = Math.max(arm.stopTakesS, declaredStopS);
    const leastS = Math.max(LEAST_STOP_S, declaredStopS);
    const perRateS = declaredStopS > 0 ? 0 : arm.fullStopS;
    const fixedM = alwaysM + marginM;
    const easedM = arm.rate > 0 ? fixedM + EASE_M : fixedM;
    let least = 1;
    for (let i = 0; i < moving.solids.length; i++) {
      const solid = moving.solids[i]!;
      const at = i * 12;
      const full = speeds.mPerS[i]!;
      const needM = humanMPerS * (delayS + stopS) + arm.rate * full * delayS + BENT * stops.mPerS[i]! + fixedM;
      const fullStopS = leastS + perRateS;
      const atFullM = humanMPerS * (delayS + fullStopS) + full * (delayS + 0.5 * fullStopS) + easedM;
      // A stop that takes longer meets a person who has come nearer, and an arm that has gone on.
      const closingMPerS = humanMPerS + arm.rate * full;
      // From here on the whole rate is allowed, and any stop: how much further they are does not matter.
      const enoughM = Math.max(needM, atFullM) + closingMPerS * LONG_STOP_S;
      const { placed } = speeds;
      const apartM = sphereGap(
        placed[at + 3]!,
        placed[at + 7]!,
        placed[at + 11]!,
        solid.bound,
        people[person]!,
        personFrame,
        0,
      );
      const d = apartM >= enoughM ? apartM : solidDistance(solid, placed, at, people[person]!, personFrame, 0, enoughM);
      if (!(d >= watch.nearestM)) watch.nearestM = d;
      const spareS = (d - needM - TICK_S * closingMPerS) / closingMPerS;
      watch.mostStopS = Math.min(watch.mostStopS, arm.stopTakesS + spareS);
      const rate = needM <= d ? allowedRate(d, humanMPerS, full, delayS, leastS, perRateS, easedM) : 0;
      least = Math.min(least, rate);
    }
    return least;
  };

  const watch: PeopleWatch = {
    nearestM: Number.POSITIVE_INFINITY,
    zone: -1,
    mostStopS: Number.POSITIVE_INFINITY,
    allowed(tracked, nowS, arm, marginM) {
      for (let j = 0; j < chain.dof; j++) stopTravelRad[j] = arm.stopRad[j]! - arm.jointsRad[j]!;
      speeds.at(arm.jointsRad, arm.fullRadPerS);
      stops.at(arm.jointsRad, stopTravelRad);
      watch.nearestM = Number.POSITIVE_INFINITY;
      watch.zone = -1;
      watch.mostStopS = Number.POSITIVE_INFINITY;
      let least = 1;
      for (let k = 0; k < zones.length; k++) {
        const reading = tracked[k];
        const ageS = reportAgeS(zones[k]!, reading, nowS);
        let rate = 0;
        // Without a report nobody knows where they are: right here.
        if (reading !== undefined && ageS < Number.POSITIVE_INFINITY) {
          personFrame[3] = reading.centreM[0]!;
          personFrame[7] = reading.centreM[1]!;
          personFrame[11] = reading.centreM[2]!;
          // A measured velocity only tightens: whoever stands may walk off in the next instant.
          const seen = Math.hypot(reading.velocityMPerS[0]!, reading.velocityMPerS[1]!, reading.velocityMPerS[2]!);
          const humanMPerS = Number.isNaN(seen) ? humanSpeedMPerS : Math.max(seen, humanSpeedMPerS);
          rate = rateFor(k, humanMPerS, ageS, arm, marginM);
        }
        if (rate >= least) continue;
        least = rate;
        watch.zone = k;
      }
      return least;
    },
  };
  return watch;
}
