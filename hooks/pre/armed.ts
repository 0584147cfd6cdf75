// Only an armed arm moves, and nothing but reading is allowed while a stop is in force.
import type { PreHook } from "../../kernel/contract/hook.ts";
import { TOOLS } from "../../kernel/contract/tools.ts";

export const armed: PreHook = {
  name: "armed",
  judge({ call, kernel }) {
    // Out of a protective stop the operator may jog (hooks/pre/jog.ts).
    if (call.tool === "jog" && kernel.origin === "operator" && kernel.mode === "protective") return null;
    if (TOOLS[call.tool].risk === "read") return null;
    switch (kernel.mode) {
      case "disarmed":
        return { code: "E_DISARMED", reason: "the arm is disarmed; arm it first" };
      case "estopped":
        return {
          code: "E_ESTOPPED",
          reason: 'the emergency stop is latched; a supervisor releases it: roboos release --reason "…"',
        };
      case "protective":
        return { code: "E_PROTECTIVE", reason: "the arm is in a protective stop; remove the cause, then reset" };
      case "faulted":
        return { code: "E_FAULTED", reason: "the arm is faulted; see the log for the cause, then restart" };
      default:
        return null;
    }
  },
};
