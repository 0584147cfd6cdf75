// From the decision to stop to the first setpoint that slows down.
import { childResult } from "./child.ts";
import type { Bench } from "./measure.ts";

interface Figures {
  readonly stops: number;
  readonly inNextTick: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

export const stopLatency: Bench = {
  name: "stop-latency",
  run({ homeFolder }) {
    const { stops, inNextTick, p50Us, p99Us } = childResult("stop-child", [], { ROBOOS_HOME: homeFolder }) as Figures;
    return [
      {
        name: `stop begins in the next tick, of ${stops}`,
        p50: (100 * inNextTick) / stops,
        unit: "%",
        target: "100 %",
        met: inNextTick === stops,
      },
      { name: "stop decided to seen by the executor", p50: p50Us, p99: p99Us, unit: "us" },
    ];
  },
};
