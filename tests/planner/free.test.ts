// Free motions: which of the goals that an arm can stand at is gone to.
import { expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

it("goes to no goal where a joint may only creep, while there is another: 3 s, not 40 minutes", () => {
  // The FR3 may go the slower the nearer a joint is to its end; some solutions of the inverse kinematics lie there.
  const cell = openCell();
  const planner = createPlanner(cell, 1);
  const targets = [
    [0.26744672412994935, -0.020268353007364515, 0.19085042345380404],
    [0.20142102861948769, -0.13649939997888794, 0.25236309646948896],
  ] as const;
  for (const [x, y, z] of targets) {
    const plan = planner({ tool: "move_to", args: { x, y, z } }, startState(cell), 1);
    const lasting = plan.segments.reduce((sum, segment) => sum + (segment.kind === "move" ? segment.durationS : 0), 0);
    expect(lasting).toBeGreaterThan(0.3);
    expect(lasting).toBeLessThan(5);
  }
});
