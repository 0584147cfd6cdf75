// Plans that do something else than their call says, asked through the gate: each is denied, and says what is off.
import { describe, expect, it } from "vitest";
import type { Promised, Segment } from "../../kernel/contract/plan.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import {
  cell,
  endOf,
  expectDenied,
  goHome,
  holding,
  home,
  judge,
  move,
  pickRed,
  up,
} from "../fixtures/gate-judging.ts";

describe("faithful: denies a plan that", () => {
  const planner = createPlanner(cell, 1);
  const pick = planner({ tool: "pick", args: { object: "red_cube" } }, home, 1);
  const held = holding("red_cube");
  const inTray = { tool: "place", args: { target: "tray", relation: "in" } } as const;
  const place = planner(inTray, held, 1);
  const denies = (call: unknown, segments: readonly Segment[], promised: Promised, state = home): string => {
    const judged = judge(call, { state, segments, promised });
    expectDenied(judged, "faithful", "E_UNFAITHFUL");
    return judged.verdict.reason;
  };

  it("is the planner's own, changed in nothing, is allowed", () => {
    expect(judge(pickRed, { segments: pick.segments, promised: pick.promised }).verdict.kind).toBe("allow");
    expect(judge(inTray, { state: held, segments: place.segments, promised: place.promised }).verdict.kind).toBe(
      "allow",
    );
  });

  it("grips or lets go although the call only moves", () => {
    expect(denies(up, [{ kind: "close", forceN: 30, expects: null }], {})).toMatch(/would close/);
    expect(denies(goHome, [...pick.segments], pick.promised)).toMatch(/would close on the way|would open on the way/);
  });

  it("grips another object than the one to pick, or none", () => {
    const other = pick.segments.map((segment) => (segment.kind === "close" ? { ...segment, expects: null } : segment));
    expect(judge(pickRed, { segments: other, promised: pick.promised }).verdict).toMatchObject({ kind: "deny" });
    expect(denies(pickRed, [move([0.01])], endOf([move([0.01])]))).toMatch(/never moves the fingers/);
  });

  it("takes itself to carry what the hand does not hold, or hides what it holds", () => {
    const carrying = { object: "mug", inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } } as const;
    const moving = move([0.01]);
    if (moving.kind !== "move") throw new Error("a move");
    expect(denies(up, [{ ...moving, carrying }], endOf([moving]))).toMatch(/carry mug, but the hand holds nothing/);
    const hiding = place.segments.map((segment) =>
      segment.kind === "move" ? { ...segment, carrying: null } : segment,
    );
    expect(denies(inTray, hiding, place.promised, held)).toMatch(/carry nothing, but the hand holds red_cube/);
  });

  it("promises another end, another hold or another place than its motion leads to", () => {
    const far = [move([0.02])];
    expect(denies(goHome, far, endOf([move([0.01])]))).toMatch(/promises another end/);
    expect(denies(goHome, far, {})).toMatch(/promises another end/);
    expect(denies(pickRed, pick.segments, { ...pick.promised, holding: null })).toMatch(/promises to hold nothing/);
    const { object, ...bare } = place.promised;
    if (object === undefined) throw new Error("a place promises");
    expect(denies(inTray, place.segments, bare, held)).toMatch(/promises nothing about red_cube/);
    const shifted = {
      ...object,
      centreM: [object.centreM[0], object.centreM[1] + 0.003, object.centreM[2]] as const,
    };
    expect(denies(inTray, place.segments, { ...bare, object: shifted }, held)).toMatch(/elsewhere/);
    const { inside: _inside, ...outside } = object;
    expect(denies(inTray, place.segments, { ...bare, object: outside }, held)).toMatch(/inside tray/);
  });

  it("puts the object on another side, on another thing or elsewhere than asked", () => {
    const beside = { tool: "place", args: { target: "tray", relation: "right_of" } } as const;
    const rightOf = planner(beside, held, 1);
    expect(judge(beside, { state: held, segments: rightOf.segments, promised: rightOf.promised }).verdict.kind).toBe(
      "allow",
    );
    const leftOf = { tool: "place", args: { target: "tray", relation: "left_of" } };
    expect(denies(leftOf, rightOf.segments, rightOf.promised, held)).toMatch(/not put red_cube left of tray/);
    const onBlue = { tool: "place", args: { target: "blue_cube", relation: "on" } };
    expect(denies(onBlue, rightOf.segments, rightOf.promised, held)).toMatch(/on blue_cube/);
    expect(
      denies({ tool: "place", args: { x: 0.4, y: 0, z: 0.03 } }, rightOf.segments, rightOf.promised, held),
    ).toMatch(/beside the place asked for/);
  });
});
