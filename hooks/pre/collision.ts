// Every link, the tool and what it holds keep their distance from the table and all objects except the gripped one.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { stageBodies, thingClearance, thingObstacles } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { findingOf, sweepStage } from "../swept.ts";

export const collision: PreHook = {
  name: "collision",
  judge({ plan, state, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    for (const stage of walkPlan(plan, state, cell).stages) {
      const things = thingObstacles(cell, stage);
      const contact = sweepStage(chain, stage, stageBodies(chain, stage), things, thingClearance(cell, stage));
      if (contact !== null) return findingOf("E_COLLISION", contact);
    }
    return null;
  },
};
