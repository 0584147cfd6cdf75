// A goal's first call is laid out twice from one state: to judge the whole goal, and again before it moves. A planner
// is a function of call, state and speed scale, so asked the same again it is not run again: the same is what does not
// differ in a single bit.
import { isDeepStrictEqual } from "node:util";
import type { Plan } from "../../kernel/contract/plan.ts";
import type { Planner } from "../../kernel/gate.ts";

const MOST_KEPT = 8;

/** Copies go in and out, so nothing that is done to a call, a state or a plan changes what is remembered. */
export function rememberedPlanner(planner: Planner): Planner {
  const kept: { readonly asked: Parameters<Planner>; readonly plan: Plan }[] = [];
  return (...asked) => {
    const known = kept.find((one) => isDeepStrictEqual(one.asked, asked));
    if (known !== undefined) return structuredClone(known.plan);
    const plan = planner(...asked);
    kept.unshift(structuredClone({ asked, plan }));
    if (kept.length > MOST_KEPT) kept.pop();
    return plan;
  };
}
