// The joints' velocities at the rate of the plan, out of what was commanded at the rate in force.
import type { DuringContext } from "../kernel/contract/hook.ts";

/** Below this rate the quotient says little, and the arm hardly comes on: what was last known still holds. */
export const LEAST_RATE = 0.1;

/** Writes rad/s at rate 1 into `out`, or leaves it as it is. */
export function fullSpeeds({ rate, setpointRadPerS }: DuringContext, out: Float64Array): void {
  if (!(rate >= LEAST_RATE)) return;
  for (let j = 0; j < out.length; j++) out[j] = setpointRadPerS[j]! / rate;
}
