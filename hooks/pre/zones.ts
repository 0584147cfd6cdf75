// Every link, the tool and what it holds keep the cell's clearance from every keep-out zone, all the way.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { sweptFinding } from "../swept.ts";

export const zones: PreHook = { name: "zones", judge: (context) => sweptFinding(context, "zones", "E_ZONE") };
