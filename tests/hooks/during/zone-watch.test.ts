// The measured arm near keep-out zones, and what of a plan the watching hooks take to be in the hand.
import { describe, expect, it } from "vitest";
import { zoneWatch } from "../../../hooks/during/zone-watch.ts";
import { perLoad } from "../../../hooks/load.ts";
import type { Cell, Zone } from "../../../kernel/contract/cell.ts";
import type { Carried, Segment } from "../../../kernel/contract/plan.ts";
import type { Body } from "../../../kernel/motion/bodies.ts";
import { chainOf, toolPoseAt } from "../../../kernel/motion/chain.ts";
import { seededRandom } from "../../../kernel/motion/rng.ts";
import { CALLS, cell, home, homeBut, move, planOf } from "../../fixtures/judging.ts";
import { watching } from "../../fixtures/watching.ts";

const carry = (object: string): Carried => ({ object, inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } });
const going = (carrying: Carried | null): Segment => move([homeBut({}), homeBut({ 0: 0.1 })], carrying);

describe("zone-watch", () => {
  /** A ball straight under the hand, whose top is this far below the tool point. */
  const under = (topM: number, clearanceM = 0.01): Cell => {
    const [x, y, z] = home.tool.xyzM;
    const radiusM = 0.2;
    return {
      ...cell,
      limits: { ...cell.limits, clearanceM },
      zones: [
        {
          kind: "reduced_speed",
          name: "slow",
          maxToolSpeedMPerS: 1,
          solid: { shape: { kind: "sphere", radiusM: 2 }, centreM: [x, y, z] },
        },
        { kind: "keep_out", name: "far", solid: { shape: { kind: "sphere", radiusM }, centreM: [x, y, z - 5] } },
        {
          kind: "keep_out",
          name: "ball",
          solid: { shape: { kind: "sphere", radiusM }, centreM: [x, y, z - topM - radiusM] },
        },
      ],
    };
  };
  const plan = planOf({ segments: [going(null), going(carry("red_cube"))] });
  const says = (inCell: Cell, segmentIndex = 0) => watching(zoneWatch, plan, inCell)({ segmentIndex });

  it("is called so in verdicts and logs", () => expect(zoneWatch.name).toBe("zone-watch"));

  it("keeps the clearance less 5 mm of lag, and names what is near, how near, and what to do", () => {
    const finding = says(under(-0.002));
    expect(finding).toEqual({
      code: "E_ZONE",
      reason: expect.stringMatching(
        /^(left|right) finger \d is measured -?\d+\.\d mm from zone ball \(least 5\.0 mm\); stopped, look for what moved it there$/,
      ),
      measured: expect.any(Number),
      limit: 0.005,
    });
    const nearM = finding?.measured ?? 0;
    expect(finding?.reason).toContain(`is measured ${(nearM * 1000).toFixed(1)} mm from`);
    // Lower by a millimetre, further by a millimetre or a little less: the fingers stand left and right of its top.
    const furtherM = (says(under(-0.001))?.measured ?? 0) - nearM;
    expect(furtherM).toBeGreaterThan(0.0009);
    expect(furtherM).toBeLessThan(0.001);
    expect(says(under(0.2))).toBeNull();
  });

  it("takes exactly that much, and refuses a micrometre less", () => {
    const nearM = says(under(0.01, 0.2))?.measured ?? 0;
    expect(nearM).toBeGreaterThan(0);
    expect(says(under(0.01, nearM + 0.005 - 1e-12))).toBeNull();
    expect(says(under(0.01, nearM + 0.005 + 1e-6))).not.toBeNull();
  });

  it("lets nothing into a zone, however small the clearance", () => {
    const inside = says(under(-0.03, 0.001));
    expect(inside).toMatchObject({ code: "E_ZONE", limit: 0 });
    expect(inside?.measured).toBeLessThan(0);
    expect(inside?.measured).toBeGreaterThan(-0.06);
    const barelyM = says(under(0.01, 0.2))?.measured ?? 0;
    expect(says(under(0.01 - barelyM - 0.002, 0.001))).toMatchObject({ limit: 0 });
  });

  it("says of every tick what a watch says that begins there, over 1,000 ticks in and out of a zone", () => {
    const random = seededRandom(4);
    const near = under(0.012);
    const going = watching(zoneWatch, plan, near);
    const jointsRad = [...home.jointsRad];
    let [clear, close] = [0, 0];
    for (let tick = 0; tick < 1000; tick++) {
      // Now and then it leaps; else it creeps about home, by steps that many ticks together make a distance.
      const step = tick % 250 === 0 ? 0.3 : 0.003;
      for (let j = 0; j < 7; j++) {
        jointsRad[j] = jointsRad[j]! + step * (random() - 0.5) + 0.01 * (home.jointsRad[j]! - jointsRad[j]!);
      }
      const segmentIndex = tick % 7 === 0 ? 1 : 0;
      const says = going({ jointsRad, segmentIndex });
      const fresh = watching(zoneWatch, plan, near)({ jointsRad, segmentIndex });
      expect(says).toEqual(fresh);
      if (fresh === null) clear++;
      else close++;
    }
    expect(clear).toBeGreaterThan(150);
    expect(close).toBeGreaterThan(150);
  });

  it("sees in the same tick as a watch that begins there a stretched arm that swings into a ball and out of it", () => {
    const stretched = [0, 1.4, 0, -0.2, 0, 1.8, 0];
    const [x, y, z] = toolPoseAt(chainOf(cell.robot, cell.base), stretched).xyzM;
    const ball: Zone = {
      kind: "keep_out",
      name: "ball",
      solid: { shape: { kind: "sphere", radiusM: 0.03 }, centreM: [x, y, z] },
    };
    const inCell: Cell = { ...cell, zones: [ball] };
    const watch = watching(zoneWatch, plan, inCell);
    const verdicts = Array.from({ length: 161 }, (_, k) => {
      const jointsRad = stretched.with(0, stretched[0]! - 0.8 + 0.01 * k);
      const says = watch({ jointsRad });
      expect(says).toEqual(watching(zoneWatch, plan, inCell)({ jointsRad }));
      return says === null;
    });
    expect(verdicts.indexOf(false)).toBeGreaterThan(50);
    expect(verdicts.lastIndexOf(false)).toBeLessThan(110);
  });

  it("measures anew where every joint has moved: to the mirrored pose, or round ten times and on", () => {
    const stretched = [0.6, 1.4, 0.3, -0.2, 0.2, 1.8, 0.4];
    const solid = {
      shape: { kind: "sphere", radiusM: 0.05 },
      centreM: toolPoseAt(chainOf(cell.robot, cell.base), stretched).xyzM,
    } as const;
    const inCell: Cell = { ...cell, zones: [{ kind: "keep_out", name: "ball", solid }] };
    for (const elsewhere of [stretched.map((q) => -q), stretched.map((q) => q - 0.9 - 20 * Math.PI)]) {
      const watch = watching(zoneWatch, plan, inCell);
      expect(watch({ jointsRad: elsewhere })).toBeNull();
      expect(watch({ jointsRad: stretched })).toMatchObject({ code: "E_ZONE" });
    }
  });

  it("takes a joint that is no number for no distance, however far the zones were before", () => {
    const watch = watching(zoneWatch, plan, under(0.2));
    expect(watch({})).toBeNull();
    for (let j = 0; j < 7; j++) expect(watch({ jointsRad: home.jointsRad.with(j, Number.NaN) })).not.toBeNull();
    expect(watch({})).toBeNull();
  });

  it("leaves a jog be, whose way may begin in a zone", () => {
    const jogging = { ...plan, call: CALLS.jog };
    expect(watching(zoneWatch, jogging, under(-0.03))({})).toBeNull();
    expect(says(under(-0.03))).not.toBeNull();
  });

  it("counts what the segment carries, and past the plan nothing", () => {
    expect(says(under(0.017), 0)).toBeNull();
    expect(says(under(0.017), 1)?.reason).toMatch(/^red_cube is measured/);
    expect(says(under(0.001), 2)).toBeNull();
  });
});

