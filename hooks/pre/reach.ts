// A call that could not be laid out whole is denied with the planner's reason.
import type { PreHook } from "../../kernel/contract/hook.ts";

export const reach: PreHook = {
  name: "reach",
  judge: ({ plan }) => plan.blocked,
};
