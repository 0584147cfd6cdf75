// A motion ends in reasonable time. Every setpoint keeps the joints' velocity, acceleration and jerk, and the tool point's speed where it is.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { toolSpeedLimit } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { motionExtremes } from "../../kernel/motion/timing.ts";

const STEP_S = 0.002;
/** Nobody waits longer for one motion, and looking at each of its setpoints takes time. */
const LONGEST_S = 600;
const TOLERANCE = 1.0001;

export const speed: PreHook = {
  name: "speed",
  judge({ plan, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    const scale = cell.limits.jointScale;
    for (const segment of plan.segments) {
      if (segment.kind !== "move") continue;
      if (!(segment.durationS <= LONGEST_S)) {
        return {
          code: "E_TOO_LONG",
          reason: `one motion would take ${segment.durationS.toPrecision(3)} s (most ${LONGEST_S} s); raise the speed`,
          measured: segment.durationS,
          limit: LONGEST_S,
        };
      }
      const extremes = motionExtremes(chain, segment, STEP_S, toolSpeedLimit(cell, 0));
      for (const kind of ["velocity", "acceleration", "jerk"] as const) {
        const { ratio, joint } = extremes[kind];
        if (ratio <= scale * TOLERANCE) continue;
        return {
          code: "E_JOINT_SPEED",
          reason: `joint ${chain.jointNames[joint]} would use ${(ratio * 100).toFixed(0)} % of its rated ${kind} (most ${(scale * 100).toFixed(0)} %); move slower`,
          measured: ratio,
          limit: scale,
        };
      }
      const { mPerS, limitMPerS } = extremes.toolSpeedRatio;
      if (mPerS <= limitMPerS * TOLERANCE) continue;
      return {
        code: "E_TOOL_SPEED",
        reason: `the tool point would move at ${mPerS.toFixed(3)} m/s where ${limitMPerS} m/s is allowed; move slower`,
        measured: mPerS,
        limit: limitMPerS,
      };
    }
    return null;
  },
};
