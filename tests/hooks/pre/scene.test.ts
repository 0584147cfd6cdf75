// Does the call fit the scene: preconditions, payload and release, by whole findings and at their limits.
import { describe, expect, it } from "vitest";
import { payload } from "../../../hooks/pre/payload.ts";
import { preconditions } from "../../../hooks/pre/preconditions.ts";
import { release } from "../../../hooks/pre/release.ts";
import type { Cell, CellObject } from "../../../kernel/contract/cell.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import type { Relation, ToolCall } from "../../../kernel/contract/tools.ts";
import { ask, CALLS, cell, holding, homeBut, move, withObject, without } from "../../fixtures/judging.ts";

const pick = (object: string): ToolCall => ({ tool: "pick", args: { object } });
const place = (target: string, relation: Relation): ToolCall => ({ tool: "place", args: { target, relation } });
const THERE_ARE = "there are red_cube, blue_cube, green_cube, yellow_cylinder, mug, tray, bin, shelf";

describe("preconditions", () => {
  it("is called so in verdicts and logs", () => expect(preconditions.name).toBe("preconditions"));

  it.each([
    ["vase", "E_UNKNOWN_OBJECT", `there is no vase in this cell; ${THERE_ARE}`, null],
    ["tray", "E_PRECONDITION", "tray is fixed and cannot be picked; name a movable object", null],
    ["red_cube", "E_PRECONDITION", "the gripper already holds mug; place it first", "mug"],
  ] as const)("pick of %s: %s", (object, code, reason, held) => {
    expect(ask(preconditions, { call: pick(object), state: holding(held) })).toEqual({ code, reason });
  });

  it("pick: takes what stands free, and looks only at what is measured", () => {
    expect(ask(preconditions, { call: pick("red_cube") })).toBeNull();
    expect(ask(preconditions, { call: pick("red_cube"), state: without("mug") })).toBeNull();
  });

  it("pick: refuses what another one stands on, at most 10 mm above it", () => {
    const stacked = (gapM: number) =>
      ask(preconditions, { call: pick("blue_cube"), state: withObject("red_cube", [0.5, 0, 0.06 + gapM]) });
    const refused = { code: "E_PRECONDITION", reason: "red_cube stands on blue_cube; move red_cube first" };
    expect(stacked(0)).toEqual(refused);
    expect(stacked(0.0099)).toEqual(refused);
    expect(stacked(0.0101)).toBeNull();
    expect(ask(preconditions, { call: pick("green_cube"), state: withObject("red_cube", [0.5, 0, 0.06]) })).toBeNull();
  });

  it("pick: what hangs exactly 10 mm above does not stand on it", () => {
    const [red, blue] = cell.objects as readonly [CellObject, CellObject];
    // Heights that binary fractions hold exactly, 0.01 as the one number that has to come out.
    const flat = { ...blue, shape: { kind: "box", sizeM: [0.04, 0.04, 0.0] } } as const;
    const thin = { ...red, shape: { kind: "box", sizeM: [0.04, 0.04, 0.0] } } as const;
    const at = (zM: number) =>
      ask(preconditions, {
        call: pick("blue_cube"),
        cell: { ...cell, objects: [thin, flat] },
        state: withObject("red_cube", [0.5, 0, zM], withObject("blue_cube", [0.5, 0, 1e-9])),
      });
    expect(at(0.01 + 1e-9)).toBeNull();
    expect(at(0.01)).toMatchObject({ code: "E_PRECONDITION" });
  });

  it("pick: a fixed thing over it is left to the collision hook", () => {
    const lid: CellObject = { ...cell.objects[0]!, id: "lid", isStatic: true };
    const state = withObject("lid", [0.5, 0, 0.06]);
    expect(
      ask(preconditions, { call: pick("blue_cube"), cell: { ...cell, objects: [...cell.objects, lid] }, state }),
    ).toBeNull();
  });

  it.each([
    [
      "an empty hand",
      place("tray", "in"),
      null,
      "E_PRECONDITION",
      "the gripper holds nothing to place; pick an object first",
    ],
    [
      "an unknown target",
      place("vase", "on"),
      "mug",
      "E_UNKNOWN_OBJECT",
      `there is no vase in this cell; ${THERE_ARE}`,
    ],
    [
      "itself",
      place("mug", "left_of"),
      "mug",
      "E_PRECONDITION",
      "mug cannot be placed relative to itself; name another target",
    ],
    [
      "into no container",
      place("shelf", "in"),
      "mug",
      "E_PRECONDITION",
      "shelf is not a container; use on, or another target",
    ],
  ] as const)("place: refuses %s", (_, call, held, code, reason) => {
    expect(ask(preconditions, { call, state: holding(held) })).toEqual({ code, reason });
  });

  it("place: takes into a container, on what is none, beside, and by coordinates", () => {
    const state = holding("mug");
    for (const call of [place("tray", "in"), place("shelf", "on"), place("red_cube", "behind")])
      expect(ask(preconditions, { call, state })).toBeNull();
    expect(ask(preconditions, { call: { tool: "place", args: { x: 0.4, y: 0, z: 0.05 } }, state })).toBeNull();
  });

  const joints = (...names: readonly (number | string)[]): ToolCall => ({
    tool: "move_joints",
    args: { joints: names.map((joint) => ({ joint, by_deg: 1 })) },
  });
  const NAMES = cell.robot.joints.map(({ name }) => name);

  it("move_joints: names the joint that there is not, and those that there are", () => {
    const reason = (joint: string) => `there is no joint ${joint}; joints are 1 to 7, or ${NAMES.join(", ")}`;
    expect(NAMES).toHaveLength(7);
    for (const joint of [8, "elbow"])
      expect(ask(preconditions, { call: joints(1, joint) })).toEqual({
        code: "E_UNKNOWN_JOINT",
        reason: reason(String(joint)),
      });
  });

  it("move_joints: refuses one joint named twice, by number and by name, and takes two", () => {
    expect(ask(preconditions, { call: joints(1, NAMES[0]!) })).toEqual({
      code: "E_PRECONDITION",
      reason: "a joint is named twice, by number and by name; name it once",
    });
    expect(ask(preconditions, { call: joints(1, NAMES[1]!) })).toBeNull();
  });

  it("has nothing to say of other tools", () => {
    for (const tool of ["move_to", "go_home", "toggle_tool", "get_status"] as const)
      expect(ask(preconditions, { call: CALLS[tool], state: holding("mug") })).toBeNull();
  });
});

