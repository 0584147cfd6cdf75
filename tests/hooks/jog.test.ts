// Jogging out of a stop: who may, how long a beat lasts, how fast, and that nothing too near comes nearer.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { PRE_HOOKS } from "../../apps/runtime/hook-list.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import type { KernelFacts, PreHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Plan, Segment } from "../../kernel/contract/plan.ts";
import type { Origin } from "../../kernel/contract/verdict.ts";
import { createGate } from "../../kernel/gate.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { postureFault } from "../../kernel/motion/posture.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";
import { localKernel } from "../fixtures/local-kernel.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const home = startState(cell);
const FACTS: KernelFacts = {
  mode: "protective",
  origin: "operator",
  nowMs: 1_000,
  beatAtMs: 990,
  admittedAtMs: [],
  speedScale: 1,
  tracked: { atS: 0, readings: [] },
};

interface Asked {
  readonly state?: Measured;
  readonly facts?: Partial<KernelFacts>;
  readonly segments?: readonly Segment[];
  readonly cell?: Cell;
  readonly hooks?: readonly PreHook[];
}

/** The whole gate's verdict on one jog. */
function judged(args: object, asked: Asked = {}): string {
  const inCell = asked.cell ?? cell;
  const layOut = createPlanner(inCell, 1);
  const gate = createGate({
    cell: inCell,
    hooks: asked.hooks ?? PRE_HOOKS,
    plan(call, state, scale): Plan {
      const plan = layOut(call, state, scale);
      const { segments } = asked;
      if (segments === undefined) return plan;
      const endRad = segments.findLast((segment) => segment.kind === "move")?.pointsRad.at(-1) ?? [];
      return { ...plan, blocked: null, segments, promised: { jointsRad: endRad, tool: toolPoseAt(chain, endRad) } };
    },
    predict: (plan, state) => walkPlan(plan, state, inCell).end,
    clock: simulatedClock(),
  });
  const { verdict } = gate.judge({ tool: "jog", args }, 1, asked.state ?? home, { ...FACTS, ...asked.facts });
  return verdict.kind === "allow" ? "allow" : `${verdict.hook} ${verdict.code}`;
}

const up = { dz: 0.05 };
const at = (jointsRad: readonly number[]): Measured => ({ ...home, jointsRad, tool: toolPoseAt(chain, jointsRad) });
const move = (toRad: readonly number[], durationS: number): Segment => ({
  kind: "move",
  pointsRad: [home.jointsRad, toRad],
  durationS,
  line: false,
  carrying: null,
});

