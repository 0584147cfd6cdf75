// The injected clock. Nothing in the kernel reads the machine's time by itself, so tests and
// simulation decide how time passes. Its shape is what xstate accepts as `clock`.

export interface Clock {
  /** Milliseconds, monotonic, common to all threads of this process. */
  nowMs(): number;
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** What `performance.now()`, which counts from the start of its thread and allocates nothing, lacks to `process.hrtime`. */
const originMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** The machine's monotonic clock (CLOCK_MONOTONIC), the same in every worker to within microseconds. */
export const systemClock: Clock = {
  nowMs: () => originMs + performance.now(),
  setTimeout: (run, delayMs) => setTimeout(run, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

export interface SimulatedClock extends Clock {
  /** Moves time forward and runs what falls due, in order. */
  advance(ms: number): void;
}

export function simulatedClock(startMs = 0): SimulatedClock {
  let nowMs = startMs;
  let nextHandle = 1;
  const timers = new Map<number, { readonly dueMs: number; readonly run: () => void }>();
  return {
    nowMs: () => nowMs,
    setTimeout(run, delayMs) {
      const handle = nextHandle++;
      timers.set(handle, { dueMs: nowMs + delayMs, run });
      return handle;
    },
    clearTimeout(handle) {
      timers.delete(handle as number);
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        let first: [number, { dueMs: number; run: () => void }] | undefined;
        for (const timer of timers) {
          if (timer[1].dueMs <= untilMs && (first === undefined || timer[1].dueMs < first[1].dueMs)) first = timer;
        }
        if (first === undefined) break;
        timers.delete(first[0]);
        nowMs = Math.max(nowMs, first[1].dueMs);
        first[1].run();
      }
      nowMs = untilMs;
    },
  };
}
