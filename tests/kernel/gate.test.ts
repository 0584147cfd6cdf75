// The gate itself, with hooks, planner and clock made for the case: order, whole verdicts, and what a sequence carries on.
import { describe, expect, it } from "vitest";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import type { KernelFacts, PreContext, PreHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { createGate, type GatePorts } from "../../kernel/gate.ts";
import { cell, home, planOf } from "../fixtures/judging.ts";

const FACTS: KernelFacts = { mode: "idle", nowMs: 7, admittedAtMs: null, speedScale: 0.5, tracked: null };
const HOME = { tool: "go_home", args: {} };
const STATUS = { tool: "get_status", args: {} };
const passes = (name: string): PreHook => ({ name, judge: () => null });
const objects = (name: string): PreHook => ({
  name,
  judge: () => ({ code: "E_ZONE", reason: `${name} objects`, measured: 1, limit: 2 }),
});

/** Writes down what was seen, and goes on with `result`. */
function noted<S, T>(list: S[], seen: S, result: T): T {
  list.push(seen);
  return result;
}

const gateWith = (ports: Partial<GatePorts> = {}) =>
  createGate({
    cell,
    hooks: [passes("first"), passes("second")],
    plan: (call) => planOf({ call }),
    predict: (_, state) => state,
    clock: simulatedClock(),
    ...ports,
  });
const judge = (call: unknown, ports: Partial<GatePorts> = {}, confidence = 1) =>
  gateWith(ports).judge(call, confidence, home, FACTS);

describe("the gate, one call:", () => {
  it("allows what all hooks let pass, with the plan that was judged", () => {
    expect(judge(HOME)).toEqual({
      tool: "go_home",
      verdict: { kind: "allow", hook: "gate", code: "OK", reason: "passes all 2 hooks" },
      plan: planOf({ call: { tool: "go_home", args: {} } }),
    });
  });

  it("gives every hook the call, its plan, the state, the cell and the facts, and the planner the speed in force", () => {
    const seen: PreContext[] = [];
    const scales: number[] = [];
    judge(HOME, {
      hooks: [{ name: "looks", judge: (context) => noted(seen, context, null) }],
      plan: (call, _, speedScale) => noted(scales, speedScale, planOf({ call })),
    });
    const call = { tool: "go_home", args: {} } as const;
    expect(seen).toEqual([{ call, plan: planOf({ call }), state: home, cell, kernel: FACTS }]);
    expect(scales).toEqual([0.5]);
  });

  it("denies by the first hook that objects, in its words, and asks no further ones", () => {
    const asked: string[] = [];
    const notes = (hook: PreHook): PreHook => ({
      ...hook,
      judge: (context) => noted(asked, hook.name, hook.judge(context)),
    });
    const hooks = [passes("first"), objects("second"), objects("third")].map(notes);
    expect(judge(HOME, { hooks })).toEqual({
      tool: "go_home",
      verdict: { kind: "deny", hook: "second", code: "E_ZONE", reason: "second objects", measured: 1, limit: 2 },
      plan: null,
    });
    expect(asked).toEqual(["first", "second"]);
  });

  it.each([
    [new Error("no lamp"), "no lamp"],
    ["a word", "a word"],
  ])("denies when a hook throws %s", (thrown, words) => {
    const breaks: PreHook = {
      name: "breaks",
      judge: () => {
        // oxlint-disable-next-line typescript/only-throw-error -- a hook may throw anything
        throw thrown;
      },
    };
    expect(judge(HOME, { hooks: [breaks] })).toEqual({
      tool: "go_home",
      verdict: {
        kind: "deny",
        hook: "breaks",
        code: "E_HOOK",
        reason: `hook breaks failed (${words}), so the call is denied`,
      },
      plan: null,
    });
  });

  it("takes a hook that is done in 5 s, and denies one that takes 5.25 s, whatever it says", () => {
    const taking = (ms: number) => {
      const clock = simulatedClock(1_000);
      const slow: PreHook = {
        name: "slow",
        judge: () => {
          clock.advance(ms);
          return null;
        },
      };
      return judge(HOME, { hooks: [slow], clock });
    };
    expect(taking(5_000).verdict.kind).toBe("allow");
    expect(taking(5_250)).toEqual({
      tool: "go_home",
      verdict: {
        kind: "deny",
        hook: "slow",
        code: "E_HOOK",
        reason: "hook slow took 5250 ms (most 5000), so the call is denied",
        measured: 5.25,
        limit: 5,
      },
      plan: null,
    });
  });

  it("denies when the call cannot be laid out, before any hook", () => {
    const plan = () => {
      throw new Error("singular");
    };
    expect(judge(HOME, { plan, hooks: [objects("hook")] })).toEqual({
      tool: "go_home",
      verdict: {
        kind: "deny",
        hook: "planner",
        code: "E_HOOK",
        reason: "the call could not be laid out (singular), so it is denied",
      },
      plan: null,
    });
  });

  it("lets anyone press the emergency stop, past hooks that object and without confidence", () => {
    expect(judge({ tool: "emergency_stop", args: {} }, { hooks: [objects("hook")] }, 0)).toMatchObject({
      tool: "emergency_stop",
      verdict: { kind: "allow", hook: "gate", code: "OK", reason: "anyone may press it" },
    });
  });

  it("asks a person between the thresholds, with the plan ready, and denies below them", () => {
    const call = { tool: "go_home", args: {} } as const;
    expect(judge(HOME, {}, 0.6)).toEqual({
      tool: "go_home",
      verdict: {
        kind: "approve",
        hook: "confidence",
        code: "E_APPROVAL",
        reason: "confidence 0.60 is under 0.75 for free calls; a person must approve",
        measured: 0.6,
        limit: 0.75,
      },
      plan: planOf({ call }),
    });
    expect(judge(HOME, {}, 0.4)).toEqual({
      tool: "go_home",
      verdict: {
        kind: "deny",
        hook: "confidence",
        code: "E_CONFIDENCE",
        reason: "confidence 0.40 is under 0.75 for free calls; say it more plainly",
        measured: 0.4,
        limit: 0.5,
      },
      plan: null,
    });
  });

  it("denies what does not fit the schema, and says of which tool, cut at 64 characters", () => {
    expect(judge({ tool: "go_home", args: { fast: true } })).toMatchObject({
      tool: "go_home",
      verdict: { kind: "deny", hook: "schema", code: "E_SCHEMA" },
      plan: null,
    });
    expect(judge({ tool: "x".repeat(65), args: {} })).toMatchObject({
      tool: "x".repeat(64),
      verdict: { kind: "deny", hook: "schema", code: "E_UNKNOWN_TOOL" },
    });
    for (const nothing of [null, undefined, 3, {}, { tool: 5, args: {} }])
      expect(judge(nothing)).toMatchObject({ tool: "?", verdict: { hook: "schema", code: "E_SCHEMA" }, plan: null });
  });
});

describe("the gate, a sequence:", () => {
  it("judges each call from where the one before leaves the arm, and ends with the first denial", () => {
    const atS: number[] = [];
    const gate = gateWith({
      hooks: [
        {
          name: "until",
          judge: ({ state }) => noted(atS, state.atS, state.atS < 2 ? null : { code: "E_ZONE", reason: "late" }),
        },
      ],
      predict: (_, state): Measured => ({ ...state, atS: state.atS + 1 }),
    });
    const judged = gate.judgeAll([HOME, HOME, HOME, HOME], 1, home, FACTS);
    expect(judged.map(({ verdict }) => verdict.kind)).toEqual(["allow", "allow", "deny"]);
    expect(atS).toEqual([0, 1, 2]);
  });

  it("lays out what follows set_speed at its speed", () => {
    const scales: number[] = [];
    const gate = gateWith({ plan: (call, _, speedScale) => noted(scales, speedScale, planOf({ call })) });
    gate.judgeAll([HOME, { tool: "set_speed", args: { scale: 0.25 } }, HOME, STATUS], 1, home, FACTS);
    expect(scales).toEqual([0.5, 0.5, 0.25, 0.25]);
  });

  it("judges each by the facts and the confidence given", () => {
    const seen: KernelFacts[] = [];
    const gate = gateWith({ hooks: [{ name: "looks", judge: ({ kernel }) => noted(seen, kernel, null) }] });
    expect(gate.judgeAll([HOME], 0.6, home, { ...FACTS, mode: "busy" }).map(({ verdict }) => verdict.kind)).toEqual([
      "approve",
    ]);
    expect(seen).toEqual([{ ...FACTS, mode: "busy" }]);
  });

  it("takes 500 calls and refuses 501 whole; of none it says nothing", () => {
    const calls = (count: number) => new Array<unknown>(count).fill(STATUS);
    expect(gateWith().judgeAll(calls(500), 1, home, FACTS)).toHaveLength(500);
    expect(gateWith().judgeAll(calls(501), 1, home, FACTS)).toEqual([
      {
        tool: "get_status",
        verdict: {
          kind: "deny",
          hook: "schema",
          code: "E_SCHEMA",
          reason: "a goal of 501 calls is too long (most 500); split it",
        },
        plan: null,
      },
    ]);
    expect(gateWith().judgeAll([], 1, home, FACTS)).toEqual([]);
  });
});
