// Real things never stand exactly where a file says: a seed moves each movable thing a little.

const MOST_M = 0.00005;

/** Shifts x and y of each free joint that starts at one of `positions` in qpos; seed 0 shifts nothing. */
export function scatter(seed: number, qpos: Float64Array, positions: readonly number[]): void {
  if (seed === 0) return;
  const next = uniform(seed);
  for (const at of positions) {
    qpos[at] = qpos[at]! + (2 * next() - 1) * MOST_M;
    qpos[at + 1] = qpos[at + 1]! + (2 * next() - 1) * MOST_M;
  }
}

/** Numbers in [0, 1) from a 32-bit seed. source: mulberry32 (public domain, T. Ettinger). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
