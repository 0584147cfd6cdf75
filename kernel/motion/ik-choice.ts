// Which of several solutions of inverse kinematics to take: one with room round it before a short way there, a short
// way before room to the joints' ends, and that before distance from a singularity.
import type { Chain } from "./chain.ts";
import { singularityMargin } from "./singularity.ts";

/** Room beyond what is required that is as good as any more, metres. */
export const ENOUGH_ROOM_M = 0.02;
/** Differences that count; smaller ones leave the choice to the next measure. */
const ROOM_STEP_M = 0.002;
const TRAVEL_STEP_RAD = 0.05;
const LIMIT_STEP_RAD = 0.05;
/** Nearer than this to an end of its range a joint counts as crowded, rad. */
const ENOUGH_LIMIT_RAD = 0.3;

/**
 * The solutions, best first. `roomM(q, enoughM)` tells how much more than the required distances a configuration keeps,
 * negative where it keeps less; what is at least `enoughM` may come as that. The order of equals is kept.
 */
export function byClearance(
  chain: Chain,
  solutions: readonly number[][],
  fromRad: ArrayLike<number>,
  roomM: (q: readonly number[], enoughM: number) => number,
): number[][] {
  const scored = solutions.map((q) => ({
    q,
    room: steps(Math.min(ENOUGH_ROOM_M, roomM(q, ENOUGH_ROOM_M)), ROOM_STEP_M),
    travel: steps(Math.hypot(...q.map((rad, j) => rad - fromRad[j]!)), TRAVEL_STEP_RAD),
    limit: steps(Math.min(ENOUGH_LIMIT_RAD, toLimitRad(chain, q)), LIMIT_STEP_RAD),
    margin: singularityMargin(chain, q),
  }));
  scored.sort((a, b) => b.room - a.room || a.travel - b.travel || b.limit - a.limit || b.margin - a.margin);
  return scored.map(({ q }) => q);
}

const steps = (x: number, step: number): number => Math.floor(x / step + 1e-9);

const toLimitRad = (chain: Chain, q: readonly number[]): number =>
  Math.min(...q.map((rad, j) => Math.min(rad - chain.lowerRad[j]!, chain.upperRad[j]! - rad)));
