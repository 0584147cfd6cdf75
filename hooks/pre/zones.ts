// Every link, the tool and what it holds keep the cell's clearance from every keep-out zone, all the way.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { keepOutObstacles, stageBodies } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { findingOf, sweepStage } from "../swept.ts";

export const zones: PreHook = {
  name: "zones",
  judge({ plan, state, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    const obstacles = keepOutObstacles(cell);
    for (const stage of walkPlan(plan, state, cell).stages) {
      const contact = sweepStage(chain, stage, stageBodies(chain, stage), obstacles, () => cell.limits.clearanceM);
      if (contact !== null) return findingOf("E_ZONE", contact);
    }
    return null;
  },
};
