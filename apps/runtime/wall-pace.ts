// Lets simulated time keep step with the wall clock, by waiting in shared memory: timers of an event loop come late
// and lose ticks, this comes within tens of microseconds, and a stop ends the wait at once.
import { systemClock } from "../../kernel/contract/clock.ts";
import type { ArmMemory } from "./arm-memory.ts";

/** Further behind than this, what was missed is not made up for: it was a pause, not a late tick. */
const PAUSE_MS = 100;

/** Waits until the clock of simulated time, which starts anew with each motion, may move on to `atS`. */
export function wallPace(memory: ArmMemory, stopRequested: () => boolean): (atS: number) => void {
  let originMs = Number.NaN;
  let lastS = Number.NaN;
  return (atS) => {
    let nowMs = systemClock.nowMs();
    // Between motions simulated time stands still, so each motion counts from its own start.
    if (!(originMs + lastS * 1000 > nowMs - PAUSE_MS)) originMs = nowMs - atS * 1000;
    lastS = atS;
    const dueMs = originMs + atS * 1000;
    while (nowMs < dueMs && !stopRequested()) {
      // A message for the executor wakes it too; that one waits until the motion is over.
      memory.waitForWake(memory.wakes(), dueMs - nowMs);
      nowMs = systemClock.nowMs();
    }
  };
}
