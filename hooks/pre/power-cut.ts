// Where the cell's emergency stop cuts power at once, the arm leaves its path: whenever that happens in a motion, it
// comes to rest touching no keep-out zone.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { keepOutObstacles, stageBodies } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { envelopeOf } from "../../kernel/motion/envelope.ts";
import { powerCutBreachS, unbraked } from "../../kernel/motion/power-cut.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { setCheckerOf } from "../../kernel/motion/sweep.ts";

export const powerCut: PreHook = {
  name: "power-cut",
  judge({ plan, state, cell }) {
    const obstacles = keepOutObstacles(cell);
    if (cell.limits.emergencyStopCategory !== 0 || obstacles.length === 0) return null;
    const chain = chainOf(cell.robot, cell.base);
    for (const stage of walkPlan(plan, state, cell).stages) {
      if (stage.segment.kind !== "move") continue;
      const joint = unbraked(chain);
      if (joint !== null) {
        return {
          code: "E_BRAKE",
          reason: `nobody has declared what the brake of ${joint} does, so a power cut cannot be bounded; declare it, or use an emergency stop of category 1`,
        };
      }
      const checker = setCheckerOf(chain, stageBodies(chain, stage), [{ obstacles, requiredM: () => 0 }]);
      const atS = powerCutBreachS(chain, stage.segment, envelopeOf(chain, checker));
      if (atS === null) continue;
      return {
        code: "E_BRAKE",
        reason: `were power cut ${atS.toFixed(2)} s into the motion, the arm could not be shown to come to rest clear of the keep-out zones; move slower or further from them`,
      };
    }
    return null;
  },
};
