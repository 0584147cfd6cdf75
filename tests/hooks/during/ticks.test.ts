// What is watched each tick of the arm's own state: freshness, tracking, grip, effort and tool-speed.
import { describe, expect, it } from "vitest";
import { effort } from "../../../hooks/during/effort.ts";
import { freshness } from "../../../hooks/during/freshness.ts";
import { grip } from "../../../hooks/during/grip.ts";
import { toolSpeed } from "../../../hooks/during/tool-speed.ts";
import { tracking } from "../../../hooks/during/tracking.ts";
import type { Cell, Zone } from "../../../kernel/contract/cell.ts";
import { chainOf, toolFrameAt } from "../../../kernel/motion/chain.ts";
import { seededRandom } from "../../../kernel/motion/rng.ts";
import { cell, home, homeBut, move, planOf } from "../../fixtures/judging.ts";
import { watching } from "../../fixtures/watching.ts";

describe("freshness", () => {
  it("is called so in verdicts and logs", () => expect(freshness.name).toBe("freshness"));

  it("takes a reading of 10 ms ago, and refuses one of 12 ms ago", () => {
    const watch = watching(freshness);
    expect(watch({ atS: 0, nowS: 0 })).toBeNull();
    expect(watch({ atS: 0.002, nowS: 0.002 })).toBeNull();
    // 0.01 - 0 is exactly the limit.
    expect(watching(freshness)({ atS: 0, nowS: 0.01 })).toBeNull();
    expect(watching(freshness)({ atS: 0, nowS: 0.0125 })).toEqual({
      code: "E_STALE",
      reason: "the measured state is 13 ms old (most 10 ms); check the link to the arm",
      measured: 0.0125,
      limit: 0.01,
    });
  });

  it("refuses time that stands still, runs back or is no number", () => {
    const stands = { code: "E_STALE", reason: "the measured state stands still; check the link to the arm" };
    for (const atS of [1, 0.998, Number.NaN]) {
      const watch = watching(freshness);
      expect(watch({ atS: 1 })).toBeNull();
      expect(watch({ atS, nowS: 1.002 })).toEqual(stands);
    }
    expect(watching(freshness)({ atS: 1, nowS: Number.NaN })).toMatchObject({ code: "E_STALE" });
  });
});

describe("tracking", () => {
  const off = (j: number, byRad: number) => watching(tracking)({ jointsRad: homeBut({ [j]: byRad }) });

  it("is called so in verdicts and logs", () => expect(tracking.name).toBe("tracking"));

  it("takes 0.06 rad behind on any joint, either way, and names the one that is further", () => {
    // Joint 1 of home is 0, so this is exactly the limit.
    for (const byRad of [0.06, -0.06, 0]) expect(off(0, byRad)).toBeNull();
    expect(off(6, 0.0599)).toBeNull();
    expect(off(0, -0.0601)).not.toBeNull();
    expect(off(6, 0.25)).toEqual({
      code: "E_TRACKING",
      reason: `joint ${cell.robot.joints[6]?.name} is 0.250 rad behind its setpoint (most 0.06); look for what holds it`,
      measured: expect.closeTo(0.25, 12),
      limit: 0.06,
    });
  });

  it("refuses what is not measured as a number", () => {
    for (const rad of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(off(1, rad)).toEqual({
        code: "E_STALE",
        reason: "joint 2 is not measured as a number; check the encoder",
      });
  });

  it("numbers a joint that has no name", () => {
    const nameless: Cell = { ...cell, robot: { ...cell.robot, joints: [] } };
    expect(watching(tracking, planOf({}), nameless)({ jointsRad: homeBut({ 2: 1 }) })?.reason).toMatch(
      /^joint 3 is 1\.000/,
    );
  });
});

describe("grip", () => {
  const carrying = { object: "mug", inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } } as const;
  const bare = move([homeBut({}), homeBut({ 0: 0.1 })]);
  const plan = planOf({ segments: [{ ...bare, carrying }, bare, { kind: "open", openingM: 0.08, releases: "mug" }] });
  const without = (ticks: number, holding: string | null = null, segmentIndex = 0) => {
    const watch = watching(grip, plan);
    let last = null;
    for (let k = 0; k < ticks; k++) last = watch({ holding, segmentIndex });
    return last;
  };

  it("is called so in verdicts and logs", () => expect(grip.name).toBe("grip"));

  it("lets a flicker of 14 ticks be, and stops at the 15th, whatever is held instead", () => {
    for (const instead of [null, "red_cube"]) {
      expect(without(14, instead)).toBeNull();
      expect(without(15, instead)).toEqual({
        code: "E_GRIP_LOST",
        reason: "mug slipped out of the gripper; see where it fell",
      });
    }
  });

  it("counts anew after a tick with a hold", () => {
    const watch = watching(grip, plan);
    for (let k = 0; k < 40; k++) expect(watch({ holding: k % 14 === 13 ? "mug" : null })).toBeNull();
  });

  it("has nothing to say while nothing is carried, while the fingers move, and past the plan", () => {
    for (const segmentIndex of [1, 2, 3]) expect(without(50, null, segmentIndex)).toBeNull();
    expect(without(50, "mug")).toBeNull();
  });
});

