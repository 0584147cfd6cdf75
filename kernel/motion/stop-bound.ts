// How long the arm may need to come to rest on its path: a bound from its speeds and rated limits alone, which
// holds wherever on whatever judged path it is. What the path itself uses up is not there to brake with.
import type { Chain } from "./chain.ts";

/** Greatest slope and curvature of 1 - 10u³ + 15u⁴ - 6u⁵, a way from rate 1 to 0 that is slower than the one flown (rate.ts). */
const STEEPEST = 1.875;
const MOST_BENT = 5.7736;
/** Stops are tried in steps of this factor, from this duration on, and begin with the next tick. */
const GROWTH = 1.15;
const SHORTEST_S = 0.02;
const TICK_S = 0.002;

export interface StopBound {
  /** Even from the slowest motion: what the jerk limit and the ticks take, seconds. */
  leastS: number;
  /** Seconds more at full rate; in proportion less at less. */
  perRateS: number;
}

/** @param jointScale the share of the rated acceleration and jerk that motion on a path uses, in [0, 1) */
export function boundStop(chain: Chain, jointScale: number, fullRadPerS: ArrayLike<number>, out: StopBound): void {
  const left = 1 - jointScale;
  let byAcceleration = 0;
  let byJerk = 0;
  for (let j = 0; j < chain.dof; j++) {
    const speed = Math.abs(fullRadPerS[j]!);
    byAcceleration = Math.max(byAcceleration, (STEEPEST * speed) / (left * chain.acceleration[j]!));
    byJerk = Math.max(byJerk, (MOST_BENT * speed) / (left * chain.jerk[j]!));
  }
  out.leastS = GROWTH * (SHORTEST_S + Math.sqrt(byJerk)) + TICK_S;
  out.perRateS = GROWTH * byAcceleration;
}
