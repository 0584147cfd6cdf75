// Processor time of pick-and-place over all threads, next to its physics alone: with setpoints handed over ahead in
// batches, and one tick a turn. "Whole" is from the sentence to the verdict: reading, planning, judging, executing,
// verifying, log and picture; "execution" is from a step's permit to its verdict.
import { childResult } from "./child.ts";
import type { Bench, BenchResult } from "./measure.ts";

interface Figures {
  readonly wholeMs: number;
  readonly executionMs: number;
  readonly bareMs: number;
  readonly steps: number;
}

const BATCHED = { name: "batched", lookahead: 64, most: 1.3 };
const LOCKSTEP = { name: "lockstep", lookahead: 0, most: 2 };

export const cpu: Bench = {
  name: "cpu",
  run({ homeFolder }) {
    return [BATCHED, LOCKSTEP].flatMap(({ name, lookahead, most }): BenchResult[] => {
      const figures = childResult("cpu-child", [String(lookahead)], { ROBOOS_HOME: homeFolder }) as Figures;
      const { wholeMs, executionMs, bareMs, steps } = figures;
      const against = `its ${Math.round(steps)} physics steps run bare`;
      const ratio = wholeMs / bareMs;
      return [
        {
          name: `cpu whole pick and place, ${name}`,
          p50: wholeMs,
          unit: "ms",
          ratio,
          against,
          target: `<= ${most} x`,
          met: ratio <= most,
        },
        { name: `cpu execution only, ${name}`, p50: executionMs, unit: "ms", ratio: executionMs / bareMs, against },
      ];
    });
  },
};
