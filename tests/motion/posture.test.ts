// Why an arm may not be let go on from where it stands: each reason alone, with its figure.
import { describe, expect, it } from "vitest";
import type { Cell, CellObject } from "../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { TrackedReading } from "../../kernel/contract/tracking.ts";
import { nearestThing, peopleObstacles, postureFault } from "../../kernel/motion/posture.ts";
import { home, cell as tabletop } from "../fixtures/judging.ts";
import { SEPARATION } from "../fixtures/separation-terms.ts";

const at = (xyzM: Vec3): Pose => ({ xyzM, quatXyzw: [0, 0, 0, 1] });
const [toolX, toolY, toolZ] = home.tool.xyzM;
const block = (id: string, isStatic: boolean): CellObject => ({
  id,
  kind: "block",
  color: null,
  shape: { kind: "box", sizeM: [0.04, 0.04, 0.04] },
  startPose: at([0, 0, 0]),
  massKg: 0.1,
  isStatic,
  isContainer: false,
});
const bare: Cell = { ...tabletop, zones: [], objects: [], tracked: [], separation: null };
const withBlock = (isStatic: boolean): Cell => ({ ...bare, objects: [block("block", isStatic)] });
const state = (of: Partial<Measured> = {}): Measured => ({ ...home, objects: {}, ...of });
const shut = { openingM: 0.03, forceN: 0, holding: null };
const standing = (centreM: Vec3) => state({ gripper: shut, objects: { block: at(centreM) } });
/** A block's centre with its top so far under the tool point. */
const under = (gapM: number): Vec3 => [toolX, toolY, toolZ - 0.02 - gapM];

describe("a posture", () => {
  it("in an empty cell is no fault, and nothing but the table is near it", () => {
    expect(postureFault(bare, state(), [])).toBeNull();
    expect(nearestThing(bare, state())?.name).toBe("table");
    // Of the arm's own parts but the base, link 1 is lowest.
    expect(nearestThing(bare, state())!.distanceM).toBeCloseTo(0.081, 3);
  });

  it("past a joint's range is one, at either end, said with the joint's name", () => {
    const { upperRad, lowerRad } = bare.robot.joints[2]!.limits;
    for (const rad of [upperRad + 1e-3, lowerRad - 1e-3])
      expect(postureFault(bare, state({ jointsRad: home.jointsRad.with(2, rad) }), [])).toMatchObject({
        code: "E_JOINT_LIMIT",
        reason: expect.stringMatching(
          new RegExp(`^joint ${bare.robot.joints[2]!.name} stands at ${rad.toFixed(4)} rad.*jog off it, then reset$`),
        ),
      });
    for (const rad of [upperRad, lowerRad])
      expect(postureFault(bare, state({ jointsRad: home.jointsRad.with(2, rad) }), [])?.code).not.toBe("E_JOINT_LIMIT");
  });

  it("with the tool 1 mm inside a static block is one, 0.4 mm inside or clear is none", () => {
    const cell = withBlock(true);
    const { name, distanceM } = nearestThing(cell, standing(under(0.05)))!;
    expect(name).toBe("block");
    const touchingM = 0.05 - distanceM;
    expect(postureFault(cell, standing(under(touchingM + 0.001)), [])).toBeNull();
    expect(postureFault(cell, standing(under(touchingM - 0.0004)), [])).toBeNull();
    const fault = postureFault(cell, standing(under(touchingM - 0.001)), []);
    expect(fault).toMatchObject({ code: "E_TOUCH", limit: -0.0005, measured: expect.closeTo(-0.001, 5) });
    expect(fault?.reason).toMatch(/is -1\.0 mm from block \(least -0\.5 mm\); remove what is there/);
  });

  it("with the fingers round what they were to grip is none", () => {
    expect(postureFault(withBlock(false), standing([toolX, toolY, toolZ]), [])).toBeNull();
    expect(postureFault(withBlock(true), standing([toolX, toolY, toolZ]), [])).toMatchObject({ code: "E_TOUCH" });
  });

  it("with what is held 1.5 mm into a thing is none, 2.5 mm is one", () => {
    const shelf = block("shelf", true);
    const cell: Cell = { ...bare, objects: [block("block", false), shelf] };
    const gripper = { openingM: 0.04, forceN: 30, holding: "block" };
    const into = (m: number): Measured =>
      state({
        gripper,
        objects: { block: at([toolX, toolY, toolZ]), shelf: at([toolX, toolY, toolZ - 0.04 + m]) },
      });
    expect(postureFault(cell, into(0.0015), [])?.reason ?? "").not.toMatch(/^block is/);
    const low = block("block", false);
    const long: Cell = { ...cell, objects: [{ ...low, shape: { kind: "box", sizeM: [0.04, 0.04, 0.2] } }, shelf] };
    const deep = (m: number): Measured =>
      state({
        gripper,
        objects: { block: at([toolX, toolY, toolZ - 0.06]), shelf: at([toolX, toolY, toolZ - 0.18 + m]) },
      });
    expect(postureFault(long, deep(0.0015), [])).toBeNull();
    expect(postureFault(long, deep(0.0025), [])).toMatchObject({ code: "E_TOUCH", limit: -0.002 });
  });

  it("in a zone is one of its own code", () => {
    const zone = {
      kind: "keep_out",
      name: "lamp",
      solid: { shape: { kind: "sphere", radiusM: 0.1 }, centreM: home.tool.xyzM },
    } as const;
    expect(postureFault({ ...bare, zones: [zone] }, state(), [])).toMatchObject({
      code: "E_ZONE",
      reason: expect.stringContaining("zone lamp"),
    });
  });

  it("folded into itself is one", () => {
    const folded = state({ jointsRad: [0, -0.5, 0, -3.0, 0, 0.6, 0.785] });
    expect(postureFault(bare, folded, [])).toMatchObject({
      code: "E_SELF_COLLISION",
      reason: expect.stringMatching(/ touches .*jog off it, then reset$/),
    });
  });
});

