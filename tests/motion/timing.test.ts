import { describe, expect, test } from "vitest";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import { toolPoseAt } from "../../kernel/motion/chain.ts";
import { moveSampler } from "../../kernel/motion/curve.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { motionExtremes, shortestDurationS } from "../../kernel/motion/timing.ts";
import { distanceM } from "../../kernel/motion/transform.ts";
import { fr3Chain, READY } from "./arms.ts";

const move = (pointsRad: readonly (readonly number[])[], durationS: number): MoveSegment => ({
  kind: "move",
  pointsRad,
  durationS,
  line: false,
  carrying: null,
});
/** 0.25 m/s beyond x = 0.4 m, else 0.5 m/s: a reduced-speed zone as a cell has it. */
const zoned = (point: Vec3): number => (point[0] > 0.4 ? 0.25 : 0.5);

/** Greatest use of any limit, in samples 1 ms apart; 1 is the limit. */
function use(
  pointsRad: readonly (readonly number[])[],
  durationS: number,
  jointScale: number,
  tool: typeof zoned,
): number {
  const all = motionExtremes(fr3Chain, move(pointsRad, durationS), 0.001, tool);
  const joints = Math.max(all.velocity.ratio, all.acceleration.ratio, all.jerk.ratio) / jointScale;
  return Math.max(joints, all.toolSpeedRatio.ratio);
}

const random = seededRandom(5);
const near = (spread: number): number[] => READY.map((x) => x + spread * (2 * random() - 1));
const paths = Array.from({ length: 40 }, (_, n) =>
  Array.from({ length: 2 + (n % 5) }, () => near(n % 2 === 0 ? 0.3 : 0.05)),
);

describe("the shortest duration", () => {
  test.each([0.6, 0.1, 1])(
    "at joint scale %s keeps every limit, and a 3 percent shorter one breaks one, over 40 random paths",
    (scale) => {
      for (const path of paths) {
        const durationS = shortestDurationS(fr3Chain, path, { jointScale: scale, toolSpeedAtMPerS: zoned });
        expect(use(path, durationS, scale, zoned)).toBeLessThanOrEqual(1);
        const fixed = (): number => 0.5;
        const free = shortestDurationS(fr3Chain, path, { jointScale: scale, toolSpeedAtMPerS: fixed });
        expect(use(path, free, scale, fixed)).toBeLessThanOrEqual(1);
        // One tick of rounding is part of the answer, so that 3 % is measured from a tick below.
        expect(use(path, (free - 0.002) * 0.97, scale, fixed)).toBeGreaterThan(1);
      }
    },
  );

  test("is a whole multiple of 2 ms, also for a move of no length", () => {
    for (const path of [...paths, [READY, READY]]) {
      const ticks = shortestDurationS(fr3Chain, path, { jointScale: 0.6, toolSpeedAtMPerS: zoned }) / 0.002;
      expect(Math.abs(ticks - Math.round(ticks))).toBeLessThan(1e-6);
      expect(Math.round(ticks)).toBeGreaterThanOrEqual(1);
    }
  });

  test("of one joint turning by 1 rad matches the septic's own peaks", () => {
    const path = [READY, READY.with(6, READY[6]! - 1)];
    const unbounded = (): number => Number.POSITIVE_INFINITY;
    // 35/16 · 1 rad / T ≤ 5.26 and 7.5132 · 1 rad / T² ≤ 10: acceleration decides, T = 0.8668 s.
    const durationS = shortestDurationS(fr3Chain, path, { jointScale: 1, toolSpeedAtMPerS: unbounded });
    expect(durationS).toBeGreaterThanOrEqual(0.8668);
    expect(durationS).toBeLessThanOrEqual(0.8668 * 1.001 + 0.002);
  });
});

describe("motion extremes", () => {
  test("name the joint, the time and the pose where the most is used", () => {
    const path = [READY, READY.with(0, 0.5)];
    const all = motionExtremes(fr3Chain, move(path, 1), 0.001, zoned);
    expect(all.velocity.joint).toBe(0);
    expect(all.velocity.atS).toBeCloseTo(0.5, 3);
    expect(all.velocity.ratio).toBeCloseTo((0.5 * 35) / 16 / 2.62, 6);
    // Joint 1 turns the tool point on a circle of its own radius.
    expect(all.toolSpeed.mPerS).toBeCloseTo((0.30689 * 0.5 * 35) / 16, 3);
    expect(distanceM(all.toolSpeed.pose.xyzM, toolPoseAt(fr3Chain, READY.with(0, 0.25)).xyzM)).toBeLessThan(1e-4);
  });

  test("see the tool speed that finite differences of the pose see", () => {
    const path = paths[3]!;
    const segment = move(path, 1.2);
    const { toolSpeed } = motionExtremes(fr3Chain, segment, 0.002);
    const sampler = moveSampler(segment);
    const pointAt = (tS: number): Vec3 => {
      const q = new Float64Array(7);
      sampler.at(tS, q, new Float64Array(7));
      return toolPoseAt(fr3Chain, q).xyzM;
    };
    const h = 1e-5;
    expect(distanceM(pointAt(toolSpeed.atS + h), pointAt(toolSpeed.atS - h)) / (2 * h)).toBeCloseTo(toolSpeed.mPerS, 5);
  });
});
