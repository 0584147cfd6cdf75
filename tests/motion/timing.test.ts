import { describe, expect, test } from "vitest";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { MoveSegment, Phase } from "../../kernel/contract/plan.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { meterOf } from "../../kernel/motion/demands.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import type { SpeedLimits } from "../../kernel/motion/speed-limits.ts";
import { type MotionLimits, type Timing, timeWay } from "../../kernel/motion/timing.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { fr3Chain, READY } from "./arms.ts";
import { auditMove } from "./move-audit.ts";

const random = seededRandom(5);
const near = (spread: number): number[] => READY.map((x) => x + spread * (2 * random() - 1));
const paths = Array.from({ length: 40 }, (_, n) =>
  Array.from({ length: 2 + (n % 5) }, () => near(n % 2 === 0 ? 0.3 : 0.05)),
);
const even = (toolMPerS: number): SpeedLimits => ({ toolMPerS, zoneMPerS: () => Number.POSITIVE_INFINITY });
const limitsAt = (jointScale: number, toolMPerS: number): MotionLimits => ({
  jointScale,
  speeds: even(toolMPerS),
  leadM: 0.02,
});
const segment = (pointsRad: readonly (readonly number[])[], { durationS, phases }: Timing): MoveSegment => ({
  kind: "move",
  pointsRad,
  durationS,
  phases,
  line: false,
  carrying: null,
});

describe("near and past the ends of the FR3's range, where its speed limits fall to nothing", () => {
  const chain = chainOf(fr3, IDENTITY_POSE);
  const ends = seededRandom(9);
  const within = (j: number): number => chain.lowerRad[j]! + ends() * (chain.upperRad[j]! - chain.lowerRad[j]!);
  /** From anywhere to where every other joint, about, is as far out as `out` says. */
  const drawn = (out: (j: number, isUpper: boolean) => number): number[][] => {
    const each = (pick: (j: number) => number): number[] => fr3.joints.map((_, j) => pick(j));
    return [each(within), each((j) => (ends() < 0.5 ? within(j) : out(j, ends() < 0.5)))];
  };

  test("100 random ways to where joints can just be driven to are timed within limits, each in less than 5 minutes", () => {
    for (let k = 0; k < 100; k++) {
      const path = drawn((j, isUpper) => (isUpper ? chain.upperRad : chain.lowerRad)[j]!);
      const move = segment(path, timeWay(chain, way(path), limitsAt(0.6, 0.5)));
      expect(move.durationS).toBeLessThan(300);
      const { velocity } = meterOf(chain).measure(move, even(0.5), 0, { joint: 0.6, speed: 1 });
      expect(velocity.ratio).toBeLessThan(0.6 * 1.0001);
    }
  });

  test("300 random ways past there are timed too, for hooks to deny", () => {
    for (let k = 0; k < 300; k++) {
      const path = drawn((j, isUpper) => {
        const { lowerRad, upperRad } = fr3.joints[j]!.limits;
        return isUpper ? upperRad + 0.1 * ends() : lowerRad - 0.1 * ends();
      });
      expect(timeWay(chain, way(path), limitsAt(0.6, 0.5)).durationS).toBeGreaterThan(0);
    }
  });
});

