import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import { createSimDriver } from "../../drivers/sim/sim-driver.ts";
import type { ExpectedTouches, World } from "../../drivers/sim/world-port.ts";
import type { Plan, Promised, Segment } from "../../kernel/contract/plan.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { type PhysicsThread, physicsThread } from "../fixtures/physics-thread.ts";
import { driverConformance } from "./conformance.ts";

const cell = loadCell(defaultCellPath());
/** One world for all tests; drivers close only their view of it. */
let shared: World;
let thread: PhysicsThread;
beforeAll(async () => {
  const empty = { ...cell, objects: [] };
  shared = await createMujocoWorld(empty);
  thread = await physicsThread(empty, { lookahead: 16 });
});
afterAll(async () => {
  shared.close();
  await thread.end();
});
function freshWorld(): World {
  shared.reset();
  return { ...shared, close: () => {} };
}

driverConformance({
  name: "sim",
  dof: cell.robot.joints.length,
  async create(permits) {
    const driver = createSimDriver({ world: freshWorld(), permits });
    await driver.connect();
    return driver;
  },
});

driverConformance({
  name: "sim over shared memory",
  dof: cell.robot.joints.length,
  async create(permits) {
    thread.world.reset();
    const driver = createSimDriver({ world: { ...thread.world, close: () => {} }, permits });
    await driver.connect();
    return driver;
  },
});

describe("what the sim driver tells the world to expect", () => {
  async function expectedFor(segments: readonly Segment[], promised: Promised): Promise<readonly ExpectedTouches[]> {
    const told: ExpectedTouches[] = [];
    const spying: World = { ...freshWorld(), expectTouches: (expected) => told.push(expected) };
    const driver = createSimDriver({ world: spying, permits: { verify: () => null } });
    const plan: Plan = { call: { tool: "go_home", args: {} }, segments, promised, blocked: null, rerouted: false };
    driver.arm();
    driver.begin(plan, { id: "", planHash: "", stateHash: "", expiresAtMs: 0, mac: "" });
    driver.end();
    await driver.close();
    return told;
  }

  it("grips what the plan closes on, and nothing once the motion ends", async () => {
    const told = await expectedFor([{ kind: "close", forceN: 30, expects: "mug" }], { holding: "mug" });
    expect(told).toEqual([
      { grips: ["mug"], places: null },
      { grips: [], places: null },
    ]);
  });

  it("puts what it releases down where it was promised, on what was promised", async () => {
    const [told] = await expectedFor([{ kind: "open", openingM: 0.08, releases: "mug" }], {
      holding: null,
      object: { id: "mug", centreM: [0.3, 0.3, 0.05], inside: "tray" },
    });
    expect(told).toEqual({
      grips: ["mug"],
      places: { object: "mug", supports: ["tray"], centreM: [0.3, 0.3, 0.05] },
    });
  });

  it("expects no touch of a plan that only moves", async () => {
    const [told] = await expectedFor([{ kind: "wait", seconds: 1 }], {});
    expect(told).toEqual({ grips: [], places: null });
  });
});
