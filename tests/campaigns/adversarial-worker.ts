// A thread of the adversarial campaign: takes ranges of plans, gives back what it counted and found.
import { parentPort } from "node:worker_threads";
import { type Range, runRange } from "./adversarial/run.ts";

// oxlint-disable-next-line typescript/no-misused-promises -- a rejection ends the worker, which its owner watches for
parentPort!.on("message", async (range: Range) => parentPort!.postMessage(await runRange(range)));
