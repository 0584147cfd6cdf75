// How fast the whole arm may go on, given where the cell's sensors saw people: the least rate that any body of
// the arm is allowed towards any of them. Nothing is allocated per call: it is asked every tick.
import type { Cell, TrackedZone } from "../contract/cell.ts";
import type { TrackedReading } from "../contract/tracking.ts";
import type { Body } from "./bodies.ts";
import { bodySpeedsOf } from "./body-speeds.ts";
import { chainOf } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { movingOf } from "./motion-bound.ts";
import { allowedRate } from "./separation.ts";
import { solidOf } from "./solid.ts";
import { boundStop, type StopBound } from "./stop-bound.ts";

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

export interface PeopleWatch {
  /**
   * The greatest rate allowed now, in [0, 1]. `fullRadPerS`: joint velocities at rate 1 here. `marginM` more than the
   * formula asks is kept. Writes `stop`, `nearestM` and `zone`.
   */
  allowed(
    tracked: readonly TrackedReading[],
    nowS: number,
    jointsRad: ArrayLike<number>,
    fullRadPerS: ArrayLike<number>,
    marginM: number,
  ): number;
  /** The bound on the time to stop that went into the last answer. */
  readonly stop: StopBound;
  /** Least distance between the arm and a person, and the zone that allowed least, at the last answer; Infinity, -1: none. */
  nearestM: number;
  zone: number;
}

/** Throws when the cell tracks people without separation terms; cells are checked for that. */
export function peopleWatchOf(cell: Cell, bodies: readonly Body[]): PeopleWatch {
  const { tracked: zones, separation } = cell;
  if (separation === null) throw new TypeError("peopleWatchOf: the cell has no separation terms");
  const { reactionS, stoppingS, humanSpeedMPerS } = separation;
  const chain = chainOf(cell.robot, cell.base);
  // What never moves hurts nobody: the base.
  const moving = movingOf(
    chain,
    bodies.filter((body) => body.frame > 0),
  );
  const speeds = bodySpeedsOf(chain, moving);
  const people = zones.map(({ shape }) => solidOf(shape));
  const personFrame = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
  const declared: StopBound = { leastS: stoppingS ?? 0, perRateS: 0 };
  const watch: PeopleWatch = {
    stop: { ...declared },
    nearestM: Number.POSITIVE_INFINITY,
    zone: -1,
    allowed(tracked, nowS, jointsRad, fullRadPerS, marginM) {
      const { stop } = watch;
      if (stoppingS === null) boundStop(chain, cell.limits.jointScale, fullRadPerS, stop);
      speeds.at(jointsRad, fullRadPerS);
      watch.nearestM = Number.POSITIVE_INFINITY;
      watch.zone = -1;
      let least = 1;
      const fixedM = separation.intrusionM + separation.sensorUncertaintyM + separation.robotUncertaintyM + marginM;
      for (let k = 0; k < zones.length; k++) {
        const reading = tracked[k];
        const ageS = reportAgeS(zones[k]!, reading, nowS);
        if (reading === undefined || ageS === Number.POSITIVE_INFINITY) {
          // Nobody knows where they are: right here.
          watch.zone = k;
          least = 0;
          continue;
        }
        personFrame[3] = reading.centreM[0]!;
        personFrame[7] = reading.centreM[1]!;
        personFrame[11] = reading.centreM[2]!;
        // A measured velocity only tightens: whoever stands may walk off in the next instant.
        const seen = Math.hypot(reading.velocityMPerS[0]!, reading.velocityMPerS[1]!, reading.velocityMPerS[2]!);
        const humanMPerS = Number.isNaN(seen) ? humanSpeedMPerS : Math.max(seen, humanSpeedMPerS);
        for (let i = 0; i < moving.solids.length; i++) {
          const d = solidDistance(
            moving.solids[i]!,
            speeds.placed,
            i * 12,
            people[k]!,
            personFrame,
            0,
            Number.POSITIVE_INFINITY,
          );
          if (!(d >= watch.nearestM)) watch.nearestM = d;
          const rate = allowedRate(
            d,
            humanMPerS,
            speeds.mPerS[i]!,
            reactionS + ageS,
            stop.leastS,
            stop.perRateS,
            fixedM,
          );
          if (rate >= least) continue;
          least = rate;
          watch.zone = k;
        }
      }
      return least;
    },
  };
  return watch;
}
