// The measured arm keeps out of keep-out zones, with its fingers wide open and what it holds, at every tick.
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { keepOutObstacles } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { proximityOf } from "../../kernel/motion/proximity.ts";
import { solidOf } from "../../kernel/motion/solid.ts";
import { perLoad } from "../load.ts";

/** The arm may lag its setpoints by this much of the clearance before it counts. */
const LAG_M = 0.005;

export const zoneWatch: DuringHook = {
  name: "zone-watch",
  watch(plan, cell) {
    // Out of a zone the way begins in it; that a jog goes no deeper was judged (hooks/pre/jog.ts).
    if (plan.call.tool === "jog") return () => null;
    const chain = chainOf(cell.robot, cell.base);
    const zones = keepOutObstacles(cell).map(({ name, shape, pose }) => ({
      name,
      solid: solidOf(shape),
      frame: writeFrame(pose, new Float64Array(12), 0),
    }));
    const arms = perLoad(plan, cell, (bodies) => proximityOf(chain, bodies));
    const required = Math.max(0, cell.limits.clearanceM - LAG_M);
    return ({ segmentIndex, reading }) => {
      const arm = arms[segmentIndex];
      if (arm === undefined) return null;
      for (let k = 0; k < zones.length; k++) {
        const { name, solid, frame } = zones[k]!;
        const distanceM = arm.distanceM(reading.jointsRad, solid, frame, required);
        if (distanceM >= required) continue;
        const mm = (m: number): string => (m * 1000).toFixed(1);
        return {
          code: "E_ZONE",
          reason: `${arm.nearest().name} is measured ${mm(distanceM)} mm from ${name} (least ${mm(required)} mm); stopped, look for what moved it there`,
          measured: distanceM,
          limit: required,
        };
      }
      return null;
    };
  },
};
