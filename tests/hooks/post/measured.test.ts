// Post hooks one by one: whole findings, and each limit from both sides.
import { describe, expect, it } from "vitest";
import { nothingTouched } from "../../../hooks/post/nothing-touched.ts";
import { objectHeld } from "../../../hooks/post/object-held.ts";
import { objectPlaced } from "../../../hooks/post/object-placed.ts";
import { targetReached } from "../../../hooks/post/target-reached.ts";
import type { CellObject } from "../../../kernel/contract/cell.ts";
import type { QuatXyzw, Vec3 } from "../../../kernel/contract/geometry.ts";
import type { Measured, Touch } from "../../../kernel/contract/measured.ts";
import type { Promised } from "../../../kernel/contract/plan.ts";
import { askAfter, CALLS, cell, holding, home, planOf, withObject, without } from "../../fixtures/judging.ts";

describe("nothing-touched", () => {
  const touch: Touch = { atS: 1, a: "hand", b: "mug", depthM: 0.0004, atM: [0.6, -0.204, 0.05] };
  const later: Touch = { atS: 2, a: "link7", b: "table", depthM: 0.1, atM: [1, 1, 1] };

  it("is called so in verdicts and logs", () => expect(nothingTouched.name).toBe("nothing-touched"));

  it("names the first touch, where and how deep", () => {
    expect(askAfter(nothingTouched, {}, home, { touches: [touch, later] })).toEqual({
      code: "E_TOUCH",
      reason: "hand touched mug near (0.60, -0.20, 0.05)",
      measured: 0.0004,
      limit: 0,
    });
    expect(askAfter(nothingTouched, {}, home)).toBeNull();
  });

  it("leaves a jog be, whose way may begin in a contact", () => {
    const plan = planOf({ call: CALLS.jog });
    expect(nothingTouched.judge({ plan, before: home, after: home, touches: [touch], cell })).toBeNull();
  });
});

describe("target-reached", () => {
  const tool = (xyzM: Vec3, quatXyzw: QuatXyzw = [0, 0, 0, 1]): Measured => ({ ...home, tool: { xyzM, quatXyzw } });
  const promised: Promised = { tool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } };
  const turnedBy = (rad: number): QuatXyzw => [0, 0, Math.sin(rad / 2), Math.cos(rad / 2)];

  it("is called so in verdicts and logs", () => expect(targetReached.name).toBe("target-reached"));

  it("says nothing where no pose was promised", () => expect(askAfter(targetReached, {}, tool([9, 9, 9]))).toBeNull());

  it("takes 4 mm off, and refuses more, or what is no number", () => {
    for (const off of [0, 0.0039, 0.004, -0.004])
      expect(askAfter(targetReached, promised, tool([off, 0, 0]))).toBeNull();
    expect(askAfter(targetReached, promised, tool([0, 0.0125, 0]))).toEqual({
      code: "E_TARGET_MISSED",
      reason: "the tool is measured 12.5 mm from its target (most 4 mm)",
      measured: 0.0125,
      limit: 0.004,
    });
    expect(askAfter(targetReached, promised, tool([0, 0.0041, 0]))).not.toBeNull();
    expect(askAfter(targetReached, promised, tool([0, Number.NaN, 0]))).toMatchObject({ code: "E_TARGET_MISSED" });
  });

  it("takes 0.0199 rad of turn and refuses 0.0201, or what is no number", () => {
    for (const rad of [0, 0.0199, -0.0199])
      expect(askAfter(targetReached, promised, tool([0, 0, 0], turnedBy(rad)))).toBeNull();
    expect(askAfter(targetReached, promised, tool([0, 0, 0], turnedBy(0.0201)))).not.toBeNull();
    expect(askAfter(targetReached, promised, tool([0, 0, 0], turnedBy(-Math.PI / 6)))).toEqual({
      code: "E_TARGET_MISSED",
      reason: "the tool is measured turned 30.0 deg from its target (most 1.1 deg)",
      measured: expect.closeTo(Math.PI / 6, 12),
      limit: 0.02,
    });
    expect(askAfter(targetReached, promised, tool([0, 0, 0], [Number.NaN, 0, 0, 1]))).toMatchObject({
      code: "E_TARGET_MISSED",
    });
  });
});

describe("object-held", () => {
  it("is called so in verdicts and logs", () => expect(objectHeld.name).toBe("object-held"));

  it("says what is not held, and what is instead", () => {
    expect(askAfter(objectHeld, { holding: "mug" }, holding(null))).toEqual({
      code: "E_NOT_HELD",
      reason: "mug is not measured between the pads",
    });
    expect(askAfter(objectHeld, { holding: "mug" }, holding("red_cube"))).toEqual({
      code: "E_NOT_HELD",
      reason: "mug is not measured between the pads, but red_cube is",
    });
    expect(askAfter(objectHeld, { holding: null }, holding("mug"))).toEqual({
      code: "E_NOT_PLACED",
      reason: "mug is still measured between the pads",
    });
  });

  it("is content with what was promised, and where nothing was", () => {
    expect(askAfter(objectHeld, { holding: "mug" }, holding("mug"))).toBeNull();
    expect(askAfter(objectHeld, { holding: null }, holding(null))).toBeNull();
    expect(askAfter(objectHeld, {}, holding("mug"))).toBeNull();
  });
});

