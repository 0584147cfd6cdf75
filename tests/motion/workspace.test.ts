// The workspace along a motion: the tool point and every corner of what is held, between looks too.
import { describe, expect, it } from "vitest";
import type { Cell, CellObject, ObjectShape } from "../../kernel/contract/cell.ts";
import { IDENTITY_POSE, type Pose, type Vec3 } from "../../kernel/contract/geometry.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import type { Held } from "../../kernel/motion/stages.ts";
import { insideWorkspace, workspaceBreach } from "../../kernel/motion/workspace.ts";
import { home, cell as tabletop } from "../fixtures/judging.ts";

const chain = chainOf(tabletop.robot, tabletop.base);
const READY = home.jointsRad;
const [x, y, z] = home.tool.xyzM;
const FAR = 9;
/** Everything but one bound is far away. */
const bounded = (axis: number, side: "minM" | "maxM", atM: number): Cell => {
  const workspace = { minM: [-FAR, -FAR, -FAR] as Vec3, maxM: [FAR, FAR, FAR] as Vec3 };
  return { ...tabletop, workspace: { ...workspace, [side]: workspace[side].with(axis, atM) as unknown as Vec3 } };
};
const held = (shape: ObjectShape, inTool: Pose = IDENTITY_POSE): Held => ({
  object: { id: "load", shape } as CellObject,
  inTool,
});
const STILL = [READY, READY];

describe("the workspace", () => {
  it.each([
    [0, "minM", x],
    [0, "maxM", x],
    [1, "minM", y],
    [1, "maxM", y],
    [2, "minM", z],
    [2, "maxM", z],
  ] as const)("bounds the tool point on axis %i by its %s, to 0.5 mm", (axis, side, atM) => {
    const out = side === "minM" ? 1 : -1;
    const inside = (byM: number) => insideWorkspace(bounded(axis, side, atM + out * byM), chain, null)(READY);
    expect([inside(-0.01), inside(0.0004), inside(0.0006)]).toEqual([true, true, false]);
    // A swing of joint 1, up and out of the bound, or away from it.
    const turned = [0.4, -0.4].map((rad) => toolPoseAt(chain, READY.with(0, rad)).xyzM[axis]!);
    if (axis === 2) return;
    [0.4, -0.4].forEach((rad, k) => {
      const goesM = out * (atM - turned[k]!);
      const breach = workspaceBreach(bounded(axis, side, atM), chain, [READY, READY.with(0, rad)], null);
      if (goesM > 0.001) expect(breach?.outsideM).toBeCloseTo(goesM, 6);
      else expect(breach).toBeNull();
    });
  });

  it("says what would be how far outside, and where", () => {
    const end = toolPoseAt(chain, READY.with(0, 0.4)).xyzM;
    const breach = workspaceBreach(bounded(1, "maxM", 0.1), chain, [READY, READY.with(0, 0.4)], null);
    const mm = ((end[1] - 0.1) * 1000).toFixed(0);
    const at = end.map((value) => value.toFixed(3)).join(", ");
    expect(breach?.reason).toBe(
      `the tool point would be ${mm} mm outside the workspace at (${at}); choose a target inside it`,
    );
  });

  it("is left where a motion swings out and back between its ends, by 1 mm or not at all", () => {
    // From -0.4 to 0.4 rad about the base, the tool point is farthest out in x half-way.
    const reachM = Math.hypot(x, y);
    const swing = [READY.with(0, -0.4), READY.with(0, 0.4)];
    expect(workspaceBreach(bounded(0, "maxM", reachM), chain, swing, null)).toBeNull();
    const breach = workspaceBreach(bounded(0, "maxM", reachM - 0.001), chain, swing, null);
    expect(breach?.outsideM).toBeCloseTo(0.001, 6);
    expect(breach?.reason).toContain("would be 1 mm outside");
  });

  it("may be re-entered from outside, not left further", () => {
    const cell = bounded(1, "maxM", y - 0.05);
    expect(workspaceBreach(cell, chain, STILL, null)).toBeNull();
    expect(workspaceBreach(cell, chain, [READY, READY.with(0, -0.2)], null)).toBeNull();
    expect(workspaceBreach(cell, chain, [READY, READY.with(0, 0.2)], null)).not.toBeNull();
    expect(insideWorkspace(cell, chain, null)(READY)).toBe(false);
  });
});

describe("what is held in the workspace", () => {
  const brick = held({ kind: "box", sizeM: [0.1, 0.2, 0.3] });
  // Straight down: the tool's x is the cell's, its y and z are turned round.
  it.each([
    ["box", brick, [0.05, 0.1, 0.15]],
    ["cylinder, by the box round it", held({ kind: "cylinder", radiusM: 0.04, heightM: 0.3 }), [0.04, 0.04, 0.15]],
  ] as const)("counts by its corners: %s", (_, load, half) => {
    for (const axis of [0, 1, 2])
      for (const side of ["minM", "maxM"] as const) {
        const sign = side === "minM" ? -1 : 1;
        const cornerM = home.tool.xyzM[axis]! + sign * half[axis]!;
        const inside = (byM: number) => insideWorkspace(bounded(axis, side, cornerM - sign * byM), chain, load)(READY);
        expect([inside(-0.001), inside(0.002)]).toEqual([true, false]);
      }
  });

  it("counts where it sits in the hand, and is named", () => {
    // 0.2 m beyond the tool point: below it.
    const low = held({ kind: "box", sizeM: [0.02, 0.02, 0.02] }, { xyzM: [0, 0, 0.2], quatXyzw: [0, 0, 0, 1] });
    expect(insideWorkspace(bounded(2, "minM", z - 0.212), chain, low)(READY)).toBe(true);
    expect(insideWorkspace(bounded(2, "minM", z - 0.208), chain, low)(READY)).toBe(false);
    const breach = workspaceBreach(bounded(0, "maxM", x + 0.011), chain, [READY, READY.with(3, READY[3]! + 0.3)], low);
    expect(breach?.reason).toMatch(/^load would be \d+ mm outside/);
  });
});
