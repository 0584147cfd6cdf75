// How late the ticks of the executor's loop begin at 500 Hz, next to a worker that does nothing but wait: in turns in
// one process, while the main thread idles or is blocked for 500 ms at random.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { seededRandom } from "../kernel/motion/rng.ts";
import type { BareOrder } from "./bare-loop.ts";
import { quantile } from "./measure.ts";
import { sleep, spin, TICK_MS, timedArm } from "./timed-arm.ts";

const ROUNDS = 5;
const TICKS = 1_000;
const BLOCKED_MS = 500;
const MOST_BETWEEN_MS = 300;

const isSource = import.meta.url.endsWith(".ts");
const register = new URL("../tools/tsx-register.mjs", import.meta.url).href;
const bare = new Worker(new URL(`./bare-loop.${isSource ? "ts" : "js"}`, import.meta.url), {
  execArgv: isSource ? ["--import", register] : [],
});
const { arm, trace, swing } = await timedArm(0);
const random = seededRandom(11);

/** While it runs, the main thread idles, or is blocked again and again. */
async function during<T>(isBlocked: boolean, running: Promise<T>): Promise<T> {
  let isDone = false;
  const done = running.finally(() => {
    isDone = true;
  });
  while (isBlocked && !isDone) {
    await sleep(random() * MOST_BETWEEN_MS);
    if (!isDone) spin(BLOCKED_MS);
  }
  return done;
}

async function bareLateMs(isBlocked: boolean): Promise<number[]> {
  const answered = once(bare, "message") as Promise<[Float64Array]>;
  bare.postMessage({ ticks: TICKS, tickMs: TICK_MS } satisfies BareOrder);
  const [late] = await during(isBlocked, answered);
  return [...late];
}

async function loopLate(isBlocked: boolean): Promise<{ wokeMs: number[]; sentMs: number[] }> {
  const late = { wokeMs: [] as number[], sentMs: [] as number[] };
  while (late.wokeMs.length < TICKS) {
    const { firstTick, execution } = await swing();
    const { ending } = await during(isBlocked, execution);
    if (ending.kind !== "finished") throw new Error(`a swing ended ${JSON.stringify(ending)}`);
    // The first tick of a motion waits for nothing; the grid counts from the second.
    const [, second, ...ticks] = trace.since(firstTick);
    for (const [k, { wokeAtMs, sentAtMs }] of ticks.entries()) {
      const dueMs = second!.wokeAtMs + (k + 1) * TICK_MS;
      late.wokeMs.push(wokeAtMs - dueMs);
      late.sentMs.push(sentAtMs - dueMs);
    }
  }
  return late;
}

const us = (lateMs: number[], q: number): number =>
  1000 *
  quantile(
    lateMs.sort((a, b) => a - b),
    q,
  );
const median = (values: number[]): number =>
  quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
const results: Record<string, object> = {};
await loopLate(false);
await bareLateMs(false);
for (const isBlocked of [false, true]) {
  const rounds: { p50: number; p99: number; sentP99: number; bareP50: number; bareP99: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { wokeMs, sentMs } = await loopLate(isBlocked);
    const bareMs = await bareLateMs(isBlocked);
    rounds.push({
      p50: us(wokeMs, 0.5),
      p99: us(wokeMs, 0.99),
      sentP99: us(sentMs, 0.99),
      bareP50: us(bareMs, 0.5),
      bareP99: us(bareMs, 0.99),
    });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  results[isBlocked ? "blocked" : "idle"] = {
    p50Us: of(({ p50 }) => p50),
    p99Us: of(({ p99 }) => p99),
    sentP99Us: of(({ sentP99 }) => sentP99),
    bareP50Us: of(({ bareP50 }) => bareP50),
    bareP99Us: of(({ bareP99 }) => bareP99),
    ratio: of(({ p99, bareP99 }) => p99 / bareP99),
  };
}
await arm.close();
await bare.terminate();
process.stdout.write(`${JSON.stringify(results)}\n`);