describe("effort", () => {
  const rated = cell.robot.joints.map(({ limits }) => limits.effortNm);
  const working = (j: number, nm: number) => ({ effortNm: rated.map((_, k) => (k === j ? nm : 0)) });
  const says = (ticks: number, j: number, nm: number) => {
    const watch = watching(effort);
    let last = null;
    for (let k = 0; k < ticks; k++) last = watch(working(j, nm));
    return last;
  };

  it("is called so in verdicts and logs", () => expect(effort.name).toBe("effort"));

  it("stops at the tenth tick in a row above the rating, either way, and names the joint", () => {
    expect(rated[3]).toBe(87);
    for (const nm of [90, -90]) {
      expect(says(9, 3, nm)).toBeNull();
      expect(says(10, 3, nm)).toEqual({
        code: "E_EFFORT",
        reason: `joint ${cell.robot.joints[3]?.name} works at 90 N m (rated 87); look for what holds it, or take a lighter load`,
        measured: 90,
        limit: 87,
      });
    }
    expect(says(10, 6, 12.001)).not.toBeNull();
  });

  it("lets a joint work at its rating, and one be that measures none, for ever", () => {
    expect(says(40, 6, 12)).toBeNull();
    expect(says(40, 6, Number.NaN)).toBeNull();
  });

  it("counts anew after a tick below, each joint by itself", () => {
    const watch = watching(effort);
    for (let k = 0; k < 40; k++) expect(watch(working(3, k % 10 === 9 ? 0 : 90))).toBeNull();
    const both = watching(effort);
    for (let k = 0; k < 40; k++) expect(both(working(k % 2, 90))).toBeNull();
  });
});

