// The walk through a plan: what the hand holds, how wide it is and where things stand, segment by segment.
import { describe, expect, it } from "vitest";
import type { CellObject } from "../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Segment } from "../../kernel/contract/plan.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { heldIn, walkPlan, widthInGripM } from "../../kernel/motion/stages.ts";
import { supportUnder } from "../../kernel/motion/supports.ts";
import { composePose, invertPose, quatFromRpy } from "../../kernel/motion/transform.ts";
import { home, homeBut, move, planOf, cell as tabletop } from "../fixtures/judging.ts";

const chain = chainOf(tabletop.robot, tabletop.base);
const object = (id: string, shape: CellObject["shape"]): CellObject => ({
  id,
  kind: "thing",
  color: null,
  shape,
  startPose: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
  massKg: 0.1,
  isStatic: false,
  isContainer: false,
});
const at = (...xyzM: Vec3): Pose => ({ xyzM, quatXyzw: [0, 0, 0, 1] });
const cube = object("cube", { kind: "box", sizeM: [0.04, 0.06, 0.08] });
const drum = object("drum", { kind: "cylinder", radiusM: 0.1, heightM: 0.2 });
const cell = { ...tabletop, objects: [cube, drum] };
const [x, y, z] = home.tool.xyzM;
/** The cube between the fingers, the drum under it. */
const state: Measured = { ...home, objects: { cube: at(x, y, z), drum: at(x, y, 0.1) } };
const walk = (segments: readonly Segment[], from = state) => walkPlan(planOf({ segments }), from, cell);
const close: Segment = { kind: "close", forceN: 30, expects: "cube" };
const open: Segment = { kind: "open", openingM: 0.08, releases: "cube" };
const aside = homeBut({ 0: 0.6 });
const toAside: Segment = { ...move([home.jointsRad, aside]), line: false };
const line: Segment = { ...move([home.jointsRad, aside]), line: true };

describe("a walk through a plan", () => {
  it("closes to the width of what is between the pads, holds it, carries it, and lets it down on what is under it", () => {
    const { stages, end } = walk([close, toAside, open, { kind: "wait", seconds: 2 }]);
    expect(stages.map(({ held }) => held?.object.id ?? null)).toEqual([null, "cube", "cube", null]);
    expect(stages.map(({ openingM }) => openingM)).toEqual([
      0.08,
      expect.closeTo(0.06, 6),
      expect.closeTo(0.06, 6),
      0.08,
    ]);
    expect(stages.map(({ endOpeningM }) => endOpeningM).at(0)).toBeCloseTo(0.06, 6);
    expect(stages[1]!.startRad).toEqual(home.jointsRad);
    expect(stages[2]!.startRad).toEqual(aside);
    const carried = composePose(toolPoseAt(chain, aside), composePose(invertPose(home.tool), at(x, y, z)));
    expect(stages[2]!.objects.cube!.xyzM).toEqual(carried.xyzM.map((v): unknown => expect.closeTo(v, 9)));
    // Let go of, its lower face comes down onto the table.
    expect(stages[3]!.objects.cube!.xyzM[2]).toBeCloseTo(0.04, 9);
    expect(stages[3]!.objects.cube!.xyzM[0]).toBeCloseTo(carried.xyzM[0], 9);
    expect(end).toMatchObject({
      atS: home.atS + 5 + 2,
      jointsRad: aside,
      jointsRadPerS: [0, 0, 0, 0, 0, 0, 0],
      gripper: { openingM: 0.08, forceN: 0, holding: null },
    });
    expect(end.tool).toEqual(toolPoseAt(chain, aside));
  });

  it("ends with what is still held, at the gripper's force", () => {
    const { end } = walk([close, toAside]);
    expect(end.gripper).toMatchObject({ forceN: cell.gripper.forceN, holding: "cube" });
  });

  it("lets go onto what stands under it, by its own half height", () => {
    const { end } = walk([close, open]);
    expect(end.objects.cube!.xyzM[2]).toBeCloseTo(0.2 + 0.04, 9);
  });

  it("closes to nothing where nothing is expected or known, never wider than it was, and holds nothing then", () => {
    const nothing: Segment = { kind: "close", forceN: 30, expects: null };
    expect(walk([nothing]).end.gripper).toMatchObject({ openingM: 0, holding: null });
    expect(walk([close], { ...state, objects: {} }).end.gripper).toMatchObject({ openingM: 0, holding: null });
    const narrow = { ...state, gripper: { ...state.gripper, openingM: 0.01 } };
    expect(walk([close], narrow).stages[0]!.endOpeningM).toBe(0.01);
  });

  it("names what is handled, and what it stands on, in a grip and on the straight line next to one", () => {
    const names = (segments: readonly Segment[]) =>
      walk(segments).stages.map(({ handled, support }) => [handled, support?.name ?? null]);
    expect(names([close])).toEqual([["cube", "drum"]]);
    expect(names([toAside, close])[0]).toEqual([null, null]);
    expect(names([line, close])[0]).toEqual(["cube", "drum"]);
    expect(names([close, line])[1]).toEqual(["cube", "table"]);
    expect(names([close, line, open]).map(([handled]) => handled)).toEqual(["cube", "cube", "cube"]);
    // Of what comes after it before what was before it.
    const other: Segment = { kind: "close", forceN: 30, expects: "drum" };
    expect(names([close, line, other])[1]![0]).toBe("drum");
    expect(names([{ kind: "wait", seconds: 1 }, line])[1]).toEqual([null, null]);
  });

  it("begins with what is measured to be held, where it sits in the hand", () => {
    const holding = { ...state, gripper: { ...state.gripper, holding: "cube" } };
    expect(heldIn(cell, holding)).toMatchObject({ object: { id: "cube" } });
    expect(composePose(home.tool, heldIn(cell, holding)!.inTool).xyzM).toEqual(
      [x, y, z].map((v): unknown => expect.closeTo(v, 9)),
    );
    expect(heldIn(cell, state)).toBeNull();
    expect(heldIn(cell, { ...holding, objects: {} })).toBeNull();
    expect(walk([toAside], holding).end.gripper.holding).toBe("cube");
  });
});

