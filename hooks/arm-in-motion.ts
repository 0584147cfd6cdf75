// The motion under way as separation sees it, out of what a tick knows: positions as measured, the velocities and the
// stop at the rate of the plan out of those at the rate in force.
import type { DuringContext } from "../kernel/contract/hook.ts";
import type { ArmInMotion } from "../kernel/motion/people-watch.ts";

/** Below this rate the quotients say little, and the arm hardly comes on: what was last known still holds. */
export const LEAST_RATE = 0.1;

/** One object, reused: returned as of the context given. Allocates nothing. */
export function armInMotion(dof: number): (context: DuringContext) => ArmInMotion {
  const fullRadPerS = new Float64Array(dof);
  const arm: { -readonly [K in keyof ArmInMotion]: ArmInMotion[K] } = {
    jointsRad: fullRadPerS,
    fullRadPerS,
    rate: 0,
    stopTakesS: 0,
    stopRad: fullRadPerS,
    fullStopS: 0,
  };
  return ({ rate, setpointRadPerS, stopTakesS, stopRad, reading }) => {
    if (rate >= LEAST_RATE) {
      for (let j = 0; j < dof; j++) fullRadPerS[j] = setpointRadPerS[j]! / rate;
      arm.fullStopS = stopTakesS / rate;
    }
    arm.jointsRad = reading.jointsRad;
    arm.rate = rate;
    arm.stopTakesS = stopTakesS;
    arm.stopRad = stopRad;
    return arm;
  };
}
