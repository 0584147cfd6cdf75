// A plan starts where the arm is, at rest, and each of its segments where the one before ended: setpoints that jump
// break every limit at once. What the arm moves between judgement and start is the executor's to look at (kernel/drift.ts).
import type { PreHook } from "../../kernel/contract/hook.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";

const SEAM_RAD = 1e-6;
const REST_RAD_PER_S = 0.02;

export const start: PreHook = {
  name: "start",
  judge({ plan, state, cell }) {
    for (const { segment, startRad } of walkPlan(plan, state, cell).stages) {
      if (segment.kind !== "move") continue;
      const offRad = Math.max(...startRad.map((rad, j) => Math.abs(rad - (segment.pointsRad[0]?.[j] ?? Number.NaN))));
      if (!(offRad <= SEAM_RAD)) {
        return {
          code: "E_START",
          reason: `a motion would start ${offRad.toPrecision(3)} rad from where the arm is (most ${SEAM_RAD}); plan again`,
          measured: offRad,
          limit: SEAM_RAD,
        };
      }
    }
    const fastest = Math.max(0, ...state.jointsRadPerS.map(Math.abs));
    if (plan.segments.length === 0 || fastest <= REST_RAD_PER_S) return null;
    return {
      code: "E_START",
      reason: `the arm still moves at ${fastest.toFixed(3)} rad/s (most ${REST_RAD_PER_S}); wait until it is at rest`,
      measured: fastest,
      limit: REST_RAD_PER_S,
    };
  },
};
