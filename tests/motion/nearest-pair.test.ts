import { describe, expect, test } from "vitest";
import type { Pose, Shape } from "../../kernel/contract/geometry.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { comesWithin, leastDistance } from "../../kernel/motion/nearest-pair.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { solidOf } from "../../kernel/motion/solid.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";

const random = seededRandom(23);
const spread = (low: number, high: number): number => low + random() * (high - low);
const anyPose = (): Pose => ({
  xyzM: [spread(-0.8, 0.8), spread(-0.8, 0.8), spread(-0.8, 0.8)],
  quatXyzw: quatFromRpy(spread(-3, 3), spread(-1.5, 1.5), spread(-3, 3)),
});
const capsule = (): Shape => ({ kind: "capsule", radiusM: spread(0.02, 0.07), lengthM: spread(0.05, 0.4) });
const box = (): Shape => ({ kind: "box", sizeM: [spread(0.02, 0.3), spread(0.02, 0.3), spread(0.02, 0.3)] });
const hull = (): Shape => ({
  kind: "hull",
  pointsM: Array.from({ length: 8 }, () => [spread(0, 0.3), spread(0, 0.3), spread(0, 0.3)] as const),
});
const set = (shapes: readonly Shape[], poses: readonly Pose[]) => {
  const frames = new Float64Array(shapes.length * 12);
  poses.forEach((pose, i) => {
    writeFrame(pose, frames, i * 12);
  });
  return { solids: shapes.map(solidOf), frames };
};

describe("the least distance of two sets", () => {
  test("is the least of all pairs, in 200 scenes of 8 by 10, apart and overlapping", () => {
    let overlaps = 0;
    for (let n = 0; n < 200; n++) {
      const [left, right] = [
        Array.from({ length: 8 }, n % 4 === 3 ? hull : capsule),
        Array.from({ length: 10 }, n % 4 === 2 ? hull : box),
      ];
      const [atLeft, atRight] = [left.map(anyPose), right.map(anyPose)];
      let least = Number.POSITIVE_INFINITY;
      left.forEach((a, i) => {
        right.forEach((b, j) => {
          const one = { shape: a, pose: atLeft[i]! };
          least = Math.min(least, distanceBetween(one, { shape: b, pose: atRight[j]! }).distanceM);
        });
      });
      if (least < 0) overlaps++;
      const [a, b] = [set(left, atLeft), set(right, atRight)];
      expect(leastDistance(a, b, Number.POSITIVE_INFINITY)).toBeCloseTo(least, 6);
      const early = leastDistance(a, b, 0.05);
      if (least < 0.05 - 1e-6) expect(early).toBeCloseTo(least, 6);
      else expect(early).toBeGreaterThanOrEqual(0.05 - 1e-6);
      expect(early).toBeLessThanOrEqual(least + 1e-6);
      for (const within of [0, 0.05, least - 1e-6, least + 1e-6]) {
        if (within >= 0 && Math.abs(within - least) > 1e-7) expect(comesWithin(a, b, within)).toBe(least < within);
      }
    }
    expect(overlaps).toBeGreaterThan(20);
    expect(overlaps).toBeLessThan(180);
  });

  test("is that of the one pair that is near, whichever it is of 4 by 5", () => {
    const ball: Shape = { kind: "sphere", radiusM: 0.1 };
    const row = (count: number, zM: number) =>
      Array.from({ length: count }, (_, k): Pose => ({ xyzM: [3 * k, k, zM], quatXyzw: [0, 0, 0, 1] }));
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 5; j++) {
        // Near by 0.05 m; all others are metres apart.
        const beside: Pose = { xyzM: [3 * i + 0.25, i, 0], quatXyzw: [0, 0, 0, 1] };
        const a = set(Array(4).fill(ball), row(4, 0));
        const b = set(Array(5).fill(ball), row(5, 50).with(j, beside));
        expect(leastDistance(a, b, Number.POSITIVE_INFINITY)).toBeCloseTo(0.05, 9);
        expect([comesWithin(a, b, 0.0501), comesWithin(a, b, 0.0499)]).toEqual([true, false]);
      }
  });

  test("is found among 20 by 20 hulls, more pairs than there was room for at first", () => {
    const signs = [-0.05, 0.05];
    const cube: Shape = {
      kind: "hull",
      pointsM: signs.flatMap((x) => signs.flatMap((y) => signs.map((z) => [x, y, z] as const))),
    };
    const row = (yM: number) =>
      Array.from({ length: 20 }, (_, k): Pose => ({ xyzM: [0.3 * k, yM, 0], quatXyzw: [0, 0, 0, 1] }));
    const cubes = set(Array(20).fill(cube), row(0));
    for (const near of [0, 19]) {
      const beside: Pose = { xyzM: [0.3 * near, 0.15, 0], quatXyzw: [0, 0, 0, 1] };
      const others = set(Array(20).fill(cube), row(0.5).with(near, beside));
      expect(leastDistance(cubes, others, Number.POSITIVE_INFINITY)).toBeCloseTo(0.05, 9);
    }
  });

  test("is Infinity to an empty set and NaN where a frame is", () => {
    const [one, none] = [set([box()], [anyPose()]), set([], [])];
    expect(leastDistance(one, none, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    const lost = set([capsule(), capsule()], [anyPose(), { ...anyPose(), xyzM: [0, Number.NaN, 0] }]);
    expect(leastDistance(lost, one, 0.1)).toBeNaN();
    expect(comesWithin(lost, one, 0)).toBe(true);
    expect(comesWithin(one, none, 1)).toBe(false);
  });
});
