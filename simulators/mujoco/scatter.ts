// Real things never stand exactly where a file says: a seed moves each movable thing a little.
import { seededRandom } from "../../kernel/motion/rng.ts";

const MOST_M = 0.00005;

/** Shifts x and y of each free joint that starts at one of `positions` in qpos; seed 0 shifts nothing. */
export function scatter(seed: number, qpos: Float64Array, positions: readonly number[]): void {
  if (seed === 0) return;
  const next = seededRandom(seed);
  for (const at of positions) {
    qpos[at] = qpos[at]! + (2 * next() - 1) * MOST_M;
    qpos[at + 1] = qpos[at + 1]! + (2 * next() - 1) * MOST_M;
  }
}
