// Lets simulated time keep step with the wall clock, by waiting in shared memory: timers of an event loop come late
// and lose ticks, this comes within tens of microseconds. A stop does not hurry it: the grid of ticks stays whole, and
// the next tick, which is the first of the stop, is at most one tick away.
import { systemClock } from "../../kernel/contract/clock.ts";

/** Further behind than this, what was missed is not made up for: it was a pause, not a late tick. */
const PAUSE_MS = 100;
/**
 * Who waits is woken some 50 µs late, since the system puts wake-ups together. So it waits until this long before it is
 * due, and then looks at the clock: half of it on average, a fiftieth of a core while the arm moves.
 * source: prctl(2), PR_SET_TIMERSLACK: 50 µs by default
 */
const EARLY_MS = 0.08;

export interface WallPace {
  /** Between motions simulated time stands still, so each motion counts from its own start. */
  begin(): void;
  /** Waits until simulated time may move on to `atS`. Allocates nothing. */
  until(atS: number): void;
}

export function wallPace(): WallPace {
  // Nobody ever counts this word up: only time ends the wait.
  const word = new Int32Array(new SharedArrayBuffer(4));
  let originMs = Number.NaN;
  return {
    begin() {
      originMs = Number.NaN;
    },
    until(atS) {
      let nowMs = systemClock.nowMs();
      if (!(originMs + atS * 1000 > nowMs - PAUSE_MS)) originMs = nowMs - atS * 1000;
      const dueMs = originMs + atS * 1000;
      while (nowMs < dueMs) {
        if (dueMs - nowMs > EARLY_MS) Atomics.wait(word, 0, 0, dueMs - nowMs - EARLY_MS);
        nowMs = systemClock.nowMs();
      }
    },
  };
}
