import { describe, expect, test } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { stageContacts } from "../../kernel/motion/stage-sweep.ts";
import { type Stage, walkPlan } from "../../kernel/motion/stages.ts";
import { selfClear, sweepClear } from "../../kernel/motion/sweep.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const home = startState(cell);

/** A straight joint-space motion from home, in this state. */
function stage(deltaRad: readonly number[], state: Measured = home, knots?: number[]): Stage {
  const pointsRad = [0, 0.5, 1].map((share) => home.jointsRad.map((rad, j) => rad + share * (deltaRad[j] ?? 0)));
  const plan: Plan = {
    call: { tool: "go_home", args: {} },
    segments: [
      { kind: "move", pointsRad, ...(knots === undefined ? {} : { knots }), durationS: 3, line: false, carrying: null },
    ],
    promised: {},
    blocked: null,
    rerouted: false,
  };
  return walkPlan(plan, state, cell).stages[0]!;
}
const withCube = (xyzM: readonly [number, number, number]): Measured => ({
  ...home,
  objects: { ...home.objects, red_cube: { xyzM, quatXyzw: [0, 0, 0, 1] } },
});

const STRETCHED = [0, 1, 0, 0.6, 0, 0, 0];
/** Onto the shelf. */
const DOWN = [-0.5, 1.3, 0, 0.3, 0, 0, 0];
const ASIDE = [0.4, 0, 0, 0, 0, 0, 0];

describe("a stage walked once for all rules", () => {
  test("gives each rule what it finds alone: contacts of each kind, or none", () => {
    const deltas = [
      STRETCHED,
      DOWN,
      ASIDE,
      [0, 0, 0, -0.65, 0, -1, 0],
      [0, 1.2, 0, -0.4, 0, 0, 0],
      [2.9, 1.2, 0, 0, 0, 0, 0],
    ];
    const found = { zones: 0, things: 0, self: 0, none: 0 };
    for (const delta of deltas) {
      const at = stage(delta);
      const bodies = stageBodies(chain, at);
      const points = at.segment.kind === "move" ? at.segment.pointsRad : [];
      const alone = {
        zones: sweepClear(chain, points, bodies, keepOutObstacles(cell), () => cell.limits.clearanceM),
        things: sweepClear(chain, points, bodies, thingObstacles(cell, at), thingClearance(cell, at)),
        self: selfClear(chain, points, bodies),
      };
      const together = stageContacts(cell, at);
      for (const rule of ["zones", "things", "self"] as const) {
        const [one, all] = [alone[rule], together[rule]];
        expect(all === null).toBe(one.kind === "clear");
        if (all === null || one.kind === "clear") continue;
        found[rule]++;
        // The same pair, told where it comes closest on the rest of the way.
        expect([all.body, all.obstacle]).toEqual([one.body, one.obstacle]);
        expect(all.distanceM).toBeLessThanOrEqual(one.distanceM);
        expect(all.s).toBeGreaterThanOrEqual(one.s);
        expect(all.requiredM).toBe(one.requiredM);
      }
      if (together.zones === null && together.things === null && together.self === null) found.none++;
    }
    expect(found.zones).toBeGreaterThan(0);
    expect(found.things).toBeGreaterThan(0);
    expect(found.self).toBeGreaterThan(0);
    expect(found.none).toBeGreaterThan(0);
  });

  test("answers a plan that was changed in place, or things that moved, anew", () => {
    const clear = stage(ASIDE);
    expect(stageContacts(cell, clear).things).toBeNull();
    expect(stageContacts(cell, clear)).toBe(stageContacts(cell, clear));

    const changed = stage(ASIDE);
    if (changed.segment.kind !== "move") throw new Error("no move");
    expect(stageContacts(cell, changed).zones).toBeNull();
    const points = changed.segment.pointsRad as number[][];
    const end = [...points[2]!];
    DOWN.forEach((rad, j) => {
      points[2]![j] = home.jointsRad[j]! + rad;
    });
    expect(stageContacts(cell, changed).things).not.toBeNull();
    points[2] = end;
    expect(stageContacts(cell, changed).things).toBeNull();

    // A cube in the way of the fingers, and out of it again; the state's own object is changed too.
    const [x, y, z] = home.tool.xyzM;
    const inTheWay = withCube([x, y, z - 0.03]);
    expect(stageContacts(cell, stage(ASIDE, inTheWay)).things).toMatchObject({ obstacle: "red_cube" });
    expect(stageContacts(cell, stage(ASIDE)).things).toBeNull();
    const objects = { ...home.objects } as Record<string, Measured["objects"][string]>;
    const state: Measured = { ...home, objects };
    expect(stageContacts(cell, stage(ASIDE, state)).things).toBeNull();
    objects.red_cube = inTheWay.objects.red_cube!;
    expect(stageContacts(cell, stage(ASIDE, state)).things).toMatchObject({ obstacle: "red_cube" });
  });

  test("answers other knots, another opening, another load and another cell anew", () => {
    // The same three points, but walked as another curve: it overshoots.
    const even = stageContacts(cell, stage(ASIDE));
    const skewed = stageContacts(cell, stage(ASIDE, home, [0, 0.02, 1]));
    expect(skewed).not.toBe(even);
    expect(stageContacts(cell, { ...stage(ASIDE), openingM: 0, endOpeningM: 0 })).not.toBe(even);
    const pick = createPlanner(cell, 1)({ tool: "pick", args: { object: "red_cube" } }, home, 1);
    const stages = walkPlan(pick, home, cell).stages;
    for (const at of stages) expect(stageContacts(cell, at)).toEqual({ zones: null, things: null, self: null });
    // What is gripped may be touched only by whom the stage says.
    const grip = stages.find(({ segment }) => segment.kind === "close")!;
    expect(stageContacts(cell, { ...grip, handled: null }).things).toMatchObject({ obstacle: "red_cube" });
    const lifted = stages.at(-1)!;
    expect(lifted.held?.object.id).toBe("red_cube");
    const lower = { xyzM: [0, 0, 0.01], quatXyzw: [0, 0, 0, 1] } as const;
    const long = { ...lifted, held: { object: lifted.held!.object, inTool: lower } };
    expect(stageContacts(cell, long)).not.toBe(stageContacts(cell, lifted));
    const walled = {
      ...cell,
      zones: [
        {
          kind: "keep_out",
          name: "all",
          solid: { shape: { kind: "sphere", radiusM: 0.05 }, centreM: [0.28, 0.12, 0.5] },
        },
      ],
    } as const;
    expect(stageContacts(walled, stage(ASIDE)).zones).not.toBeNull();
    expect(stageContacts(cell, stage(ASIDE)).zones).toBeNull();
  });

  test("leaves a wait alone", () => {
    const waiting: Stage = { ...stage(ASIDE), segment: { kind: "wait", seconds: 1 } };
    expect(stageContacts(cell, waiting)).toEqual({ zones: null, things: null, self: null });
  });

  test("is walked anew when it is no longer known where a thing is", () => {
    const { red_cube: _, ...others } = home.objects;
    const unknown = { ...home, objects: others };
    const fresh = { ...cell };
    for (const state of [home, unknown, home, unknown])
      for (const delta of [DOWN, STRETCHED])
        expect(stageContacts(cell, stage(delta, state))).toEqual(stageContacts({ ...fresh }, stage(delta, state)));
  });
});
