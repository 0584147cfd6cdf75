// The arm behind a worker: the kernel's `Arm` port, spoken over messages, with stop in shared memory.
import { Worker } from "node:worker_threads";
import type { Arm, Execution, Progress } from "../../kernel/contract/arm.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { ArmReply, ArmRequest, ArmWorkerData } from "./arm-messages.ts";

export interface ThreadedArmOptions {
  readonly cell: Cell;
  readonly seed: number;
  readonly isRealtime: boolean;
  readonly permitKey: Uint8Array;
}

interface Pending {
  readonly resolve: (value: Measured | Execution | null) => void;
  readonly reject: (cause: Error) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export function threadedArm(options: ThreadedArmOptions): Arm {
  const stopCounter = new SharedArrayBuffer(4);
  const stops = new Int32Array(stopCounter);
  const worker = startWorker({ ...options, stopCounter });
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
    if (reply.kind === "progress") return waiting.onProgress?.(reply.progress);
    pending.delete(reply.id);
    if (reply.kind === "done") waiting.resolve(reply.value);
    else waiting.reject(new RoboError(reply.code, reply.message));
  });

  const ask = (request: ArmRequest, onProgress?: (progress: Progress) => void): Promise<Measured | Execution | null> =>
    new Promise((resolve, reject) => {
      if (gone !== null) return reject(gone);
      const id = nextId++;
      pending.set(id, { resolve, reject, onProgress });
      worker.postMessage({ id, request });
    });

  return {
    connect: async () => void (await ask({ kind: "connect" })),
    arm: async () => void (await ask({ kind: "arm" })),
    disarm: async () => void (await ask({ kind: "disarm" })),
    read: async () => (await ask({ kind: "read" })) as Measured,
    execute: async (plan, permit, judgedIn, onProgress) => {
      const stopsSeen = Atomics.load(stops, 0);
      return (await ask({ kind: "execute", plan, permit, judgedIn, stopsSeen }, onProgress)) as Execution;
    },
    stop() {
      Atomics.add(stops, 0, 1);
      Atomics.notify(stops, 0);
    },
    async close() {
      gone ??= new RoboError("E_DRIVER", "the arm is closed");
      await worker.terminate();
    },
  };
}

/** The worker's entry is this file's neighbour in whichever language this file is run: sources or dist. */
function startWorker(workerData: ArmWorkerData): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "./arm-worker.ts" : "./arm-worker.js", import.meta.url);
  const register = new URL("../../tools/tsx-register.mjs", import.meta.url);
  return new Worker(entry, { workerData, execArgv: isSource ? ["--import", register.href] : [] });
}
