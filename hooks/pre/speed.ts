// A motion ends in reasonable time. At every instant it keeps the joints' velocity, acceleration and jerk, the tool
// point's speed, and in reduced-speed zones that of the elbow and every other joint too.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { pointName } from "../../kernel/motion/arm-points.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { meterOf } from "../../kernel/motion/demands.ts";
import { speedLimitsOf } from "../../kernel/motion/speed-limits.ts";

/** Nobody waits longer for one motion. */
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
      const demands = meterOf(chain).measure(segment, speedLimitsOf(cell), 0, { joint: scale, speed: 1 });
      for (const kind of ["velocity", "acceleration", "jerk"] as const) {
        const { ratio, index } = demands[kind];
        if (ratio <= scale * TOLERANCE) continue;
        return {
          code: "E_JOINT_SPEED",
          reason: `joint ${chain.jointNames[index]} would use ${(ratio * 100).toFixed(0)} % of its rated ${kind} (most ${(scale * 100).toFixed(0)} %); move slower`,
          measured: ratio,
          limit: scale,
        };
      }
      const { ratio, value, index } = demands.speed;
      if (ratio <= TOLERANCE) continue;
      const limit = Number((value / ratio).toPrecision(6));
      return {
        code: "E_TOOL_SPEED",
        reason: `${pointName(chain, index)} would move at ${value.toFixed(3)} m/s where ${limit} m/s is allowed; move slower`,
        measured: value,
        limit,
      };
    }
    return null;
  },
};
