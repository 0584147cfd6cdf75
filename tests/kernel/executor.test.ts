// The executor: what it sends stays inside limits whenever it is stopped, and who objects stops the arm.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { DURING_HOOKS } from "../../apps/runtime/hook-list.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { TickReading } from "../../kernel/contract/driver.ts";
import type { DuringHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Permit } from "../../kernel/contract/permit.ts";
import type { Plan, Segment } from "../../kernel/contract/plan.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import { stateDrift } from "../../kernel/drift.ts";
import { createExecutor } from "../../kernel/executor.ts";
import { stateHashOf } from "../../kernel/permits.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";
import { IDEAL_TICK_S, type IdealOptions, idealDriver } from "../fixtures/ideal-driver.ts";

const cell = openCell();
const home = startState(cell);
const permit: Permit = { id: "1", planHash: "", stateHash: stateHashOf(home), expiresAtMs: 0, mac: "" };
const planOf = (call: ToolCall): Plan => createPlanner(cell, 1)(call, home, 1);
const across = planOf({ tool: "move_to", args: { x: 0.4, y: 0.35, z: 0.3 } });
const straight = planOf({ tool: "move_relative", args: { dy: -0.3 } });

interface Run extends IdealOptions {
  readonly plan: Plan;
  readonly stopAtTick?: number;
  readonly during?: readonly DuringHook[];
  readonly judgedIn?: Measured;
}

function run({ plan, stopAtTick = Number.POSITIVE_INFINITY, during = [], judgedIn = home, ...options }: Run) {
  const driver = idealDriver(cell, options);
  const executor = createExecutor({
    cell,
    driver,
    during,
    stopRequested: () => driver.sent.length >= stopAtTick,
    pace: () => {},
  });
  return { execution: executor.execute(plan, permit, judgedIn), sent: driver.sent };
}

/** Greatest ratio of velocity, acceleration and jerk to the rated limits, by finite differences of what was sent. */
function demands(sent: readonly (readonly number[])[]): { velocity: number; acceleration: number; jerk: number } {
  const most = { velocity: 0, acceleration: 0, jerk: 0 };
  const at = (tick: number, joint: number): number => sent[Math.max(0, Math.min(sent.length - 1, tick))]![joint]!;
  const h = IDEAL_TICK_S;
  for (let joint = 0; joint < cell.robot.joints.length; joint++) {
    const { limits } = cell.robot.joints[joint]!;
    for (let k = 0; k < sent.length; k++) {
      const [a, b, c, d] = [at(k, joint), at(k + 1, joint), at(k + 2, joint), at(k + 3, joint)];
      most.velocity = Math.max(most.velocity, Math.abs(b - a) / h / limits.velocityRadPerS);
      most.acceleration = Math.max(most.acceleration, Math.abs(c - 2 * b + a) / h ** 2 / limits.accelerationRadPerS2);
      most.jerk = Math.max(most.jerk, Math.abs(d - 3 * c + 3 * b - a) / h ** 3 / limits.jerkRadPerS3);
    }
  }
  return most;
}

