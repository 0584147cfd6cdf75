// Who may act at all: armed, one-motion, rate-limit, and reach, which passes on what the planner could not do.
import { describe, expect, it } from "vitest";
import { armed } from "../../../hooks/pre/armed.ts";
import { oneMotion } from "../../../hooks/pre/one-motion.ts";
import { rateLimit } from "../../../hooks/pre/rate-limit.ts";
import { reach } from "../../../hooks/pre/reach.ts";
import type { ToolCall } from "../../../kernel/contract/tools.ts";
import { ask, CALLS } from "../../fixtures/judging.ts";

const READS = [CALLS.get_status, CALLS.get_camera_feed, CALLS.list_objects];
const MODES = ["disarmed", "idle", "busy", "protective", "estopped", "faulted"] as const;

describe("armed", () => {
  it("is called so in verdicts and logs", () => expect(armed.name).toBe("armed"));

  it.each([
    ["disarmed", "E_DISARMED", "the arm is disarmed; arm it first"],
    ["estopped", "E_ESTOPPED", 'the emergency stop is latched; a supervisor releases it: roboos release --reason "…"'],
    ["protective", "E_PROTECTIVE", "the arm is in a protective stop; remove the cause, then reset"],
    ["faulted", "E_FAULTED", "the arm is faulted; see the log for the cause, then restart"],
  ] as const)("refuses motion of an arm that is %s, and says what to do", (mode, code, reason) => {
    for (const call of [CALLS.go_home, CALLS.pick, CALLS.wait])
      expect(ask(armed, { call, kernel: { mode } })).toEqual({ code, reason });
  });

  it("lets an idle and a busy arm be", () => {
    for (const mode of ["idle", "busy"] as const) expect(ask(armed, { kernel: { mode } })).toBeNull();
  });

  it("lets the operator jog out of a protective stop: nobody else, in no other mode, and nothing but that", () => {
    const judged = (origin: "operator" | "agent", mode: (typeof MODES)[number], call: ToolCall = CALLS.jog) =>
      ask(armed, { call, kernel: { origin, mode } })?.code ?? null;
    expect(judged("operator", "protective")).toBeNull();
    expect(judged("agent", "protective")).toBe("E_PROTECTIVE");
    expect(judged("operator", "protective", CALLS.go_home)).toBe("E_PROTECTIVE");
    expect(["disarmed", "estopped", "faulted"].map((mode) => judged("operator", mode as "faulted"))).toEqual([
      "E_DISARMED",
      "E_ESTOPPED",
      "E_FAULTED",
    ]);
  });

  it("lets anyone read in every mode", () => {
    for (const mode of MODES) for (const call of READS) expect(ask(armed, { call, kernel: { mode } })).toBeNull();
  });
});

describe("one-motion", () => {
  it("is called so in verdicts and logs", () => expect(oneMotion.name).toBe("one-motion"));

  it("refuses motion while another goal is carried out", () => {
    expect(ask(oneMotion, { kernel: { mode: "busy" } })).toEqual({
      code: "E_BUSY",
      reason: "another goal is being carried out; wait for its end or stop it",
    });
  });

  it("lets reading pass while busy, and motion in every other mode", () => {
    for (const call of READS) expect(ask(oneMotion, { call, kernel: { mode: "busy" } })).toBeNull();
    for (const mode of MODES) if (mode !== "busy") expect(ask(oneMotion, { kernel: { mode } })).toBeNull();
  });
});

describe("rate-limit", () => {
  const admitted = (count: number, atMs: number) => ({
    admittedAtMs: new Array<number>(count).fill(atMs),
    nowMs: 20_000,
  });

  it("is called so in verdicts and logs", () => expect(rateLimit.name).toBe("rate-limit"));

  it("refuses the 31st goal in 10 s, counted to the millisecond, and takes the 30th", () => {
    expect(ask(rateLimit, { kernel: admitted(29, 20_000) })).toBeNull();
    expect(ask(rateLimit, { kernel: admitted(30, 10_001) })).toEqual({
      code: "E_RATE",
      reason: "30 goals in 10 s (most 30); wait a moment",
      measured: 30,
      limit: 30,
    });
    expect(ask(rateLimit, { kernel: admitted(30, 10_000) })).toBeNull();
    expect(ask(rateLimit, { kernel: admitted(41, 15_000) })).toMatchObject({
      reason: "41 goals in 10 s (most 30); wait a moment",
      measured: 41,
    });
  });

  it("counts no beats of a held key", () => {
    expect(ask(rateLimit, { call: CALLS.jog, kernel: admitted(300, 20_000) })).toBeNull();
  });

  it("is off where nobody counts", () => expect(ask(rateLimit, { kernel: { admittedAtMs: null } })).toBeNull());
});

describe("reach", () => {
  const blocked = { code: "E_NO_GRASP", reason: "no grasp of mug is clear; make room", measured: 1, limit: 2 } as const;

  it("is called so in verdicts and logs", () => expect(reach.name).toBe("reach"));

  it("passes the planner's reason on as it is, and lets a plan laid out whole be", () => {
    expect(ask(reach, { blocked })).toEqual(blocked);
    expect(ask(reach)).toBeNull();
  });
});
