// What is kept from one question to the next (bodies, spheres, boxes round things, checkers, answers) never answers
// another: each answer is compared with that of a copy of the cell, for which nothing has been kept.
import { describe, expect, test } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Pose } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import { stageBodies, thingObstacles } from "../../kernel/motion/allowances.ts";
import { armBodies, type Body, bodiesWith } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { partsOf } from "../../kernel/motion/link-groups.ts";
import { movingOf } from "../../kernel/motion/motion-bound.ts";
import { quickLookOf } from "../../kernel/motion/quick-look.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { solidsOf } from "../../kernel/motion/solids.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { selfCheckerOf, setCheckerOf } from "../../kernel/motion/sweep.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const home = startState(cell);
const cube = cell.objects.find(({ id }) => id === "red_cube")!;
const held = (z: number): { object: typeof cube; inTool: Pose } => ({
  object: cube,
  inTool: { xyzM: [0, 0, z], quatXyzw: [0, 0, 0, 1] },
});
const copyOf = <T>(value: T): T => structuredClone(value);

describe("bodies kept by value", () => {
  test("are the same for the same opening and load, and others for the least difference", () => {
    const bodies = bodiesWith(chain, 0.05, held(0.01));
    expect(bodiesWith(chain, 0.05, held(0.01))).toBe(bodies);
    expect(bodiesWith(chain, 0.05 + Number.EPSILON, held(0.01))).not.toBe(bodies);
    expect(bodiesWith(chain, 0.05, null)).not.toBe(bodies);
    const lower = bodiesWith(chain, 0.05, held(0.01 + 1e-15));
    expect(lower.at(-1)!.pose).not.toEqual(bodies.at(-1)!.pose);
    const blue = cell.objects.find(({ id }) => id === "blue_cube")!;
    expect(bodiesWith(chain, 0.05, { ...held(0.01), object: blue }).at(-1)!.name).toBe("blue_cube");
  });

  test("are made anew once the pose that they were made for is changed in place", () => {
    const load = held(0.02);
    const before = bodiesWith(chain, 0.04, load).at(-1)!.pose.xyzM;
    (load.inTool.xyzM as unknown as number[])[2] = 0.03;
    const after = bodiesWith(chain, 0.04, load).at(-1)!.pose.xyzM;
    expect(after[2] - before[2]).toBeCloseTo(0.01, 12);
  });

  test("belong to one robot: a longer finger of the same name is another", () => {
    const other = copyOf(cell.robot);
    if (other.gripper.kind !== "parallel") throw new Error("not the hand that this test is about");
    const [part] = other.gripper.finger.collision;
    (part!.pose.xyzM as unknown as number[])[2]! += 0.02;
    const longer = bodiesWith(chainOf(other, cell.base), 0.05, null);
    const same = bodiesWith(chain, 0.05, null);
    const first = (bodies: readonly Body[]): Pose => bodies.find(({ name }) => name.startsWith("left finger"))!.pose;
    expect(Math.abs(first(longer).xyzM[2] - first(same).xyzM[2])).toBeCloseTo(0.02, 12);
  });

  test("are laid out anew when the list itself is changed in place", () => {
    const bodies = armBodies(chain, 0.05);
    const before = partsOf(bodies);
    expect(partsOf(bodies)).toBe(before);
    expect(movingOf(chain, bodies)).toBe(movingOf(chain, bodies));
    const [last] = bodies.splice(-1, 1, { ...bodies.at(-1)!, pose: { xyzM: [0, 0, 0.5], quatXyzw: [0, 0, 0, 1] } });
    const after = partsOf(bodies);
    expect(after.local.at(-1)).toBe(0.5);
    expect(after.groups.at(-1)!.radius).toBeGreaterThan(before.groups.at(-1)!.radius + 0.1);
    expect(movingOf(chain, bodies).groups).toBe(after.groups);
    bodies.push(last!);
    expect(partsOf(bodies).solids.length).toBe(before.solids.length + 1);
  });

  test("bound their motion by the chain that carries them", () => {
    const long = copyOf(cell.robot);
    (long.joints[3]!.origin.xyzM as unknown as number[])[1]! -= 0.3;
    const bodies = armBodies(chain, 0.05);
    const other = chainOf(long, cell.base);
    const levers = movingOf(chain, bodies).levers.slice();
    expect(movingOf(other, bodies).levers[levers.length - 7]).toBeGreaterThan(levers[levers.length - 7]!);
    expect(movingOf(chain, bodies).levers).toEqual(levers);
  });
});

describe("which parts may touch", () => {
  test("is asked of each robot: what one allows another does not", () => {
    const folded = [0, -1.7, 0, -3.04, 0, 0.6, 0];
    const strict = copyOf(cell.robot) as { -readonly [K in keyof typeof cell.robot]: (typeof cell.robot)[K] };
    strict.allowedPairs = [];
    const free = copyOf(cell.robot) as typeof strict;
    const names = [...free.links.map(({ name }) => name), free.gripper.hand.name, "finger"];
    free.allowedPairs = names.flatMap((a) => names.map((b) => [a, b, "always"] as const));
    const answers = [cell.robot, strict, free, cell.robot].map((robot) => {
      const of = chainOf(robot, cell.base);
      const bodies = armBodies(of, 0.05);
      return [
        selfCheckerOf(of, bodies).look(folded).kind,
        quickLookOf(of, bodies, [], () => 0).isClear(folded),
        movingOf(of, bodies).chain === of,
      ];
    });
    expect(answers[1]).toEqual(["contact", false, true]);
    expect(answers[2]).toEqual(["clear", true, true]);
    expect(answers[3]).toEqual(answers[0]);
  });
});

