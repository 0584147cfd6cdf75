// The arm does not touch itself, nor does what it holds touch the arm.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { stageBodies } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { curveOfMove } from "../../kernel/motion/curve.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { selfClear } from "../../kernel/motion/sweep.ts";
import { findingOf } from "../swept.ts";

export const selfCollision: PreHook = {
  name: "self-collision",
  judge({ plan, state, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    for (const stage of walkPlan(plan, state, cell).stages) {
      if (stage.segment.kind !== "move") continue;
      const result = selfClear(chain, curveOfMove(stage.segment), stageBodies(chain, stage)[0] ?? []);
      if (result.kind === "contact") return findingOf("E_SELF_COLLISION", result);
    }
    return null;
  },
};
