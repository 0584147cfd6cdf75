// Brute force: the least distance at configurations so close together that no point moves more than a given step
// between two of them. Slow and simple; it checks the oracle's own advancement.
import type { GeomPairs } from "./minimum.ts";
import type { Path } from "./path.ts";
import type { OracleWorld } from "./world.ts";

/** The least distance met; true minima are at most half a step below it. At most `mostM`. */
export function bruteMinimum(
  world: OracleWorld,
  path: Path,
  { first, second }: GeomPairs,
  stepM: number,
  mostM: number,
): number {
  const { dof } = world;
  const q = new Float64Array(dof);
  const before = new Float64Array(dof);
  let least = mostM;
  let s = 0;
  // Every joint's farthest reach at once, whatever the pose: the arm stretched out from that joint.
  const reachM = reachOf(world, path);
  for (let width = 1e-3; ; ) {
    path.at(s, q);
    before.set(q);
    world.goTo(q);
    for (let k = 0; k < first.length; k++) {
      if (world.atLeast(first[k]!, second[k]!) >= least) continue;
      least = Math.min(least, world.distance(first[k]!, second[k]!, least));
    }
    if (s >= 1) return least;
    for (width *= 2; ; width /= 2) {
      path.at(Math.min(1, s + width), q);
      let movedM = 0;
      for (let j = 0; j < dof; j++) movedM += Math.abs(q[j]! - before[j]!) * reachM[j]!;
      if (movedM <= stepM) break;
    }
    s = Math.min(1, s + width);
  }
}

/** Per joint, the greatest lever met at a few dozen places along the path, and a tenth more. */
function reachOf(world: OracleWorld, path: Path): Float64Array {
  const reachM = new Float64Array(world.dof);
  const q = new Float64Array(world.dof);
  const geoms = [...world.robotGeoms, ...world.held()];
  for (let n = 0; n <= 32; n++) {
    path.at(n / 32, q);
    world.goTo(q);
    for (const { id, depth } of geoms) {
      for (let j = 0; j < depth; j++) reachM[j] = Math.max(reachM[j]!, 1.1 * world.lever(id, j));
    }
  }
  return reachM;
}