describe("pre: jog", () => {
  it("is the operator's alone, in a protective stop and when idle, and no one's when disarmed or stopped for good", () => {
    expect(judged(up)).toBe("allow");
    expect(judged(up, { facts: { mode: "idle" } })).toBe("allow");
    expect(judged({ joint: 4, by_deg: 2 })).toBe("allow");
    for (const origin of ["agent", "replay", "skill", "remote"] as const) {
      expect(judged(up, { facts: { origin } })).toBe("armed E_PROTECTIVE");
      expect(judged(up, { facts: { origin, mode: "idle" } })).toBe("jog E_JOG");
    }
    expect(judged(up, { facts: { mode: "disarmed" } })).toBe("armed E_DISARMED");
    expect(judged(up, { facts: { mode: "estopped" } })).toBe("armed E_ESTOPPED");
    expect(judged(up, { facts: { mode: "faulted" } })).toBe("armed E_FAULTED");
  });

  it("needs a key that beat at most 35 ms ago", () => {
    expect(judged(up, { facts: { beatAtMs: 965 } })).toBe("allow");
    expect(judged(up, { facts: { beatAtMs: 964 } })).toBe("jog E_JOG");
    expect(judged(up, { facts: { beatAtMs: 1_001 } })).toBe("jog E_JOG");
    expect(judged(up, { facts: { beatAtMs: Number.NaN } })).toBe("jog E_JOG");
  });

  it("lets one move of at most 0.1 s pass a beat", () => {
    const near = home.jointsRad.map((rad, j) => (j === 6 ? rad + 0.001 : rad));
    expect(judged(up, { segments: [move(near, 0.1)] })).toBe("allow");
    expect(judged(up, { segments: [move(near, 0.102)] })).toBe("jog E_JOG");
  });

  it("keeps every point of the arm at or under 0.25 m/s", () => {
    // Joint 1 by 0.02 rad in 0.1 s: 0.4 rad/s at the peak, about 0.15 m/s where the hand is; by 0.05 rad it is 2.5 times that.
    const turned = (rad: number) => home.jointsRad.map((at, j) => (j === 0 ? at + rad : at));
    const hooks = PRE_HOOKS.filter(({ name }) => name === "jog");
    expect(judged(up, { hooks, segments: [move(turned(0.02), 0.1)] })).toBe("allow");
    expect(judged(up, { hooks, segments: [move(turned(0.05), 0.1)] })).toBe("jog E_JOG");
  });

  it("lets an arm that stands 4 mm in a zone move out, not deeper, not along a way that ends no further", () => {
    const zoned: Cell = {
      ...cell,
      zones: [
        {
          kind: "keep_out",
          name: "block",
          solid: {
            shape: { kind: "box", sizeM: [0.4, 0.4, 0.2] },
            centreM: [home.tool.xyzM[0], 0, home.tool.xyzM[2] - 0.096],
          },
        },
      ],
    };
    expect(judged({ dz: 0.05 }, { cell: zoned })).toBe("allow");
    expect(judged({ dz: -0.05 }, { cell: zoned })).toMatch(/E_JOG|E_ZONE/);
    const beats = [0, 1, 2].map((k) => judged({ dz: -0.0001 * (k + 1) }, { cell: zoned }));
    expect(new Set(beats)).toEqual(new Set(["jog E_JOG"]));
  });

  it("comes no nearer to somebody who is too near, and may go away from them", () => {
    const tracked: Cell = {
      ...cell,
      tracked: [{ name: "person", topic: "/p", staleS: 1, walk: null, shape: { kind: "sphere", radiusM: 0.2 } }],
      separation: {
        humanSpeedMPerS: 1.6,
        reactionS: 0.1,
        stoppingS: null,
        intrusionM: 0.1,
        sensorUncertaintyM: 0.05,
        robotUncertaintyM: 0,
        resumeAfterS: 1,
        waitAtMostS: 60,
      },
    };
    const [x, y, z] = home.tool.xyzM;
    const reading = { measuredAtS: 0, centreM: Float64Array.of(x + 0.35, y, z), velocityMPerS: new Float64Array(3) };
    const facts = { tracked: { atS: 0, readings: [reading] } };
    expect(judged({ dx: -0.05 }, { cell: tracked, facts })).toBe("allow");
    expect(judged({ dx: 0.05 }, { cell: tracked, facts })).toBe("jog E_JOG");
  });
});

it("a posture in a zone, in contact or past a joint's range is no place to be let go on from; home is", () => {
  expect(postureFault(cell, home, [])).toBeNull();
  const past = home.jointsRad.map((rad, j) => (j === 0 ? 2.9 : rad));
  expect(postureFault(cell, at(past), [])).toMatchObject({ code: "E_JOINT_LIMIT" });
  const inZone = [0, 0.35, 0, -1.4, 0, 1.75, 0.785];
  expect(postureFault(cell, at(inZone), [])).toMatchObject({ code: "E_ZONE" });
  const lamp: Cell = {
    ...cell,
    tracked: [{ name: "person", topic: "/p", staleS: 1, walk: null, shape: { kind: "sphere", radiusM: 0.2 } }],
  };
  expect(postureFault(lamp, home, [])).toMatchObject({ code: "E_SEPARATION" });
});