describe("a thing's parts", () => {
  test("stand where it stands now, though its pose was changed in place", () => {
    const tray = cell.objects.find(({ id }) => id === "tray")!;
    const pose = copyOf(home.objects.tray!);
    const before = solidsOf(tray, pose).map((solid) => solid.pose.xyzM);
    expect(solidsOf(tray, copyOf(pose))).toBe(solidsOf(tray, pose));
    (pose.xyzM as unknown as number[])[1]! += 0.1;
    for (const [k, { pose: now }] of solidsOf(tray, pose).entries())
      expect(now.xyzM[1] - before[k]![1]).toBeCloseTo(0.1, 12);
    const turned = { ...pose, quatXyzw: [0, 0, Math.SQRT1_2, Math.SQRT1_2] as const };
    expect(solidsOf(tray, turned)[1]!.pose.quatXyzw[2]).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

describe("the box round a thing's parts", () => {
  test("goes with the thing, and with each of its parts", () => {
    const bodies = stageBodies(chain, { held: null, openingM: 0.05, endOpeningM: 0.05 });
    const random = seededRandom(5);
    let contacts = 0;
    for (let k = 0; k < 120; k++) {
      // Every third time one wall of the tray is elsewhere than the rest.
      const tray: Pose = {
        xyzM: [0.3 + 0.3 * random(), -0.3 + 0.6 * random(), random() < 0.5 ? 0.4 * random() : 0.1],
        quatXyzw: [0, 0, 0, 1],
      };
      const objects = { ...home.objects, tray };
      const things = thingObstacles(cell, { objects, held: null }).filter(({ name }) => name === "tray");
      if (k % 3 === 0) {
        const wall = things.findLastIndex(({ name }) => name === "tray");
        const { pose, ...rest } = things[wall]!;
        things[wall] = { ...rest, pose: { ...pose, xyzM: [pose.xyzM[0], pose.xyzM[1], pose.xyzM[2] + 0.3] } };
      }
      const q = home.jointsRad.map((rad) => rad + 1.2 * (random() - 0.5));
      const kept = setCheckerOf(chain, bodies, [{ obstacles: things, requiredM: () => 0.03 }]).sweep([
        home.jointsRad,
        q,
      ]);
      const anew = setCheckerOf(chain, copyOf(bodies), [{ obstacles: copyOf(things), requiredM: () => 0.03 }]);
      expect(kept).toEqual(anew.sweep([home.jointsRad, q]));
      if (kept[0]!.kind === "contact") contacts++;
    }
    expect(contacts).toBeGreaterThan(10);
  });
});

describe("a plan", () => {
  const PICK: ToolCall = { tool: "pick", args: { object: "red_cube" } };
  const PLACE: ToolCall = { tool: "place", args: { target: "tray", relation: "in" } };
  const moved = (state: Measured, id: string, byM: number): Measured => {
    const pose = state.objects[id]!;
    const [x, y, z] = pose.xyzM;
    return { ...state, objects: { ...state.objects, [id]: { ...pose, xyzM: [x + byM, y, z] } } };
  };
  const walled = (of: Cell): Cell => ({
    ...of,
    zones: [
      ...of.zones,
      {
        kind: "keep_out",
        name: "box",
        solid: { shape: { kind: "box", sizeM: [0.04, 0.04, 0.1] }, centreM: [0.45, 0.3, 0.15] },
      },
    ],
  });

  test("does not hang on what was planned before: states and cells in turn, each against a planner that knows nothing", () => {
    const picked = walkPlan(createPlanner(cell, 1)(PICK, home, 1), home, cell).end;
    const [x, y, z] = picked.objects.red_cube!.xyzM;
    const askew = {
      ...picked,
      objects: { ...picked.objects, red_cube: { ...picked.objects.red_cube!, xyzM: [x, y, z - 0.004] } },
    } as Measured;
    const nudged = { ...home, jointsRad: home.jointsRad.map((rad) => rad + 1e-7) };
    const planners = new Map<Cell, ReturnType<typeof createPlanner>>();
    const questions: readonly (readonly [Cell, ToolCall, Measured])[] = [
      [cell, PICK, home],
      [cell, PICK, moved(home, "red_cube", 0.03)],
      [cell, PICK, nudged],
      [cell, PLACE, picked],
      [cell, PLACE, askew],
      [cell, PLACE, moved(picked, "tray", 0.02)],
      [walled(cell), PLACE, picked],
      [cell, PICK, home],
      [cell, PLACE, picked],
    ];
    const plans = questions.map(([of, call, state]) => {
      const planner = planners.get(of) ?? createPlanner(of, 1);
      planners.set(of, planner);
      const plan = planner(call, state, 1);
      expect(plan).toEqual(createPlanner(copyOf(of), 1)(call, copyOf(state), 1));
      expect(plan.blocked).toBeNull();
      return JSON.stringify(plan.segments);
    });
    expect(new Set(plans).size).toBe(questions.length - 2);
  });
});
