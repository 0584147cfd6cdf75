// Starts one of this folder's workers from whichever language is run: TypeScript sources, which need their loader
// registered in every thread anew, or the built output.
import { Worker } from "node:worker_threads";
import type { ArmWorkerData, PhysicsWorkerData } from "./arm-messages.ts";

export function startWorker(name: "arm-worker", data: ArmWorkerData): Worker;
export function startWorker(name: "physics-worker", data: PhysicsWorkerData): Worker;
export function startWorker(name: string, workerData: unknown): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(`./${name}.${isSource ? "ts" : "js"}`, import.meta.url);
  const register = new URL("../../tools/tsx-register.mjs", import.meta.url);
  return new Worker(entry, { workerData, execArgv: isSource ? ["--import", register.href] : [] });
}
