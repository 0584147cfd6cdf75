// Jogging is for the operator alone, who holds a key and watches: each beat of the key is good for one short, slow move, by which
// nothing that is too near, or touched, comes any nearer. source: ISO 10218-1, 5.8 (hold to run, 250 mm/s)
import type { Cell } from "../../kernel/contract/cell.ts";
import type { PreContext, PreHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { stageBodies } from "../../kernel/motion/allowances.ts";
import { bodySpeedsOf } from "../../kernel/motion/body-speeds.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { moveSampler } from "../../kernel/motion/law.ts";
import { movingOf } from "../../kernel/motion/motion-bound.ts";
import { gapsHere, IGNORED, peopleObstacles } from "../../kernel/motion/posture.ts";
import { fixedSeparationM } from "../../kernel/motion/separation.ts";
import { type Stage, walkPlan } from "../../kernel/motion/stages.ts";
import { type Required, selfCheckerOf } from "../../kernel/motion/sweep.ts";

/** From the beat of the key to rest are at most 150 ms: the beat's age, the permit's life (kernel.ts), and this motion. */
const MOST_BEAT_AGE_MS = 35;
const MOST_MOTION_S = 0.1;
const MOST_M_PER_S = 0.25;
const LOOK_S = 0.01;
/** A beat comes no further than half of this. */
const REACH_M = 2 * MOST_M_PER_S * MOST_MOTION_S;
/** What a distance may lose and still count as kept: rounding, and a wall that is not quite parallel. */
const KEPT_M = 1e-5;

export const jog: PreHook = {
  name: "jog",
  judge(context) {
    const { call, plan, state, cell, kernel } = context;
    if (call.tool !== "jog") return null;
    if (kernel.origin !== "operator") return refused("only the operator may jog, by a key held at the prompt");
    const beatAtMs = kernel.beatAtMs ?? Number.NEGATIVE_INFINITY;
    const ageMs = kernel.nowMs - beatAtMs;
    if (!(ageMs >= 0 && ageMs <= MOST_BEAT_AGE_MS)) {
      return refused(
        `no key was held in the last ${MOST_BEAT_AGE_MS} ms; hold it to move`,
        ageMs / 1000,
        MOST_BEAT_AGE_MS / 1000,
      );
    }
    const [segment, ...more] = plan.segments;
    if (segment === undefined) return null;
    if (segment.kind !== "move" || more.length > 0 || !(segment.durationS <= MOST_MOTION_S + 1e-9))
      return refused(`a beat of the key is good for one move of at most ${MOST_MOTION_S} s`);
    const stage = walkPlan(plan, state, cell).stages[0]!;
    return tooFast(cell, stage, segment) ?? nearer(context, segment) ?? nearerItself(cell, state, segment);
  },
};

const refused = (reason: string, measured?: number, limit?: number): Finding => ({
  code: "E_JOG",
  reason,
  ...(measured === undefined ? {} : { measured }),
  ...(limit === undefined ? {} : { limit }),
});

/** Calls `look` at the start, all along and at the end of the move. */
function along(
  move: MoveSegment,
  dof: number,
  look: (q: Float64Array, v: Float64Array) => Finding | null,
): Finding | null {
  const sampler = moveSampler(move);
  const q = new Float64Array(dof);
  const v = new Float64Array(dof);
  const steps = Math.ceil(move.durationS / LOOK_S);
  for (let k = 0; k <= steps; k++) {
    sampler.at(Math.min(move.durationS, (k * move.durationS) / steps), q, v);
    const finding = look(q, v);
    if (finding !== null) return finding;
  }
  return null;
}

function tooFast(cell: Cell, stage: Stage, move: MoveSegment): Finding | null {
  const chain = chainOf(cell.robot, cell.base);
  const bodies = stageBodies(chain, stage);
  const speeds = bodySpeedsOf(chain, movingOf(chain, bodies));
  return along(move, chain.dof, (q, v) => {
    speeds.at(q, v);
    const fastest = speeds.mPerS.reduce((most, speed) => Math.max(most, speed), 0);
    if (fastest <= MOST_M_PER_S) return null;
    return refused(
      `a part of the arm would move at ${fastest.toFixed(3)} m/s (most ${MOST_M_PER_S})`,
      fastest,
      MOST_M_PER_S,
    );
  });
}

/** What is clear stays clear; what is too near, or touched, comes no nearer, and ends no nearer. */
function nearer({ state, cell, kernel }: PreContext, move: MoveSegment): Finding | null {
  const people = new Set(cell.tracked.map(({ name }) => name));
  const { separation } = cell;
  const personM = separation === null ? 0 : fixedSeparationM(separation);
  const required: Required = (body, obstacle) => {
    if (body.frame === 0) return IGNORED;
    return people.has(obstacle.name) ? personM : cell.limits.clearanceM;
  };
  const seen = kernel.tracked === null ? [] : peopleObstacles(cell, kernel.tracked.readings, kernel.tracked.atS);
  const gaps = gapsHere(cell, state, seen, required);
  const first = new Float64Array(gaps.pairs.length);
  const now = new Float64Array(gaps.pairs.length);
  const farM = Math.max(cell.limits.clearanceM, personM) + REACH_M;
  gaps.at(state.jointsRad, first, farM);
  const near = gaps.pairs.flatMap(({ requiredM }, p) => (first[p]! < requiredM + REACH_M ? [p] : []));
  return along(move, state.jointsRad.length, (q) => {
    gaps.at(q, now, farM, near);
    for (const p of near) {
      const { body, obstacle, requiredM } = gaps.pairs[p]!;
      const leastM = Math.min(first[p]!, requiredM);
      if (now[p]! >= leastM - KEPT_M) continue;
      const mm = (m: number): string => (m * 1000).toFixed(1);
      return refused(
        `${body.name} would come from ${mm(first[p]!)} mm to ${mm(now[p]!)} mm of ${obstacle.name}; jog the other way`,
        now[p]!,
        leastM,
      );
    }
    return null;
  });
}

function nearerItself(cell: Cell, state: Measured, move: MoveSegment): Finding | null {
  const chain = chainOf(cell.robot, cell.base);
  const { openingM } = state.gripper;
  const self = selfCheckerOf(chain, stageBodies(chain, { held: null, openingM, endOpeningM: openingM }));
  const first = self.look(state.jointsRad);
  // That it stays clear of itself where it is clear is another rule's (self-collision.ts).
  if (first.kind === "clear") return null;
  const leastM = first.distanceM;
  return along(move, chain.dof, (q) => {
    const look = self.look(q);
    if (look.kind === "clear" || look.distanceM >= leastM - KEPT_M) return null;
    return refused(`${look.body} would go deeper into ${look.obstacle}; jog the other way`, look.distanceM, leastM);
  });
}
