// What the planner's searches are told of single configurations: the rules that hooks will judge the whole motion by.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { downPose } from "../../kernel/motion/aim.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { solveIkAll } from "../../kernel/motion/ik.ts";
import { clearanceIn } from "../../kernel/planner/clearance.ts";
import type { PlanContext } from "../../kernel/planner/context.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const home = startState(cell);

describe("a configuration that a search asks about", () => {
  const situation = { held: null, openingM: 0.08, objects: home.objects, handled: null, support: null };
  const clearance = clearanceIn({ cell, chain } as PlanContext, situation);

  it("is not clear 48 mm outside the workspace: a search for a way there would end with its budget alone", () => {
    const at = (y: number): number[][] =>
      solveIkAll(chain, downPose([0.12, y, 0.2], 0), { seedRad: home.jointsRad, most: 8, seed: 1 });
    expect(at(-0.748).length).toBeGreaterThan(0);
    for (const q of at(-0.748)) expect(clearance.isClear(q)).toBe(false);
    expect(at(-0.69).some((q) => clearance.isClear(q))).toBe(true);
    expect(clearance.isClear(home.jointsRad)).toBe(true);
  });
});
