// How deep two solids overlap: the shortest way that parts them. MuJoCo's routines measure that differently from pair to
// pair, so the oracle searches the directions itself, by support functions alone. Slow: for the few cases that hang on it.
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { OracleWorld } from "./world.ts";

const DIRECTIONS = 2_000;
const KEPT = 6;
const FINEST = 1e-7;

/** Minus the depth where `goTo` was: no direction parts the two by less (as far as the search can tell). */
export function overlapM(world: OracleWorld, a: number, b: number): number {
  return -leastDepth(world.reachOf(a), world.reachOf(b));
}

/** From how far each solid reaches along a unit direction: how far the second must go, along the best one, to be free. */
export function leastDepth(first: (d: Vec3) => number, second: (d: Vec3) => number): number {
  const depth = (d: Vec3): number => first(d) + second([-d[0], -d[1], -d[2]]);
  const found = spread(DIRECTIONS)
    .map((direction) => ({ direction, depthM: depth(direction) }))
    .sort((one, other) => one.depthM - other.depthM)
    .slice(0, KEPT);
  return Math.min(...found.map(({ direction, depthM }) => descended(depth, direction, depthM)));
}

/** Goes down from a direction by steps across it, halved when none of them leads further down. */
function descended(depth: (d: Vec3) => number, from: Vec3, depthM: number): number {
  let [best, least] = [from, depthM];
  for (let step = 0.05; step > FINEST; ) {
    let isBetter = false;
    for (const [x, y, z] of STEPS) {
      const next = unit([best[0] + step * x, best[1] + step * y, best[2] + step * z]);
      const d = depth(next);
      if (d < least) [best, least, isBetter] = [next, d, true];
    }
    if (!isBetter) step /= 2;
  }
  return least;
}

const unit = (d: Vec3): Vec3 => {
  const length = Math.hypot(...d);
  return [d[0] / length, d[1] / length, d[2] / length];
};

/** Evenly spread directions, by the golden angle. */
const spread = (count: number): Vec3[] =>
  Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count;
    const r = Math.sqrt(1 - z * z);
    const turn = i * Math.PI * (3 - Math.sqrt(5));
    return [r * Math.cos(turn), r * Math.sin(turn), z];
  });

const STEPS: readonly Vec3[] = spread(24);
