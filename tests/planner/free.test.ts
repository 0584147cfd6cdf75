// Free motions: which of the goals that an arm can stand at is gone to.
import { expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Cell, Zone } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

/** How long the whole plan for a point takes, s. */
function lastingS(cell: Cell, args: { x: number; y: number; z: number; theta?: number }, seed = 1): number {
  const plan = createPlanner(cell, seed)({ tool: "move_to", args }, startState(cell), 1);
  return plan.segments.reduce((sum, segment) => sum + (segment.kind === "move" ? segment.durationS : 0), 0);
}

it("goes to no goal where a joint has no speed left to go to, though the way there is the only straight one: 3 s, not 49 minutes", () => {
  // Plan 7056 of the adversarial campaign, seed 20261125, planned with its seed: joint 4 would have ended 0.3 mrad past its last speed.
  const cell = openCell();
  const zone = (name: string, shape: Zone["solid"]["shape"], centreM: Vec3): Zone => ({
    kind: "keep_out",
    name,
    solid: { shape, centreM },
  });
  const zones: Zone[] = [
    zone("box", { kind: "box", sizeM: [0.164, 0.203, 0.211] }, [0.164, 0.309, 0.608]),
    zone("ball", { kind: "sphere", radiusM: 0.031 }, [0.2, -0.229, 0.65]),
    zone("big ball", { kind: "sphere", radiusM: 0.126 }, [0.25, -0.412, 0.571]),
  ];
  const wide = { minM: [-0.9, -0.9, -0.2], maxM: [0.9, 0.9, 1.4] } as const;
  const target = { x: 0.18096036592342146, y: 0.06007597392691355, z: 0.27995697891369375, theta: 75.49223749503912 };
  const lasting = lastingS({ ...cell, workspace: wide, zones: [...zones, ...cell.zones] }, target, 290750);
  expect(lasting).toBeGreaterThan(0.3);
  expect(lasting).toBeLessThan(10);
});

it("goes to no goal where a joint may only creep, while there is another: 3 s, not 40 minutes", () => {
  // The FR3 may go the slower the nearer a joint is to its end; some solutions of the inverse kinematics lie there.
  const cell = openCell();
  const targets = [
    [0.26744672412994935, -0.020268353007364515, 0.19085042345380404],
    [0.20142102861948769, -0.13649939997888794, 0.25236309646948896],
  ] as const;
  for (const [x, y, z] of targets) {
    const lasting = lastingS(cell, { x, y, z });
    expect(lasting).toBeGreaterThan(0.3);
    expect(lasting).toBeLessThan(5);
  }
});
