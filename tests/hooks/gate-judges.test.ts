// The gate around the pre hooks: what it denies before, between and instead of them.
import { describe, expect, it } from "vitest";
import { PRE_HOOKS } from "../../apps/runtime/hook-list.ts";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import type { PreHook } from "../../kernel/contract/hook.ts";
import { createGate } from "../../kernel/gate.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { cell, expectDenied, FACTS, goHome, home, judge, pickRed, status, up } from "../fixtures/gate-judging.ts";

describe("the gate", () => {
  it("allows home, a small move up and a pick from home", () => {
    for (const call of [goHome, up, pickRed]) expect(judge(call).verdict).toMatchObject({ kind: "allow" });
  });

  it("denies what does not fit the schema before anything else", () => {
    expectDenied(judge({ tool: "go_home", args: { fast: true } }), "schema", "E_SCHEMA");
    expectDenied(judge({ tool: "raw", args: {} }), "schema", "E_UNKNOWN_TOOL");
  });

  it("denies when a hook throws", () => {
    const broken: PreHook = {
      name: "broken",
      judge: () => {
        throw new Error("no lamp");
      },
    };
    expectDenied(judge(up, { hooks: [broken] }), "broken", "E_HOOK");
  });

  it("denies when a hook is late", () => {
    const clock = simulatedClock();
    const slow: PreHook = {
      name: "slow",
      judge: () => {
        clock.advance(5_001);
        return null;
      },
    };
    const gate = createGate({ cell, hooks: [slow], plan: createPlanner(cell, 1), predict: (_, state) => state, clock });
    expectDenied(gate.judge(up, 1, home, FACTS), "slow", "E_HOOK");
  });

  it("denies a goal of 501 calls whole", () => {
    const gate = createGate({
      cell,
      hooks: PRE_HOOKS,
      plan: createPlanner(cell, 1),
      predict: (_, state) => state,
      clock: simulatedClock(),
    });
    const judged = gate.judgeAll(new Array<unknown>(501).fill(status), 1, home, FACTS);
    expect(judged).toHaveLength(1);
    expectDenied(judged[0]!, "schema", "E_SCHEMA");
    expect(gate.judgeAll(new Array<unknown>(500).fill(status), 1, home, FACTS)).toHaveLength(500);
  });

  it("denies when the planner throws", () => {
    const gate = createGate({
      cell,
      hooks: PRE_HOOKS,
      plan: () => {
        throw new Error("lost");
      },
      predict: (_, state) => state,
      clock: simulatedClock(),
    });
    expectDenied(gate.judge(up, 1, home, FACTS), "planner", "E_HOOK");
  });

  it("asks the confidence thresholds of the call's risk, at exactly their values", () => {
    const kinds = (call: unknown, confidence: number) => judge(call, { confidence }).verdict;
    expect(kinds(up, 0.75).kind).toBe("allow");
    expect(kinds(up, 0.7499)).toMatchObject({ kind: "approve", code: "E_APPROVAL" });
    expect(kinds(up, 0.5).kind).toBe("approve");
    expect(kinds(up, 0.4999)).toMatchObject({ kind: "deny", hook: "confidence", code: "E_CONFIDENCE" });
    expect(kinds(pickRed, 0.8).kind).toBe("allow");
    expect(kinds(pickRed, 0.7999).kind).toBe("approve");
    expect(kinds(pickRed, 0.5499).kind).toBe("deny");
    expect(kinds(status, 0).kind).toBe("allow");
    for (const broken of [Number.NaN, 1.01, -1, Number.POSITIVE_INFINITY]) expect(kinds(up, broken).kind).toBe("deny");
  });

  it("lets anyone press the emergency stop, in every mode, with no confidence", () => {
    for (const mode of ["disarmed", "busy", "estopped", "faulted", "protective"] as const) {
      expect(judge({ tool: "emergency_stop", args: {} }, { facts: { mode }, confidence: 0 }).verdict.kind).toBe(
        "allow",
      );
    }
  });

  it("judges a sequence step by step from what the step before leaves behind, and ends at the first denial", () => {
    const gate = createGate({
      cell,
      hooks: PRE_HOOKS,
      plan: createPlanner(cell, 1),
      predict: (plan, state) => walkPlan(plan, state, cell).end,
      clock: simulatedClock(),
    });
    const calls = [pickRed, { tool: "pick", args: { object: "blue_cube" } }, goHome];
    const judged = gate.judgeAll(calls, 1, home, FACTS);
    expect(judged.map(({ verdict }) => verdict.kind)).toEqual(["allow", "deny"]);
    expect(judged[1]?.verdict.reason).toMatch(/already holds red_cube/);
  });
});
