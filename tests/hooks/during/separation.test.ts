// The rules of separation tick by tick: when an arm must stand, how long it may wait, when it goes on and how fast,
// and what is told of it. How far people must be is kernel/motion/separation.ts and people-watch.ts.
import { describe, expect, it } from "vitest";
import { separationWatch } from "../../../hooks/during/separation.ts";
import { separation as governing } from "../../../hooks/govern/separation.ts";
import type { Cell, TrackedZone } from "../../../kernel/contract/cell.ts";
import type { TrackedReading } from "../../../kernel/contract/tracking.ts";
import { CALLS, cell, home, homeBut, move, planOf } from "../../fixtures/judging.ts";
import { SEPARATION } from "../../fixtures/separation-terms.ts";
import { IDLE_PLAN, type Tick, tickOf, watching } from "../../fixtures/watching.ts";

const zone = (name: string): TrackedZone => ({
  name,
  topic: `/people/${name}`,
  shape: { kind: "capsule", radiusM: 0.25, lengthM: 1.25 },
  staleS: 0.2,
  walk: null,
});
const TRACKING: Cell = { ...cell, tracked: [zone("person"), zone("visitor")], separation: SEPARATION };
const JOG = planOf({ call: CALLS.jog, segments: [move([homeBut({}), homeBut({ 0: 0.01 })])] });
const UNSEEN = Number.NaN;
const NEAR = 0.9;
const FAR = 5;

/** One report a zone, made now; the arm reaches to about 0.34 m. */
const reports = (atS: number, xM: readonly number[]): TrackedReading[] =>
  xM.map((x) => ({
    measuredAtS: Number.isNaN(x) ? Number.NEGATIVE_INFINITY : atS,
    centreM: Float64Array.of(x, 0, 0.9),
    velocityMPerS: new Float64Array(3).fill(Number.NaN),
  }));
/** Joint 1 goes at 0.8 rad/s times the rate. */
const tick = (atS: number, rate: number, ...xM: readonly number[]): Tick => ({
  atS,
  rate,
  tracked: reports(atS, [...xM, FAR, FAR].slice(0, 2)),
  setpointRadPerS: Float64Array.of(0.8 * rate, 0, 0, 0, 0, 0, 0),
  stopTakesS: 0.2 * rate,
  stopRad: Float64Array.from(home.jointsRad),
});
const moving = (radPerS: number) => ({ jointsRadPerS: [0, radPerS, 0, 0, 0, 0, 0] });

describe("during: separation", () => {
  const watch = () => watching(separationWatch, IDLE_PLAN, TRACKING);
  const standing = (radPerS: number, name = "person") => ({
    code: "E_SEPARATION",
    reason: `a joint still moves at ${radPerS.toFixed(3)} rad/s although ${name} is too near for any motion; stopped`,
    measured: radPerS,
    limit: 0.02,
  });

  it("is called so in verdicts and logs", () => expect(separationWatch.name).toBe("separation"));

  it("gives the arm the verified stop and 50 ms of lag, then it must stand", () => {
    for (const radPerS of [0.0312, -0.0312]) {
      const says = watch();
      expect(says({ ...tick(0, 1, NEAR), ...moving(radPerS) })).toBeNull();
      expect(says({ ...tick(0.25, 1, NEAR), ...moving(radPerS) })).toBeNull();
      expect(says({ ...tick(0.252, 1, NEAR), ...moving(radPerS) })).toEqual(standing(0.0312));
    }
  });

  it("takes 0.02 rad/s for standing, and what is no number for motion", () => {
    const half = (radPerS: number) => {
      const says = watch();
      says(tick(0, 1, NEAR));
      return says({ ...tick(0.5, 1, NEAR), ...moving(radPerS) });
    };
    for (const radPerS of [0, 0.02, -0.02]) expect(half(radPerS)).toBeNull();
    expect(half(Number.NaN)).toMatchObject({ code: "E_SEPARATION", measured: Number.NaN });
  });

  it("counts from the first tick at which they were too near, or sooner, and anew once they were not", () => {
    const says = watch();
    says(tick(0, 1, NEAR));
    // A stop that takes 0.1 s from 0.05 s on is due at 0.2 s; a later one that takes longer moves nothing.
    says({ ...tick(0.05, 1, NEAR), stopTakesS: 0.1 });
    says({ ...tick(0.1, 1, NEAR), stopTakesS: 1 });
    expect(says({ ...tick(0.21, 1, NEAR), ...moving(0.5) })).not.toBeNull();
    expect(says({ ...tick(0.212, 1, FAR), ...moving(0.5) })).toBeNull();
    expect(says({ ...tick(0.214, 1, NEAR), ...moving(0.5) })).toBeNull();
    expect(says({ ...tick(0.46, 1, NEAR), ...moving(0.5) })).toBeNull();
    expect(says({ ...tick(0.47, 1, NEAR), ...moving(0.5) })).not.toBeNull();
  });

  it("names who is near", () => {
    const says = watch();
    says(tick(0, 1, FAR, NEAR));
    expect(says({ ...tick(1, 1, FAR, NEAR), ...moving(0.5) })).toEqual(standing(0.5, "visitor"));
  });

  it("gives a motion up that has waited longer than the cell lets it, at a rate under 0.1", () => {
    const waited = (name: string, seconds: number) => ({
      code: "E_SEPARATION",
      reason: `the arm has waited 3 s for ${name} to step back; make room, reset, and say it again`,
      measured: seconds,
      limit: 3,
    });
    const says = watch();
    for (const atS of [1, 2, 4]) expect(says(tick(atS, 0, FAR, NEAR))).toBeNull();
    expect(says(tick(4.5, 0.09, FAR, NEAR))).toEqual(waited("visitor", 3.5));
    expect(says(tick(4.6, 0.1, FAR, NEAR))).toBeNull();
    expect(says(tick(5, 0, FAR, NEAR))).toBeNull();
    expect(says(tick(8, 0, FAR, NEAR))).toBeNull();
    // Also where nobody is near any more, and the arm still does not go on.
    expect(says(tick(8.5, 0))).toEqual(waited("person", 3.5));
  });

  it("watches nothing where nobody is tracked, without terms, past the plan, and while the operator jogs", () => {
    const late = (inCell: Cell, plan = IDLE_PLAN, segmentIndex = 0) => {
      const says = watching(separationWatch, plan, inCell);
      for (const atS of [0, 1, 2, 3, 9])
        if (says({ ...tick(atS, 0, NEAR), ...moving(1), segmentIndex }) !== null) return "stopped";
      return null;
    };
    expect(late(TRACKING)).toBe("stopped");
    expect(late({ ...TRACKING, tracked: [] })).toBeNull();
    expect(late({ ...TRACKING, separation: null })).toBeNull();
    expect(late(TRACKING, JOG)).toBeNull();
    expect(late(TRACKING, IDLE_PLAN, 1)).toBeNull();
  });
});

