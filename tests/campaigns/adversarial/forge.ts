// Forged plans: what a planner laid out, tampered with as a broken or hostile planner might, and handed to the gate.
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { MoveSegment, Plan, Segment } from "../../../kernel/contract/plan.ts";
import { normal, type Random } from "../../otg/random.ts";

type Trick = (move: MoveSegment, random: Random) => MoveSegment;

const lengthen = (points: MoveSegment["pointsRad"]): number[][] =>
  points.length > 2
    ? points.map((point) => [...point])
    : [points[0]!, middle(points), points.at(-1)!].map((p) => [...p]);
const middle = (points: MoveSegment["pointsRad"]): number[] => points[0]!.map((x, j) => (x + points.at(-1)![j]!) / 2);

/** Each keeps the shape of a plan; none keeps its truth. */
const TRICKS: Readonly<Record<string, Trick>> = {
  shortcut: (move) => without(move, [move.pointsRad[0]!, move.pointsRad.at(-1)!]),
  detour: (move, random) => {
    const points = lengthen(move.pointsRad);
    const at = 1 + Math.floor(random() * (points.length - 2));
    points[at] = points[at]!.map((x) => x + normal(random, 0.4));
    return without(move, points);
  },
  elsewhere: (move, random) =>
    without(move, [...move.pointsRad.slice(0, -1), move.pointsRad.at(-1)!.map((x) => x + normal(random, 0.2))]),
  "other start": (move, random) =>
    without(move, [move.pointsRad[0]!.map((x) => x + normal(random, 0.01)), ...move.pointsRad.slice(1)]),
  faster: (move, random) => {
    const by = 0.3 + 0.69 * random();
    const phases = move.phases?.map(([s, jerk]) => [s * by, jerk / by ** 3] as const);
    return { ...move, durationS: move.durationS * by, ...(phases === undefined ? {} : { phases }) };
  },
  rougher: (move, random) => {
    const phases = move.phases?.map(([s, jerk]) => [s, jerk * (random() < 0.3 ? 1 + random() : 1)] as const);
    return { ...move, ...(phases === undefined ? {} : { phases }) };
  },
  "uneven knots": (move, random) => {
    const points = lengthen(move.pointsRad);
    const steps = points.slice(1).map(() => 0.05 + random() ** 2);
    const whole = steps.reduce((sum, x) => sum + x, 0);
    let s = 0;
    const knots = [0, ...steps.map((x) => (s += x / whole))].map((x, i, all) => (i === all.length - 1 ? 1 : x));
    return { ...move, pointsRad: points, knots };
  },
  "line claimed": (move) => ({ ...move, line: !move.line }),
  "load hidden": (move) => ({ ...move, carrying: null }),
  "not a number": (move) =>
    without(
      move,
      move.pointsRad.map((point, i) => (i === 1 ? point.map(() => Number.NaN) : point)),
    ),
};

/** Other points want knots of their own. */
function without({ knots: _knots, ...move }: MoveSegment, pointsRad: MoveSegment["pointsRad"]): MoveSegment {
  return { ...move, pointsRad };
}

export interface Forgery {
  readonly trick: string;
  readonly plan: Plan;
}

/** Half of the time the forger brings its promise in step with the forged motion. */
export function forge(plan: Plan, random: Random, predict: (plan: Plan) => Measured): Forgery | null {
  const moves = plan.segments.flatMap((segment, i) => (segment.kind === "move" ? [i] : []));
  if (moves.length === 0) return null;
  const at = moves[Math.floor(random() * moves.length)]!;
  const names = [...Object.keys(TRICKS), "dropped", "twice"];
  const trick = names[Math.floor(random() * names.length)]!;
  const segments: Segment[] = plan.segments.flatMap((segment, i) => {
    if (i !== at || segment.kind !== "move") return [segment];
    if (trick === "dropped") return [];
    if (trick === "twice") return [segment, segment];
    return [TRICKS[trick]!(segment, random)];
  });
  const forged: Plan = { ...plan, segments, blocked: null };
  return { trick, plan: random() < 0.5 ? forged : smoothed(forged, predict) };
}

function smoothed(plan: Plan, predict: (plan: Plan) => Measured): Plan {
  try {
    const { jointsRad, tool } = predict(plan);
    return { ...plan, promised: { ...plan.promised, jointsRad, tool } };
  } catch {
    // Of some forgeries nobody can say where they lead.
    return plan;
  }
}
