// How the kernel's own state looks to those that it asks: to hooks, and to a goal that knocks.
import type { KernelFacts } from "./contract/hook.ts";
import type { Goal } from "./goal.ts";
import type { KernelMode } from "./machine.ts";

/** One beat of the operator's key: all that may be proposed out of a protective stop. */
export const isJogOut = ({ origin, calls: [call, ...more] }: Goal): boolean =>
  origin === "operator" && more.length === 0 && (call as { tool?: unknown } | null | undefined)?.tool === "jog";

/** The machine's state as hooks see it; the goal that owns the machine is not its own obstacle. */
export function factMode(mode: KernelMode, isOwner: boolean): KernelFacts["mode"] {
  switch (mode) {
    case "disarmed":
    case "idle":
    case "protective":
    case "estopped":
    case "faulted":
      return mode;
    case "judging":
      return isOwner ? "idle" : "busy";
    case "recovering":
      return isOwner ? "protective" : "busy";
    default:
      return "busy";
  }
}
