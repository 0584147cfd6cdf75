// What sweeping hooks say: zones, collision and self-collision each of its own kind of contact, at its own distance.
import { describe, expect, it } from "vitest";
import { openCell } from "../../../apps/cell.ts";
import { collision } from "../../../hooks/pre/collision.ts";
import { selfCollision } from "../../../hooks/pre/self-collision.ts";
import { zones } from "../../../hooks/pre/zones.ts";
import { findingOf, sweepStage } from "../../../hooks/swept.ts";
import type { Cell, CellObject, Zone } from "../../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../../kernel/contract/geometry.ts";
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import { stageBodies } from "../../../kernel/motion/allowances.ts";
import { armBodies } from "../../../kernel/motion/bodies.ts";
import { chainOf, toolPoseAt } from "../../../kernel/motion/chain.ts";
import { walkPlan } from "../../../kernel/motion/stages.ts";
import { type Contact, selfCheckerOf } from "../../../kernel/motion/sweep.ts";
import { composePose } from "../../../kernel/motion/transform.ts";
import { startState } from "../../../kernel/start-state.ts";
import { ask, cell, home, homeBut, move, planOf } from "../../fixtures/judging.ts";

const HOME = homeBut({});
const swing = (rad: number): Segment => move([HOME, homeBut({ 0: rad })]);
/** Where the tool point of home comes by when joint 1 has turned that far, but lower. */
const onTheWay = (rad: number, belowM = 0): Vec3 => {
  const [x, , z] = home.tool.xyzM;
  return [x * Math.cos(rad), x * Math.sin(rad), z - belowM];
};
const ball = (centreM: Vec3, radiusM = 0.06): Zone => ({
  kind: "keep_out",
  name: "ball",
  solid: { shape: { kind: "sphere", radiusM }, centreM },
});
const post = (centreM: Vec3): CellObject => ({
  ...cell.objects[0]!,
  id: "post",
  shape: { kind: "box", sizeM: [0.1, 0.1, 0.1] },
  isStatic: true,
  startPose: { xyzM: centreM, quatXyzw: [0, 0, 0, 1] },
});
const BARE: Cell = { ...cell, zones: [], objects: [] };
const withZone = (zone: Zone): Cell => ({ ...BARE, zones: [zone] });
const withPost = (centreM: Vec3) => {
  const object = post(centreM);
  return { cell: { ...BARE, objects: [object] }, state: { ...home, objects: { post: object.startPose } } };
};
const folded = move([HOME, homeBut({ 3: -0.6, 5: -0.9 })], null, 20);

it("are called so in verdicts and logs", () =>
  expect([zones.name, collision.name, selfCollision.name]).toEqual(["zones", "collision", "self-collision"]));

describe("a contact in words", () => {
  const contact = (distanceM: number): Contact => ({
    kind: "contact",
    body: "hand",
    obstacle: "zone lamp",
    distanceM,
    requiredM: 0.01,
    s: 0.5,
    jointsRad: [],
    atM: [0.604, -0.126, 0.5],
  });

  it("tells what would meet what, where, and what to do; for a near pass also how near and how far it should be", () => {
    expect(findingOf("E_ZONE", contact(0.0042))).toEqual({
      code: "E_ZONE",
      reason:
        "hand would pass 4.2 mm from zone lamp (least 10.0 mm) near (0.60, -0.13, 0.50); choose a target or a way further from it",
      measured: 0.0042,
      limit: 0.01,
    });
    for (const distanceM of [0, -0.003])
      expect(findingOf("E_COLLISION", contact(distanceM))).toEqual({
        code: "E_COLLISION",
        reason: "hand would meet zone lamp near (0.60, -0.13, 0.50); choose a target or a way further from it",
        measured: distanceM,
        limit: 0.01,
      });
  });
});

describe("zones", () => {
  it("refuses what sweeps through a zone though it starts and ends clear, and looks at nothing else", () => {
    expect(ask(zones, { segments: [swing(1.5)], cell: withZone(ball(onTheWay(0.8))) })).toMatchObject({
      code: "E_ZONE",
      reason: expect.stringMatching(/ would meet zone ball near \(0\.2\d, 0\.2\d, 0\.\d\d\); choose/),
      limit: 0.01,
    });
    expect(ask(zones, { segments: [swing(0.2)], cell: withZone(ball(onTheWay(0.8))) })).toBeNull();
    expect(ask(zones, { segments: [swing(1.5)], ...withPost(onTheWay(0.8)) })).toBeNull();
    expect(ask(zones, { segments: [folded], cell: BARE })).toBeNull();
  });

  it("looks at every stage of the plan", () => {
    const segments = [swing(0.2), move([homeBut({ 0: 0.2 }), homeBut({ 0: 1.5 })])];
    expect(ask(zones, { segments, cell: withZone(ball(onTheWay(0.8))) })).toMatchObject({ code: "E_ZONE" });
    expect(ask(zones, { cell: withZone(ball(onTheWay(0))) })).toBeNull();
  });
});

describe("collision", () => {
  it("refuses what sweeps through an object, and looks at no zone and not at the arm itself", () => {
    expect(ask(collision, { segments: [swing(1.5)], ...withPost(onTheWay(0.8)) })).toMatchObject({
      code: "E_COLLISION",
      reason: expect.stringMatching(/ would meet post near \(0\.2\d, 0\.2\d, 0\.\d\d\); choose/),
      limit: 0.01,
    });
    expect(ask(collision, { segments: [swing(0.2)], ...withPost(onTheWay(0.8)) })).toBeNull();
    expect(ask(collision, { segments: [swing(1.5)], cell: withZone(ball(onTheWay(0.8))) })).toBeNull();
    expect(ask(collision, { segments: [folded], cell: BARE })).toBeNull();
  });
});

