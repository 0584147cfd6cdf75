// Speed and separation monitoring as rules: what starts, what is slowed, what is stopped, and when it goes on.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultCellPath, parseCell } from "../../cells/load-cell.ts";
import { separationWatch } from "../../hooks/during/separation.ts";
import { separation as governing } from "../../hooks/govern/separation.ts";
import { separation as pre } from "../../hooks/pre/separation.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { DuringContext, KernelFacts } from "../../kernel/contract/hook.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import type { TrackedReading } from "../../kernel/contract/tracking.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const SHARED = `zones:
  - { name: person, kind: tracked, topic: /people/1, stale_ms: 200, shape: { capsule: { radius_m: 0.25, height_m: 1.75 } } }`;
const TERMS = `separation: { reaction_s: 0.1, intrusion_m: 0.1, sensor_uncertainty_m: 0.05, robot_uncertainty_m: 0.02, resume_after_s: 0.5, wait_at_most_s: 3 }`;

function sharedCell(): Cell {
  const text = readFileSync(defaultCellPath(), "utf8").replace("zones:", SHARED);
  const { cell, faults } = parseCell(`${text}${TERMS}\n`, "shared");
  expect(faults).toEqual([]);
  return cell!;
}

const cell = sharedCell();
const home = startState(cell);
const planOf = (call: ToolCall): Plan => createPlanner(cell, 1)(call, home, 1);
const ahead = planOf({ tool: "move_relative", args: { dy: 0.2 } });
const waiting = planOf({ tool: "wait", args: { seconds: 2 } });

/** Somebody in front of the arm, `xM` from its base; it reaches to about 0.36 m there. */
const seen = (xM: number, measuredAtS = 0, velocityMPerS = [Number.NaN, Number.NaN, Number.NaN]): TrackedReading => ({
  measuredAtS,
  centreM: Float64Array.of(xM, 0, 0.9),
  velocityMPerS: Float64Array.from(velocityMPerS),
});

describe("pre: separation", () => {
  const judged = (readings: readonly TrackedReading[] | null, more: Partial<KernelFacts> = {}, plan = ahead) =>
    pre.judge({
      call: plan.call,
      plan,
      state: home,
      cell,
      kernel: {
        mode: "idle",
        nowMs: 0,
        admittedAtMs: [],
        speedScale: 1,
        tracked: readings === null ? null : { atS: 0, readings },
        ...more,
      },
    });

  it("starts nothing while somebody is nearer than the arm needs even at rest, and says how near", () => {
    expect(judged([seen(3)])).toBeNull();
    const near = judged([seen(0.9)]);
    expect(near).toMatchObject({ code: "E_SEPARATION" });
    expect(near?.reason).toMatch(/^person is 0\.\d\d m from the arm \(least 0\.\d\d m to start\); wait/);
    // 1.6 · (0.1 + 0.02) + 0.1 + 0.05 + 0.02 m: the least that a stop takes is 20 ms.
    expect(near?.limit).toBeCloseTo(0.362, 9);
  });

  it("starts nothing when the report is 201 ms old, from the future, not finite, or was never made", () => {
    expect(judged([seen(3, -0.2)])).toBeNull();
    for (const reading of [seen(3, -0.201), seen(3, 0.5), seen(Number.NaN), seen(3, Number.NEGATIVE_INFINITY)])
      expect(judged([reading])?.reason).toMatch(/nobody knows where person is/);
    expect(judged([])).toMatchObject({ code: "E_SEPARATION" });
  });

  it("denies a path that sweeps through where somebody stands, though the arm is far from them now", () => {
    // Behind the arm's shoulder on the left: 1.2 m from the arm at home, on the way of a half turn.
    const aside: TrackedReading = { ...seen(0), centreM: Float64Array.of(-0.1, 0.95, 0.9) };
    expect(judged([aside])).toBeNull();
    const home2 = home.jointsRad;
    const turned = home2.map((rad, j) => (j === 0 ? rad + 1.6 : j === 1 ? rad + 1 : j === 3 ? rad + 0.9 : rad));
    const swing: Plan = {
      ...ahead,
      segments: [
        { ...(ahead.segments[0] as Extract<Plan["segments"][number], { kind: "move" }>), pointsRad: [home2, turned] },
      ],
    };
    expect(judged([aside], {}, swing)).toMatchObject({ code: "E_SEPARATION" });
  });

  it("lets an arm wait, lets steps under way wait for people, and asks nobody offline", () => {
    expect(judged([seen(0.9)], {}, waiting)).toBeNull();
    expect(judged([seen(0.9)], { isUnderWay: true })).toBeNull();
    expect(judged(null)).toBeNull();
  });
});

/** A motion in the mind: full speed on joint 1, posture of home, and whoever is where `xAtM` says. */
function watched(xAtM: (atS: number) => number | null, fullRadPerS = 0.8) {
  const rule = governing.govern(ahead, cell);
  const judge = separationWatch.watch(ahead, cell);
  const reading = {
    atS: 0,
    jointsRad: Float64Array.from(home.jointsRad),
    jointsRadPerS: new Float64Array(7),
    effortNm: new Float64Array(7),
    openingM: 0.08,
    forceN: 0,
    gripperSettled: true,
    holding: null,
  };
  const tracked = [seen(Number.NaN, Number.NEGATIVE_INFINITY)];
  const context = {
    segmentIndex: 0,
    rate: 1,
    nowS: 0,
    tracked,
    setpointRad: reading.jointsRad,
    setpointRadPerS: new Float64Array(7),
    stopTakesS: 0,
    stopRad: reading.jointsRad,
    reading,
  };
  const rates: number[] = [];
  return {
    rates,
    slowed: () => rule.slowed?.() ?? null,
    /** Lets ticks pass; the arm follows what the governor says, or keeps `rate` whatever it says. */
    run(seconds: number, forcedRate?: number) {
      for (let k = Math.round(seconds / 0.002); k > 0; k--) {
        reading.atS += 0.002;
        const xM = xAtM(reading.atS);
        if (xM !== null) {
          tracked[0]!.measuredAtS = reading.atS;
          tracked[0]!.centreM.set([xM, 0, 0.9]);
        }
        context.setpointRadPerS[0] = fullRadPerS * context.rate;
        context.stopTakesS = context.rate / 4;
        context.stopRad = Float64Array.from(home.jointsRad);
        context.stopRad[0] = home.jointsRad[0]! + (fullRadPerS * context.rate ** 2) / 8;
        reading.jointsRadPerS[0] = fullRadPerS * context.rate;
        const finding = judge(context as DuringContext);
        const asked = rule(context as DuringContext);
        rates.push(asked);
        // No faster than 4 a second: from 1 to 0 in a quarter of a second.
        context.rate = forcedRate ?? Math.max(asked, context.rate - 0.008);
        if (finding !== null) return finding;
      }
      return null;
    },
  };
}

describe("governor: separation", () => {
  it("lets an arm alone go at full rate, and says nothing of it", () => {
    const { run, rates, slowed } = watched(() => 5);
    expect(run(0.5)).toBeNull();
    expect(new Set(rates)).toEqual(new Set([1]));
    expect(slowed()).toBeNull();
  });

  it("slows step by step as somebody comes nearer, never speeds up meanwhile, and stands before they arrive", () => {
    const { run, rates, slowed } = watched((atS) => 3 - 1.6 * atS);
    expect(run(1.3)).toBeNull();
    for (let k = 1; k < rates.length; k++) expect(rates[k]).toBeLessThanOrEqual(rates[k - 1]!);
    expect(rates.some((rate) => rate > 0.1 && rate < 0.9)).toBe(true);
    expect(rates.at(-1)).toBe(0);
    expect(slowed()).toMatchObject({ by: "separation", zone: "person", leastRate: 0 });
    expect(slowed()?.nearestM).toBeLessThan(0.6);
  });

  it("goes on half a second after they have stepped back, smoothly, and not for a step of 14 cm", () => {
    let xM = 0.9;
    const { run, rates } = watched(() => xM);
    run(1);
    expect(rates.at(-1)).toBe(0);
    // At rest 0.362 m are needed; a step back from there to 0.14 m more is not enough.
    xM = 1.04;
    run(1);
    expect(rates.at(-1)).toBe(0);
    xM = 3;
    run(0.498);
    expect(rates.at(-1)).toBe(0);
    run(0.2);
    expect(rates.at(-1)).toBeGreaterThan(0);
    expect(rates.at(-1)).toBeLessThan(0.25);
    for (let k = 1; k < rates.length; k++) expect(rates[k]! - rates[k - 1]!).toBeLessThanOrEqual(0.002 + 1e-12);
    run(2);
    expect(rates.at(-1)).toBe(1);
  });

  it("counts a sensor that falls silent as somebody right here, after 0.2 s", () => {
    const { run, rates } = watched((atS) => (atS < 0.5 ? 5 : null));
    run(0.69);
    expect(rates.at(-1)).toBe(1);
    run(0.02);
    expect(rates.at(-1)).toBe(0);
    expect(watched(() => null).run(0.004)).toBeNull();
    const never = watched(() => null);
    never.run(0.002);
    expect(never.rates).toEqual([0]);
  });

  it("takes a measured velocity above walking pace at its word, and one below it not", () => {
    const rateFor = (mPerS: number): number => {
      const rule = governing.govern(ahead, cell);
      const reading = {
        atS: 0,
        jointsRad: Float64Array.from(home.jointsRad),
        jointsRadPerS: new Float64Array(7),
      };
      const full = new Float64Array(7);
      full[0] = 0.8;
      return rule({
        segmentIndex: 0,
        rate: 1,
        nowS: 0,
        tracked: [seen(1.56, 0, [-mPerS, 0, 0])],
        setpointRad: reading.jointsRad,
        setpointRadPerS: full,
        stopTakesS: 0.25,
        stopRad: Float64Array.from(home.jointsRad, (rad, j) => rad + (full[j]! * 0.25) / 2),
        reading,
      } as unknown as DuringContext);
    };
    expect(rateFor(0)).toBeCloseTo(rateFor(1.6), 12);
    expect(rateFor(1.6)).toBeGreaterThan(0.1);
    expect(rateFor(2.4)).toBeLessThan(rateFor(1.6));
  });
});

describe("during: separation", () => {
  it("objects when the arm goes on although somebody is too near, once it could have stopped", () => {
    const { run } = watched((atS) => (atS < 0.1 ? 5 : 0.9));
    const finding = run(2, 1);
    expect(finding).toMatchObject({ code: "E_SEPARATION" });
    expect(finding?.reason).toMatch(/still moves at 0\.800 rad\/s although person/);
  });

  it("gives a motion up that has waited for 3 s, and not one that waits for 2.9 s", () => {
    const { run } = watched(() => 0.9);
    run(0.4);
    expect(run(2.8)).toBeNull();
    expect(run(0.5)?.reason).toMatch(/has waited 3 s for person/);
  });

  it("watches nothing in a cell without tracked zones", () => {
    const alone: Cell = { ...cell, tracked: [], separation: null };
    expect(governing.govern(ahead, alone)({} as DuringContext)).toBe(1);
    expect(separationWatch.watch(ahead, alone)({} as DuringContext)).toBeNull();
  });
});
