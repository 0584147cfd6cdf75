// The same seed gives the same bits, however many setpoints are handed to the physics at once.
import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { homeFrom } from "../../apps/runtime/home.ts";
import { DURING_HOOKS, GOVERNORS } from "../../apps/runtime/hook-list.ts";
import { openSession, readCellText } from "../../apps/runtime/session.ts";
import { createSimDriver } from "../../drivers/sim/sim-driver.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Execution } from "../../kernel/contract/arm.ts";
import { canonicalJson } from "../../kernel/contract/json.ts";
import { createExecutor } from "../../kernel/executor.ts";
import { stateHashOf } from "../../kernel/permits.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { physicsThread } from "../fixtures/physics-thread.ts";

describe("the same seed", () => {
  it("hashes the same over a whole pick-and-place, one tick a turn, 7 and 64 ahead", async () => {
    const hashes = new Set<string>();
    for (const lookahead of [0, 7, 64]) {
      const session = await openSession({
        home: homeFrom({ ROBOOS_HOME: mkdtempSync(join(tmpdir(), "roboos-same-")) }),
        cellText: readCellText(),
        cellFile: "cells/tabletop.yaml",
        seed: 4,
        isRealtime: false,
        lookahead,
        title: "same",
      });
      await session.kernel.arm();
      const calls = [
        { tool: "pick", args: { object: "red_cube" } },
        { tool: "place", args: { target: "tray", relation: "in" } },
      ];
      const report = await session.kernel.carryOut({ text: "", calls, origin: "operator", confidence: 1 });
      expect(report.outcome).toBe("done");
      const executions = report.steps.map(({ execution }) => execution);
      hashes.add(
        createHash("sha256")
          .update(canonicalJson([executions, await session.read()]))
          .digest("hex"),
      );
      await session.close();
    }
    expect(hashes.size).toBe(1);
  });

  it("ends a stop in the same bits at whatever tick it is asked for, ahead or not", async () => {
    const cell = { ...openCell(), objects: [] };
    const plan = createPlanner(cell, 1)({ tool: "move_to", args: { x: 0.4, y: 0.35, z: 0.3 } }, startState(cell), 1);
    const stoppedAt = (world: World, stopAtTick: number): Execution => {
      world.reset();
      let ticks = 0;
      const counted: World = {
        ...world,
        step(setpoint) {
          ticks++;
          return world.step(setpoint);
        },
      };
      const driver = createSimDriver({ world: counted, permits: { verify: () => null } });
      driver.arm();
      const executor = createExecutor({
        cell,
        driver,
        during: DURING_HOOKS,
        governors: GOVERNORS,
        stopRequested: () => ticks >= stopAtTick,
        pace: () => {},
      });
      const judgedIn = driver.read();
      const permit = { id: "", planHash: "", stateHash: stateHashOf(judgedIn), expiresAtMs: 0, mac: "" };
      return executor.execute(plan, permit, judgedIn);
    };
    const here = await createMujocoWorld(cell);
    const there = await physicsThread(cell, { lookahead: 64 });
    for (const stopAtTick of [1, 2, 40, 63, 64, 65, 130, 200, 255, 300]) {
      const execution = stoppedAt(there.world, stopAtTick);
      expect(execution).toEqual(stoppedAt(here, stopAtTick));
      expect(execution.ending.kind).toBe("stopped");
    }
    here.close();
    await there.end();
  });
});
