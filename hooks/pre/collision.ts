// Every link, the tool and what it holds keep their distance from the table and all objects except the gripped one.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { sweptFinding } from "../swept.ts";

export const collision: PreHook = {
  name: "collision",
  judge: (context) => sweptFinding(context, "things", "E_COLLISION"),
};