describe("the executor", () => {
  it("ends a motion at its goal, at rest, and inside the cell's share of the rated limits", () => {
    for (const plan of [across, straight]) {
      const { execution, sent } = run({ plan });
      expect(execution.ending).toEqual({ kind: "finished" });
      for (const [j, rad] of execution.after.jointsRad.entries())
        expect(rad).toBeCloseTo(plan.promised.jointsRad?.[j] ?? 0, 9);
      expect(execution.after.jointsRadPerS.every((v) => v === 0)).toBe(true);
      const { velocity, acceleration, jerk } = demands(sent);
      for (const ratio of [velocity, acceleration, jerk]) expect(ratio).toBeLessThanOrEqual(0.6 * 1.001);
    }
  });

  it("stopped at any tick, comes to rest on its path within the rated limits", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.constantFrom(across, straight), (share, plan) => {
        const move = plan.segments[0];
        const stopAtTick = 1 + Math.floor((share * (move?.kind === "move" ? move.durationS : 0)) / IDEAL_TICK_S);
        const { execution, sent } = run({ plan, stopAtTick });
        const { velocity, acceleration, jerk } = demands(sent);
        expect(velocity).toBeLessThanOrEqual(0.6 * 1.001);
        expect(acceleration).toBeLessThanOrEqual(1.001);
        expect(jerk).toBeLessThanOrEqual(1.001);
        expect(execution.ending.kind).toBe("stopped");
        const [last, before] = [sent.at(-1)!, sent.at(-2)!];
        expect(Math.max(...last.map((rad, j) => Math.abs(rad - before[j]!)))).toBeLessThan(1e-12);
      }),
      { numRuns: 150 },
    );
  });

  it("begins to slow in the tick after the stop was asked for", () => {
    const stopAtTick = 200;
    const [whole, stopped] = [run({ plan: straight }).sent, run({ plan: straight, stopAtTick }).sent];
    expect(stopped.slice(0, stopAtTick)).toEqual(whole.slice(0, stopAtTick));
    const gone = (sent: readonly (readonly number[])[], tick: number): number =>
      Math.abs(sent[tick]![0]! - sent[tick - 1]![0]!);
    for (let tick = stopAtTick + 2; tick < stopAtTick + 10; tick++)
      expect(gone(stopped, tick)).toBeLessThan(gone(whole, tick));
  });

  it("refuses a plan that starts 0.021 rad from where the arm is, before a setpoint is sent", () => {
    const points = [home.jointsRad.map((rad) => rad + 0.021), home.jointsRad];
    const segments: Segment[] = [{ kind: "move", pointsRad: points, durationS: 5, line: false, carrying: null }];
    const { execution, sent } = run({ plan: { ...across, segments } });
    expect(execution.ending).toMatchObject({ kind: "refused", finding: { code: "E_START" } });
    expect(sent).toEqual([]);
  });

  it("refuses a plan whose permit was given for another state than the one shown", () => {
    const judgedIn = { ...home, atS: 1 };
    const { execution, sent } = run({ plan: across, judgedIn });
    expect(execution.ending).toMatchObject({ kind: "refused", finding: { code: "E_PERMIT" } });
    expect(sent).toEqual([]);
  });

  it("refuses when the world has changed since: an object moved by 6 mm, or another thing held; not by 4 mm", () => {
    const moved = (byM: number): Measured => {
      const mug = home.objects.mug!;
      return {
        ...home,
        objects: { ...home.objects, mug: { ...mug, xyzM: [mug.xyzM[0], mug.xyzM[1] + byM, mug.xyzM[2]] } },
      };
    };
    const holding: Measured = { ...home, gripper: { ...home.gripper, holding: "mug" } };
    const drift = (judgedIn: Measured) =>
      stateDrift({ ...permit, stateHash: stateHashOf(judgedIn) }, judgedIn, home)?.code ?? null;
    expect(drift(moved(0.004))).toBeNull();
    expect(drift(moved(0.006))).toBe("E_START");
    expect(drift(holding)).toBe("E_START");
  });

  it("refuses when the driver cannot prove the permit, before a setpoint is sent", () => {
    const permits = { verify: () => ({ code: "E_PERMIT", reason: "forged" }) as const };
    const { execution, sent } = run({ plan: across, permits });
    expect(execution.ending).toMatchObject({ kind: "refused", finding: { code: "E_PERMIT" } });
    expect(sent).toEqual([]);
  });

  it("ends protective when a grasp holds nothing, and goes no further", () => {
    const pick = planOf({ tool: "pick", args: { object: "red_cube" } });
    const { execution, sent } = run({ plan: pick });
    expect(execution.ending).toMatchObject({ kind: "protective", hook: "grasp", finding: { code: "E_NOT_HELD" } });
    const close = pick.segments.findIndex((segment) => segment.kind === "close");
    const before = pick.segments[close - 1];
    expect(before?.kind === "move" ? sent.at(-1) : null).toEqual(
      before?.kind === "move" ? before.pointsRad.at(-1) : undefined,
    );
  });

  it("ends protective when the gripper never comes to rest", () => {
    const plan = planOf({ tool: "toggle_tool", args: { activate: true } });
    const { execution } = run({
      plan,
      distort: (reading) => {
        reading.gripperSettled = false;
      },
    });
    expect(execution.ending).toMatchObject({ kind: "protective", hook: "gripper" });
  });

  it("stops when a during hook throws", () => {
    const broken: DuringHook = {
      name: "broken",
      watch: () => () => {
        throw new Error("no sensor");
      },
    };
    expect(run({ plan: across, during: [broken] }).execution.ending).toMatchObject({
      kind: "protective",
      hook: "broken",
      finding: { code: "E_HOOK" },
    });
  });
});