describe("the width between the pads", () => {
  const tool = (yawRad: number): Pose => ({ xyzM: [0, 0, 0], quatXyzw: quatFromRpy(0, 0, yawRad) });
  it("is the object's extent along the tool's y, whichever way either is turned", () => {
    expect(widthInGripM(cube, tool(0), at(0, 0, 0))).toBeCloseTo(0.06, 12);
    expect(widthInGripM(cube, tool(Math.PI / 2), at(0, 0, 0))).toBeCloseTo(0.04, 12);
    expect(widthInGripM(cube, tool(0), { xyzM: [1, 2, 3], quatXyzw: quatFromRpy(Math.PI / 2, 0, 0) })).toBeCloseTo(
      0.08,
      12,
    );
    expect(widthInGripM(cube, tool(Math.PI / 4), at(0, 0, 0))).toBeCloseTo((0.04 + 0.06) / Math.SQRT2, 12);
    expect(widthInGripM(drum, tool(1), at(0, 0, 0))).toBe(0.2);
  });
});

describe("what stands under a thing", () => {
  const table = { name: "table", topZM: 0 };
  const under = (centreM: Vec3, bottomZM: number, objects: Record<string, Pose>, except = "none") =>
    supportUnder(cell, objects, centreM, bottomZM, except);
  it("is the highest top below it and under its centre; else the table", () => {
    const objects = { cube: at(0.3, 0, 0.04), drum: at(0.3, 0, 0.1) };
    expect(under([0.3, 0, 0.5], 0.4, objects)).toEqual({ name: "drum", topZM: expect.closeTo(0.2, 12) });
    expect(under([0.3, 0, 0.5], 0.4, objects, "drum")).toEqual({ name: "cube", topZM: expect.closeTo(0.08, 12) });
    expect(under([0.3, 0, 0.5], 0.4, {})).toEqual(table);
    expect(under([0.3, 0, 0.15], 0.1, objects)).toEqual({ name: "cube", topZM: expect.closeTo(0.08, 12) });
  });

  it("may stand 6 mm into its bottom, not 7", () => {
    const objects = { drum: at(0.3, 0, 0.1) };
    expect(under([0.3, 0, 0.5], 0.1941, objects).name).toBe("drum");
    expect(under([0.3, 0, 0.5], 0.193, objects).name).toBe("table");
  });

  it("is under it as far as its edge: a drum's rim, a turned cube's side", () => {
    const drumAt = { drum: at(0.3, 0.1, 0.1) };
    for (const [dx, dy, name] of [
      [0.0999, 0, "drum"],
      [0, -0.0999, "drum"],
      [0.071, 0.071, "table"],
      [0.1001, 0, "table"],
    ] as const)
      expect(under([0.3 + dx, 0.1 + dy, 0.5], 0.4, drumAt).name).toBe(name);
    const turned = { cube: { xyzM: [0.3, 0.1, 0.04] as Vec3, quatXyzw: quatFromRpy(0, 0, Math.PI / 2) } };
    for (const [dx, dy, name] of [
      [0.0299, 0, "cube"],
      [-0.0301, 0, "table"],
      [0, -0.0199, "cube"],
      [0, 0.0201, "table"],
    ] as const)
      expect(under([0.3 + dx, 0.1 + dy, 0.5], 0.4, turned).name).toBe(name);
  });
});
