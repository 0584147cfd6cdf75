// Where an arm may be when power is cut in the middle of a move (stop category 0): each joint runs on for its reaction
// time and is then braked by at least what its brake is declared to, each for itself, so that the arm leaves its path.
// Over a stretch of the move that makes a box of configurations.
import type { MoveSegment } from "../contract/plan.ts";
import type { JointLimits } from "../contract/robot.ts";
import { cellsOf } from "./cells.ts";
import type { Chain } from "./chain.ts";
import { curveOfMove, pieceValues } from "./curve.ts";
import type { Envelope } from "./envelope.ts";
import { lawOfMove, lawValues } from "./law.ts";
import { boundCell, createEnd, createMost } from "./stop-table.ts";

/** Boxes span no more of the move than this. */
const LONGEST_S = 0.02;
/** Parts that one box may be cut into to be proven. */
const BUDGET = 256;

/** How far a joint may still turn once power is cut at this speed, rad; Infinity where no brake is declared. */
export function brakeTravelRad({ brake }: JointLimits, radPerS: number): number {
  if (brake === undefined) return Number.POSITIVE_INFINITY;
  const speed = Math.abs(radPerS);
  return speed * brake.reactionS + (speed * speed) / (2 * brake.decelerationRadPerS2);
}

/** The joint that declares no brake, if there is one. */
export const unbraked = ({ robot, jointNames }: Chain): string | null =>
  jointNames[robot.joints.findIndex(({ limits }) => limits.brake === undefined)] ?? null;

/** When, in seconds from the move's start, a power cut could first not be shown to end clear; `null` when it always is. */
export function powerCutBreachS(chain: Chain, move: MoveSegment, envelope: Envelope): number | null {
  const { dof, robot } = chain;
  const curve = curveOfMove(move);
  const law = lawOfMove(move);
  const cells = cellsOf(curve, law, LONGEST_S);
  const [from, to] = [createEnd(dof), createEnd(dof)];
  const [q0, q1, d3] = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)];
  const [middle, radius] = [new Float64Array(dof), new Float64Array(dof)];
  const most = createMost(dof);
  for (let k = 0; k < cells.count; k++) {
    const startS = cells.startS[k]!;
    const h = cells.startS[k + 1]! - startS;
    const phase = cells.phase[k]!;
    const piece = cells.piece[k]!;
    const sinceS = startS - law.startS[phase]!;
    lawValues(law, phase, sinceS, from.law);
    pieceValues(curve, piece, from.law[0]!, q0, from.d1, from.d2, d3);
    lawValues(law, phase, sinceS + h, to.law);
    pieceValues(curve, piece, to.law[0]!, q1, to.d1, to.d2, d3);
    boundCell(from, to, d3, h, most);
    for (let j = 0; j < dof; j++) {
      const [v0, v1] = [from.d1[j]! * from.law[1]!, to.d1[j]! * to.law[1]!];
      const more = most.v[j]! - Math.max(Math.abs(v0), Math.abs(v1));
      const { limits } = robot.joints[j]!;
      const ahead = brakeTravelRad(limits, Math.max(0, v0 + more, v1 + more));
      const back = brakeTravelRad(limits, Math.min(0, v0 - more, v1 - more));
      const between = (most.v[j]! * h) / 2;
      const lower = Math.min(q0[j]!, q1[j]!) - between - back;
      const upper = Math.max(q0[j]!, q1[j]!) + between + ahead;
      middle[j] = (lower + upper) / 2;
      radius[j] = (upper - lower) / 2;
    }
    if (!envelope.boxClear(middle, radius, BUDGET)) return startS;
  }
  return null;
}
