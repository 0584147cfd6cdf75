// What sweeping hooks say: zones, collision and self-collision each of its own kind of contact, at its own distance.
import { describe, expect, it } from "vitest";
import { collision } from "../../../hooks/pre/collision.ts";
import { selfCollision } from "../../../hooks/pre/self-collision.ts";
import { zones } from "../../../hooks/pre/zones.ts";
import { findingOf, sweepStage } from "../../../hooks/swept.ts";
import type { Cell, CellObject, Zone } from "../../../kernel/contract/cell.ts";
import type { Vec3 } from "../../../kernel/contract/geometry.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import { stageBodies } from "../../../kernel/motion/allowances.ts";
import { chainOf } from "../../../kernel/motion/chain.ts";
import { walkPlan } from "../../../kernel/motion/stages.ts";
import type { Contact } from "../../../kernel/motion/sweep.ts";
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
      limit: 0,
    });
    expect(ask(selfCollision, { segments: [swing(1.5)], cell: withZone(ball(onTheWay(0.8))) })).toBeNull();
    expect(ask(selfCollision, { segments: [swing(1.5)], ...withPost(onTheWay(0.8)) })).toBeNull();
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