describe("tool-speed", () => {
  const zone = (name: string, centreM: readonly [number, number, number], maxToolSpeedMPerS: number): Zone => ({
    kind: "reduced_speed",
    name,
    maxToolSpeedMPerS,
    solid: { shape: { kind: "sphere", radiusM: 0.05 }, centreM },
  });
  /** Joint 1 alone turns at home: a point moves by its distance from the base's axis. */
  const turning = (radPerS: number, zones: readonly Zone[] = []) =>
    watching(toolSpeed, planOf({}), { ...cell, zones })({ jointsRadPerS: [radPerS, 0, 0, 0, 0, 0, 0] });
  const RADIUS_M = 0.3069;

  it("is called so in verdicts and logs", () => expect(toolSpeed.name).toBe("tool-speed"));

  it("takes a tenth and 20 mm/s above the cell's limit, and no more", () => {
    expect(turning(0.569 / RADIUS_M)).toBeNull();
    expect(turning(-0.569 / RADIUS_M)).toBeNull();
    expect(turning(0.571 / RADIUS_M)).not.toBeNull();
    expect(turning(-2)).toEqual({
      code: "E_TOOL_SPEED",
      reason: "the tool point moves at 0.61 m/s where 0.5 m/s is allowed; stopped",
      measured: expect.closeTo(2 * RADIUS_M, 3),
      limit: 0.5,
    });
  });

  it("holds the tool point to a zone's limit too, whichever is less", () => {
    const around = (mPerS: number) => [zone("slow", home.tool.xyzM, mPerS)];
    expect(turning(0.128 / RADIUS_M, around(0.1))).toBeNull();
    expect(turning(0.132 / RADIUS_M, around(0.1))).toMatchObject({ limit: 0.1 });
    expect(turning(2, around(0.9))).toMatchObject({ limit: 0.5, measured: expect.closeTo(2 * RADIUS_M, 3) });
  });

  it("holds the elbow to a zone's limit, which it keeps else from nothing", () => {
    const slow = [zone("elbow", [-0.165, 0, 0.615], 0.1)];
    expect(turning(0.128 / 0.165, slow)).toBeNull();
    expect(turning(1, slow)).toEqual({
      code: "E_TOOL_SPEED",
      reason: `the arm at ${cell.robot.joints[3]?.name} moves at 0.17 m/s where 0.1 m/s is allowed; stopped`,
      measured: expect.closeTo(0.165, 3),
      limit: 0.1,
    });
  });

  it("objects where a point of the arm, by the difference of two postures, is too fast in a zone all round, and nowhere else", () => {
    const all: Zone = {
      ...zone("all", [0, 0, 0], 0.25),
      solid: { shape: { kind: "sphere", radiusM: 9 }, centreM: [0, 0, 0] },
    };
    const watch = watching(toolSpeed, planOf({}), { ...cell, zones: [all] });
    const random = seededRandom(3);
    const chain = chainOf(cell.robot, cell.base);
    const H = 1e-6;
    const [before, after] = [new Float64Array(12 * 10), new Float64Array(12 * 10)];
    let [slow, fast] = [0, 0];
    for (let n = 0; n < 2000; n++) {
      const jointsRad = home.jointsRad.map((q) => q + 0.5 * (random() - 0.5));
      const scale = 1.2 * random();
      const jointsRadPerS = jointsRad.map(() => scale * (random() - 0.5));
      toolFrameAt(
        chain,
        jointsRad.map((q, j) => q - H * jointsRadPerS[j]!),
        before,
        108,
      );
      toolFrameAt(
        chain,
        jointsRad.map((q, j) => q + H * jointsRadPerS[j]!),
        after,
        108,
      );
      let most = 0;
      for (let at = 12; at < 120; at += 12) {
        const d = [3, 7, 11].map((k) => (after[at + k]! - before[at + k]!) / (2 * H)) as [number, number, number];
        most = Math.max(most, Math.hypot(...d));
      }
      if (Math.abs(most - 0.295) < 1e-6) continue;
      expect(watch({ jointsRad, jointsRadPerS }) === null).toBe(most < 0.295);
      if (most < 0.295) slow++;
      else fast++;
    }
    expect(slow).toBeGreaterThan(500);
    expect(fast).toBeGreaterThan(100);
  });

  it("takes nothing that is not measured as a number for slow", () => {
    const watch = watching(toolSpeed);
    expect(watch({})).toBeNull();
    for (let j = 0; j < 7; j++) {
      expect(watch({ jointsRad: home.jointsRad.with(j, Number.NaN) })).toMatchObject({ code: "E_TOOL_SPEED" });
      expect(watch({ jointsRadPerS: new Array(7).fill(0).with(j, Number.NaN) })).toMatchObject({
        code: "E_TOOL_SPEED",
      });
    }
  });

  it("stops an arm whose joints all turn, however fast", () => {
    for (const radPerS of [3, 30, 300]) {
      expect(watching(toolSpeed)({ jointsRadPerS: new Array(7).fill(radPerS) })).toMatchObject({
        code: "E_TOOL_SPEED",
      });
    }
  });

  it("counts motion along all three axes", () => {
    const lifted = watching(toolSpeed)({ jointsRadPerS: [0, 2, 0, 0, 0, 0, 0] });
    // Joint 2 turns about y at 0.333 m up: the tool point is 0.3433 m from it.
    expect(lifted?.measured).toBeCloseTo(2 * Math.hypot(0.3069, 0.4869 - 0.333), 3);
  });
});
