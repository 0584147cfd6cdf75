// The physics worker: a MuJoCo world in a thread of its own, stepped through shared memory by the arm's worker. It waits
// there and never returns to its event loop, until the world is closed.
import { workerData } from "node:worker_threads";
import { WorldMemory } from "../../drivers/sim/world-memory.ts";
import { serveWorld } from "../../drivers/sim/world-server.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { type PhysicsWorkerData, worldShapeOf } from "./arm-messages.ts";

const { cell, seed, worldBuffer, watchdogMs } = workerData as PhysicsWorkerData;
const memory = new WorldMemory(worldShapeOf(cell), worldBuffer);
try {
  const world = await createMujocoWorld(cell, { seed });
  memory.tickS = world.tickS;
  memory.turns.markReady();
  serveWorld(world, memory, { watchdogMs });
} catch (cause) {
  memory.turns.reply(0, cause instanceof RoboError ? cause : new RoboError("E_DRIVER", String(cause), { cause }));
  memory.turns.markReady();
}
