import { describe, expect, it } from "vitest";
import { createStatePlanner, planStates, type StateRequest } from "../../kernel/motion/otg/otg.ts";
import type { StateTrajectory } from "../../kernel/motion/otg/trajectory.ts";
import { audit } from "./audit.ts";
import { drawEdge, drawRequest, normal, randomOf } from "./random.ts";
import { slowerThanBrute } from "./single.ts";
import { drawWander } from "./wander.ts";

const seed = Date.now() % 1_000_000;
console.log(`tests/otg seed ${seed}`);

function planned(dof: number, request: StateRequest): StateTrajectory {
  const trajectory = planStates(dof, request);
  if (trajectory.kind !== "trajectory") throw new Error(`seed ${seed}: ${trajectory.why}`);
  return trajectory;
}

function expectSound(request: StateRequest, trajectory: StateTrajectory): void {
  const { endError, excess, jump, worst } = audit(request, trajectory);
  if (endError <= 1e-8 && jump <= 1e-9 && excess <= 1e-10) return;
  expect.fail(`seed ${seed}: end ${endError}, jump ${jump}, ${worst}: ${JSON.stringify(request)}`);
}

const one = (start: number[], target: number[], limits: number[]): StateRequest => ({
  start: { p: [start[0]!], v: [start[1]!], a: [start[2]!] },
  target: { p: [target[0]!], v: [target[1]!], a: [target[2]!] },
  limits: { v: [limits[0]!], a: [limits[1]!], j: [limits[2]!] },
});

