// Post hooks: what is measured against what was promised, by the millimetre.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { POST_HOOKS } from "../../apps/runtime/hook-list.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured, Touch } from "../../kernel/contract/measured.ts";
import type { Plan, Promised } from "../../kernel/contract/plan.ts";
import { quatFromAxisAngle, quatMultiply } from "../../kernel/motion/transform.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const home = startState(cell);

/** Which hooks object, with their codes. */
function objections(promised: Promised, after: Measured, touches: readonly Touch[] = []): string[] {
  const plan: Plan = { call: { tool: "go_home", args: {} }, segments: [], promised, blocked: null, rerouted: false };
  return POST_HOOKS.flatMap((hook) => {
    const finding = hook.judge({ plan, before: home, after, touches, cell });
    return finding === null ? [] : [`${hook.name} ${finding.code}`];
  });
}

const at = (xyzM: Vec3): Pose => ({ xyzM, quatXyzw: [0, 0, 0, 1] });
const withObject = (id: string, pose: Pose): Measured => ({ ...home, objects: { ...home.objects, [id]: pose } });
const holding = (id: string | null): Measured => ({ ...home, gripper: { ...home.gripper, holding: id } });

describe("post hooks", () => {
  it("promise nothing, object to nothing", () => {
    expect(objections({}, home)).toEqual([]);
  });

  it("target-reached: 4.1 mm or 1.2 deg off is missed, 3.9 mm is not", () => {
    const off = (byM: number): Measured => ({
      ...home,
      tool: { ...home.tool, xyzM: [home.tool.xyzM[0], home.tool.xyzM[1] + byM, home.tool.xyzM[2]] },
    });
    expect(objections({ tool: home.tool }, off(0.0039))).toEqual([]);
    expect(objections({ tool: home.tool }, off(0.0041))).toEqual(["target-reached E_TARGET_MISSED"]);
    expect(objections({ tool: home.tool }, off(Number.NaN))).toEqual(["target-reached E_TARGET_MISSED"]);
    const turned = {
      ...home,
      tool: { ...home.tool, quatXyzw: quatMultiply(quatFromAxisAngle([0, 0, 1], 0.021), home.tool.quatXyzw) },
    };
    expect(objections({ tool: home.tool }, turned)).toEqual(["target-reached E_TARGET_MISSED"]);
  });

  it("object-held: nothing held, another one held, or still held", () => {
    expect(objections({ holding: "mug" }, holding("mug"))).toEqual([]);
    expect(objections({ holding: "mug" }, holding(null))).toEqual(["object-held E_NOT_HELD"]);
    expect(objections({ holding: "mug" }, holding("red_cube"))).toEqual(["object-held E_NOT_HELD"]);
    expect(objections({ holding: null }, holding(null))).toEqual([]);
    expect(objections({ holding: null }, holding("mug"))).toEqual(["object-held E_NOT_PLACED"]);
  });

  it("object-placed: 21 mm off, on something else, or beside the container is not placed", () => {
    const inTray = { id: "red_cube", centreM: [0.35, 0.38, 0.025], on: "tray", inside: "tray" } as const;
    expect(objections({ object: inTray }, withObject("red_cube", at([0.35, 0.38, 0.025])))).toEqual([]);
    expect(objections({ object: inTray }, withObject("red_cube", at([0.35, 0.3989, 0.025])))).toEqual([]);
    expect(objections({ object: inTray }, withObject("red_cube", at([0.371, 0.38, 0.025])))).toEqual([
      "object-placed E_NOT_PLACED",
    ]);
    const beside = { id: "red_cube", centreM: [0.35, 0.5, 0.02], on: "table", inside: "tray" } as const;
    expect(objections({ object: beside }, withObject("red_cube", at([0.35, 0.5, 0.02])))).toEqual([
      "object-placed E_NOT_PLACED",
    ]);
    const onShelf = { id: "red_cube", centreM: [0.55, -0.4, 0.17], on: "shelf" } as const;
    expect(objections({ object: onShelf }, withObject("red_cube", at([0.55, -0.4, 0.17])))).toEqual([]);
    expect(objections({ object: { ...onShelf, on: "table" } }, withObject("red_cube", at([0.55, -0.4, 0.17])))).toEqual(
      ["object-placed E_NOT_PLACED"],
    );
    expect(objections({ object: onShelf }, withObject("red_cube", at([0.55, -0.4, 0.185])))).toEqual([
      "object-placed E_NOT_PLACED",
    ]);
    expect(objections({ object: { id: "vase", centreM: [0, 0, 0] } }, home)).toEqual(["object-placed E_NOT_PLACED"]);
  });

  it("nothing-touched: one unwanted touch is enough", () => {
    const touch: Touch = { atS: 1, a: "hand", b: "mug", depthM: 0.0001, atM: [0.6, 0.2, 0.05] };
    expect(objections({}, home, [touch])).toEqual(["nothing-touched E_TOUCH"]);
  });

  it("are these four", () => {
    expect(POST_HOOKS.map(({ name }) => name)).toEqual([
      "nothing-touched",
      "target-reached",
      "object-held",
      "object-placed",
    ]);
  });
});
