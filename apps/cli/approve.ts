// Asking a person on the terminal whether an uncertain plan may run.
import { createInterface } from "node:readline/promises";
import type { Judged } from "../../kernel/gate.ts";
import type { Io } from "./io.ts";

export type Approver = (steps: readonly Judged[], signal: AbortSignal) => Promise<boolean>;

/** Yes where `--yes` was given; asks on a terminal; else no. */
export function approver(io: Io, how: { readonly isYes: boolean; readonly isAsking: boolean }): Approver {
  return async (steps, signal) => {
    if (how.isYes) return true;
    const isTerminal = (io.stdin as Partial<NodeJS.ReadStream>).isTTY === true;
    if (!how.isAsking || !isTerminal) return false;
    const doubt = steps.find(({ verdict }) => verdict.kind === "approve")?.verdict.reason ?? "";
    const lines = createInterface({ input: io.stdin, output: io.stdout });
    try {
      const answer = await lines.question(`Approve this plan? (${doubt}) [y/N] `, { signal });
      return /^y(es)?$/i.test(answer.trim());
    } catch {
      return false;
    } finally {
      lines.close();
    }
  };
}
