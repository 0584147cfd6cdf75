import { describe, expect, it } from "vitest";
import {
  highestRad,
  lowerVelocityAt,
  lowestRad,
  upperVelocityAt,
  velocityBoundsAt,
} from "../../kernel/motion/velocity-bounds.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { fr3Like } from "./arms.ts";

const limits = fr3.joints.map((joint) => joint.limits);

describe("velocity bounds by position", () => {
  it("give the FR3's published figures: joint 1 at 0, 2.4 and 2.75 rad", () => {
    // min(2.62, -0.30 + sqrt(12 (2.7501 - q))), worked out by hand.
    expect(velocityBoundsAt(limits[0]!, 0)).toEqual([-2.62, 2.62]);
    expect(upperVelocityAt(limits[0]!, 2.4)).toBeCloseTo(1.749683, 6);
    expect(lowerVelocityAt(limits[0]!, 2.4)).toBe(-2.62);
    expect(upperVelocityAt(limits[0]!, 2.75)).toBe(0);
  });

  it("are 0 outwards at each end of range, and free inwards, for all 7 joints", () => {
    for (const limit of limits) {
      expect(upperVelocityAt(limit, limit.upperRad)).toBeLessThan(0.12);
      expect(lowerVelocityAt(limit, limit.lowerRad)).toBeGreaterThan(-0.12);
      expect(upperVelocityAt(limit, limit.lowerRad)).toBeGreaterThan(0.8 * limit.velocityRadPerS);
      expect(lowerVelocityAt(limit, limit.upperRad)).toBeLessThan(-0.8 * limit.velocityRadPerS);
    }
  });

  it("let a joint that keeps to them stop before its end at the rated 10 rad/s²", () => {
    // v dv/dq along √(g·x) - o is at most g/2, so braking at g/2 follows the law down to standstill.
    for (const limit of limits) {
      const law = limit.velocityByPosition!;
      for (let q = limit.lowerRad; q < limit.upperRad; q += 0.01) {
        const v = upperVelocityAt(limit, q);
        expect(q + (v * v) / law.gainRadPerS2).toBeLessThanOrEqual(law.upperEndRad);
      }
    }
  });

  it("leave a joint at least 1e-4 of its speed all the way to where it can be driven, and that is no more than its range", () => {
    for (const limit of limits) {
      const [low, high] = [lowestRad(limit), highestRad(limit)];
      expect(upperVelocityAt(limit, high) / limit.velocityRadPerS).toBeGreaterThan(0.9999e-4);
      expect(lowerVelocityAt(limit, low) / limit.velocityRadPerS).toBeLessThan(-0.9999e-4);
      expect(high).toBeLessThanOrEqual(limit.upperRad);
      expect(low).toBeGreaterThanOrEqual(limit.lowerRad);
    }
    // By hand, from -0.30 + sqrt(8 (q + 3.0481)): joint 4 of the FR3 stops 5.3 mrad before its end, joint 2 nowhere.
    expect(lowestRad(limits[3]!)).toBeCloseTo(-3.0481 + (0.3 + 2.62e-4) ** 2 / 8, 12);
    expect([lowestRad(limits[1]!), highestRad(limits[1]!)]).toEqual([-1.7837, 1.7837]);
    expect([lowestRad(fr3Like.joints[0]!.limits), highestRad(fr3Like.joints[0]!.limits)]).toEqual([-2.7437, 2.7437]);
  });

  it("are the rated speed everywhere for an arm without the law", () => {
    expect(velocityBoundsAt(fr3Like.joints[0]!.limits, 2.74)).toEqual([-2.62, 2.62]);
  });
});
