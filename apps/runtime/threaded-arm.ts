// The arm behind a worker: the kernel's `Arm` port, spoken over messages, with stop and override in shared memory.
import { Worker } from "node:worker_threads";
import type { Arm, Execution, Progress } from "../../kernel/contract/arm.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { ArmMemory } from "./arm-memory.ts";
import type { ArmReply, ArmRequest, ArmWorkerData } from "./arm-messages.ts";
import type { TrackedMemory } from "./tracked-memory.ts";

/** How often whoever watches a motion is told how far it is. */
const PROGRESS_MS = 100;

export interface ThreadedArmOptions {
  readonly cell: Cell;
  readonly seed: number;
  readonly isRealtime: boolean;
  readonly permitKey: Uint8Array;
  /** Where sensors write what they see of the cell's tracked zones. */
  readonly tracked: TrackedMemory;
}

interface Pending {
  readonly resolve: (value: Measured | Execution | null) => void;
  readonly reject: (cause: Error) => void;
}

export function threadedArm({ tracked, ...options }: ThreadedArmOptions): Arm {
  const memory = new ArmMemory();
  const worker = startWorker({
    ...options,
    armBuffer: memory.buffer,
    trackedBuffer: tracked.buffer,
    trackedZones: tracked.readings.length,
  });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let gone: RoboError | null = null;

  const lose = (cause: RoboError): void => {
    gone ??= cause;
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  worker.on("error", (cause) =>
    lose(new RoboError("E_DRIVER", `the arm's worker failed: ${String(cause)}`, { cause })),
  );
  worker.on("exit", (code) => lose(new RoboError("E_DRIVER", `the arm's worker ended (exit code ${code})`)));
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
      await worker.terminate();
    },
  };
}

function tellProgress(memory: ArmMemory, tell: (progress: Progress) => void): NodeJS.Timeout {
  const flight = new Float64Array(2);
  return setInterval(() => {
    if (memory.readFlight(flight) && flight[1]! > 0) tell({ atS: flight[0]!, fraction: flight[1]! });
  }, PROGRESS_MS);
}

/** The worker's entry is this file's neighbour in whichever language this file is run: sources or dist. */
function startWorker(workerData: ArmWorkerData): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "./arm-worker.ts" : "./arm-worker.js", import.meta.url);
  const register = new URL("../../tools/tsx-register.mjs", import.meta.url);
  return new Worker(entry, { workerData, execArgv: isSource ? ["--import", register.href] : [] });
}
