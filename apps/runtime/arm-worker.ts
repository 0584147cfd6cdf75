// The arm's worker: executor, driver and physics in one thread of their own, so that nothing the main
// thread does delays a setpoint or a stop.
import { parentPort, workerData } from "node:worker_threads";
import { createSimDriver } from "../../drivers/sim/sim-driver.ts";
import type { Execution } from "../../kernel/contract/arm.ts";
import { systemClock } from "../../kernel/contract/clock.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { createExecutor } from "../../kernel/executor.ts";
import { permitVerifier } from "../../kernel/permits.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import type { ArmReply, ArmRequest, ArmWorkerData } from "./arm-messages.ts";
import { DURING_HOOKS } from "./hook-list.ts";

const port = parentPort;
if (port === null) throw new RoboError("E_DRIVER", "arm-worker.ts runs in a worker thread only");
const { cell, seed, isRealtime, permitKey, stopCounter } = workerData as ArmWorkerData;
const stops = new Int32Array(stopCounter);
let stopsSeen = 0;

const world = await createMujocoWorld(cell, { seed });
const driver = createSimDriver({ world, permits: permitVerifier(permitKey, systemClock) });
const executor = createExecutor({
  cell,
  driver,
  during: DURING_HOOKS,
  stopRequested: () => Atomics.load(stops, 0) !== stopsSeen,
  pace: isRealtime ? paceByWallClock() : () => {},
});

/** Waits in shared memory until simulated time is due; a stop wakes it. */
function paceByWallClock(): (atS: number) => void {
  let originMs = Number.NaN;
  let lastS = Number.NaN;
  return (atS) => {
    const nowMs = systemClock.nowMs();
    // Between motions simulated time stands still, so each motion counts from its own start.
    if (!(originMs + lastS * 1000 > nowMs - 100)) originMs = nowMs - atS * 1000;
    lastS = atS;
    const dueInMs = originMs + atS * 1000 - nowMs;
    if (dueInMs > 0) Atomics.wait(stops, 0, stopsSeen, dueInMs);
  };
}

async function answer(request: ArmRequest, id: number): Promise<Measured | Execution | null> {
  switch (request.kind) {
    case "connect":
      await driver.connect();
      return null;
    case "arm":
      driver.arm();
      return null;
    case "disarm":
      driver.disarm();
      return null;
    case "read":
      return driver.read();
    case "execute":
      stopsSeen = request.stopsSeen;
      return executor.execute(request.plan, request.permit, request.judgedIn, (progress) => {
        port?.postMessage({ kind: "progress", id, progress } satisfies ArmReply);
      });
  }
}

port.on("message", ({ id, request }: { id: number; request: ArmRequest }) => {
  answer(request, id).then(
    (value) => port.postMessage({ kind: "done", id, value } satisfies ArmReply),
    (cause: unknown) => {
      const code = cause instanceof RoboError ? cause.code : "E_DRIVER";
      port.postMessage({ kind: "failed", id, code, message: String(cause) } satisfies ArmReply);
    },
  );
});
