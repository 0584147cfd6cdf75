// A thread of the campaign on segments: takes ranges of cases, gives back what it counted and found.
import { parentPort } from "node:worker_threads";
import { type Range, runRange } from "./segments/run.ts";

parentPort!.on("message", async (range: Range) => parentPort!.postMessage(await runRange(range)));