describe("during hooks", () => {
  const carrying: Plan = {
    ...straight,
    segments: straight.segments.map((segment) =>
      segment.kind === "move"
        ? { ...segment, carrying: { object: "mug", inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } } }
        : segment,
    ),
  };
  const endingWith = (plan: Plan, distort: (reading: TickReading, tick: number) => void) =>
    run({ plan, during: DURING_HOOKS, distort }).execution.ending;
  const hold = (reading: TickReading): void => {
    reading.holding = "mug";
  };

  it("let an undisturbed motion finish, empty or carrying", () => {
    expect(run({ plan: across, during: DURING_HOOKS }).execution.ending.kind).toBe("finished");
    expect(endingWith(carrying, hold).kind).toBe("finished");
  });

  it("tracking: stops when a joint is 0.061 rad off its setpoint, or not a number", () => {
    const off = (rad: number) =>
      endingWith(across, (reading, tick) => {
        if (tick > 100) reading.jointsRad[3] = reading.jointsRad[3]! + rad;
      });
    expect(off(0.061)).toMatchObject({ kind: "protective", hook: "tracking", finding: { code: "E_TRACKING" } });
    expect(off(0.059).kind).toBe("finished");
    expect(off(Number.NaN)).toMatchObject({ kind: "protective", hook: "tracking", finding: { code: "E_STALE" } });
  });

  it("grip: stops when the object is gone for 30 ms, not for a flicker of 20 ms", () => {
    const gone = (fromTick: number, toTick: number) =>
      endingWith(carrying, (reading, tick) => {
        reading.holding = tick >= fromTick && tick < toTick ? null : "mug";
      });
    expect(gone(100, 1_000)).toMatchObject({ kind: "protective", hook: "grip", finding: { code: "E_GRIP_LOST" } });
    expect(gone(100, 110).kind).toBe("finished");
  });

  it("grip: another object between the pads is not the one carried", () => {
    const ending = endingWith(carrying, (reading) => {
      reading.holding = "red_cube";
    });
    expect(ending).toMatchObject({ kind: "protective", hook: "grip" });
  });

  it("tool-speed: stops when the tool is measured faster than the cell allows", () => {
    const ending = endingWith(across, (reading, tick) => {
      if (tick > 100) reading.jointsRadPerS[0] = 2;
    });
    expect(ending).toMatchObject({ kind: "protective", hook: "tool-speed", finding: { code: "E_TOOL_SPEED" } });
  });

  it("zone-watch: stops when the arm is measured in a keep-out zone", () => {
    const chainGoal = [0, 0.35, 0, -1.4, 0, 1.75, 0.785];
    const ending = run({
      plan: across,
      during: DURING_HOOKS.filter(({ name }) => name === "zone-watch"),
      distort: (reading, tick) => {
        if (tick > 100) reading.jointsRad.set(chainGoal);
      },
    }).execution.ending;
    expect(ending).toMatchObject({ kind: "protective", hook: "zone-watch", finding: { code: "E_ZONE" } });
  });

  /** How a motion ends under one hook, with a zone round `centreM`, of 2 cm radius, on the way of `plan`. */
  const zoneAt = (
    name: string,
    plan: Plan,
    centreM: readonly [number, number, number],
    zone: { kind: "keep_out" } | { kind: "reduced_speed"; maxToolSpeedMPerS: number },
  ) => {
    const solid = { shape: { kind: "sphere", radiusM: 0.02 }, centreM } as const;
    const watched: Cell = { ...cell, zones: [{ ...zone, name: "ball", solid }] };
    const judge = DURING_HOOKS.find((hook) => hook.name === name)!;
    const during = [{ name, watch: (flown: Plan) => judge.watch(flown, watched) }];
    return run({ plan, during }).execution.ending;
  };
  const [hx, hy, hz] = home.tool.xyzM;

  it("zone-watch: counts what is held, which the bare arm would carry past", () => {
    // The mug hangs 20 cm under the tool point; the ball is where it passes by.
    const hanging: Plan = {
      ...straight,
      segments: straight.segments.map((segment) =>
        segment.kind === "move"
          ? { ...segment, carrying: { object: "mug", inTool: { xyzM: [0, 0, 0.2], quatXyzw: [0, 0, 0, 1] } } }
          : segment,
      ),
    };
    const ball = [hx, hy - 0.2, hz - 0.2] as const;
    expect(zoneAt("zone-watch", straight, ball, { kind: "keep_out" }).kind).toBe("finished");
    const met = zoneAt("zone-watch", hanging, ball, { kind: "keep_out" });
    expect(met).toMatchObject({ kind: "protective", hook: "zone-watch" });
  });

  it("zone-watch: looks at every tick, so that a brush of one tick is seen", () => {
    for (const at of [101, 102, 103, 104, 105, 106, 107, 108, 109, 110]) {
      const ending = run({
        plan: across,
        during: DURING_HOOKS.filter(({ name }) => name === "zone-watch"),
        distort: (reading, tick) => {
          if (tick === at) reading.jointsRad.set([0, 0.35, 0, -1.4, 0, 1.75, 0.785]);
        },
      }).execution.ending;
      expect(ending.kind).toBe("protective");
    }
  });

  it("tool-speed: a reduced-speed zone holds the elbow too, though the tool point is elsewhere", () => {
    // source: facts.md, at home joint 4 of the FR3 is at (-0.165, 0, 0.615)
    const elbow = [-0.165, 0, 0.615] as const;
    const slow = { kind: "reduced_speed", maxToolSpeedMPerS: 0.01 } as const;
    const swung: Plan = {
      ...across,
      segments: [
        {
          ...(across.segments[0] as Extract<Segment, { kind: "move" }>),
          pointsRad: [home.jointsRad, home.jointsRad.map((rad, j) => (j === 0 ? rad + 1 : rad))],
        },
      ],
    };
    expect(zoneAt("tool-speed", swung, elbow, slow)).toMatchObject({ kind: "protective", hook: "tool-speed" });
    expect(zoneAt("tool-speed", swung, [-0.165, 0.5, 0.9], slow).kind).toBe("finished");
  });

  it("freshness: stops when the measured time stands still, or lies 12 ms behind; not 8 ms", () => {
    const behind = (seconds: number) =>
      endingWith(across, (reading, tick) => {
        if (tick > 100) reading.atS -= seconds;
      });
    expect(
      endingWith(across, (reading, tick) => {
        if (tick > 100) reading.atS = 100 * IDEAL_TICK_S;
      }),
    ).toMatchObject({ kind: "protective", hook: "freshness", finding: { code: "E_STALE" } });
    const steps = (seconds: number) =>
      endingWith(across, (reading, tick) => {
        // Falls behind little by little, so that time always goes on.
        reading.atS -= Math.min(seconds, Math.max(0, tick - 100) * 0.0005);
      });
    expect(steps(0.012)).toMatchObject({ kind: "protective", hook: "freshness", finding: { code: "E_STALE" } });
    expect(steps(0.008).kind).toBe("finished");
    expect(behind(0.012)).toMatchObject({ kind: "protective", hook: "freshness" });
  });

  it("are these eight", () => {
    const names = ["freshness", "tracking", "grip", "tool-speed", "zone-watch", "separation", "force", "effort"];
    expect(DURING_HOOKS.map(({ name }) => name)).toEqual(names);
  });
});
