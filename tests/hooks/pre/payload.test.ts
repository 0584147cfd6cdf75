// What the hand carries: its weight for the cell and for the arm, and whether the arm is told the truth about it.
import { describe, expect, it } from "vitest";
import { payload } from "../../../hooks/pre/payload.ts";
import type { Cell } from "../../../kernel/contract/cell.ts";
import type { Carried, Load, Segment } from "../../../kernel/contract/plan.ts";
import type { Source } from "../../../kernel/contract/robot.ts";
import { ask, cell, holding, home, homeBut, move, withObject } from "../../fixtures/judging.ts";

const AT: Carried["inTool"] = { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] };
/** The mug at the tool point, 0.1034 m out from the FR3's flange, which is 0.107 m out from its last link's frame. */
const HELD = holding("mug", { ...withObject("mug", home.tool.xyzM), objects: { mug: home.tool } });
const TRUTH: Load = { massKg: 0.5, centreM: [0, 0, 0.1034] };
const weighing = (massKg: number | null, robot: Partial<Cell["robot"]> = {}): Cell => ({
  ...cell,
  robot: { ...cell.robot, ...robot },
  objects: cell.objects.map((object) => (object.id === "mug" ? { ...object, massKg } : object)),
});
const carrying = (load?: Load, object = "mug"): Segment =>
  move([homeBut({}), homeBut({ 0: 0.1 })], { object, inTool: AT, ...(load === undefined ? {} : { load }) });
const says = (inCell: Cell, segments: readonly Segment[]) => ask(payload, { segments, state: HELD, cell: inCell });

describe("what is held", () => {
  it("is weighed in every motion, not only when it is picked", () => {
    expect(says(weighing(1.25), [carrying({ ...TRUTH, massKg: 1.25 })])).toEqual({
      code: "E_PAYLOAD",
      reason: "mug weighs 1.25 kg (most 1 kg); use a stronger arm",
      measured: 1.25,
      limit: 1,
    });
    expect(says(weighing(1), [carrying({ ...TRUTH, massKg: 1 })])).toBeNull();
    expect(ask(payload, { segments: [carrying()], cell: weighing(1.25) })).toBeNull();
  });

  it("is judged in every stage: a pick of the heavy, a light thing in the hand", () => {
    const pick = { tool: "pick", args: { object: "mug" } } as const;
    expect(ask(payload, { call: pick, cell: weighing(1) })).toBeNull();
    expect(ask(payload, { call: pick, cell: weighing(1.25) })).toMatchObject({ measured: 1.25 });
    const close: Segment = { kind: "close", forceN: 30, expects: "mug" };
    const segments = [close, carrying({ ...TRUTH, massKg: 9 })];
    expect(
      ask(payload, {
        call: pick,
        segments,
        cell: weighing(0.5),
        state: { ...HELD, gripper: home.gripper },
      }),
    ).toMatchObject({
      code: "E_PAYLOAD",
    });
  });
});

