// One motion at a time: a second one waits for its own turn.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { TOOLS } from "../../kernel/contract/tools.ts";

export const oneMotion: PreHook = {
  name: "one-motion",
  judge({ call, kernel }) {
    if (TOOLS[call.tool].risk === "read" || kernel.mode !== "busy") return null;
    return { code: "E_BUSY", reason: "another goal is being carried out; wait for its end or stop it" };
  },
};