describe("object-placed", () => {
  const red = (centreM: Vec3, more: { readonly on?: string; readonly inside?: string } = {}): Promised => ({
    object: { id: "red_cube", centreM, ...more },
  });
  const says = (promised: Promised, after: Measured) => askAfter(objectPlaced, promised, after);
  const at = (xyzM: Vec3): Measured => withObject("red_cube", xyzM);

  it("is called so in verdicts and logs", () => expect(objectPlaced.name).toBe("object-placed"));

  it("says nothing where nothing was promised", () => expect(says({}, at([9, 9, 9]))).toBeNull());

  it("needs the object to be known and measured", () => {
    expect(says({ object: { id: "vase", centreM: [0, 0, 0] } }, withObject("vase", [0, 0, 0]))).toEqual({
      code: "E_NOT_PLACED",
      reason: "vase is not measured at all",
    });
    expect(says(red([0, 0, 0.02]), without("red_cube"))).toEqual({
      code: "E_NOT_PLACED",
      reason: "red_cube is not measured at all",
    });
  });

  it("takes 20 mm off, and refuses more, or what is no number", () => {
    for (const off of [0, 0.0199, 0.02, -0.02]) expect(says(red([0, 0, 0.02]), at([off, 0, 0.02]))).toBeNull();
    expect(says(red([0, 0, 0.02]), at([0, 0.0625, 0.02]))).toEqual({
      code: "E_NOT_PLACED",
      reason: "red_cube is measured 6.3 cm from where it was promised (most 2 cm)",
      measured: 0.0625,
      limit: 0.02,
    });
    for (const off of [0.0201, -0.0201, Number.NaN]) expect(says(red([0, 0, 0.02]), at([0, off, 0.02]))).not.toBeNull();
  });

  it("on: names what it stands on instead, and takes 8 mm of float", () => {
    const on = (support: string, zM: number) => says(red([0.55, -0.4, 0.17], { on: support }), at([0.55, -0.4, zM]));
    expect(on("shelf", 0.17)).toBeNull();
    expect(on("shelf", 0.1779)).toBeNull();
    expect(on("shelf", 0.182)).toEqual({
      code: "E_NOT_PLACED",
      reason: "red_cube is measured 12.0 mm above shelf (most 8 mm)",
      measured: expect.closeTo(0.012, 12),
      limit: 0.008,
    });
    expect(on("table", 0.17)).toEqual({ code: "E_NOT_PLACED", reason: "red_cube is measured on shelf, not on table" });
    const table = (bottomM: number) => {
      const flat: CellObject = { ...cell.objects[0]!, shape: { kind: "box", sizeM: [0.04, 0.04, 0] } };
      const promised = red([0, 0, 0], { on: "table" });
      return askAfter(objectPlaced, promised, at([0, 0, bottomM]), { cell: { ...cell, objects: [flat] } });
    };
    expect(table(0.008)).toBeNull();
    expect(table(0.0081)).not.toBeNull();
  });

  it("asks for no support where none was promised", () => {
    expect(says(red([0, 0, 0.1]), at([0, 0, 0.1]))).toBeNull();
  });

  it("inside: within the walls on all four sides, and not on the rim", () => {
    // Sizes that binary fractions hold exactly: the inner half is 0.25 m, then 0.125 m.
    const box: CellObject = {
      ...cell.objects[5]!,
      shape: { kind: "open_box", sizeM: [0.75, 0.5, 0.03], wallM: 0.125 },
    };
    const inside = (x: number, y: number) =>
      askAfter(objectPlaced, red([x, y, 0.145], { inside: "tray" }), withObject("tray", [0, 0, 0], at([x, y, 0.145])), {
        cell: { ...cell, objects: [cell.objects[0]!, box] },
      });
    const out = { code: "E_NOT_PLACED", reason: "red_cube is measured outside tray" };
    for (const sign of [1, -1]) {
      expect(inside(sign * 0.2499, 0)).toBeNull();
      expect(inside(0, sign * 0.1249)).toBeNull();
      expect(inside(sign * 0.25, 0)).toEqual(out);
      expect(inside(0, sign * 0.125)).toEqual(out);
      expect(inside(sign * 0.3, 0)).toEqual(out);
    }
  });

  it("inside: a container that is not measured holds nothing", () => {
    expect(says(red([0, 0, 0.02], { inside: "tray" }), without("tray", at([0, 0, 0.02])))).toEqual({
      code: "E_NOT_PLACED",
      reason: "tray is not measured at all",
    });
  });

  it("inside: the container may stand turned, and what is no open box holds by its name alone", () => {
    const turned: Measured = {
      ...at([0.3, 0.45, 0.025]),
      objects: {
        ...at([0.3, 0.45, 0.025]).objects,
        tray: { xyzM: [0.3, 0.36, 0], quatXyzw: [0, 0, Math.SQRT1_2, Math.SQRT1_2] },
      },
    };
    expect(says(red([0.3, 0.45, 0.025], { inside: "tray" }), turned)).toBeNull();
    expect(says(red([0, 0, 0.02], { inside: "shelf" }), at([0, 0, 0.02]))).toBeNull();
  });
});
