// The executor: proves that a permitted plan starts where the arm is, then flies it segment by segment and
// reports what was measured. It lives in the arm's worker, so that nothing on the main thread delays it.
import type { Ending, Execution, Progress } from "./contract/arm.ts";
import type { Permit } from "./contract/permit.ts";
import type { Plan } from "./contract/plan.ts";
import type { Finding } from "./contract/verdict.ts";
import { type FlightPorts, takeOff } from "./flight.ts";

/** How far a joint may be measured from where the plan starts. */
const START_TOLERANCE_RAD = 0.02;

export interface Executor {
  /** Runs to the end, or to rest after an objection or a stop. Throws what the driver throws. */
  execute(plan: Plan, permit: Permit, onProgress?: (progress: Progress) => void): Execution;
}

export function createExecutor(ports: FlightPorts): Executor {
  const { driver } = ports;
  return {
    execute(plan, permit, onProgress) {
      const start = driver.read();
      const report = (ending: Ending, trail: Execution["trail"]): Execution => {
        const after = driver.read();
        return { ending, after, tookS: after.atS - start.atS, touches: driver.takeTouches(), trail };
      };
      const refusal = startsElsewhere(plan, start.jointsRad) ?? driver.begin(plan, permit);
      if (refusal !== null) return report({ kind: "refused", finding: refusal }, []);
      try {
        const flight = takeOff(ports, plan, start, onProgress);
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

function startsElsewhere(plan: Plan, measuredRad: readonly number[]): Finding | null {
  const first = plan.segments.find((segment) => segment.kind === "move");
  const startRad = first?.pointsRad[0];
  if (startRad === undefined) return null;
  for (const [i, rad] of measuredRad.entries()) {
    const offRad = Math.abs(rad - (startRad[i] ?? Number.NaN));
    if (!(offRad <= START_TOLERANCE_RAD)) {
      return {
        code: "E_START",
        reason: `joint ${i + 1} is ${offRad.toFixed(3)} rad from where the plan starts (most ${START_TOLERANCE_RAD}); plan again`,
        measured: offRad,
        limit: START_TOLERANCE_RAD,
      };
    }
  }
  return null;
}
