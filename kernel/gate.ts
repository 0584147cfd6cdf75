// The gate: the one door. Every proposed call, whoever proposes it, is read against its schema, laid
// out as a plan, judged by all pre hooks in order and by the confidence gate. What fails is denied.

import { ruleOnConfidence } from "./confidence.ts";
import type { Cell } from "./contract/cell.ts";
import type { Clock } from "./contract/clock.ts";
import type { KernelFacts, PreContext, PreHook } from "./contract/hook.ts";
import type { Measured } from "./contract/measured.ts";
import type { Plan } from "./contract/plan.ts";
import { parseToolCall, TOOLS, type ToolCall } from "./contract/tools.ts";
import type { Finding, Verdict } from "./contract/verdict.ts";

/** A hook that takes longer than this counts as failed. */
const HOOK_BUDGET_MS = 5_000;

/** Calls in one goal. */
const MOST_CALLS = 500;

/** Lays a call out as motion, from a given state. It is not trusted: hooks judge what it returns. */
export type Planner = (call: ToolCall, state: Measured, speedScale: number) => Plan;
/** The state that a plan should leave behind, for judging what follows it. */
export type Predictor = (plan: Plan, state: Measured) => Measured;

export interface Judged {
  readonly tool: string;
  readonly verdict: Verdict;
  /** The plan to execute; `null` when the call is denied. */
  readonly plan: Plan | null;
}

export interface Gate {
  /** Judges one proposed value from one state. */
  judge(proposed: unknown, confidence: number, state: Measured, facts: KernelFacts): Judged;
  /** Judges a whole sequence before its first step moves; ends with the first denial. */
  judgeAll(proposed: readonly unknown[], confidence: number, state: Measured, facts: KernelFacts): readonly Judged[];
}

export interface GatePorts {
  readonly cell: Cell;
  readonly hooks: readonly PreHook[];
  readonly plan: Planner;
  readonly predict: Predictor;
  readonly clock: Clock;
}

export function createGate({ cell, hooks, plan: layOut, predict, clock }: GatePorts): Gate {
  const askHook = (hook: PreHook, context: PreContext): Finding | null => {
    const startMs = clock.nowMs();
    let finding: Finding | null;
    try {
      finding = hook.judge(context);
    } catch (cause) {
      return { code: "E_HOOK", reason: `hook ${hook.name} failed (${messageOf(cause)}), so the call is denied` };
    }
    const tookMs = clock.nowMs() - startMs;
    if (tookMs <= HOOK_BUDGET_MS) return finding;
    return {
      code: "E_HOOK",
      reason: `hook ${hook.name} took ${Math.round(tookMs)} ms (most ${HOOK_BUDGET_MS}), so the call is denied`,
      measured: tookMs / 1000,
      limit: HOOK_BUDGET_MS / 1000,
    };
  };

  const judge: Gate["judge"] = (proposed, confidence, state, facts) => {
    const parsed = parseToolCall(proposed);
    if (!parsed.ok) return { tool: toolNameOf(proposed), verdict: deny("schema", parsed.fault), plan: null };
    const { call } = parsed;
    const { risk } = TOOLS[call.tool];

    let plan: Plan;
    try {
      plan = layOut(call, state, facts.speedScale);
    } catch (cause) {
      const finding: Finding = {
        code: "E_HOOK",
        reason: `the call could not be laid out (${messageOf(cause)}), so it is denied`,
      };
      return { tool: call.tool, verdict: deny("planner", finding), plan: null };
    }
    // An emergency stop skips hooks, confidence and limits: anyone may press it, in every state.
    if (risk !== "stop") {
      for (const hook of hooks) {
        const finding = askHook(hook, { call, plan, state, cell, kernel: facts });
        if (finding !== null) return { tool: call.tool, verdict: deny(hook.name, finding), plan: null };
      }
    }
    const ruling = ruleOnConfidence(risk, confidence);
    if (ruling.kind === "ask") return { tool: call.tool, verdict: deny("confidence", ruling.finding), plan: null };
    if (ruling.kind === "approve")
      return { tool: call.tool, verdict: { kind: "approve", hook: "confidence", ...ruling.finding }, plan };
    const reason = risk === "stop" ? "anyone may press it" : `passes all ${hooks.length} hooks`;
    return { tool: call.tool, verdict: { kind: "allow", hook: "gate", code: "OK", reason }, plan };
  };

  return {
    judge,
    judgeAll(proposed, confidence, state, facts) {
      if (proposed.length > MOST_CALLS) {
        const reason = `a goal of ${proposed.length} calls is too long (most ${MOST_CALLS}); split it`;
        return [{ tool: toolNameOf(proposed[0]), verdict: deny("schema", { code: "E_SCHEMA", reason }), plan: null }];
      }
      const judged: Judged[] = [];
      let now = state;
      let { speedScale } = facts;
      for (const call of proposed) {
        const step = judge(call, confidence, now, { ...facts, speedScale });
        judged.push(step);
        if (step.plan === null) break;
        if (step.plan.call.tool === "set_speed") speedScale = step.plan.call.args.scale;
        now = predict(step.plan, now);
      }
      return judged;
    },
  };
}

const deny = (hook: string, finding: Finding): Verdict => ({ kind: "deny", hook, ...finding });

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function toolNameOf(proposed: unknown): string {
  const name = (proposed as { tool?: unknown } | null)?.tool;
  return typeof name === "string" ? name.slice(0, 64) : "?";
}
