// Every joint stays in its range along the whole motion, and where its speed limit leaves it any speed. A joint just outside may move back in.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { curveOfMove } from "../../kernel/motion/curve.ts";
import { jointRangeBreach } from "../../kernel/motion/joint-range.ts";

export const jointLimits: PreHook = {
  name: "joint-limits",
  judge({ plan, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    for (const segment of plan.segments) {
      if (segment.kind !== "move") continue;
      const breach = jointRangeBreach(chain, curveOfMove(segment));
      if (breach === null) continue;
      const { joint, rad, limitRad, isUndrivable } = breach;
      const name = chain.jointNames[joint];
      return {
        code: "E_JOINT_LIMIT",
        reason: `${name} would turn to ${degrees(rad)}, past ${isUndrivable ? `${degrees(limitRad)}, where its speed limit falls to nothing` : `its limit of ${degrees(limitRad)}`}; choose a target further inside`,
        measured: rad,
        limit: limitRad,
      };
    }
    return null;
  },
};

const degrees = (rad: number): string => `${((rad * 180) / Math.PI).toFixed(2)} deg`;