describe("people near a posture", () => {
  const shape = { kind: "sphere", radiusM: 0.2 } as const;
  const person = (name: string) => ({ name, topic: `/${name}`, shape, staleS: 0.3, walk: null });
  const cell: Cell = { ...bare, tracked: [person("ann"), person("bob")], separation: SEPARATION };
  const seen = (x: number, y: number, measuredAtS = 0): TrackedReading => ({
    measuredAtS,
    centreM: Float64Array.of(x, y, 0.4),
    velocityMPerS: Float64Array.of(0, 0, 0),
  });

  it("are obstacles where they were last seen, and none where nobody has seen them of late", () => {
    expect(peopleObstacles(cell, [seen(2, 0), seen(0, 2, -1)], 0)).toEqual([
      { name: "ann", shape, pose: at([2, 0, 0.4]) },
    ]);
    expect(peopleObstacles(cell, [], 0)).toEqual([]);
  });

  it("are a fault nearer than an arm at rest keeps, 0.362 m; farther they are none", () => {
    expect(postureFault(cell, state(), [seen(3, 0), seen(0, 3)])).toBeNull();
    // The hand and the arm are within 0.15 m of the plane x = toolX.
    const close = postureFault(cell, state(), [seen(3, 0), seen(toolX + 0.4, 0)]);
    expect(close).toMatchObject({ code: "E_SEPARATION", limit: expect.closeTo(0.362, 12) });
    expect(close?.reason).toMatch(/from bob \(least 362\.0 mm\)/);
    expect(postureFault(cell, state(), [seen(3, 0), seen(toolX + 0.9, 0)])).toBeNull();
  });

  it("are a fault when nobody knows where one is, named with the topic", () => {
    expect(postureFault(cell, state(), [seen(3, 0)])).toMatchObject({
      code: "E_SEPARATION",
      reason: expect.stringContaining("nobody knows where bob is (/bob)"),
    });
  });
});
