// The gate of a cell, with all hooks and the planner: one wiring for sessions and for `check`.
import type { Cell } from "../../kernel/contract/cell.ts";
import { systemClock } from "../../kernel/contract/clock.ts";
import { createGate, type Gate } from "../../kernel/gate.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { PRE_HOOKS } from "./hook-list.ts";
import { rememberedPlanner } from "./remembered-planner.ts";

/** @param seed of the planner's searches */
export const cellGate = (cell: Cell, seed: number): Gate =>
  createGate({
    cell,
    hooks: PRE_HOOKS,
    plan: rememberedPlanner(createPlanner(cell, seed)),
    predict: (plan, state) => walkPlan(plan, state, cell).end,
    clock: systemClock,
  });
