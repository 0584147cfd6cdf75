// A goal and what became of it: what is handed to the kernel, and what it reports.
import type { Execution } from "./contract/arm.ts";
import type { Plan } from "./contract/plan.ts";
import type { Finding, Origin, Verdict } from "./contract/verdict.ts";
import type { Judged } from "./gate.ts";

export interface Goal {
  readonly text: string;
  /** Proposed calls, as they came: the gate reads them. */
  readonly calls: readonly unknown[];
  readonly origin: Origin;
  /** Evidence for the proposal, in [0, 1]. */
  readonly confidence: number;
  /** For a jog: when the key that is held beat last, on the kernel's clock. */
  readonly beatAtMs?: number;
}

export interface StepReport {
  readonly tool: string;
  readonly args: unknown;
  readonly verdict: Verdict;
  readonly execution: Execution | null;
  /** What the post hooks found wrong. */
  readonly failures: readonly Finding[];
}

export interface GoalReport {
  readonly outcome: "done" | "refused" | "needs approval" | "stopped" | "failed";
  readonly steps: readonly StepReport[];
  /** Every step was carried out and measured to hold what it promised. */
  readonly verified: boolean;
  /** Why it is not done. */
  readonly finding: Finding | null;
}

export type KernelEvent =
  | { readonly kind: "judged"; readonly steps: readonly Judged[] }
  | { readonly kind: "step started"; readonly index: number; readonly plan: Plan }
  | { readonly kind: "progress"; readonly index: number; readonly atS: number; readonly fraction: number }
  | { readonly kind: "step ended"; readonly index: number; readonly step: StepReport };

/** How a goal ends that somebody stopped. */
export const STOPPED: Finding = { code: "E_STOPPED", reason: "stopped on request; say what to do next" };
