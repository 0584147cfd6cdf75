// The force hook's own rules: which limit counts when, what it says, and which load it takes to be in the hand. That
// forces are found right is the observer's matter (tests/hooks/force.test.ts, tests/motion/dynamics.test.ts).
import { describe, expect, it } from "vitest";
import { force } from "../../../hooks/during/force.ts";
import type { Cell, ForceLimits } from "../../../kernel/contract/cell.ts";
import type { Carried, Plan, Segment } from "../../../kernel/contract/plan.ts";
import type { Finding } from "../../../kernel/contract/verdict.ts";
import { chainOf, jacobianAt } from "../../../kernel/motion/chain.ts";
import { dynamicsOf } from "../../../kernel/motion/dynamics.ts";
import { loadInertia } from "../../../kernel/motion/load-inertia.ts";
import { cell, home, homeBut, move, planOf } from "../../fixtures/judging.ts";
import { IDLE_PLAN, watching } from "../../fixtures/watching.ts";

const LIMITS: ForceLimits = {
  externalTorqueNm: [10, 10, 10, 10, 5, 5, 5],
  externalForceN: null,
  transientFactor: 2,
  transientS: 0.25,
};
const TICK_S = 0.002;
const NONE = [0, 0, 0, 0, 0, 0, 0];
const on = (joint: number, nm: number) => NONE.map((_, j) => (j === joint ? nm : 0));
const withForce = (limits: ForceLimits): Cell => ({ ...cell, force: limits });

/** Efforts of an arm that stands at home, with nothing in the hand. */
const weight = Array.from(home.jointsRad, () => 0);
const dynamics = dynamicsOf(chainOf(cell.robot, cell.base));
const standing = Float64Array.from(weight);
dynamics.torques(home.jointsRad, weight, weight, standing);

/** An arm at rest that something presses on: when it is stopped, and why. */
function pressed(
  externalNm: (atS: number) => readonly number[],
  limits: ForceLimits,
  seconds = 1,
): [number, Finding] | null {
  const watch = watching(force, IDLE_PLAN, withForce(limits));
  for (let k = 1; k <= Math.round(seconds / TICK_S); k++) {
    const atS = k * TICK_S;
    const external = externalNm(atS);
    const finding = watch({ atS, effortNm: Array.from(standing, (nm, j) => nm - external[j]!) });
    if (finding !== null) return [atS, finding];
  }
  return null;
}

describe("force", () => {
  it("is called so in verdicts and logs", () => expect(force.name).toBe("force"));

  it("stops what presses on a joint above its limit for longer than a contact may last, either way", () => {
    expect(pressed(() => on(0, 9.9), LIMITS)).toBeNull();
    for (const sign of [1, -1]) {
      const [atS, finding] = pressed(() => on(0, sign * 12), LIMITS)!;
      expect(finding).toEqual({
        code: "E_FORCE",
        reason:
          "something presses on joint joint1 with 12.0 N m (most 10 N m); look for what is in the way, then jog off it or reset",
        measured: expect.closeTo(12, 3),
        limit: 10,
      });
      // 10 of 12 N m are found after 0.02 · ln 6 = 36 ms; then a quarter of a second.
      expect(atS).toBeGreaterThan(0.28);
      expect(atS).toBeLessThan(0.3);
    }
  });

  it("judges each joint by its own limit", () => {
    expect(pressed(() => on(4, 6), LIMITS)?.[1]).toMatchObject({
      reason: expect.stringMatching(/^something presses on joint joint5 with 6\.0 N m \(most 5 N m\)/),
      limit: 5,
    });
    expect(pressed(() => on(3, 6), LIMITS)).toBeNull();
  });

  it("stops what presses more than the transient factor at once, and just under it late", () => {
    // 20 of 25 N m are found after 0.02 · ln 5 = 32 ms.
    expect(pressed(() => on(0, 25), LIMITS)?.[0]).toBeCloseTo(0.034, 2);
    expect(pressed(() => on(0, 19.9), LIMITS)?.[0]).toBeGreaterThan(0.25);
  });

  it("counts anew after a moment without", () => {
    expect(pressed((atS) => (atS % 0.3 < 0.2 ? on(0, 15) : NONE), LIMITS, 2)).toBeNull();
  });

  it("takes an effort that is no number to be none measured, on whichever joint, and without joint limits too", () => {
    for (const limits of [LIMITS, { ...LIMITS, externalTorqueNm: null, externalForceN: 30 }])
      expect(pressed((atS) => (atS > 0.1 ? on(2, Number.NaN) : NONE), limits)?.[1]).toEqual({
        code: "E_STALE",
        reason: "the effort of joint 3 is not measured as a number; the cell's force limits need it",
      });
  });

  it("stops what presses on the tool, in newton, where no joint has a limit", () => {
    const jacobian = new Float64Array(42);
    jacobianAt(chainOf(cell.robot, cell.base), home.jointsRad, jacobian);
    const down = (newton: number) => () => NONE.map((_, j) => newton * jacobian[2 * 7 + j]!);
    const limits: ForceLimits = { ...LIMITS, externalTorqueNm: null, externalForceN: 30 };
    expect(pressed(down(29), limits)).toBeNull();
    const [atS, finding] = pressed(down(40), limits)!;
    expect(finding).toEqual({
      code: "E_FORCE",
      reason:
        "something presses on the tool with 40 N (most 30 N); look for what is in the way, then jog off it or reset",
      measured: expect.closeTo(40, 1),
      limit: 30,
    });
    expect(atS).toBeGreaterThan(0.27);
    expect(pressed(down(100), limits)?.[0]).toBeLessThan(0.06);
    // With neither limit nothing is watched but that there are numbers.
    expect(pressed(down(100), { ...limits, externalForceN: null })).toBeNull();
  });

  it("watches nothing where the cell gives no limits", () => {
    expect(watching(force, IDLE_PLAN, { ...cell, force: null })({ effortNm: NONE.map(() => Number.NaN) })).toBeNull();
  });
});