describe("the fastest timing", () => {
  test.each([0.6, 0.1, 1])(
    "at joint scale %s keeps every limit and uses 99 percent of one, over 40 random paths",
    (scale) => {
      for (const path of paths) {
        for (const toolMPerS of [0.5, 3]) {
          const audit = auditMove(
            fr3Chain,
            segment(path, timeWay(fr3Chain, way(path), limitsAt(scale, toolMPerS))),
            0.0005,
          );
          const ratios = [audit.velocity, audit.acceleration, audit.jerk].map((ratio) => ratio / scale);
          const most = Math.max(...ratios, audit.toolMPerS / toolMPerS);
          expect(most).toBeLessThanOrEqual(1.000001);
          expect(most).toBeGreaterThan(0.99);
          expect(audit.endError).toBeLessThan(1e-9);
          expect(audit.slowest).toBeGreaterThan(-1e-9);
        }
      }
    },
  );

  test("of a straight joint motion is the one-dimensional optimum, to 0.2 percent", () => {
    for (const radians of [0.01, 0.3, 1, 2]) {
      // Joint 7 alone: v 5.26, a 10, j 5000; from rest to rest over d: v/a + d/v + a/j, or less where v is not reached.
      const path = [READY, READY.with(6, READY[6]! - radians)];
      const [v, a, j] = [5.26, 10, 5000];
      const peak = Math.min(v, -(a * a) / (2 * j) + Math.sqrt(((a * a) / (2 * j)) ** 2 + radians * a));
      const optimum = radians / peak + peak / a + a / j;
      const { durationS } = timeWay(fr3Chain, way(path), limitsAt(1, 100));
      expect(durationS / optimum).toBeGreaterThan(1);
      expect(durationS / optimum).toBeLessThan(1.002);
    }
  });

  test("of a move of no length is short, and of half the speed scale twice as long", () => {
    const still = timeWay(fr3Chain, way([READY, READY]), limitsAt(0.6, 0.5));
    expect(still.durationS).toBeLessThanOrEqual(0.01);
    const whole = timeWay(fr3Chain, way(paths[1]!), limitsAt(0.6, 0.5));
    const half = timeWay(fr3Chain, way(paths[1]!), limitsAt(0.6, 0.5), 0.5);
    expect(half.durationS / whole.durationS).toBeCloseTo(2, 9);
  });

  test("slows for a reduced-speed zone only where the arm is in it", () => {
    const path = [READY, READY.with(0, 1.5)];
    const [fast, slow] = [Number.POSITIVE_INFINITY, 0.1].map((zoneMPerS) => {
      const speeds: SpeedLimits = {
        toolMPerS: 0.5,
        zoneMPerS: (_, y) => (y > 0.2 ? zoneMPerS : Number.POSITIVE_INFINITY),
      };
      return timeWay(fr3Chain, way(path), { jointScale: 0.6, leadM: 0.02, speeds }).durationS;
    });
    // Of the 0.46 m long arc, 0.24 m are in the zone: at 0.1 instead of 0.5 m/s about 1.9 s more.
    expect(slow! - fast!).toBeGreaterThan(1.7);
    expect(slow! - fast!).toBeLessThan(2.2);
  });
});

const way = (pointsRad: readonly (readonly number[])[]): { pointsRad: readonly (readonly number[])[] } => ({
  pointsRad,
});

describe("what a move demands", () => {
  test("is at least what dense samples see, and at most 0.2 percent more, over 40 random paths", () => {
    for (const path of paths) {
      const phases: Phase[] = [1, -1, -1, 1].map((sign) => [0.3, (sign * 32) / 1.2 ** 3]);
      const move = segment(path, { durationS: 1.2, phases });
      const audit = auditMove(fr3Chain, move, 0.0002);
      const demands = meterOf(fr3Chain).measure(move, even(0.5), 0, { joint: 0, speed: 0 });
      for (const [seen, told] of [
        [audit.velocity, demands.velocity.ratio],
        [audit.acceleration, demands.acceleration.ratio],
        [audit.jerk, demands.jerk.ratio],
        [audit.toolMPerS / 0.5, demands.speed.ratio],
      ] as const) {
        expect(told / seen).toBeGreaterThan(1 - 5.1e-4);
        expect(told / seen).toBeLessThan(1.002);
      }
    }
  });

  test("names the joint, the time and the value", () => {
    const move = segment([READY, READY.with(0, 0.5)], {
      durationS: 1,
      phases: [1, -1, -1, 1].map((sign) => [0.25, 32 * sign]),
    });
    const { velocity, speed } = meterOf(fr3Chain).measure(move, even(0.5), 0, { joint: 0, speed: 0 });
    expect(velocity.index).toBe(0);
    expect(velocity.atS).toBeCloseTo(0.5, 3);
    expect(velocity.ratio).toBeCloseTo((0.5 * 2) / 2.62, 3);
    // Joint 1 turns the tool point on a circle of its own radius.
    expect(speed.value).toBeCloseTo(0.30689 * 0.5 * 2, 3);
    expect(speed.index).toBe(8);
  });

  test("counts the elbow in a reduced-speed zone", () => {
    const path = [READY, READY.with(0, 0.5)];
    const move = segment(path, { durationS: 1, phases: [1, -1, -1, 1].map((sign) => [0.25, 32 * sign]) });
    const behind: SpeedLimits = {
      toolMPerS: 0.5,
      zoneMPerS: (x, _y, _z, leadM) => (x - leadM < -0.1 ? 0.05 : Number.POSITIVE_INFINITY),
    };
    const { speed } = meterOf(fr3Chain).measure(move, behind, 0, { joint: 1, speed: 0.1 });
    // The corner over which the upper arm bends stands 0.2234 m behind the base's axis.
    expect(speed.value).toBeCloseTo(0.2234 * 0.5 * 2, 3);
    expect(speed.ratio).toBeGreaterThan(3);
  });
});
