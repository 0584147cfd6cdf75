// Before the tool opens: what it holds is supported, or falls at most the cell's drop_m.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { centreOf, heightOf } from "../../kernel/motion/solids.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { supportUnder } from "../../kernel/motion/supports.ts";
import { composePose } from "../../kernel/motion/transform.ts";

export const release: PreHook = {
  name: "release",
  judge({ plan, state, cell }) {
    const chain = chainOf(cell.robot, cell.base);
    for (const { segment, held, endRad, objects } of walkPlan(plan, state, cell).stages) {
      if (segment.kind !== "open" || held === null) continue;
      const { object } = held;
      const centreM = centreOf(object, composePose(toolPoseAt(chain, endRad), held.inTool));
      const bottomM = centreM[2] - heightOf(object) / 2;
      const { name, topZM } = supportUnder(cell, objects, centreM, bottomM, object.id);
      const fallM = bottomM - topZM;
      const limit = cell.limits.dropM;
      if (fallM <= limit) continue;
      return {
        code: "E_DROP",
        reason: `${object.id} would fall ${(fallM * 100).toFixed(1)} cm onto ${name} (most ${(limit * 100).toFixed(1)} cm); go lower before opening`,
        measured: fallM,
        limit,
      };
    }
    return null;
  },
};