describe("force, with something in the hand:", () => {
  const heavy: Cell = {
    ...withForce({ ...LIMITS, externalTorqueNm: [1, 1, 1, 1, 1, 1, 1], transientFactor: 1 }),
    objects: cell.objects.map((object) => (object.id === "mug" ? { ...object, massKg: 1 } : object)),
  };
  const carried: Carried = { object: "mug", inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } };
  const going = (carrying: Carried | null): Segment => move([homeBut({}), homeBut({ 0: 0.5 })], carrying);
  const open: Segment = { kind: "open", openingM: 0.08, releases: "mug" };
  const plan: Plan = planOf({
    segments: [open, going(carried), open, going(null), going({ ...carried, object: "vase" })],
  });
  /** 1 kg at the tool point, seen from the joints that lie across: joint 2 at x = 0, 4 at -0.165, 6 at 0.219. */
  const mugNm = [0, -9.81 * 0.3069, 0, 9.81 * (0.3069 + 0.1651), 0, 9.81 * (0.3069 - 0.2189), 0];

  const standsFor = (
    seconds: number,
    segmentIndex: number,
    holding: string | null,
    isLoaded: boolean,
  ): Finding | null => {
    const watch = watching(force, plan, heavy);
    let found: Finding | null = null;
    for (let k = 1; k <= Math.round(seconds / TICK_S); k++)
      found ??= watch({
        atS: k * TICK_S,
        segmentIndex,
        holding,
        effortNm: Array.from(standing, (nm, j) => nm + (isLoaded ? mugNm[j]! : 0)),
      });
    return found;
  };

  it("counts its weight where the plan carries it and the hand is measured to hold it", () => {
    expect(standsFor(0.2, 1, "mug", true)).toBeNull();
    expect(standsFor(0.2, 1, "mug", false)).toMatchObject({ code: "E_FORCE" });
    expect(standsFor(0.2, 1, null, true)).toMatchObject({ code: "E_FORCE" });
    expect(standsFor(0.2, 1, null, false)).toBeNull();
  });

  it("while the fingers move counts what the motion before carried, and nothing before the first", () => {
    expect(standsFor(0.2, 2, "mug", true)).toBeNull();
    expect(standsFor(0.2, 0, "mug", true)).toMatchObject({ code: "E_FORCE" });
  });

  it("counts nothing where a motion carries nothing, or what there is not, or past the plan", () => {
    for (const segmentIndex of [3, 4, 5]) {
      expect(standsFor(0.2, segmentIndex, "mug", false)).toBeNull();
      expect(standsFor(0.2, segmentIndex, "mug", true)).toMatchObject({ code: "E_FORCE" });
    }
  });

  it("does not take the load itself for a push when it is taken up in motion", () => {
    const watch = watching(force, plan, heavy);
    const chain = chainOf(cell.robot, cell.base);
    const plant = dynamicsOf(chain);
    const mug = heavy.objects.find(({ id }) => id === "mug")!;
    const jointsRadPerS = [1, 0, 0, 0, 0, 0, 0];
    const effortNm = new Float64Array(7);
    for (let k = 1; k <= 200; k++) {
      const holding = k > 100 ? "mug" : null;
      plant.setLoad(holding === null ? null : loadInertia(cell.robot, mug, carried.inTool));
      const jointsRad = homeBut({ 0: k * TICK_S });
      plant.torques(jointsRad, jointsRadPerS, NONE, effortNm);
      expect(
        watch({ atS: k * TICK_S, segmentIndex: 1, holding, jointsRad, jointsRadPerS, effortNm: [...effortNm] }),
      ).toBeNull();
    }
  });
});
