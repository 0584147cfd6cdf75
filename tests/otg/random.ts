// Random state-to-state cases, drawn as the published campaigns draw them: positions N(0, 4), velocity and acceleration
// N(0, 0.8), limits U(0.1, 12) plus the size of the target's velocity and acceleration.
import type { StateRequest } from "../../kernel/motion/otg/otg.ts";

export type Random = () => number;

/** xorshift32 twice a number, seeded; uniform in [0, 1) with 53 bits. */
export function randomOf(seed: number): Random {
  let x = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x27d4eb2f) >>> 0 || 1;
  const next = (): number => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    return x;
  };
  for (let k = 0; k < 16; k++) next();
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

export const normal = (random: Random, deviation: number): number =>
  deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export function drawRequest(random: Random, dof: number): StateRequest {
  const draw = (deviation: number): number[] => Array.from({ length: dof }, () => normal(random, deviation));
  const limit = (more: readonly number[]): number[] => more.map((x) => 0.1 + 11.9 * random() + Math.abs(x));
  const start = { p: draw(4), v: draw(0.8), a: draw(0.8) };
  const target = { p: draw(4), v: draw(0.8), a: draw(0.8) };
  return { start, target, limits: { v: limit(target.v), a: limit(target.a), j: limit(target.p.map(() => 0)) } };
}

/** Cases at the edges: zeros, states on their limits, next to nothing, tiny steps, and joints that are twins. */
export function drawEdge(random: Random, dof: number): StateRequest {
  const pick = (from: readonly number[]): number => from[Math.floor(random() * from.length)]!;
  const within = (limit: number): number =>
    pick([0, 0, limit, -limit, limit / 2, normal(random, limit / 2), 1e-9, -1e-12]);
  const columns: number[][] = [];
  while (columns.length < dof) {
    const before = columns.at(-1);
    if (before !== undefined && random() < 0.2) {
      columns.push(before);
      continue;
    }
    const [v, a, j] = [pick([0.1, 1, 2, 3]), pick([0.1, 1, 2, 10]), pick([0.1, 1, 2, 10, 100, 5000])];
    const p = pick([0, 1, normal(random, 1)]);
    const end = p + pick([0, 0, 1, 1e-9, 1e-6, normal(random, 1)]);
    columns.push([p, within(v), within(a), end, within(v), within(a), v, a, j]);
  }
  const row = (k: number): number[] => columns.map((column) => column[k]!);
  const start = { p: row(0), v: row(1), a: row(2) };
  return { start, target: { p: row(3), v: row(4), a: row(5) }, limits: { v: row(6), a: row(7), j: row(8) } };
}
