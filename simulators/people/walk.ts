// People who walk by a script, and a sensor that sees them as sensors do: now and then, late, and not every time.
// Driven by the simulated clock alone, so the same seed gives the same reports at the same ticks.
import type { TrackedZone, Walk } from "../../kernel/contract/cell.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

/** Writes where the walker is at `atS` into `out`, metres. */
export function walkAt({ points, repeats }: Walk, atS: number, out: Float64Array): void {
  const [first, last] = [points[0]!, points[points.length - 1]!];
  const spanS = last.atS - first.atS;
  const nowS = repeats && spanS > 0 && atS > last.atS ? first.atS + ((atS - first.atS) % spanS) : atS;
  let k = 1;
  while (k < points.length - 1 && points[k]!.atS < nowS) k++;
  const [from, to] = [points[k - 1]!, points[Math.min(k, points.length - 1)]!];
  const tookS = to.atS - from.atS;
  const share = tookS > 0 ? Math.min(1, Math.max(0, (nowS - from.atS) / tookS)) : 0;
  for (let d = 0; d < 3; d++) out[d] = from.centreM[d]! + share * (to.centreM[d]! - from.centreM[d]!);
}

/** Where a report goes: `TrackedMemory.report`, or a test's own. */
export type Report = (zone: number, measuredAtS: number, centreM: Float64Array) => void;

export interface ScriptedSensor {
  /** Hands on every report that is due by `atS` on the simulated clock; times may only go on. */
  update(atS: number): void;
}

/** A sensor for all zones that have a walk; the others stay silent. It has run for a while before time 0. */
export function scriptedSensor(zones: readonly TrackedZone[], seed: number, report: Report): ScriptedSensor {
  const centreM = new Float64Array(3);
  const eyes = zones.flatMap((zone, index) => (zone.walk === null ? [] : [eyeOf(zone.walk, index, seed)]));
  return {
    update(atS) {
      for (const eye of eyes) {
        while (eye.dueAtS() <= atS) {
          if (!eye.isLost() && eye.measuredAtS() > eye.reportedS) {
            eye.reportedS = eye.measuredAtS();
            walkAt(eye.walk, eye.reportedS, centreM);
            report(eye.index, eye.reportedS, centreM);
          }
          eye.next();
        }
      }
    },
  };
}

function eyeOf(walk: Walk, index: number, seed: number) {
  const random = seededRandom(seed * 1009 + index + 1);
  let look = -Math.ceil((walk.latencyS + walk.jitterS) / walk.periodS) - 1;
  let delayS = walk.latencyS + walk.jitterS * random();
  let isLost = false;
  return {
    walk,
    index,
    /** When the newest report that was handed on was measured. */
    reportedS: Number.NEGATIVE_INFINITY,
    measuredAtS: () => look * walk.periodS,
    dueAtS: () => look * walk.periodS + delayS,
    isLost: () => isLost,
    next() {
      look++;
      delayS = walk.latencyS + walk.jitterS * random();
      isLost = random() < walk.lostShare;
    },
  };
}
