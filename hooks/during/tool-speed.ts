// The measured tool point keeps the cell's speed limit; in a reduced-speed zone it, the elbow and every other joint
// of the arm keep the zone's.
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { armPointsOf, pointLeversOf, pointName } from "../../kernel/motion/arm-points.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { leastLimitMPerS, speedLimitsOf } from "../../kernel/motion/speed-limits.ts";

/** Measured speed may ripple this much above the limit. */
const RIPPLE = 1.1;
const RIPPLE_M_PER_S = 0.02;
const rippled = (mPerS: number): number => mPerS * RIPPLE + RIPPLE_M_PER_S;

export const toolSpeed: DuringHook = {
  name: "tool-speed",
  watch(_plan, cell) {
    const chain = chainOf(cell.robot, cell.base);
    const points = armPointsOf(chain);
    const levers = pointLeversOf(chain);
    const limits = speedLimitsOf(cell);
    const slowMPerS = rippled(leastLimitMPerS(cell));
    return ({ reading: { jointsRad, jointsRadPerS } }) => {
      // No point is faster than Σ lever · |q̇|: an arm this slow keeps every limit, wherever it is. NaN is never slow.
      let mostMPerS = 0;
      for (let j = 0; j < chain.dof; j++) {
        mostMPerS += Number.isNaN(jointsRad[j]!) ? Number.NaN : levers[j]! * Math.abs(jointsRadPerS[j]!);
      }
      if (mostMPerS <= slowMPerS) return null;
      points.set(jointsRad, jointsRadPerS);
      const { at, velocity, count } = points;
      for (let k = 0, p = 0; k < count; k++, p += 3) {
        const [vx, vy, vz] = [velocity[p]!, velocity[p + 1]!, velocity[p + 2]!];
        const mPerS = Math.sqrt(vx * vx + vy * vy + vz * vz);
        const inZone = limits.zoneMPerS(at[p]!, at[p + 1]!, at[p + 2]!, 0);
        const limit = k === count - 1 ? Math.min(inZone, limits.toolMPerS) : inZone;
        if (mPerS <= rippled(limit)) continue;
        return {
          code: "E_TOOL_SPEED",
          reason: `${pointName(chain, k)} moves at ${mPerS.toFixed(2)} m/s where ${limit} m/s is allowed; stopped`,
          measured: mPerS,
          limit,
        };
      }
      return null;
    };
  },
};
