// How anything is measured here: warmed up, repeated, and told as a median with what it is compared to.
import type { SpawnSyncReturns } from "node:child_process";
import type { Io } from "../apps/cli/io.ts";

export interface BenchResult {
  readonly name: string;
  readonly p50: number;
  readonly p99?: number;
  readonly unit: string;
  /** p50 over the p50 of `against`, both measured in this run. */
  readonly ratio?: number;
  readonly against?: string;
  readonly target?: string;
  readonly met?: boolean;
}

type Run = (args: readonly string[], input: string, env: Readonly<Record<string, string>>) => SpawnSyncReturns<string>;

export interface BenchContext {
  readonly io: Io;
  /** A fresh ROBOOS_HOME. */
  readonly homeFolder: string;
  readonly command: {
    readonly entry: string;
    readonly packageRoot: string;
    readonly isBuilt: boolean;
    readonly run: Run;
    readonly runNpm: Run;
  };
}

export interface Bench {
  readonly name: string;
  run(context: BenchContext): Promise<readonly BenchResult[]> | readonly BenchResult[];
}

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Runs the two alternately, so that both see the same machine; milliseconds, ascending. */
export function alternately(
  runs: number,
  a: () => void,
  b: () => void,
): { readonly aMs: number[]; readonly bMs: number[] } {
  const times = { aMs: [] as number[], bMs: [] as number[] };
  const time = (run: () => void): number => {
    const startMs = nowMs();
    run();
    return nowMs() - startMs;
  };
  for (let k = 0; k < runs; k++) {
    times.aMs.push(time(a));
    times.bMs.push(time(b));
  }
  return { aMs: times.aMs.sort((x, y) => x - y), bMs: times.bMs.sort((x, y) => x - y) };
}

export const quantile = (ascending: readonly number[], q: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(q * ascending.length))] ?? Number.NaN;

/** Microseconds a call of `work`, over `rounds` rounds of `calls` calls each, after a warm-up round. */
export function perCallUs(rounds: number, calls: number, work: (k: number) => void): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const startMs = nowMs();
    for (let k = 0; k < calls; k++) work(k);
    if (round > 0) times.push(((nowMs() - startMs) / calls) * 1000);
  }
  return times.sort((x, y) => x - y);
}

/** Microseconds of each of `count` different calls, ascending, after a warm-up over all of them: for work whose cost varies. */
export function eachCallUs(count: number, work: (k: number) => void): readonly number[] {
  for (let k = 0; k < count; k++) work(k);
  const times = Array.from({ length: count }, (_, k) => {
    const startMs = nowMs();
    work(k);
    return (nowMs() - startMs) * 1000;
  });
  return times.sort((x, y) => x - y);
}

/** A fixed arithmetic loop, timed: what figures of different machines are compared by. */
export function arithmeticLoopUs(): number {
  let sum = 0;
  const loop = (): void => {
    for (let k = 0; k < 10_000; k++) sum += Math.sqrt(k + sum * 1e-12);
  };
  // Rounds shorter than a time slice: their median shrugs off whatever else the machine does.
  return quantile(perCallUs(201, 1, loop), 0.5);
}

export const ARITHMETIC_LOOP = "a loop of 10,000 square roots";

/** Ascending microseconds as a result, next to the arithmetic loop of the same run. */
export const timed = (name: string, ascendingUs: readonly number[], loopUs: number, targetUs?: number): BenchResult => {
  const p50 = quantile(ascendingUs, 0.5);
  return {
    name,
    p50,
    p99: quantile(ascendingUs, 0.99),
    unit: "us",
    ratio: p50 / loopUs,
    against: ARITHMETIC_LOOP,
    ...(targetUs === undefined ? {} : { target: `<= ${targetUs} us`, met: p50 <= targetUs }),
  };
};
