// The arm does not touch itself, nor does what it holds touch the arm.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { sweptFinding } from "../swept.ts";

export const selfCollision: PreHook = {
  name: "self-collision",
  judge: (context) => sweptFinding(context, "self", "E_SELF_COLLISION"),
};
