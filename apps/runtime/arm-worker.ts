// The arm's worker: executor and driver in one thread of their own, so that nothing the main thread does delays a
// setpoint or a stop. It waits in shared memory and never returns to its event loop, so no event-driven I/O lives here.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { connectWorld } from "../../drivers/sim/shared-world.ts";
import { createSimDriver } from "../../drivers/sim/sim-driver.ts";
import { WorldMemory } from "../../drivers/sim/world-memory.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Execution } from "../../kernel/contract/arm.ts";
import { systemClock } from "../../kernel/contract/clock.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { createExecutor } from "../../kernel/executor.ts";
import { permitVerifier } from "../../kernel/permits.ts";
import { scriptedSensor } from "../../simulators/people/walk.ts";
import { ArmMemory } from "./arm-memory.ts";
import { type ArmEnvelope, type ArmReply, type ArmRequest, type ArmWorkerData, worldShapeOf } from "./arm-messages.ts";
import { DURING_HOOKS, GOVERNORS } from "./hook-list.ts";
import { TickTrace } from "./tick-trace.ts";
import { TrackedMemory } from "./tracked-memory.ts";
import { wallPace } from "./wall-pace.ts";

const port = parentPort;
if (port === null) throw new RoboError("E_DRIVER", "arm-worker.ts runs in a worker thread only");
const data = workerData as ArmWorkerData;
const { cell, seed, isRealtime, permitKey, armBuffer, trackedBuffer, trackedZones, lookahead, answerMs } = data;
const memory = new ArmMemory(armBuffer);
const tracked = new TrackedMemory(trackedZones, trackedBuffer);
let stopsSeen = 0;

/** Making a world takes MuJoCo 0.2 s, and as much again for a loaded machine many times over. */
const READY_MS = 60_000;

const worldMemory = new WorldMemory(worldShapeOf(cell), data.worldBuffer);
const pace = isRealtime ? wallPace() : null;
const world = connectWorld(worldMemory, {
  readyMs: READY_MS,
  answerMs,
  lookahead,
  ...(pace === null ? {} : { untilEnd: (atS) => pace.until(atS) }),
});
const trace = data.traceBuffer && new TickTrace(world.dof, data.traceTicks, data.traceBuffer);
let wokeAtMs = Number.NaN;
const traced: World =
  trace === null
    ? world
    : {
        ...world,
        step(setpoint) {
          trace.record(wokeAtMs, systemClock.nowMs(), setpoint.jointsRad);
          return world.step(setpoint);
        },
      };
const driver = createSimDriver({ world: traced, permits: permitVerifier(permitKey, systemClock) });
const stopRequested = (): boolean => memory.stopsAsked() !== stopsSeen;
/** In simulation the people are simulated too. */
const people = scriptedSensor(cell.tracked, seed, (zone, atS, centreM) => tracked.report(zone, atS, centreM));
const executor = createExecutor({
  cell,
  driver,
  during: DURING_HOOKS,
  governors: GOVERNORS,
  stopRequested,
  pace(atS) {
    people.update(atS);
    pace?.until(atS);
    if (trace !== null) wokeAtMs = systemClock.nowMs();
  },
  tracked: tracked.readings,
  sense: () => tracked.refresh(),
  override: () => memory.overrideRate(),
});

async function answer(request: ArmRequest): Promise<Measured | Execution | null> {
  switch (request.kind) {
    case "connect":
      await driver.connect();
      people.update(driver.read().atS);
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
      memory.reportFlight(request.judgedIn.atS, 0);
      pace?.begin();
      wokeAtMs = Number.NaN;
      return executor.execute(request.plan, request.permit, request.judgedIn, ({ atS, fraction }) =>
        memory.reportFlight(atS, fraction),
      );
  }
}

async function answered({ id, request }: ArmEnvelope): Promise<ArmReply> {
  try {
    return { kind: "done", id, value: await answer(request) };
  } catch (cause) {
    return { kind: "failed", id, code: cause instanceof RoboError ? cause.code : "E_DRIVER", message: String(cause) };
  }
}

for (;;) {
  const wakes = memory.wakes();
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
    port.postMessage(await answered(got.message as ArmEnvelope));
  }
  memory.waitForWake(wakes);
}
