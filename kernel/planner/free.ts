// Free motions: the shortest joint-space line where it is clear, a way round where it is not.

import type { MoveSegment } from "../contract/plan.ts";
import { findWay } from "../motion/rrt.ts";
import type { Held } from "../motion/stages.ts";
import type { Clearance } from "./clearance.ts";
import { moveSegment, type PlanContext } from "./context.ts";

const WAY_ITERATIONS = 4_000;
/** Goals for which a way round is searched before giving up. */
const WAY_GOALS = 3;
/** Points put on each edge so that the smooth curve keeps close to the searched way. */
const EDGE_POINTS = 4;

export interface Way {
  readonly goal: number;
  readonly segments: readonly MoveSegment[];
  readonly rerouted: boolean;
}

/** The first of `goalsRad` (nearest first) that can be reached; `null` when none can. */
export function freeWay(
  context: PlanContext,
  clearance: Clearance,
  fromRad: readonly number[],
  goalsRad: readonly (readonly number[])[],
  held: Held | null,
  mayReroute = true,
): Way | null {
  for (const [goal, toRad] of goalsRad.entries()) {
    if (isSame(fromRad, toRad)) return { goal, segments: [], rerouted: false };
    const points = [fromRad, toRad];
    if (clearance.isPathClear(points)) {
      return { goal, segments: [moveSegment(context, points, false, held)], rerouted: false };
    }
  }
  if (!mayReroute) return null;
  for (const [goal, toRad] of goalsRad.slice(0, WAY_GOALS).entries()) {
    if (!clearance.isClear(toRad)) continue;
    const vertices = findWay(
      context.chain,
      fromRad,
      toRad,
      clearance.isClear,
      (a, b) => clearance.isPathClear([a, b]),
      { seed: context.seed, iterations: WAY_ITERATIONS },
    );
    if (vertices !== null) return { goal, segments: smoothed(context, clearance, vertices, held), rerouted: true };
  }
  return null;
}

/** One smooth motion along the way where that is clear and quicker, else edge by edge with a rest at each corner. */
function smoothed(
  context: PlanContext,
  clearance: Clearance,
  vertices: readonly (readonly number[])[],
  held: Held | null,
): MoveSegment[] {
  const edges = vertices.slice(1).map((to, k) => moveSegment(context, [vertices[k]!, to], false, held));
  if (edges.length < 2) return edges;
  const dense = vertices.slice(1).flatMap((to, k) => between(vertices[k]!, to));
  const whole = [vertices[0]!, ...dense];
  if (!clearance.isPathClear(whole)) return edges;
  const curve = moveSegment(context, whole, false, held);
  const edgesS = edges.reduce((sum, edge) => sum + edge.durationS, 0);
  return curve.durationS < edgesS ? [curve] : edges;
}

const between = (from: readonly number[], to: readonly number[]): number[][] =>
  Array.from({ length: EDGE_POINTS }, (_, k) => from.map((rad, j) => rad + ((to[j]! - rad) * (k + 1)) / EDGE_POINTS));

/** Closer than any driver resolves: there is nothing to move. */
const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((rad, j) => Math.abs(rad - b[j]!) < 1e-5);
