// Legal motions made at random: a planner asked to do the same may take no longer, and must be able to take as long.
import type { StateRequest } from "../../kernel/motion/otg/otg.ts";
import type { Random } from "./random.ts";

interface Wander {
  readonly request: StateRequest;
  readonly durationS: number;
}

/** One joint: random jerk for random times; null if it left its limits. */
function wanderJoint(random: Random, durationS: number, v: number, a: number, j: number): readonly number[] | null {
  let [p0, v0, a0] = [random() - 0.5, (random() - 0.5) * v, (random() - 0.5) * a];
  const path = [p0, v0, a0];
  const cuts = Array.from({ length: 1 + Math.floor(5 * random()) }, () => random() * durationS).sort((x, y) => x - y);
  let fromS = 0;
  for (const toS of [...cuts, durationS]) {
    const t = toS - fromS;
    const kind = random();
    const jerk = kind < 0.3 ? j : kind < 0.6 ? -j : kind < 0.8 ? 0 : (2 * random() - 1) * j;
    const turn = jerk === 0 ? -1 : -a0 / jerk;
    const vTurn = turn > 0 && turn < t ? v0 + (a0 * turn) / 2 : 0;
    p0 += t * (v0 + t * (a0 / 2 + (t * jerk) / 6));
    v0 += t * (a0 + (t * jerk) / 2);
    a0 += t * jerk;
    if (Math.abs(a0) > a || Math.abs(v0) > v || Math.abs(vTurn) > v) return null;
    fromS = toS;
  }
  return [...path, p0, v0, a0];
}

/** Bound to leave the speed limit, whatever the jerk. */
const isBound = (v: number, a: number, vMax: number, j: number): boolean =>
  Math.abs(v + (a * Math.abs(a)) / (2 * j)) > vMax;

/** A request that is met by a legal motion of `durationS`; limits are drawn so that they matter. */
export function drawWander(random: Random, dof: number): Wander {
  const durationS = 0.1 + 3 * random() ** 2;
  const columns: number[][] = [];
  while (columns.length < dof) {
    const [v, a, j] = [0.2 + 3 * random(), 0.2 + 4 * random(), 0.5 + 10 * random()];
    const ends = wanderJoint(random, durationS, v, a, j);
    // A start that is bound to leave its limits would be braked first, and the motion would not be the same problem;
    // a target that can only come from outside them (an end bound to leave them, backwards) is refused.
    if (ends === null || isBound(ends[1]!, ends[2]!, v, j) || isBound(ends[4]!, -ends[5]!, v, j)) continue;
    columns.push([...ends, v, a, j]);
  }
  const row = (k: number): number[] => columns.map((column) => column[k]!);
  return {
    durationS,
    request: {
      start: { p: row(0), v: row(1), a: row(2) },
      target: { p: row(3), v: row(4), a: row(5) },
      limits: { v: row(6), a: row(7), j: row(8) },
    },
  };
}
