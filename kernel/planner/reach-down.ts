// The shape that picking and placing share: go free to a point above, straight down, act, straight up.
// Of all ways of standing there it keeps the one that the arm reaches soonest.
import type { Pose } from "../contract/geometry.ts";
import type { Segment } from "../contract/plan.ts";
import { solveIkAll } from "../motion/ik.ts";
import { byClearance } from "../motion/ik-choice.ts";
import { type Held, type Stage, walkPlan } from "../motion/stages.ts";
import { type Clearance, canAct, clearanceIn } from "./clearance.ts";
import { blocked, type Laid, laid, moveSegment, type PlanContext, raised } from "./context.ts";
import { straightWay, type Way, wayRound } from "./free.ts";
import { lineFault, straightLine } from "./line.ts";

/** Heights above the target tried for the free motion's end, the first that fits is kept. */
const HOVERS_M = [0.1, 0.06];
const IK_PER_POSE = 4;
const IK_STARTS = 24;
/** Ways of standing there to which a way round is searched. */
const MOST_SEARCHES = 3;

export interface Target {
  /** The tool's pose at the bottom. */
  readonly tool: Pose;
  readonly held: Held | null;
  /** Held after acting, on the way up. */
  readonly heldAfter: Held | null;
  /** What counts as clear on the free motion before; down, acting and up are judged by their own stages. */
  readonly before: Clearance;
  readonly act: Segment;
  /** Ways of a lower rank are tried before all others; within a rank the nearest is. */
  readonly rank: number;
}

/** A way of standing there, as far as it has been looked into. */
interface Candidate {
  readonly target: Target;
  /** Its place among the targets. */
  readonly order: number;
  /** Index into `HOVERS_M`; -1 before the first is solved for. */
  hover: number;
  /** What the hover is reached by, found by inverse kinematics. */
  found: readonly number[][];
  /** At least this far, the largest turn of a joint; exactly, once there is a descent. */
  travelRad: number;
  descent: Descent | null;
}

interface Descent {
  readonly topRad: readonly number[];
  readonly points: number[][];
}

/**
 * @param startRad where the free motion starts, with `lead` before it
 * @param targets in order of preference among those of equal rank and travel. One is looked into in full only when no
 * other can still turn out to be better.
 */
export function reachDown(
  context: PlanContext,
  startRad: readonly number[],
  lead: readonly Segment[],
  targets: Iterable<Target>,
  failure: { readonly code: "E_NO_GRASP" | "E_NO_ROOM"; readonly what: string },
): Laid {
  const objections = new Map<string, number>();
  let reachable = false;
  const object = (reason: string): void => {
    objections.set(reason, (objections.get(reason) ?? 0) + 1);
  };
  const made = ({ target }: Candidate, { points }: Descent, way: Way): Laid => {
    const downMove = moveSegment(context, points, true, target.held);
    const upMove = moveSegment(context, points.toReversed(), true, target.heldAfter);
    return laid([...lead, ...way.segments, downMove, target.act, upMove], way.rerouted);
  };

  const open = Array.from(
    targets,
    (target, order): Candidate => ({ target, order, hover: -1, found: [], travelRad: 0, descent: null }),
  );
  const shut: Candidate[] = [];
  for (let best = takeBest(open); best !== undefined; best = takeBest(open)) {
    const { target, descent } = best;
    if (descent !== null) {
      const way = straightWay(context, target.before, startRad, [descent.topRad], target.held);
      if (way !== null) return made(best, descent, way);
      shut.push(best);
      continue;
    }
    const hoverM = HOVERS_M[best.hover];
    if (hoverM !== undefined) best.descent = descentFrom(context, startRad, lead, best, hoverM, object);
    if (best.descent !== null) best.travelRad = travel(startRad, best.descent.topRad);
    else if (!rise(context, startRad, best)) continue;
    reachable = true;
    open.push(best);
  }
  shut.sort(byPreference);
  for (const candidate of shut.slice(0, MOST_SEARCHES)) {
    const { target, descent } = candidate;
    const way = descent && wayRound(context, target.before, startRad, [descent.topRad], target.held);
    if (descent !== null && way !== null) return made(candidate, descent, way);
  }
  if (shut.length > 0)
    return blocked("E_NO_PATH", `no clear way to ${failure.what} was found; make room on the way there`);
  if (!reachable)
    return blocked("E_REACH", `${failure.what} is out of the arm's reach or joint limits with the tool pointing down`);
  const most = [...objections].sort((a, b) => b[1] - a[1])[0]?.[0];
  return blocked(failure.code, `${failure.what}: ${most ?? "nothing fits"}; make room there`);
}

const byPreference = (a: Candidate, b: Candidate): number =>
  a.target.rank - b.target.rank || a.travelRad - b.travelRad || a.order - b.order;

/** Takes out the one that is best by what is known of it. */
function takeBest(open: Candidate[]): Candidate | undefined {
  let best = 0;
  for (let k = 1; k < open.length; k++) if (byPreference(open[k]!, open[best]!) < 0) best = k;
  return open.splice(best, 1)[0];
}

/** Goes on to the next hover that the arm reaches; whether there is one. */
function rise(context: PlanContext, startRad: readonly number[], candidate: Candidate): boolean {
  while (++candidate.hover < HOVERS_M.length) {
    const found = solveIkAll(context.chain, raised(candidate.target.tool, HOVERS_M[candidate.hover]!), {
      seedRad: startRad,
      most: IK_PER_POSE,
      starts: IK_STARTS,
      seed: context.seed,
      marginRad: 0.01,
    });
    if (found.length === 0) continue;
    candidate.found = found;
    candidate.travelRad = Math.min(...found.map((q) => travel(startRad, q)));
    return true;
  }
  return false;
}

/** The first clear way straight down from a hover and up again; `null` where there is none. */
function descentFrom(
  context: PlanContext,
  startRad: readonly number[],
  lead: readonly Segment[],
  { target, found }: Candidate,
  hoverM: number,
  object: (reason: string) => void,
): Descent | null {
  const top = raised(target.tool, hoverM);
  for (const topRad of byClearance(context.chain, found, startRad, target.before.roomM)) {
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
    const fault = descentFault(context, [...lead, straight([startRad, topRad], false)], line.pointsRad, target.act);
    if (fault === null) return { topRad, points: line.pointsRad };
    object(fault);
  }
  return null;
}

/** Why the arm cannot go down, act and up again, in words: by the stages that hooks will judge. */
function descentFault(
  context: PlanContext,
  before: readonly Segment[],
  points: readonly (readonly number[])[],
  act: Segment,
): string | null {
  const back = points.toReversed();
  const { stages } = walkPlan(
    { segments: [...before, straight(points, true), act, straight(back, true)] },
    context.state,
    context.cell,
  );
  const [down, acting, up] = stages.slice(before.length) as [Stage, Stage, Stage];
  const goingDown = clearanceIn(context, down);
  return (
    goingDown.objection(points.slice(-1)) ??
    goingDown.objection(points) ??
    (canAct(context.cell, acting) ? null : `the fingers have no room to ${act.kind}`) ??
    clearanceIn(context, up).objection(back)
  );
}

/** A move as far as where it leads. */
const straight = (pointsRad: readonly (readonly number[])[], line: boolean): Segment => ({
  kind: "move",
  pointsRad,
  durationS: 0,
  line,
  carrying: null,
});

const travel = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((rad, j) => Math.abs(rad - b[j]!)));
