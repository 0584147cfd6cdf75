// No motion starts while people are nearer than the arm could stop for, while nobody knows where they are, or
// through where they stand now. Once under way it is slowed and waits for them instead (hooks/govern/separation.ts).
import type { Cell, Separation } from "../../kernel/contract/cell.ts";
import type { PreHook } from "../../kernel/contract/hook.ts";
import type { TrackedReading } from "../../kernel/contract/tracking.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { stageBodies } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { LEAST_STOP_S, peopleWatchOf, reportAgeS, standingSeparationM } from "../../kernel/motion/people-watch.ts";
import { peopleObstacles } from "../../kernel/motion/posture.ts";
import { fixedSeparationM } from "../../kernel/motion/separation.ts";
import { heldIn, type Stage, walkPlan } from "../../kernel/motion/stages.ts";
import { findingOf, sweepStage } from "../swept.ts";

export const separation: PreHook = {
  name: "separation",
  judge({ plan, state, cell, kernel }) {
    const { separation: terms, tracked } = cell;
    if (tracked.length === 0 || kernel.tracked === null || kernel.isUnderWay === true) return null;
    if (terms === null || plan.call.tool === "jog" || plan.segments.every(({ kind }) => kind === "wait")) return null;
    const { atS, readings } = kernel.tracked;
    const silent = silence(cell, readings, atS);
    if (silent !== null) return silent;
    const chain = chainOf(cell.robot, cell.base);
    const openingM = cell.robot.gripper.strokeM;
    const bodies = stageBodies(chain, { held: heldIn(cell, state), openingM, endOpeningM: openingM });
    const watch = peopleWatchOf(cell, bodies);
    const still = new Float64Array(chain.dof);
    const { jointsRad } = state;
    const arm = { jointsRad, fullRadPerS: still, rate: 0, stopTakesS: LEAST_STOP_S, stopRad: jointsRad, fullStopS: 0 };
    if (watch.allowed(readings, atS, arm, 0) === 0) {
      const name = tracked[watch.zone]?.name ?? "?";
      const leastM = standingSeparationM(terms, atS - (readings[watch.zone]?.measuredAtS ?? atS));
      return {
        code: "E_SEPARATION",
        reason: `${name} is ${watch.nearestM.toFixed(2)} m from the arm (least ${leastM.toFixed(2)} m to start); wait until they step back`,
        measured: watch.nearestM,
        limit: leastM,
      };
    }
    return through(cell, terms, readings, atS, walkPlan(plan, state, cell).stages);
  },
};

function silence(cell: Cell, readings: readonly TrackedReading[], atS: number): Finding | null {
  for (const [k, zone] of cell.tracked.entries()) {
    const reading = readings[k];
    if (reportAgeS(zone, reading, atS) <= zone.staleS) continue;
    const ageS = atS - (reading?.measuredAtS ?? Number.NEGATIVE_INFINITY);
    const since = Number.isFinite(ageS) ? `the last usable report is ${ageS.toFixed(2)} s old` : "there is no report";
    return {
      code: "E_SEPARATION",
      reason: `nobody knows where ${zone.name} is: ${since} on ${zone.topic} (most ${zone.staleS} s), so they count as right here; look at the sensor, wait a second, and try again`,
      measured: ageS,
      limit: zone.staleS,
    };
  }
  return null;
}

function through(
  cell: Cell,
  terms: Separation,
  readings: readonly TrackedReading[],
  atS: number,
  stages: readonly Stage[],
): Finding | null {
  const chain = chainOf(cell.robot, cell.base);
  const requiredM = fixedSeparationM(terms);
  const people = peopleObstacles(cell, readings, atS);
  for (const stage of stages) {
    const contact = sweepStage(chain, stage, stageBodies(chain, stage), people, (body) =>
      body.frame === 0 ? Number.NEGATIVE_INFINITY : requiredM,
    );
    if (contact !== null) return findingOf("E_SEPARATION", contact);
  }
  return null;
}
