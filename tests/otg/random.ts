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
