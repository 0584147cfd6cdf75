// Speed and separation monitoring: the nearer people are, the slower the arm goes on, down to rest; it goes on by
// itself once they have kept away for a while. The formula is kernel/motion/separation.ts.
import type { Slowing } from "../../kernel/contract/arm.ts";
import type { GoverningHook, Governor } from "../../kernel/contract/hook.ts";
import { peopleWatchOf } from "../../kernel/motion/people-watch.ts";
import { armInMotion, LEAST_RATE } from "../arm-in-motion.ts";
import { perLoad } from "../load.ts";

/** To go on, people must be this much further away than where they stopped the arm, and leave this much rate. */
const RESUME_MARGIN_M = 0.15;
const RESUME_RATE = 0.2;
/** How fast the rate may rise again, by second. */
const RISE_PER_S = 1;

export const separation: GoverningHook = {
  name: "separation",
  govern(plan, cell) {
    // A jog is slow, watched and held; its own rule keeps it from coming nearer to people (hooks/pre/jog.ts).
    if (cell.tracked.length === 0 || cell.separation === null || plan.call.tool === "jog") return () => 1;
    const { resumeAfterS } = cell.separation;
    const watches = perLoad(plan, cell, (bodies) => peopleWatchOf(cell, bodies));
    const inMotion = armInMotion(cell.robot.joints.length);
    let rate = 1;
    let isHeld = false;
    let clearS = 0;
    let atS = Number.NaN;
    let leastRate = 1;
    let heldS = 0;
    let stopS = Number.POSITIVE_INFINITY;
    let nearestM = Number.POSITIVE_INFINITY;
    let zone = -1;

    const ruled = (allowed: number, sinceS: number): number => {
      if (isHeld) {
        clearS = allowed >= RESUME_RATE ? clearS + sinceS : 0;
        if (clearS < resumeAfterS || allowed < RESUME_RATE) return 0;
        isHeld = false;
      } else if (!(allowed >= LEAST_RATE)) {
        isHeld = true;
        clearS = 0;
        return 0;
      }
      return Math.min(allowed, rate + RISE_PER_S * sinceS);
    };
    const governor: Governor = (context) => {
      const { reading, segmentIndex, tracked } = context;
      const watch = watches[segmentIndex];
      if (watch === undefined) return rate;
      const sinceS = reading.atS > atS ? reading.atS - atS : 0;
      atS = reading.atS;
      const marginM = isHeld ? RESUME_MARGIN_M : 0;
      rate = ruled(watch.allowed(tracked, atS, inMotion(context), marginM), sinceS);
      stopS = watch.mostStopS;
      if (rate < 1) {
        if (rate === 0) heldS += sinceS;
        leastRate = Math.min(leastRate, rate);
        nearestM = Math.min(nearestM, watch.nearestM);
        if (watch.zone >= 0) zone = watch.zone;
      }
      return rate;
    };
    const slowed = (): Slowing | null =>
      leastRate === 1
        ? null
        : {
            by: "separation",
            zone: cell.tracked[zone]?.name ?? "?",
            leastRate,
            heldS,
            nearestM: Number.isFinite(nearestM) ? nearestM : null,
          };
    return Object.assign(governor, { slowed, mostStopS: () => stopS });
  },
};
