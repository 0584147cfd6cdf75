// Free motions: the shortest joint-space line where it is clear; else by way of home; else a searched way
// round, the quickest of a few.
import type { Vec3 } from "../contract/geometry.ts";
import type { MoveSegment } from "../contract/plan.ts";
import { downPose } from "../motion/aim.ts";
import { blended } from "../motion/blend.ts";
import { toolPoseAt } from "../motion/chain.ts";
import { solveIkAll } from "../motion/ik.ts";
import { findWay } from "../motion/rrt.ts";
import type { Held } from "../motion/stages.ts";
import { yawOf } from "../motion/transform.ts";
import { leastSpeedShare } from "../motion/velocity-bounds.ts";
import type { Clearance } from "./clearance.ts";
import { moveSegment, type PlanContext } from "./context.ts";

/** Share of rated speed below which a joint creeps. */
const CREEPING = 0.02;
const WAY_ITERATIONS = 4_000;
/** Goals for which a way round is searched, and searches for each. */
const WAY_GOALS = 2;
const WAYS_A_GOAL = 3;
/** Distance from the base's axis, and height, of the tool on the way by a drawn-in point, metres. */
const VIA_TOOL_M = [
  [0.4, 0.3],
  [0.35, 0.45],
  [0.3, 0.2],
] as const;
/** How far a rounded corner may be from the corner itself, over all joints together; tried in order. */
const CORNERS_RAD = [0.4, 0.15, 0.05] as const;

export interface Way {
  readonly segments: readonly MoveSegment[];
  readonly rerouted: boolean;
}

/** A way to the first of `goalsRad` (in order of preference) that can be reached; `null` when none can. */
export function freeWay(
  context: PlanContext,
  clearance: Clearance,
  fromRad: readonly number[],
  goalsRad: readonly (readonly number[])[],
  held: Held | null,
): Way | null {
  // Where a joint may only creep, getting there takes for ever: last of all.
  const creeps = (goal: readonly number[]): boolean => leastSpeedShare(context.cell.robot.joints, goal) < CREEPING;
  const goals = [...goalsRad.filter((goal) => !creeps(goal)), ...goalsRad.filter(creeps)];
  return straightWay(context, clearance, fromRad, goals, held) ?? wayRound(context, clearance, fromRad, goals, held);
}

export function straightWay(
  context: PlanContext,
  clearance: Clearance,
  fromRad: readonly number[],
  goalsRad: readonly (readonly number[])[],
  held: Held | null,
): Way | null {
  for (const toRad of goalsRad) {
    if (isSame(fromRad, toRad)) return { segments: [], rerouted: false };
    const points = [fromRad, toRad];
    if (clearance.isPathClear(points))
      return { segments: [moveSegment(context, points, false, held)], rerouted: false };
  }
  return null;
}

export function wayRound(
  context: PlanContext,
  clearance: Clearance,
  fromRad: readonly number[],
  goalsRad: readonly (readonly number[])[],
  held: Held | null,
): Way | null {
  const ways: MoveSegment[][] = [];
  for (const toRad of goalsRad.filter((goal) => clearance.isClear(goal)).slice(0, WAY_GOALS)) {
    const detours = detoursBetween(context, clearance, fromRad, toRad);
    ways.push(...detours.map((vertices) => smoothed(context, clearance, vertices, held)));
    if (detours.length > 0) continue;
    for (let k = 0; k < WAYS_A_GOAL; k++) {
      const vertices = findWay(
        context.chain,
        fromRad,
        toRad,
        clearance.isClear,
        (a, b) => clearance.isPathClear([a, b]),
        { seed: context.seed + k, iterations: WAY_ITERATIONS, isPassable: clearance.isPassable },
      );
      if (vertices === null) break;
      ways.push(smoothed(context, clearance, vertices, held));
    }
  }
  const quickest = ways.sort((a, b) => durationOf(a) - durationOf(b))[0];
  return quickest === undefined ? null : { segments: quickest, rerouted: true };
}

/** Clear ways by home, or with the tool drawn in and raised before it turns to the goal's side. */
function detoursBetween(
  context: PlanContext,
  clearance: Clearance,
  fromRad: readonly number[],
  toRad: readonly number[],
): (readonly number[])[][] {
  const isClear = (a: readonly number[], b: readonly number[]): boolean => clearance.isPathClear([a, b]);
  const firsts = [context.cell.homeRad, ...drawnIn(context, fromRad)].filter((via) => isClear(fromRad, via));
  const lasts = [context.cell.homeRad, ...drawnIn(context, toRad)].filter((via) => isClear(via, toRad));
  const single = [...firsts.filter((via) => isClear(via, toRad)), ...lasts.filter((via) => isClear(fromRad, via))];
  if (single.length > 0) return single.map((via) => [fromRad, via, toRad]);
  return firsts.flatMap((first) =>
    lasts.filter((last) => isClear(first, last)).map((last) => [fromRad, first, last, toRad]),
  );
}

/** The arm as it is at `rad`, but with the tool nearer to the base and higher. */
function drawnIn({ cell, chain }: PlanContext, rad: readonly number[]): number[][] {
  const { xyzM, quatXyzw } = toolPoseAt(chain, rad);
  const [bx, by] = cell.base.xyzM;
  const turnRad = Math.atan2(xyzM[1] - by, xyzM[0] - bx);
  return VIA_TOOL_M.flatMap(([outM, upM]) => {
    const pointM: Vec3 = [bx + outM * Math.cos(turnRad), by + outM * Math.sin(turnRad), upM];
    return solveIkAll(chain, downPose(pointM, yawOf(quatXyzw)), { seedRad: rad, most: 1, starts: 8 });
  });
}

const durationOf = (moves: readonly MoveSegment[]): number => moves.reduce((sum, move) => sum + move.durationS, 0);

/** One smooth motion along the way where that is clear and quicker, else edge by edge with a rest at each corner. */
function smoothed(
  context: PlanContext,
  clearance: Clearance,
  vertices: readonly (readonly number[])[],
  held: Held | null,
): MoveSegment[] {
  const edges = vertices.slice(1).map((to, k) => moveSegment(context, [vertices[k]!, to], false, held));
  if (edges.length < 2) return edges;
  // The rounder, the quicker: the first that is clear is taken.
  const round = CORNERS_RAD.map((mostRad) => blended(vertices, mostRad)).find((way) => clearance.isPathClear(way));
  if (round === undefined) return edges;
  return [edges, [moveSegment(context, round, false, held)]].sort((a, b) => durationOf(a) - durationOf(b))[0]!;
}

/** Closer than any driver resolves: there is nothing to move. */
const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((rad, j) => Math.abs(rad - b[j]!) < 1e-5);
