// The kernel on real physics: a goal is judged whole, carried out, verified; stops stop and the latch holds.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Arm } from "../../kernel/contract/arm.ts";
import type { Goal } from "../../kernel/goal.ts";
import { verifyLogFile } from "../../kernel/log/log-file.ts";
import { distanceM } from "../../kernel/motion/transform.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { localKernel } from "../fixtures/local-kernel.ts";

const goal = (calls: readonly unknown[], confidence = 1): Goal => ({
  text: "test",
  calls,
  origin: "operator",
  confidence,
});
const pickRed = { tool: "pick", args: { object: "red_cube" } };
const inTray = { tool: "place", args: { target: "tray", relation: "in" } };
const up = { tool: "move_relative", args: { dz: 0.05 } };
const across = { tool: "move_to", args: { x: 0.4, y: 0.35, z: 0.3 } };

describe("the kernel", () => {
  it("boots disarmed, refuses to move, and still answers", async () => {
    const { kernel, arm } = await localKernel();
    const before = await arm.read();
    expect(kernel.mode()).toBe("disarmed");
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "refused", finding: { code: "E_DISARMED" } });
    expect((await kernel.carryOut(goal([{ tool: "get_status", args: {} }]))).outcome).toBe("done");
    expect(await arm.read()).toEqual(before);
  });

  it("picks and places, measures it, touches nothing else, and leaves a log that holds", async () => {
    const { kernel, arm, log, anchorsFolder } = await localKernel();
    await kernel.arm();
    const report = await kernel.carryOut(goal([pickRed, inTray]));
    expect(report).toMatchObject({ outcome: "done", verified: true, finding: null });
    expect(report.steps.flatMap((step) => step.execution?.touches ?? [])).toEqual([]);
    const after = await arm.read();
    expect(distanceM(after.objects.red_cube!.xyzM, [0.35, 0.38, 0.025])).toBeLessThan(0.005);
    expect(kernel.mode()).toBe("idle");
    expect(verifyLogFile(log.path, anchorsFolder).holds).toBe(true);
    const kinds = readFileSync(log.path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(["opened", "armed", "goal", "judged", "permit", "executed", "permit", "executed", "outcome"]);
  });

  it("gives the same bits for the same seed, and others for another", async () => {
    const endOf = async (seed: number): Promise<unknown> => {
      const { kernel, world } = await localKernel({ seed });
      await kernel.arm();
      expect((await kernel.carryOut(goal([pickRed, inTray]))).verified).toBe(true);
      return world.stateHash();
    };
    const [first, second, other] = [await endOf(5), await endOf(5), await endOf(6)];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("moves nothing when any step of the sequence is denied", async () => {
    const { kernel, arm } = await localKernel();
    await kernel.arm();
    const before = await arm.read();
    const report = await kernel.carryOut(goal([up, { tool: "move_to", args: { x: 0.6, y: 0, z: 0.5 } }]));
    expect(report).toMatchObject({ outcome: "refused", verified: false, finding: { code: "E_ZONE" } });
    expect(await arm.read()).toEqual(before);
    expect(kernel.mode()).toBe("idle");
  });

  it("judges each step again from what is measured, not from what was predicted", async () => {
    let reads = 0;
    const moved = await localKernel({
      through: (arm): Arm => ({
        ...arm,
        // Between the judgement of the whole and the second step someone puts the blue cube over the red one's place.
        read: async () => {
          const state = await arm.read();
          if (++reads < 3) return state;
          const at = state.objects.red_cube!;
          return {
            ...state,
            objects: { ...state.objects, blue_cube: { ...at, xyzM: [at.xyzM[0], at.xyzM[1], 0.06] } },
          };
        },
      }),
    });
    await moved.kernel.arm();
    const report = await moved.kernel.carryOut(goal([up, pickRed]));
    expect(report).toMatchObject({ outcome: "failed", verified: false, finding: { code: "E_PRECONDITION" } });
    expect(report.steps.map((step) => step.verdict.kind)).toEqual(["allow", "deny"]);
  });

  it("stops mid-motion, comes to rest on the way, skips what follows, and takes the next goal", async () => {
    const local = await localKernel();
    const { kernel, arm } = local;
    await kernel.arm();
    local.onTick = (atS) => {
      if (atS > 0.5) kernel.stop();
    };
    const report = await kernel.carryOut(goal([across, up]));
    local.onTick = () => {};
    expect(report).toMatchObject({ outcome: "stopped", verified: false, finding: { code: "E_STOPPED" } });
    expect(report.steps).toHaveLength(1);
    const at = await arm.read();
    expect(Math.max(...at.jointsRadPerS.map(Math.abs))).toBeLessThan(0.01);
    expect(distanceM(at.tool.xyzM, [0.4, 0.35, 0.3])).toBeGreaterThan(0.05);
    expect(kernel.mode()).toBe("idle");
    expect((await kernel.carryOut(goal([across]))).outcome).toBe("done");
  });

  it("latches an emergency stop mid-motion; only a supervisor with a reason releases it, to disarmed", async () => {
    const local = await localKernel();
    const { kernel, latch } = local;
    await kernel.arm();
    local.onTick = (atS) => {
      if (atS > 1 && kernel.mode() === "executing") kernel.emergencyStop("agent", "smoke");
    };
    expect(await kernel.carryOut(goal([across, up]))).toMatchObject({ outcome: "stopped", verified: false });
    local.onTick = () => {};
    expect(kernel.mode()).toBe("estopped");
    expect(latch.record()).toMatchObject({ reason: "smoke", origin: "agent" });
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "refused", finding: { code: "E_ESTOPPED" } });
    await expect(kernel.arm()).rejects.toMatchObject({ code: "E_ESTOPPED" });
    expect(() => kernel.release(false, "all clear")).toThrow(/supervisor/);
    expect(() => kernel.release(true, "  ")).toThrow(/reason/);
    expect(latch.isLatched()).toBe(true);
    kernel.release(true, "all clear");
    expect(kernel.mode()).toBe("disarmed");
    expect(latch.isLatched()).toBe(false);
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "refused", finding: { code: "E_DISARMED" } });
  });

  it("takes the arm's power after an emergency stop: even a permit that holds moves nothing", async () => {
    const { kernel, arm, cell, permits } = await localKernel();
    await kernel.arm();
    kernel.emergencyStop("operator", "test");
    const state = await arm.read();
    const plan = createPlanner(cell, 0)({ tool: "move_relative", args: { dz: 0.05 } }, state, 1);
    const execution = await arm.execute(plan, permits.issue(plan, state), state);
    expect(execution.ending).toMatchObject({ kind: "refused", finding: { code: "E_DISARMED" } });
    expect(await arm.read()).toEqual(state);
  });

  it("takes a stop while a step is judged: no permit, no motion", async () => {
    let reads = 0;
    const local = await localKernel({
      through: (arm): Arm => ({
        ...arm,
        read: async () => {
          if (++reads === 2) local.kernel.stop();
          return arm.read();
        },
      }),
    });
    await local.kernel.arm();
    const report = await local.kernel.carryOut(goal([up]));
    expect(report).toMatchObject({ outcome: "stopped", verified: false, finding: { code: "E_STOPPED" } });
    expect(report.steps[0]?.execution).toBeNull();
    expect(readFileSync(local.log.path, "utf8")).not.toMatch(/"kind":"permit"/);
  });

  it("goes into a protective stop when something was touched that must not be", async () => {
    const { kernel } = await localKernel({
      through: (arm): Arm => ({
        ...arm,
        execute: async (...asked) => {
          const execution = await arm.execute(...asked);
          return { ...execution, touches: [{ atS: 1, a: "hand", b: "mug", depthM: 0.001, atM: [0.6, 0.2, 0.1] }] };
        },
      }),
    });
    await kernel.arm();
    expect(await kernel.carryOut(goal([up, up]))).toMatchObject({ outcome: "failed", finding: { code: "E_TOUCH" } });
    expect(kernel.mode()).toBe("protective");
  });

  it("stays in a protective stop until it is reset", async () => {
    const { kernel } = await localKernel({
      through: (arm): Arm => ({
        ...arm,
        execute: async (...asked) => {
          const execution = await arm.execute(...asked);
          const ending = {
            kind: "protective",
            hook: "grip",
            finding: { code: "E_GRIP_LOST", reason: "slipped" },
          } as const;
          return { ...execution, ending };
        },
      }),
    });
    await kernel.arm();
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "failed", finding: { code: "E_GRIP_LOST" } });
    expect(kernel.mode()).toBe("protective");
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "refused", finding: { code: "E_PROTECTIVE" } });
    expect(await kernel.reset()).toBeNull();
    expect(kernel.mode()).toBe("idle");
  });

  it("takes emergency_stop as a call, from anyone, with no confidence, disarmed too", async () => {
    const { kernel, latch } = await localKernel();
    const report = await kernel.carryOut({
      ...goal([{ tool: "emergency_stop", args: { reason: "spark" } }], 0),
      origin: "agent",
    });
    expect(report.outcome).toBe("stopped");
    expect(kernel.mode()).toBe("estopped");
    expect(latch.record()?.reason).toBe("spark");
  });

  it("asks a person about an uncertain plan, and does nothing without a yes", async () => {
    const asked: string[] = [];
    const answering = (answer: boolean) =>
      localKernel({
        approve: async (steps) => {
          asked.push(...steps.map((step) => step.verdict.code));
          return answer;
        },
      });
    for (const { kernel, arm } of [await answering(false), await localKernel()]) {
      await kernel.arm();
      const before = await arm.read();
      expect(await kernel.carryOut(goal([up], 0.7))).toMatchObject({
        outcome: "needs approval",
        finding: { code: "E_APPROVAL" },
      });
      expect(await arm.read()).toEqual(before);
      expect(kernel.mode()).toBe("idle");
    }
    const { kernel } = await answering(true);
    await kernel.arm();
    expect((await kernel.carryOut(goal([up], 0.7))).outcome).toBe("done");
    expect(asked).toEqual(["E_APPROVAL", "E_APPROVAL"]);
  });

  it("takes a stop during the question for no, even when the yes comes later", async () => {
    const local = await localKernel({
      approve: async (_steps, signal) => {
        local.kernel.stop();
        expect(signal.aborted).toBe(true);
        return true;
      },
    });
    await local.kernel.arm();
    const before = await local.arm.read();
    expect((await local.kernel.carryOut(goal([up], 0.7))).outcome).toBe("needs approval");
    expect(await local.arm.read()).toEqual(before);
  });

  it("denies a second goal while one is carried out", async () => {
    const { kernel } = await localKernel();
    await kernel.arm();
    const [first, second] = await Promise.all([kernel.carryOut(goal([up])), kernel.carryOut(goal([across]))]);
    expect(first.outcome).toBe("done");
    expect(second).toMatchObject({ outcome: "refused", finding: { code: "E_BUSY" } });
  });

  it("faults when the arm fails, and moves no more", async () => {
    const { kernel } = await localKernel({
      through: (arm): Arm => ({ ...arm, execute: () => Promise.reject(new Error("cable")) }),
    });
    await kernel.arm();
    await expect(kernel.carryOut(goal([up]))).rejects.toMatchObject({ code: "E_DRIVER" });
    expect(kernel.mode()).toBe("faulted");
    expect(await kernel.carryOut(goal([up]))).toMatchObject({ outcome: "refused", finding: { code: "E_FAULTED" } });
  });

  it("an arm that says it finished but was not measured there is not done", async () => {
    const { kernel } = await localKernel({
      through: (arm): Arm => ({
        ...arm,
        execute: async (plan, permit, judgedIn) => {
          const before = await arm.read();
          const real = await arm.execute(plan, permit, judgedIn);
          return { ...real, after: { ...real.after, tool: before.tool } };
        },
      }),
    });
    await kernel.arm();
    expect(await kernel.carryOut(goal([up]))).toMatchObject({
      outcome: "failed",
      verified: false,
      finding: { code: "E_TARGET_MISSED" },
    });
  });

  it("keeps a lone speed for what follows, and one said with a motion for that motion only", async () => {
    const { kernel } = await localKernel();
    await kernel.arm();
    const half = { tool: "set_speed", args: { scale: 0.5 } };
    const tookS = async (calls: readonly unknown[]): Promise<number> =>
      (await kernel.carryOut(goal(calls))).steps.at(-1)?.execution?.tookS ?? 0;
    const down = { tool: "move_relative", args: { dz: -0.05 } };
    const full = await tookS([up]);
    expect(await tookS([half, down])).toBeGreaterThan(1.3 * full);
    expect(await tookS([up])).toBeCloseTo(full, 1);
    await tookS([half]);
    expect(await tookS([down])).toBeGreaterThan(1.3 * full);
  });
});
