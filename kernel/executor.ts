// The executor: proves that a permitted plan starts where the arm is, in the state it was judged in, then flies it segment by segment and
// reports what was measured. It lives in the arm's worker, so that nothing on the main thread delays it.
import type { Ending, Execution, Progress } from "./contract/arm.ts";
import type { GoverningHook, Governor } from "./contract/hook.ts";
import type { Measured } from "./contract/measured.ts";
import type { Permit } from "./contract/permit.ts";
import type { Plan } from "./contract/plan.ts";
import { startsElsewhere, stateDrift } from "./drift.ts";
import { type FlightPorts, takeOff } from "./flight.ts";

export interface Executor {
  /** Runs to the end, or to rest after an objection or a stop. Throws what the driver throws. */
  execute(plan: Plan, permit: Permit, judgedIn: Measured, onProgress?: (progress: Progress) => void): Execution;
}

export function createExecutor(ports: FlightPorts): Executor {
  const { driver } = ports;
  return {
    execute(plan, permit, judgedIn, onProgress) {
      const start = driver.read();
      const ruling: Governor[] = [];
      const report = (ending: Ending, trail: Execution["trail"]): Execution => {
        const after = driver.read();
        const slowed = ruling.flatMap((governor) => governor.slowed?.() ?? []);
        return {
          ending,
          after,
          tookS: after.atS - start.atS,
          touches: driver.takeTouches(),
          ...(slowed.length > 0 ? { slowed } : {}),
          trail,
        };
      };
      /** As given, but remembered, so that what they did can be told. */
      const governors = (ports.governors ?? []).map((hook) => ({
        name: hook.name,
        govern(...about: Parameters<GoverningHook["govern"]>): Governor {
          const governor = hook.govern(...about);
          ruling.push(governor);
          return governor;
        },
      }));
      const refusal = startsElsewhere(plan, start) ?? stateDrift(permit, judgedIn, start) ?? driver.begin(plan, permit);
      if (refusal !== null) return report({ kind: "refused", finding: refusal }, []);
      try {
        const flight = takeOff({ ...ports, governors }, plan, start, onProgress);
        for (const [index, segment] of plan.segments.entries()) {
          if (flight.ending() !== null) break;
          flight.fly(segment, index);
        }
        if (plan.segments.length > 0) flight.settle();
        return report(flight.ending() ?? { kind: "finished" }, flight.trail);
      } finally {
        driver.end();
      }
    },
  };
}
