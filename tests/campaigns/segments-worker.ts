// A thread of the campaign on segments: takes ranges of cases, gives back what it counted and found.
import { parentPort } from "node:worker_threads";
import { type Range, runRange } from "./segments/run.ts";

// oxlint-disable-next-line typescript/no-misused-promises -- a rejection ends the worker, which its owner watches for
parentPort!.on("message", async (range: Range) => parentPort!.postMessage(await runRange(range)));