describe("recovery in physics", () => {
  const hidden: Cell = {
    ...cell,
    force: { externalTorqueNm: [10, 10, 10, 10, 5, 5, 5], externalForceN: 30, transientFactor: 2, transientS: 0.5 },
    objects: [
      ...cell.objects,
      {
        id: "post",
        kind: "box",
        color: null,
        shape: { kind: "box", sizeM: [0.1, 0.04, 0.3] },
        startPose: { xyzM: [0.42, 0.28, 0.15], quatXyzw: [0, 0, 0, 1] },
        massKg: null,
        isStatic: true,
        isContainer: false,
      },
    ],
  };
  const clock = simulatedClock(10_000);
  const goal = (calls: readonly unknown[], origin: Origin = "operator") => ({
    text: "t",
    calls,
    origin,
    confidence: 1,
  });
  const beat = (kernel: Kernel, args: object, origin: Origin = "operator", lateMs = 0) =>
    kernel.carryOut({ ...goal([{ tool: "jog", args }], origin), beatAtMs: clock.nowMs() - lateMs });

  it("is at rest 150 ms after the last beat: 35 for judging, 15 to start, 100 of motion", async () => {
    const lives: number[] = [];
    const durations: number[] = [];
    const { kernel } = await localKernel({
      clock,
      through: (arm) => ({
        ...arm,
        execute(plan, permit, ...rest) {
          lives.push(permit.expiresAtMs - clock.nowMs());
          durations.push(...plan.segments.map((segment) => (segment.kind === "move" ? segment.durationS : 1)));
          return arm.execute(plan, permit, ...rest);
        },
      }),
    });
    await kernel.arm();
    const before = clock.nowMs();
    for (const args of [{ dx: 0.1 }, { dz: -0.05, dtheta: 10 }, { joint: 1, by_deg: 15 }])
      expect((await beat(kernel, args)).outcome).toBe("done");
    expect(clock.nowMs()).toBe(before);
    expect(lives).toEqual([15, 15, 15]);
    for (const seconds of durations) expect(seconds).toBeLessThanOrEqual(0.1);
    expect((await beat(kernel, { dx: 0.1 }, "operator", 36)).finding).toMatchObject({ code: "E_JOG" });
  });

  it("after a stop by force the operator jogs off, an agent does not, and motion goes on only after a reset", async () => {
    // The kernel learns of the post only when it looks again: the sweeps would not have let it near.
    const blind: Cell = { ...hidden, objects: cell.objects };
    const { kernel, arm } = await localKernel({ cell: blind, worldCell: hidden, clock });
    await kernel.arm();
    const there = { tool: "move_to", args: { x: 0.42, y: 0.1, z: 0.2 } };
    const into = { tool: "move_relative", args: { dy: 0.25 } };
    expect((await kernel.carryOut(goal([there, into]))).finding).toMatchObject({ code: "E_FORCE" });
    expect(kernel.mode()).toBe("protective");

    expect((await beat(kernel, { dy: -0.05 }, "agent")).finding).toMatchObject({ code: "E_PROTECTIVE" });
    expect((await beat(kernel, { dy: -0.05 }, "operator", 500)).finding).toMatchObject({ code: "E_JOG" });
    expect((await kernel.carryOut(goal([into]))).finding).toMatchObject({ code: "E_PROTECTIVE" });

    const before = (await arm.read()).tool.xyzM[1];
    let done = 0;
    for (let k = 0; k < 20; k++) if ((await beat(kernel, { dy: -0.05 })).outcome === "done") done++;
    expect(kernel.mode()).toBe("protective");
    expect(done).toBeGreaterThan(5);
    expect(before - (await arm.read()).tool.xyzM[1]).toBeGreaterThan(0.005);
    expect(await kernel.reset()).toBeNull();
    expect(kernel.mode()).toBe("idle");
    expect((await kernel.carryOut(goal([there]))).outcome).toBe("done");
  }, 60_000);
});
