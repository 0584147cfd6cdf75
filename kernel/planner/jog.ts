// One beat of a held key: as much of the way asked for as one short, slow move covers. It is laid out in a few lines, not
// by the planner's timing: whoever holds a key waits for no search.
import { degToRad } from "../contract/geometry.ts";
import type { ToolArgs } from "../contract/tools.ts";
import { jointIndex } from "../motion/chain.ts";
import { blocked, type Laid, laid, type PlanContext } from "./context.ts";
import { straightLine, turning } from "./line.ts";

/** How long a beat moves (hooks/pre/jog.ts), and as much of the way as that may cover at most. */
const BEAT_S = 0.1;
const BEAT_M = 0.005;
const BEAT_DEG = 1;
/** Of the joints' limits. */
const SHARE = 0.9;
/** The default law's greatest acceleration and jerk for a way of 1 in a second. */
const [ACCELERATION, JERK] = [8, 32];

export function layJog(context: PlanContext, args: ToolArgs<"jog">): Laid {
  const { chain, state, held } = context;
  if ("joint" in args && jointIndex(chain, args.joint) === null)
    return blocked("E_PRECONDITION", `there is no joint ${args.joint}; there are ${chain.jointNames.join(", ")}`);
  const share = firstShare(args);
  let endRad = goalAt(context, args, share);
  const demand = endRad === null ? 0 : demandOf(context, endRad);
  if (demand > 1) endRad = goalAt(context, args, share / demand);
  if (endRad === null) return blocked("E_REACH", "the arm reaches no further that way; jog another way");
  const carrying = held === null ? null : { object: held.object.id, inTool: held.inTool };
  return laid([{ kind: "move", pointsRad: [state.jointsRad, endRad], durationS: BEAT_S, line: true, carrying }]);
}

function firstShare(args: ToolArgs<"jog">): number {
  if ("joint" in args) return Math.min(1, BEAT_DEG / Math.abs(args.by_deg));
  const { dx = 0, dy = 0, dz = 0, dtheta = 0 } = args;
  return 1 / Math.max(1, Math.hypot(dx, dy, dz) / BEAT_M, Math.abs(dtheta) / BEAT_DEG);
}

/** The joints after that share of the way; `null` where the arm cannot follow it so far. */
function goalAt(context: PlanContext, args: ToolArgs<"jog">, share: number): readonly number[] | null {
  const { chain, state } = context;
  if ("joint" in args) {
    const index = jointIndex(chain, args.joint);
    return state.jointsRad.map((rad, j) => (j === index ? rad + share * degToRad(args.by_deg) : rad));
  }
  const { dx = 0, dy = 0, dz = 0, dtheta = 0 } = args;
  const [x, y, z] = state.tool.xyzM;
  const turnRad = share * degToRad(dtheta);
  const to = [x + share * dx, y + share * dy, z + share * dz] as const;
  const line = straightLine(context, state.jointsRad, state.tool, to, turnRad, turning(state.tool.quatXyzw, turnRad));
  return line.ok ? (line.pointsRad.at(-1) ?? null) : null;
}

/** How much of what the joints may do a beat to there would take. */
function demandOf({ chain, state, cell, speedScale }: PlanContext, endRad: readonly number[]): number {
  const share = SHARE * cell.limits.jointScale * Math.min(1, speedScale);
  return endRad.reduce((most, rad, j) => {
    const way = Math.abs(rad - state.jointsRad[j]!);
    const acceleration = (ACCELERATION * way) / (BEAT_S * BEAT_S * share * chain.acceleration[j]!);
    const jerk = (JERK * way) / (BEAT_S ** 3 * share * chain.jerk[j]!);
    return Math.max(most, acceleration, jerk);
  }, 0);
}