describe("perLoad", () => {
  const held = (bodies: readonly Body[]) => bodies.filter(({ group }) => group === "held").map(({ name }) => name);

  it("makes one a load, with what the segment carries and with nothing where it moves the fingers", () => {
    const made: (readonly string[])[] = [];
    const segments = [
      going(null),
      going(carry("mug")),
      { kind: "wait", seconds: 1 } as const,
      going(carry("mug")),
      going(carry("red_cube")),
    ];
    const each = perLoad(planOf({ segments }), cell, (bodies) => {
      made.push(held(bodies));
      return held(bodies);
    });
    expect(each).toEqual([[], ["mug"], [], ["mug"], ["red_cube"]]);
    expect(made).toEqual([[], ["mug"], ["red_cube"]]);
  });

  it("makes another for the same object held elsewhere, and carries no object that there is not", () => {
    const aside: Carried = { object: "mug", inTool: { xyzM: [0, 0, 0.01], quatXyzw: [0, 0, 0, 1] } };
    const segments = [going(carry("mug")), going(aside), going(carry("vase"))];
    const each = perLoad(planOf({ segments }), cell, (bodies) => bodies);
    expect(each[0]).not.toEqual(each[1]);
    expect(held(each[2]!)).toEqual([]);
  });

  it("takes the fingers to be wide open", () => {
    const [bodies] = perLoad(planOf({ segments: [going(null)] }), cell, (of) => of);
    const narrow: Cell = { ...cell, robot: { ...cell.robot, gripper: { ...cell.robot.gripper, strokeM: 0 } } };
    const [closed] = perLoad(planOf({ segments: [going(null)] }), narrow, (of) => of);
    const apart = (of: readonly Body[]) => {
      const ys = of.filter(({ link }) => link === "finger").map(({ pose }) => pose.xyzM[1]);
      return Math.max(...ys) - Math.min(...ys);
    };
    expect(apart(bodies!) - apart(closed!)).toBeCloseTo(0.08, 9);
  });
});
