// The shape that picking and placing share: go free to a point above, straight down, act, straight up.
// Tries every way of standing there and keeps the one that the arm reaches soonest.
import type { Pose } from "../contract/geometry.ts";
import type { Segment } from "../contract/plan.ts";
import { solveIkAll } from "../motion/ik.ts";
import { byClearance } from "../motion/ik-choice.ts";
import type { Held } from "../motion/stages.ts";
import type { Clearance } from "./clearance.ts";
import { blocked, type Laid, laid, moveSegment, type PlanContext, raised } from "./context.ts";
import { straightWay, wayRound } from "./free.ts";
import { lineFault, straightLine } from "./line.ts";

/** Heights above the target tried for the free motion's end, the first that fits is kept. */
const HOVERS_M = [0.1, 0.06];
const IK_PER_POSE = 4;
const IK_STARTS = 24;
/** Ways of standing there that are tried in full. */
const MOST_DESCENTS = 8;
const MOST_SEARCHES = 3;

export interface Target {
  /** The tool's pose at the bottom. */
  readonly tool: Pose;
  readonly held: Held | null;
  /** Held after acting, on the way up. */
  readonly heldAfter: Held | null;
  /** Free motion before, and straight motions down and up: what counts as clear. */
  readonly before: Clearance;
  readonly down: Clearance;
  readonly up: Clearance;
  /** Once the fingers have acted, standing at the bottom; `null` where acting needs no more room than coming down. */
  readonly acted: Clearance | null;
  readonly act: Segment;
  /** Ways of a lower rank are tried before all others; within a rank the nearest is. */
  readonly rank: number;
}

interface Descent {
  readonly target: Target;
  readonly topRad: readonly number[];
  readonly points: number[][];
  readonly travelRad: number;
}

/**
 * @param startRad where the free motion starts, with `lead` before it
 * @param targets in order of preference; taken lazily, a few at a time
 */
export function reachDown(
  context: PlanContext,
  startRad: readonly number[],
  lead: readonly Segment[],
  targets: Iterable<Target>,
  failure: { readonly code: "E_NO_GRASP" | "E_NO_ROOM"; readonly what: string },
): Laid {
  const descents: Descent[] = [];
  const objections = new Map<string, number>();
  let reachable = false;
  const object = (reason: string): void => {
    objections.set(reason, (objections.get(reason) ?? 0) + 1);
  };

  for (const target of targets) {
    for (const hoverM of HOVERS_M) {
      const found = descentsTo(context, startRad, target, hoverM, object);
      reachable ||= found.reachable;
      descents.push(...found.descents);
      if (found.descents.length > 0) break;
    }
    if (descents.length >= MOST_DESCENTS) break;
  }
  descents.sort((a, b) => a.target.rank - b.target.rank || a.travelRad - b.travelRad);

  for (const find of [straightWay, wayRound]) {
    for (const { target, topRad, points } of descents.slice(0, find === wayRound ? MOST_SEARCHES : MOST_DESCENTS)) {
      const way = find(context, target.before, startRad, [topRad], target.held);
      if (way === null) continue;
      const downMove = moveSegment(context, points, true, target.held);
      const upMove = moveSegment(context, points.toReversed(), true, target.heldAfter);
      return laid([...lead, ...way.segments, downMove, target.act, upMove], way.rerouted);
    }
  }
  if (descents.length > 0)
    return blocked("E_NO_PATH", `no clear way to ${failure.what} was found; make room on the way there`);
  if (!reachable)
    return blocked("E_REACH", `${failure.what} is out of the arm's reach or joint limits with the tool pointing down`);
  const most = [...objections].sort((a, b) => b[1] - a[1])[0]?.[0];
  return blocked(failure.code, `${failure.what}: ${most ?? "nothing fits"}; make room there`);
}

function descentsTo(
  context: PlanContext,
  startRad: readonly number[],
  target: Target,
  hoverM: number,
  object: (reason: string) => void,
): { readonly descents: Descent[]; readonly reachable: boolean } {
  const top = raised(target.tool, hoverM);
  const descents: Descent[] = [];
  const found = solveIkAll(context.chain, top, {
    seedRad: startRad,
    most: IK_PER_POSE,
    starts: IK_STARTS,
    seed: context.seed,
    marginRad: 0.01,
  });
  const tops = byClearance(context.chain, found, startRad, target.before.roomM);
  for (const topRad of tops) {
    const topFault = target.before.objection([topRad]);
    if (topFault !== null) {
      object(topFault);
      continue;
    }
    const line = straightLine(context, topRad, top, target.tool.xyzM, 0, () => top.quatXyzw);
    if (!line.ok) {
      object(lineFault(line));
      continue;
    }
    const bottomRad = line.pointsRad.at(-1) ?? topRad;
    const fault =
      target.down.objection([bottomRad]) ??
      target.down.objection(line.pointsRad) ??
      (target.acted === null || target.acted.isClear(bottomRad) ? null : "the fingers have no room to open") ??
      target.up.objection(line.pointsRad.toReversed());
    if (fault === null) {
      descents.push({ target, topRad, points: line.pointsRad, travelRad: travel(startRad, topRad) });
      break;
    }
    object(fault);
  }
  return { descents, reachable: tops.length > 0 };
}

const travel = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((rad, j) => Math.abs(rad - b[j]!)));
