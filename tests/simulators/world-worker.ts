// Runs the same scripted motion in a worker and posts the hash of the state it ends in.
import { parentPort, workerData } from "node:worker_threads";
import { swungHash } from "./swing.ts";

parentPort?.postMessage(await swungHash(workerData as number));
