// The tool point and what it holds stay inside the cell's workspace.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { curveOfMove } from "../../kernel/motion/curve.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { workspaceBreach } from "../../kernel/motion/workspace.ts";

export const workspace: PreHook = {
  name: "workspace",
  judge({ plan, state, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    for (const { segment, held } of walkPlan(plan, state, cell).stages) {
      if (segment.kind !== "move") continue;
      const breach = workspaceBreach(cell, chain, curveOfMove(segment), held);
      if (breach !== null) return { code: "E_WORKSPACE", reason: breach.reason, measured: breach.outsideM, limit: 0 };
    }
    return null;
  },
};
