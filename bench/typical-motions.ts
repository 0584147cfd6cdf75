// Motions as they are asked for in daily work: moves all over the default cell, each from where the one before ended.
import { PRE_HOOKS } from "../apps/runtime/hook-list.ts";
import type { Cell } from "../kernel/contract/cell.ts";
import type { KernelFacts } from "../kernel/contract/hook.ts";
import type { Measured } from "../kernel/contract/measured.ts";
import type { MoveSegment, Plan } from "../kernel/contract/plan.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { walkPlan } from "../kernel/motion/stages.ts";
import { createPlanner } from "../kernel/planner/planner.ts";
import { startState } from "../kernel/start-state.ts";

const MOTIONS = 16;

export interface Motion {
  readonly call: ToolCall;
  readonly plan: Plan;
  readonly state: Measured;
}

const FACTS: KernelFacts = { mode: "idle", nowMs: 0, admittedAtMs: null, speedScale: 1, tracked: null };

/** Moves that follow each other over the workspace, each planned from where the one before ended; all pass all hooks. */
export function typicalMotions(cell: Cell): readonly Motion[] {
  const random = seededRandom(11);
  const plan = createPlanner(cell, 0);
  const within = (low: number, high: number): number => Math.round((low + random() * (high - low)) * 1000) / 1000;
  const motions: Motion[] = [];
  let state = startState(cell);
  for (let tries = 0; motions.length < MOTIONS && tries < 200; tries++) {
    const args = { x: within(0.3, 0.65), y: within(-0.45, 0.45), z: within(0.1, 0.5), theta: within(-60, 60) };
    const call: ToolCall = { tool: "move_to", args };
    const planned = plan(call, state, 1);
    const motion = { call, plan: planned, state };
    if (planned.segments.length === 0 || !isAllowed(cell, motion)) continue;
    motions.push(motion);
    state = walkPlan(planned, state, cell).end;
  }
  return motions;
}

/**
 * The same motion asked anew, among objects that lie a hair elsewhere, as in a measured world: nothing that was found
 * for one question answers the next.
 */
export const askedAgain = (motion: Motion, k: number): Motion => {
  const objects = Object.entries(motion.state.objects).map(([id, { xyzM, quatXyzw }]) => {
    const [x, y, z] = xyzM;
    return [id, { xyzM: [x, y, z + k * 1e-9] as const, quatXyzw }] as const;
  });
  return {
    call: motion.call,
    plan: { ...motion.plan, segments: motion.plan.segments.map((segment) => ({ ...segment })) },
    state: { ...motion.state, objects: Object.fromEntries(objects) },
  };
};

export const isAllowed = (cell: Cell, motion: Motion): boolean =>
  PRE_HOOKS.every((hook) => hook.judge({ ...motion, cell, kernel: FACTS }) === null);

export const movesOf = ({ plan }: Motion): readonly MoveSegment[] =>
  plan.segments.filter((part) => part.kind === "move");