describe("govern: separation", () => {
  const governor = (inCell: Cell = TRACKING, plan = IDLE_PLAN) => {
    const rule = governing.govern(plan, inCell);
    return { ask: (of: Tick) => rule(tickOf(of)), slowed: () => rule.slowed?.() ?? null, rule };
  };
  /** What is allowed to an arm at rest whose full speed is known, with somebody there. */
  const allowedAt = (xM: number): number => {
    const { ask } = governor();
    ask(tick(0, 1, FAR));
    return ask(tick(1, 0, xM));
  };
  /** Where the rate allowed first reaches this. */
  const whereAllowed = (rate: number): number => {
    let [near, far] = [NEAR, FAR];
    for (let k = 0; k < 50; k++) {
      const middle = (near + far) / 2;
      if (allowedAt(middle) >= rate) far = middle;
      else near = middle;
    }
    return far;
  };
  /** Held at rest they must leave 0.15 m more. */
  const MARGIN_M = 0.15;

  it("is called so in verdicts and logs", () => expect(governing.name).toBe("separation"));

  it("lets less than a tenth of the rate stand, and a tenth go", () => {
    const edge = whereAllowed(0.1);
    expect(allowedAt(edge)).toBeCloseTo(0.1, 6);
    expect(allowedAt(edge - 1e-6)).toBe(0);
    expect(allowedAt(edge + 0.05)).toBeGreaterThan(0.1);
    expect(allowedAt(edge + 0.05)).toBeLessThan(1);
  });

  it("goes on once they have been away for half a second, rising by 1 a second", () => {
    const { ask } = governor();
    expect(ask(tick(0, 1, FAR))).toBe(1);
    expect(ask(tick(1, 1, NEAR))).toBe(0);
    expect(ask(tick(1.25, 0, FAR))).toBe(0);
    expect(ask(tick(1.5, 0, FAR))).toBe(0.25);
    expect(ask(tick(1.75, 0.25, FAR))).toBe(0.5);
    expect(ask(tick(1.75, 0.5, FAR))).toBe(0.5);
    expect(ask(tick(1.5, 0.5, FAR))).toBe(0.5);
    expect(ask(tick(4, 0.5, FAR))).toBe(1);
  });

  it("stays where it is while they leave less than a fifth of the rate, and 0.15 m, and counts anew after that", () => {
    const fifth = whereAllowed(0.2) + MARGIN_M;
    const held = () => {
      const { ask } = governor();
      ask(tick(0, 1, FAR));
      ask(tick(1, 0, NEAR));
      return ask;
    };
    const [less, enough, again] = [held(), held(), held()];
    for (let k = 1; k <= 20; k++) expect(less(tick(1 + k / 4, 0, fifth - 1e-6))).toBe(0);
    expect(enough(tick(1.25, 0, fifth + 1e-6))).toBe(0);
    expect(enough(tick(1.5, 0, fifth + 1e-6))).toBeCloseTo(0.2, 3);
    expect([FAR, fifth - 1e-6, FAR, FAR].map((xM, k) => again(tick(1.25 + k / 4, 0, xM)))).toEqual([0, 0, 0, 0.25]);
  });

  it("where the cell asks for no wait, still asks for a fifth of the rate", () => {
    const { ask } = governor({ ...TRACKING, separation: { ...SEPARATION, resumeAfterS: 0 } });
    ask(tick(0, 1, FAR));
    ask(tick(1, 0, NEAR));
    expect(ask(tick(2, 0, whereAllowed(0.2) + MARGIN_M - 1e-6))).toBe(0);
    expect(ask(tick(3, 0, FAR))).toBe(1);
  });

  it("once it has gone on asks for that margin no more", () => {
    const { ask } = governor();
    ask(tick(0, 1, FAR));
    ask(tick(1, 0, NEAR));
    ask(tick(1.25, 0, FAR));
    expect(ask(tick(1.5, 0, FAR))).toBe(0.25);
    // The arm at rest would be held here, were it still: less than 0.15 m beyond where a tenth is allowed.
    expect(ask(tick(1.75, 0, whereAllowed(0.15)))).toBeCloseTo(0.15, 6);
  });

  it("asks anew from the start when it is held again", () => {
    const { ask } = governor();
    const rates = [FAR, NEAR, FAR, FAR, NEAR, FAR, FAR].map((xM, k) => ask(tick(k / 4, k === 0 ? 1 : 0, xM)));
    expect(rates).toEqual([1, 0, 0, 0.25, 0, 0, 0.25]);
  });

  it("tells who it slowed for, how much, how long and how near they came", () => {
    const { ask, slowed } = governor();
    ask(tick(0, 1, FAR));
    expect(slowed()).toBeNull();
    ask(tick(1, 1, FAR, 1.3));
    const first = slowed();
    expect(first).toEqual({
      by: "separation",
      zone: "visitor",
      leastRate: expect.any(Number),
      heldS: 0,
      nearestM: expect.any(Number),
    });
    expect(first?.leastRate).toBeGreaterThan(0);
    expect(first?.leastRate).toBeLessThan(1);
    expect(first?.nearestM).toBeGreaterThan(0.65);
    expect(first?.nearestM).toBeLessThan(0.75);
    ask(tick(1.25, 0.5, FAR, NEAR));
    ask(tick(1.75, 0, FAR, NEAR));
    ask(tick(2, 0, FAR, FAR));
    ask(tick(2.25, 0, FAR, FAR));
    const all = slowed();
    expect(all).toEqual({ by: "separation", zone: "visitor", leastRate: 0, heldS: 1, nearestM: expect.any(Number) });
    expect(all?.nearestM).toBeCloseTo(first!.nearestM! - 0.4, 1);
    ask(tick(9, 1, 1.3, FAR));
    expect(slowed()).toMatchObject({ zone: "person", leastRate: 0, heldS: 1, nearestM: all?.nearestM });
  });

  it("tells nothing of people who slowed nothing, however near they came", () => {
    const { ask, slowed } = governor();
    ask(tick(0, 1, 1.3));
    const before = slowed();
    expect(before?.leastRate).toBeLessThan(1);
    // An arm that stands by its own plan needs less distance than one at speed.
    expect(ask({ ...tick(9, 1, 1.1), setpointRadPerS: new Float64Array(7), stopTakesS: 0 })).toBe(1);
    expect(slowed()).toEqual(before);
  });

  it("knows no distance to somebody nobody has seen", () => {
    const { ask, slowed } = governor();
    expect(ask(tick(0, 1, FAR, UNSEEN))).toBe(0);
    expect(slowed()).toMatchObject({ zone: "visitor", leastRate: 0, heldS: 0 });
    const alone = governor({ ...TRACKING, tracked: [zone("person")] });
    alone.ask({ ...tick(0, 1), tracked: reports(0, [UNSEEN]) });
    expect(alone.slowed()).toEqual({ by: "separation", zone: "person", leastRate: 0, heldS: 0, nearestM: null });
  });

  it("keeps its word past the plan, and lets all go where nobody is tracked, without terms, and while the operator jogs", () => {
    const { ask } = governor();
    expect(ask({ ...tick(0, 1, NEAR), segmentIndex: 1 })).toBe(1);
    expect(ask(tick(0, 1, NEAR))).toBe(0);
    expect(ask({ ...tick(9, 1, FAR), segmentIndex: 1 })).toBe(0);
    for (const free of [
      governor({ ...TRACKING, tracked: [] }),
      governor({ ...TRACKING, separation: null }),
      governor(TRACKING, JOG),
    ])
      expect(free.ask(tick(0, 1, NEAR))).toBe(1);
  });

  it("says how long the stop may take at most: any, until it has looked, and less the nearer they are", () => {
    const { ask, rule } = governor();
    const mostS = (): number => rule.mostStopS?.() ?? Number.NaN;
    expect(mostS()).toBe(Number.POSITIVE_INFINITY);
    ask(tick(0, 1, 1.6));
    const far = mostS();
    ask(tick(0.002, 1, 1.4));
    expect(mostS()).toBeLessThan(far);
    expect(far).toBeLessThan(1);
  });
});