describe("self-collision", () => {
  it("refuses an arm folded into itself, and looks at nothing around it", () => {
    expect(ask(selfCollision, { segments: [folded], cell: BARE })).toMatchObject({
      code: "E_SELF_COLLISION",
      reason: expect.stringMatching(/ would meet .* near \(.*\); choose a target or a way further from it$/),
      limit: 2e-6,
    });
    expect(ask(selfCollision, { segments: [swing(1.5)], cell: withZone(ball(onTheWay(0.8))) })).toBeNull();
    expect(ask(selfCollision, { segments: [swing(1.5)], ...withPost(onTheWay(0.8)) })).toBeNull();
  });
});

describe("fingers that open or close", () => {
  const opening = (openingM: number): Segment => ({ kind: "open", openingM, releases: null });
  const closing = (expects: string | null): Segment => ({ kind: "close", forceN: 20, expects });
  const standing = (of: Cell, jointsRad: readonly number[], openingM: number): Measured => {
    const { gripper, ...state } = startState(of);
    const tool = toolPoseAt(chainOf(of.robot, of.base), jointsRad);
    return { ...state, jointsRad, tool, gripper: { ...gripper, openingM } };
  };
  const bare = (of: Cell): Cell => ({ ...of, zones: [], objects: [] });

  it("are kept off the arm itself: the FR3's left finger opens into its foot, and no further than that does it", () => {
    // By looks: clear of it shut and at 20 mm, in it from 40 mm on.
    const tucked = [0.137, 0.009, -1.691, -2.971, -0.332, 1.903, 2.786];
    const from = (openingM: number, segment: Segment) =>
      ask(selfCollision, { segments: [segment], state: standing(BARE, tucked, openingM), cell: BARE });
    expect(from(0, opening(0.08))).toMatchObject({
      code: "E_SELF_COLLISION",
      reason: expect.stringMatching(/^left finger 4 would meet link0/),
    });
    expect(from(0, opening(0.02))).toBeNull();
    expect(from(0.02, closing(null))).toBeNull();
    expect(from(0.06, closing(null))).toMatchObject({ code: "E_SELF_COLLISION" });
  });

  it("are swept, not looked at here and there: the SO-101's jaw meets its base between the quarters of its way", () => {
    const so101 = bare(openCell("cells/so101.yaml"));
    const chain = chainOf(so101.robot, so101.base);
    const tucked = [-1.191, 0.395, 0.769, 1.011, -2.577];
    const touches = (openingM: number): boolean =>
      selfCheckerOf(chain, armBodies(chain, openingM)).look(tucked).kind === "contact";
    expect([0, 0.015, 0.03, 0.045, 0.06].map(touches)).toEqual([false, false, false, false, false]);
    expect(Array.from({ length: 61 }, (_, k) => touches(k / 1000))).toContain(true);
    const state = standing(so101, tucked, 0);
    expect(ask(selfCollision, { segments: [opening(0.06)], state, cell: so101 })).toMatchObject({
      code: "E_SELF_COLLISION",
      reason: expect.stringMatching(/^jaw 1 would meet base/),
    });
  });

  it("may close until they are shut: what they are to grip may not be there", () => {
    // A cylinder of 30 mm between the pads and a thing beside it: 11 mm from the fingers on the cylinder, 5.9 mm when shut.
    const { tool } = home;
    const at = (byM: Vec3): Pose => composePose(tool, { xyzM: byM, quatXyzw: [0, 0, 0, 1] });
    const round: CellObject = {
      ...post([0, 0, 0]),
      id: "round",
      shape: { kind: "cylinder", radiusM: 0.015, heightM: 0.02 },
      isStatic: false,
    };
    const beside: CellObject = { ...post([0, 0, 0]), shape: { kind: "box", sizeM: [0.02, 0.01, 0.02] } };
    const of: Cell = { ...BARE, objects: [round, beside] };
    const objects = { round: at([0, 0, 0]), post: at([0.025, 0, 0]) };
    const state: Measured = { ...home, objects, gripper: { ...home.gripper, openingM: 0.08 } };
    expect(ask(collision, { segments: [opening(0.03)], state, cell: { ...of, objects: [beside] } })).toBeNull();
    expect(ask(collision, { segments: [closing("round")], state, cell: of })).toMatchObject({
      code: "E_COLLISION",
      reason: expect.stringMatching(/finger \d would pass 5\.9 mm from post \(least 10\.0 mm\)/),
    });
  });
});

describe("obstacles of the caller's own", () => {
  const chain = chainOf(cell.robot, cell.base);
  const stage = walkPlan(planOf({ segments: [swing(1.5)] }), home, BARE).stages[0]!;
  const at = (centreM: Vec3) => [
    {
      name: "them",
      shape: { kind: "sphere", radiusM: 0.03 },
      pose: { xyzM: centreM, quatXyzw: [0, 0, 0, 1] },
    } as const,
  ];

  it("are swept at the caller's distance", () => {
    const met = (belowM: number, requiredM: number) =>
      sweepStage(chain, stage, stageBodies(chain, stage), at(onTheWay(0.8, belowM)), () => requiredM);
    expect(met(0, 0.01)).toMatchObject({ kind: "contact", obstacle: "them", requiredM: 0.01 });
    expect(met(0.1, 0.01)).toBeNull();
    expect(met(0.1, 0.12)).toMatchObject({ kind: "contact", requiredM: 0.12 });
  });

  it("are met by none of no bodies", () => {
    expect(sweepStage(chain, stage, [], at(onTheWay(0.8)), () => 0.01)).toBeNull();
  });
});