describe("state to state, one joint", () => {
  it("takes 4 · cbrt(d / 2j) from rest to rest where no limit is met", () => {
    expect(planned(1, one([0, 0, 0], [2, 0, 0], [9, 9, 1])).durationS).toBeCloseTo(4, 12);
  });

  it("takes d/v + v/a + a/j from rest to rest where all limits are met", () => {
    expect(planned(1, one([1, 0, 0], [-9, 0, 0], [2, 1, 2])).durationS).toBeCloseTo(10 / 2 + 2 / 1 + 1 / 2, 12);
  });

  it("takes no time to stay", () => {
    const stay = planned(1, one([1, 0, 0], [1, 0, 0], [1, 1, 1]));
    const [p, v, a, j] = [1, 1, 1, 1].map(() => new Float64Array(1)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    stay.at(1, p, v, a, j);
    expect([stay.durationS, p[0], v[0], a[0], j[0]]).toEqual([0, 1, 0, 0, 0]);
  });

  it("brakes into limits first, at full jerk, and says how long it took", () => {
    const fast = planned(1, one([0, 3, 0], [20, 0, 0], [1, 2, 4]));
    // 0.5 s to a = -2 (v 2.5), then 0.75 s at a = -2 to v = 1.
    expect(fast.brakeS[0]).toBeCloseTo(1.25, 12);
    expect(fast.extremes(fast.brakeS[0])[0]!.v[1]).toBeLessThanOrEqual(1 + 1e-12);
    expectSound(one([0, 3, 0], [20, 0, 0], [1, 2, 4]), fast);
  });

  it("is never slower than brute force, and no faster where that finds the best", () => {
    const random = randomOf(seed);
    let matched = 0;
    for (let k = 0; k < 400; k++) {
      const request = drawRequest(random, 1);
      const trajectory = planStates(1, request);
      if (trajectory.kind !== "trajectory") continue;
      const by = slowerThanBrute(request, trajectory, 300);
      if (by > 1e-6) expect.fail(`seed ${seed}: slower by ${by}: ${JSON.stringify(request)}`);
      if (by > -1e-6) matched++;
    }
    expect(matched).toBeGreaterThan(350);
  });

  it("keeps limits that differ by direction", () => {
    const random = randomOf(seed + 1);
    let count = 0;
    for (let k = 0; k < 1_000; k++) {
      const { start, target, limits } = drawRequest(random, 2);
      const more = (of: ArrayLike<number>): number[] => [0, 1].map((i) => -of[i]! * (1 + random()));
      const request = { start, target, limits: { ...limits, vMin: more(limits.v), aMin: more(limits.a) } };
      const trajectory = planStates(2, request);
      if (trajectory.kind !== "trajectory") continue;
      expectSound(request, trajectory);
      count++;
    }
    expect(count).toBeGreaterThan(900);
  });

  it("refuses a target that no legal motion can arrive at, naming joint and reason", () => {
    const request = one([0, 0, 0], [1, -0.9, 1], [1, 2, 1]);
    expect(planStates(1, request)).toMatchObject({
      kind: "infeasible",
      joint: 0,
      why: expect.stringContaining("-1.4"),
    });
    expect(planStates(1, one([0, 0, 0], [1, 2, 0], [1, 1, 1]))).toMatchObject({ kind: "infeasible" });
    expect(planStates(1, one([0, 0, Number.NaN], [1, 0, 0], [1, 1, 1]))).toMatchObject({ kind: "infeasible" });
    expect(planStates(1, one([0, 0, 0], [1, 0, 0], [1, 0, 1]))).toMatchObject({ kind: "infeasible" });
  });
});

describe("state to state, several joints", () => {
  it("ends where it should, inside limits at exact extrema, in 3,000 random cases of 1 to 7 joints", () => {
    const random = randomOf(seed + 2);
    let count = 0;
    for (let k = 0; k < 3_000; k++) {
      const dof = 1 + Math.floor(7 * random());
      const request = drawRequest(random, dof);
      const trajectory = planStates(dof, request);
      if (trajectory.kind !== "trajectory") continue;
      expectSound(request, trajectory);
      count++;
    }
    expect(count).toBeGreaterThan(2_700);
  });

  it("does the same at the edges, for motions up to 100 s", () => {
    const random = randomOf(seed + 7);
    let count = 0;
    for (let k = 0; k < 4_000; k++) {
      const dof = 1 + Math.floor(4 * random());
      const request = drawEdge(random, dof);
      const trajectory = planStates(dof, request);
      if (trajectory.kind !== "trajectory" || trajectory.durationS > 100) continue;
      expectSound(request, trajectory);
      count++;
    }
    expect(count).toBeGreaterThan(1_000);
  });

  it("takes no longer than a random legal motion, and can take exactly as long", () => {
    const random = randomOf(seed + 3);
    for (let k = 0; k < 2_000; k++) {
      const dof = 1 + Math.floor(4 * random());
      const { request, durationS } = drawWander(random, dof);
      const soonest = planned(dof, request);
      if (!(soonest.durationS <= durationS * (1 + 1e-6)))
        expect.fail(
          `seed ${seed}: ${soonest.durationS} s for what can be done in ${durationS}: ${JSON.stringify(request)}`,
        );
      const timed = planned(dof, { ...request, leastDurationS: durationS });
      if (!(Math.abs(timed.durationS - durationS) <= 1e-6 * durationS))
        expect.fail(`seed ${seed}: ${timed.durationS} s where ${durationS} is possible: ${JSON.stringify(request)}`);
      expectSound(request, timed);
    }
  });

  it("skips durations that a joint cannot realise", () => {
    // At speed 1 both ends, 1 rad apart: about 1 s, or far longer, but not 1.5 s for jerk 4 (it cannot stop and return).
    const limits = { v: [2, 2], a: [1, 1], j: [4, 4] };
    const moving = one([0, 1, 0], [1, 1, 0], [2, 1, 4]);
    const soonestS = planned(1, moving).durationS;
    const waitingS = planned(1, { ...moving, leastDurationS: 1.5 }).durationS;
    expect(soonestS).toBeLessThan(1);
    expect(waitingS).toBeGreaterThan(2);
    const start = { p: [0, 0], v: [1, 0], a: [0, 0] };
    const other = planned(1, one([0, 0, 0], [0.5, 0, 0], [2, 1, 4])).durationS;
    expect(other).toBeGreaterThan(1.2);
    expect(other).toBeLessThan(waitingS);
    const both = planned(2, { start, target: { p: [1, 0.5], v: [1, 0], a: [0, 0] }, limits });
    expect(both.durationS).toBeCloseTo(planned(1, { ...moving, leastDurationS: other }).durationS, 9);
    expect(both.durationS).toBeGreaterThan(2);
  });

  it("cannot stay under way for less than its weaker direction takes to turn back: 0 s, or 9 s and more", () => {
    // From a = -2 up to +1 at jerk 1 (3 s), 3 s there, and back (3 s): where it began, as fast as it began.
    const state = { p: [0], v: [0], a: [-2] };
    const request = { start: state, target: state, limits: { v: [9], a: [1], aMin: [-4], j: [1] } };
    expect(planned(1, request).durationS).toBe(0);
    for (const leastDurationS of [1e-3, 4, 8.999]) {
      const waiting = planned(1, { ...request, leastDurationS });
      expect(waiting.durationS).toBeCloseTo(9, 9);
      expectSound(request, waiting);
    }
    expect(planned(1, { ...request, leastDurationS: 9.5 }).durationS).toBeGreaterThanOrEqual(9.5);
  });

  it("gives the same from rest whatever the units of length", () => {
    const random = randomOf(seed + 4);
    for (let k = 0; k < 200; k++) {
      const [d, v, a, j] = [normal(random, 3), 0.1 + random(), 0.1 + random(), 0.1 + 5 * random()] as const;
      const metres = planned(1, one([0, 0, 0], [d, 0, 0], [v, a, j]));
      const other = planned(1, one([0, 0, 0], [1e3 * d, 0, 0], [1e3 * v, 1e3 * a, 1e3 * j]));
      expect(other.durationS / metres.durationS).toBeCloseTo(1, 9);
    }
  });

  it("is the same for the same request, whatever was planned before", () => {
    const random = randomOf(seed + 5);
    const planner = createStatePlanner(3);
    for (let k = 0; k < 200; k++) {
      const request = drawRequest(random, 3);
      const again = planner.plan(request);
      const fresh = planStates(3, request);
      if (again.kind !== "trajectory" || fresh.kind !== "trajectory") continue;
      expect(again.durationS).toBe(fresh.durationS);
      for (let joint = 0; joint < 3; joint++) expect(again.phases(joint)).toEqual(fresh.phases(joint));
    }
  });
});

describe("sampling", () => {
  it("stays within the exact extremes, and meets them closely", () => {
    const random = randomOf(seed + 6);
    const [p, v, a, j] = [1, 1, 1, 1].map(() => new Float64Array(2)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let k = 0; k < 100; k++) {
      const request = drawRequest(random, 2);
      const trajectory = planStates(2, request);
      if (trajectory.kind !== "trajectory") continue;
      const extremes = trajectory.extremes();
      const seen = extremes.map(() => [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity]);
      for (let i = 0; i <= 2_000; i++) {
        trajectory.at((i / 2_000) * trajectory.durationS, p, v, a, j);
        for (const joint of [0, 1])
          [p, v, a].forEach((values, of) => {
            const row = seen[joint]!;
            row[2 * of] = Math.min(row[2 * of]!, values[joint]!);
            row[2 * of + 1] = Math.max(row[2 * of + 1]!, values[joint]!);
          });
      }
      for (const joint of [0, 1]) {
        const exact = [...extremes[joint]!.p, ...extremes[joint]!.v, ...extremes[joint]!.a];
        const stepS = trajectory.durationS / 2_000;
        const speed = Math.max(
          ...extremes[joint]!.v.map(Math.abs),
          ...extremes[joint]!.a.map(Math.abs),
          ...extremes[joint]!.j.map(Math.abs),
        );
        exact.forEach((bound, of) => {
          const outside = of % 2 === 0 ? bound - seen[joint]![of]! : seen[joint]![of]! - bound;
          expect(outside).toBeLessThan(1e-9);
          expect(outside).toBeGreaterThan(-2 * speed * stepS - 1e-9);
        });
      }
    }
  });
});
