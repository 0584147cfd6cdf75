// Every joint stays in its range along the whole motion. A joint just outside may move back in.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { moveSampler } from "../../kernel/motion/curve.ts";

const STEP_S = 0.002;
const TOLERANCE_RAD = 1e-6;

export const jointLimits: PreHook = {
  name: "joint-limits",
  judge({ plan, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    const q = new Float64Array(chain.dof);
    const v = new Float64Array(chain.dof);
    for (const segment of plan.segments) {
      if (segment.kind !== "move") continue;
      const sampler = moveSampler(segment);
      const first = segment.pointsRad[0] ?? [];
      const steps = Math.ceil(segment.durationS / STEP_S);
      for (let k = 0; k <= steps; k++) {
        sampler.at(Math.min(segment.durationS, k * STEP_S), q, v);
        for (let j = 0; j < chain.dof; j++) {
          const lower = Math.min(chain.lowerRad[j]!, first[j]!) - TOLERANCE_RAD;
          const upper = Math.max(chain.upperRad[j]!, first[j]!) + TOLERANCE_RAD;
          const rad = q[j]!;
          if (rad >= lower && rad <= upper) continue;
          const limit = rad < lower ? chain.lowerRad[j]! : chain.upperRad[j]!;
          return {
            code: "E_JOINT_LIMIT",
            reason: `joint ${chain.jointNames[j]} would reach ${degrees(rad)}, past its limit of ${degrees(limit)}; choose a target further inside`,
            measured: rad,
            limit,
          };
        }
      }
    }
    return null;
  },
};

const degrees = (rad: number): string => `${((rad * 180) / Math.PI).toFixed(1)} deg`;