describe("payload", () => {
  const weighing = (massKg: number): Cell => ({
    ...cell,
    objects: cell.objects.map((object) => (object.id === "mug" ? { ...object, massKg } : object)),
  });

  it("is called so in verdicts and logs", () => expect(payload.name).toBe("payload"));

  it("takes 1 kg, refuses 1.5 kg, and judges the object that is named", () => {
    expect(ask(payload, { call: pick("mug"), cell: weighing(1) })).toBeNull();
    expect(ask(payload, { call: pick("red_cube"), cell: weighing(1.5) })).toBeNull();
    expect(ask(payload, { call: pick("mug"), cell: weighing(1.5) })).toEqual({
      code: "E_PAYLOAD",
      reason: "mug weighs 1.5 kg (most 1 kg); use a stronger arm",
      measured: 1.5,
      limit: 1,
    });
  });

  it("leaves other calls, and objects that there are not, to others", () => {
    expect(ask(payload, { call: place("mug", "on"), cell: weighing(1.5) })).toBeNull();
    expect(ask(payload, { call: pick("vase"), cell: weighing(1.5) })).toBeNull();
  });
});

describe("release", () => {
  const open: Segment = { kind: "open", openingM: 0.08, releases: "red_cube" };
  const dropping = (dropM: number): Cell => ({ ...cell, limits: { ...cell.limits, dropM } });
  const over = (xyzM: readonly [number, number, number]) => holding("red_cube", withObject("red_cube", xyzM));
  const fallFrom = (xyzM: readonly [number, number, number], dropM = 0.06, segments: readonly Segment[] = [open]) =>
    ask(release, { segments, state: over(xyzM), cell: dropping(dropM) });

  it("is called so in verdicts and logs", () => expect(release.name).toBe("release"));

  it("refuses a fall of 8 cm onto the table, whole", () => {
    const finding = fallFrom([0.4, 0, 0.1]);
    expect(finding).toEqual({
      code: "E_DROP",
      reason: "red_cube would fall 8.0 cm onto table (most 6.0 cm); go lower before opening",
      measured: expect.closeTo(0.08, 12),
      limit: 0.06,
    });
  });

  it("counts the fall from the object's bottom to what is under it: 8.5 cm above a tray's floor", () => {
    expect(fallFrom([0.35, 0.38, 0.11])).toMatchObject({
      reason: "red_cube would fall 8.5 cm onto tray (most 6.0 cm); go lower before opening",
    });
  });

  it("takes a fall of exactly the limit, and refuses one by a hair above", () => {
    const fallM = fallFrom([0.4, 0, 0.1])?.measured ?? 0;
    expect(fallFrom([0.4, 0, 0.1], fallM)).toBeNull();
    expect(fallFrom([0.4, 0, 0.1], fallM - 1e-12)).not.toBeNull();
    expect(fallFrom([0.4, 0, 0.0799])).toBeNull();
  });

  it("counts what the motion before has done to the height", () => {
    const lowered = move([homeBut({}), homeBut({ 3: -0.05 })], null);
    const state = over([0.31, 0, 0.075]);
    expect(ask(release, { segments: [open], state })).toBeNull();
    expect(ask(release, { segments: [lowered, open], state })).toBeNull();
    const raised = move([homeBut({}), homeBut({ 3: 0.2 })], null);
    expect(ask(release, { segments: [raised, open], state })).toMatchObject({ code: "E_DROP" });
  });

  it("has nothing to say of an empty hand, of motion and of closing", () => {
    expect(ask(release, { segments: [open] })).toBeNull();
    const close: Segment = { kind: "close", forceN: 30, expects: null };
    expect(
      fallFrom([0.4, 0, 0.3], 0.06, [close, move([homeBut({}), homeBut({ 0: 0.1 })]), { kind: "wait", seconds: 1 }]),
    ).toBeNull();
  });
});
