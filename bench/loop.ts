// Lateness of the executor's 500 Hz loop next to a bare worker that only waits, in turns in one process.
import { childResult } from "./child.ts";
import type { Bench, BenchResult } from "./measure.ts";

const MOST = 1.2;

interface Figures {
  readonly p50Us: number;
  readonly p99Us: number;
  readonly sentP99Us: number;
  readonly bareP50Us: number;
  readonly bareP99Us: number;
  /** Median of five rounds of one p99 over the other. */
  readonly ratio: number;
}

export const loop: Bench = {
  name: "loop",
  run({ homeFolder }) {
    const results = childResult("loop-child", [], { ROBOOS_HOME: homeFolder }) as Record<"idle" | "blocked", Figures>;
    return (["idle", "blocked"] as const).flatMap((main): BenchResult[] => {
      const { p50Us, p99Us, sentP99Us, bareP50Us, bareP99Us, ratio } = results[main];
      const against = `the p99 of a bare Atomics.wait loop (${bareP50Us.toFixed(0)} / ${bareP99Us.toFixed(0)} us)`;
      return [
        {
          name: `loop lateness, main ${main}`,
          p50: p50Us,
          p99: p99Us,
          unit: "us",
          ratio,
          against,
          target: `p99 <= ${MOST} x`,
          met: ratio <= MOST,
        },
        { name: `loop setpoint out, main ${main}`, p50: p50Us, p99: sentP99Us, unit: "us" },
      ];
    });
  },
};
