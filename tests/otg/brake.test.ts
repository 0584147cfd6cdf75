import { describe, expect, it } from "vitest";
import { planStates, type StateRequest } from "../../kernel/motion/otg/otg.ts";
import { normal, randomOf } from "./random.ts";

const seed = Date.now() % 1_000_000;

interface Bounds {
  readonly v: number;
  readonly a: number;
  readonly j: number;
}

const SLACK = 1e-9;

/** In limits, and able to stay there. */
const isViable = (v: number, a: number, { v: vMax, a: aMax, j }: Bounds): boolean =>
  Math.abs(a) <= aMax + SLACK &&
  Math.abs(v) <= vMax + SLACK &&
  Math.abs(v + (a * Math.abs(a)) / (2 * j)) <= vMax + SLACK;

/** Whether any motion of jerk ±j with one switch, and |acceleration| ≤ aMax, is viable after `timeS`. */
function canBeViable(v: number, a: number, bounds: Bounds, timeS: number): boolean {
  const STEPS = 400;
  const go = (from: readonly [number, number], jerk: number, t: number): readonly [number, number] => {
    const moving = Math.min(t, Math.max(0, (bounds.a - Math.sign(jerk) * from[1]) / bounds.j));
    const end = from[1] + jerk * moving;
    return [from[0] + from[1] * moving + (jerk * moving ** 2) / 2 + end * (t - moving), end];
  };
  for (const jerk of [bounds.j, -bounds.j])
    for (let k = 0; k <= STEPS; k++) {
      const switchS = (timeS * k) / STEPS;
      const [vEnd, aEnd] = go(go([v, a], jerk, switchS), -jerk, timeS - switchS);
      if (isViable(vEnd, aEnd, bounds)) return true;
    }
  return false;
}

const requestOf = (v: number, a: number, { v: vMax, a: aMax, j }: Bounds): StateRequest => ({
  start: { p: [0], v: [v], a: [a] },
  target: { p: [1], v: [0], a: [0] },
  limits: { v: [vMax], a: [aMax], j: [j] },
});

describe("the brake from outside limits", () => {
  it("ends in limits, and no motion is back inside 0.1 % sooner (600 random starts)", () => {
    const random = randomOf(seed);
    let braked = 0;
    while (braked < 600) {
      const bounds = { v: 0.1 + 2 * random(), a: 0.3 + 3 * random(), j: 0.2 + 5 * random() };
      const [v, a] = [normal(random, 2), bounds.a * (2 * random() - 1)];
      const trajectory = planStates(1, requestOf(v, a, bounds));
      if (trajectory.kind !== "trajectory") expect.fail(trajectory.why);
      const brakeS = trajectory.brakeS[0]!;
      expect(brakeS > 0).toBe(!isViable(v, a, { ...bounds, v: bounds.v - SLACK }));
      if (brakeS === 0) continue;
      braked++;
      const after = trajectory.phases(0).find((phase) => phase.startS >= brakeS - 1e-12)!;
      const told = `seed ${seed}: v ${v}, a ${a}, ${JSON.stringify(bounds)}`;
      expect(isViable(after.v, after.a, bounds), told).toBe(true);
      expect(canBeViable(v, a, bounds, brakeS * 0.999 - 1e-6), told).toBe(false);
    }
  });

  it("first takes an acceleration beyond its limit back, at full jerk", () => {
    const trajectory = planStates(1, requestOf(0, 3, { v: 9, a: 1, j: 2 }));
    if (trajectory.kind !== "trajectory") expect.fail(trajectory.why);
    expect(trajectory.brakeS[0]).toBeCloseTo(1, 12);
    expect(trajectory.phases(0)[0]).toEqual({ startS: 0, p: 0, v: 0, a: 3, j: -2 });
  });
});