describe("what the arm is made for", () => {
  const GRIPPER_KG = cell.robot.gripper.hand.inertia.massKg + 2 * cell.robot.gripper.finger.inertia.massKg;
  const made = (massKg: number, centreFromFlangeM: number, sources: readonly Source[] = []): Cell =>
    weighing(0.5, { payload: { massKg, centreFromFlangeM }, sources });

  it("counts the gripper's own weight with the load's", () => {
    const allKg = GRIPPER_KG + 0.5;
    const finding = says(made(1, 9), [carrying(TRUTH)]);
    expect(finding).toEqual({
      code: "E_PAYLOAD",
      reason: `mug and the gripper weigh ${allKg.toFixed(2)} kg (fr3 carries 1 kg)`,
      measured: expect.closeTo(allKg, 9),
      limit: 1,
    });
    expect(says(made(finding?.measured ?? 0, 9), [carrying(TRUTH)])).toBeNull();
    expect(says(made((finding?.measured ?? 0) - 1e-9, 9), [carrying(TRUTH)])).not.toBeNull();
    expect(says(made(Number.NaN, 9), [carrying(TRUTH)])).toMatchObject({ code: "E_PAYLOAD" });
  });

  it("bounds the moment about the flange too: mass times how far out", () => {
    const finding = says(made(3, 0.01), [carrying(TRUTH)]);
    const kgM = finding?.measured ?? 0;
    expect(finding).toEqual({
      code: "E_PAYLOAD",
      reason: `mug and the gripper weigh down fr3's flange by ${kgM.toFixed(3)} kg m (most 0.030); grip it nearer to its middle`,
      measured: kgM,
      limit: 0.03,
    });
    // The load's own share is 0.5 kg · 0.1034 m; the hand's is the rest.
    expect(kgM).toBeGreaterThan(0.5 * 0.1034);
    expect(kgM).toBeLessThan(0.5 * 0.1034 + GRIPPER_KG * 0.1);
    const heavier = ask(payload, {
      segments: [carrying({ ...TRUTH, massKg: 0.9 })],
      state: HELD,
      cell: weighing(0.9, { payload: { massKg: 3, centreFromFlangeM: 0.01 }, sources: [] }),
    });
    expect((heavier?.measured ?? 0) - kgM).toBeCloseTo(0.4 * 0.1034, 3);
    expect(says(made(1, kgM * 2), [carrying(TRUTH)])).toMatchObject({ limit: 1 });
    expect(says(made(4, kgM / 4), [carrying(TRUTH)])).toBeNull();
    expect(says(made(4, kgM / 4 - 1e-9), [carrying(TRUTH)])).not.toBeNull();
  });

  it("reckons from the flange where the description says where it is, else from the last link", () => {
    const { flange: _, ...unsaid } = cell.robot;
    const before = says(made(3, 0.01), [carrying(TRUTH)])?.measured ?? 0;
    const told = { ...TRUTH, centreM: [0, 0, 0.1034 + 0.107] } as const;
    const bare = { ...unsaid, payload: { massKg: 3, centreFromFlangeM: 0.01 }, sources: [] };
    const after = says({ ...weighing(0.5), robot: bare }, [carrying(told)])?.measured ?? 0;
    // The same weights, all 0.107 m further out.
    expect(after - before).toBeCloseTo((GRIPPER_KG + 0.5) * 0.107, 3);
  });

  it("denies nothing by a distance that is only assumed, and nothing where nobody says what the arm carries", () => {
    const source = (of: Source["of"], isEstimated: boolean): Source => ({ of, from: "a sheet", isEstimated });
    expect(says(made(3, 0.01, [source("payload", true)]), [carrying(TRUTH)])).toBeNull();
    expect(says(made(3, 0.01, [source("payload", false)]), [carrying(TRUTH)])).not.toBeNull();
    expect(says(made(3, 0.01, [source("limits", true)]), [carrying(TRUTH)])).not.toBeNull();
    expect(says(made(3, 0.01, [source("limits", true), source("payload", true)]), [carrying(TRUTH)])).toBeNull();
    expect(says(made(1, 9, [source("payload", true)]), [carrying(TRUTH)])).not.toBeNull();
    const { payload: _, ...unsaid } = cell.robot;
    expect(says({ ...weighing(0.5), robot: unsaid }, [carrying(TRUTH)])).toBeNull();
  });
});

describe("what the arm is told", () => {
  const told = (load?: Load, object?: string) => says(weighing(0.5), [carrying(load, object)]);
  const wrong = (massKg: number) => ({
    code: "E_PAYLOAD",
    reason: `the arm would be told of ${massKg} kg at another place than mug hangs, which weighs 0.5 kg; plan again`,
    measured: massKg,
    limit: 0.5,
  });

  it("is the load's mass to a milligram, and its centre to 10 mm in any direction", () => {
    expect(told(TRUTH)).toBeNull();
    expect(told({ ...TRUTH, massKg: 0.5 + 0.9e-6 })).toBeNull();
    expect(told({ ...TRUTH, massKg: 0.5 - 1.1e-6 })).toMatchObject({ code: "E_PAYLOAD" });
    expect(told({ ...TRUTH, massKg: 0.25 })).toEqual(wrong(0.25));
    expect(told({ ...TRUTH, massKg: Number.NaN })).toMatchObject({ code: "E_PAYLOAD" });
    for (const axis of [0, 1, 2])
      for (const sign of [1, -1]) {
        const centreM = (byM: number) =>
          TRUTH.centreM.map((x, k) => (k === axis ? x + sign * byM : x)) as unknown as Load["centreM"];
        expect(told({ ...TRUTH, centreM: centreM(0.0099) })).toBeNull();
        expect(told({ ...TRUTH, centreM: centreM(0.0101) })).toEqual(wrong(0.5));
      }
  });

  it("is something, of what weighs something; a weightless thing may hang anywhere", () => {
    expect(told()).toEqual(wrong(0));
    const nothing = (load?: Load) => says(weighing(null), [carrying(load)]);
    expect(nothing()).toBeNull();
    expect(nothing({ massKg: 0, centreM: [1, 1, 1] })).toBeNull();
    expect(nothing({ massKg: 0.1, centreM: TRUTH.centreM })).toMatchObject({ code: "E_PAYLOAD", limit: 0 });
  });

  it("is told with motion alone, and a load that it does not hold is for the hook faithful to see", () => {
    expect(says(weighing(0.5), [{ kind: "wait", seconds: 1 }])).toBeNull();
    expect(says(weighing(0.5), [move([homeBut({}), homeBut({ 0: 0.1 })])])).toBeNull();
    expect(told({ ...TRUTH, massKg: 9 }, "red_cube")).toBeNull();
    expect(says(weighing(0.5), [{ kind: "wait", seconds: 1 }, carrying({ ...TRUTH, massKg: 9 })])).toEqual(wrong(9));
  });
});
