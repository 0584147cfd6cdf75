// The measured arm stands when people are too near to move, whoever was to slow it down; and a motion that has
// waited for them too long is given up.
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { peopleWatchOf } from "../../kernel/motion/people-watch.ts";
import { armInMotion, LEAST_RATE } from "../arm-in-motion.ts";
import { perLoad } from "../load.ts";

/** Slower than this counts as standing: servos creep into their goal. */
const STANDING_RAD_PER_S = 0.02;
/** The arm lags its setpoints by this much. */
const LAG_S = 0.05;

export const separationWatch: DuringHook = {
  name: "separation",
  watch(plan, cell) {
    if (cell.tracked.length === 0 || cell.separation === null || plan.call.tool === "jog") return () => null;
    const { waitAtMostS } = cell.separation;
    const watches = perLoad(plan, cell, (bodies) => peopleWatchOf(cell, bodies));
    const inMotion = armInMotion(cell.robot.joints.length);
    let mustStandAtS = Number.POSITIVE_INFINITY;
    let waitsSinceS = Number.NaN;
    return (context) => {
      const { reading, rate, segmentIndex, tracked } = context;
      const watch = watches[segmentIndex];
      if (watch === undefined) return null;
      const { atS } = reading;
      const arm = inMotion(context);
      const allowed = watch.allowed(tracked, atS, arm, 0);
      const zone = (cell.tracked[watch.zone] ?? cell.tracked[0])?.name;
      if (allowed > 0) mustStandAtS = Number.POSITIVE_INFINITY;
      else mustStandAtS = Math.min(mustStandAtS, atS + arm.stopTakesS + LAG_S);
      if (atS > mustStandAtS) {
        let fastest = 0;
        for (let j = 0; j < arm.jointsRad.length; j++) fastest = Math.max(fastest, Math.abs(reading.jointsRadPerS[j]!));
        if (!(fastest <= STANDING_RAD_PER_S)) {
          return {
            code: "E_SEPARATION",
            reason: `a joint still moves at ${fastest.toFixed(3)} rad/s although ${zone} is too near for any motion; stopped`,
            measured: fastest,
            limit: STANDING_RAD_PER_S,
          };
        }
      }
      // Also where it is the stop's time that keeps the arm waiting, or the operator's override.
      if (rate >= LEAST_RATE) waitsSinceS = Number.NaN;
      else if (!(waitsSinceS <= atS)) waitsSinceS = atS;
      if (!(atS - waitsSinceS > waitAtMostS)) return null;
      return {
        code: "E_SEPARATION",
        reason: `the arm has waited ${waitAtMostS} s for ${zone} to step back; make room, reset, and say it again`,
        measured: atS - waitsSinceS,
        limit: waitAtMostS,
      };
    };
  },
};
