// The arm behind two workers, one for the executor and one for the physics: the kernel's `Arm` port, spoken over
// messages, with stop and override in shared memory. When either worker dies, everything here fails with E_DRIVER.
import type { Worker } from "node:worker_threads";
import { MOST_AHEAD, WorldMemory } from "../../drivers/sim/world-memory.ts";
import type { Arm, Execution, Progress } from "../../kernel/contract/arm.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { ArmMemory } from "./arm-memory.ts";
import { type ArmReply, type ArmRequest, worldShapeOf } from "./arm-messages.ts";
import { startWorker } from "./start-worker.ts";
import type { TrackedMemory } from "./tracked-memory.ts";

/** How often whoever watches a motion is told how far it is. */
const PROGRESS_MS = 100;
/** How long the physics may take for one answer; some milliseconds in truth, this much on a machine under load. */
const ANSWER_MS = 5_000;
/** How long setpoints may cease in mid-motion before the arm brakes by itself. In simulated time nothing moves meanwhile. */
const WATCHDOG_MS = 5_000;
const WATCHDOG_REALTIME_MS = 1_000;

export interface ThreadedArmOptions {
  readonly cell: Cell;
  readonly seed: number;
  readonly isRealtime: boolean;
  readonly permitKey: Uint8Array;
  /** Setpoints handed to the physics ahead, at most; default 64, and none in real time. */
  readonly lookahead?: number;
  /** Where sensors write what they see of the cell's tracked zones. */
  readonly tracked: TrackedMemory;
  /** Where the executor writes what it sends, and for how many ticks at most; default nowhere. */
  readonly trace?: { readonly buffer: SharedArrayBuffer; readonly ticks: number };
}

export interface ThreadedArm extends Arm {
  /** For whoever watches over them. */
  readonly threads: { readonly executor: Worker; readonly physics: Worker };
}

interface Pending {
  readonly resolve: (value: Measured | Execution | null) => void;
  readonly reject: (cause: Error) => void;
}

export function threadedArm({
  cell,
  seed,
  isRealtime,
  permitKey,
  tracked,
  lookahead,
  trace,
}: ThreadedArmOptions): ThreadedArm {
  const memory = new ArmMemory();
  const world = new WorldMemory(worldShapeOf(cell));
  const physics = startWorker("physics-worker", {
    cell,
    seed,
    worldBuffer: world.buffer,
    watchdogMs: isRealtime ? WATCHDOG_REALTIME_MS : WATCHDOG_MS,
  });
  const worker = startWorker("arm-worker", {
    cell,
    seed,
    isRealtime,
    permitKey,
    worldBuffer: world.buffer,
    lookahead: isRealtime ? 0 : (lookahead ?? MOST_AHEAD),
    answerMs: ANSWER_MS,
    armBuffer: memory.buffer,
    trackedBuffer: tracked.buffer,
    trackedZones: tracked.readings.length,
    traceBuffer: trace?.buffer ?? null,
    traceTicks: trace?.ticks ?? 0,
  });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let gone: RoboError | null = null;

  const lose = (cause: RoboError): void => {
    gone ??= cause;
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  const watch = (thread: Worker, name: string): void => {
    thread.on("error", (cause) =>
      lose(new RoboError("E_DRIVER", `the ${name} worker failed: ${String(cause)}`, { cause })),
    );
    thread.on("exit", (code) => lose(new RoboError("E_DRIVER", `the ${name} worker ended (exit code ${code})`)));
  };
  watch(worker, "arm's");
  watch(physics, "physics");
  // The executor waits for the physics in shared memory, where no event reaches it.
  physics.on("exit", () => world.turns.markGone());
  worker.on("message", (reply: ArmReply) => {
    const waiting = pending.get(reply.id);
    if (waiting === undefined) return;
    pending.delete(reply.id);
    if (reply.kind === "done") waiting.resolve(reply.value);
    else waiting.reject(new RoboError(reply.code, reply.message));
  });

  const ask = (request: ArmRequest): Promise<Measured | Execution | null> =>
    new Promise((resolve, reject) => {
      if (gone !== null) return reject(gone);
      const id = nextId++;
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, request });
      memory.wake();
    });

  return {
    threads: { executor: worker, physics },
    connect: async () => void (await ask({ kind: "connect" })),
    arm: async () => void (await ask({ kind: "arm" })),
    disarm: async () => void (await ask({ kind: "disarm" })),
    read: async () => (await ask({ kind: "read" })) as Measured,
    async execute(plan, permit, judgedIn, onProgress) {
      const stopsSeen = memory.stopsAsked();
      const told = onProgress === undefined ? null : tellProgress(memory, onProgress);
      try {
        return (await ask({ kind: "execute", plan, permit, judgedIn, stopsSeen })) as Execution;
      } finally {
        clearInterval(told ?? undefined);
      }
    },
    stop: () => memory.stop(),
    override: (rate) => memory.override(rate),
    async close() {
      gone ??= new RoboError("E_DRIVER", "the arm is closed");
      await Promise.all([worker.terminate(), physics.terminate()]);
    },
  };
}

function tellProgress(memory: ArmMemory, tell: (progress: Progress) => void): NodeJS.Timeout {
  const flight = new Float64Array(2);
  return setInterval(() => {
    if (memory.readFlight(flight) && flight[1]! > 0) tell({ atS: flight[0]!, fraction: flight[1]! });
  }, PROGRESS_MS);
}
