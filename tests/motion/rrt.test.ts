import { describe, expect, test } from "vitest";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { solveIk } from "../../kernel/motion/ik.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { findWay } from "../../kernel/motion/rrt.ts";
import { checkerOf, type Obstacle, selfCheckerOf } from "../../kernel/motion/sweep.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3Chain, READY } from "./arms.ts";

const box = (name: string, sizeM: Vec3, xyzM: Vec3): Obstacle => ({
  name,
  shape: { kind: "box", sizeM },
  pose: { xyzM, quatXyzw: [0, 0, 0, 1] },
});
const obstacles = [box("table", [4, 4, 1], [0, 0, -0.5]), box("wall", [0.4, 0.02, 0.3], [0.6, 0, 0.15])];
const bodies = armBodies(fr3Chain, 0.08).filter((body) => body.frame > 0);
const checker = checkerOf(fr3Chain, bodies, obstacles, () => 0.01);
const itself = selfCheckerOf(fr3Chain, bodies);
const isClear = (q: ArrayLike<number>): boolean => checker.look(q).kind === "clear";
const isEdgeClear = (a: readonly number[], b: readonly number[]): boolean =>
  checker.sweep([a, b]).kind === "clear" && itself.sweep([a, b]).kind === "clear";
const above = (y: number): number[] =>
  solveIk(
    fr3Chain,
    { xyzM: [0.5, y, 0.2], quatXyzw: quatFromRpy(Math.PI, 0, 0) },
    { seedRad: READY, accept: isClear },
  )!;
const [left, right] = [above(0.3), above(-0.3)];

describe("a way", () => {
  test("round a wall is found for each of 10 seeds; every edge is clear and every vertex inside the limits", () => {
    expect(isEdgeClear(left, right)).toBe(false);
    for (let seed = 0; seed < 10; seed++) {
      const way = findWay(fr3Chain, left, right, isClear, isEdgeClear, { seed, iterations: 1000 })!;
      expect(way.length).toBeGreaterThan(2);
      expect(way[0]).toEqual(left);
      expect(way[way.length - 1]).toEqual(right);
      for (let i = 0; i + 1 < way.length; i++) expect(isEdgeClear(way[i]!, way[i + 1]!)).toBe(true);
      for (const q of way) {
        q.forEach((x, j) => {
          expect(x).toBeGreaterThanOrEqual(fr3Chain.lowerRad[j]!);
          expect(x).toBeLessThanOrEqual(fr3Chain.upperRad[j]!);
        });
      }
    }
  });

  test("is the straight edge where that is clear", () => {
    const beside = above(0.25);
    expect(findWay(fr3Chain, left, beside, isClear, isEdgeClear, { seed: 1, iterations: 0 })).toEqual([left, beside]);
  });

  test("is not found into a goal that is not clear, nor without iterations", () => {
    const never = (): boolean => false;
    expect(findWay(fr3Chain, left, right, never, never, { seed: 1, iterations: 300 })).toBeNull();
    expect(findWay(fr3Chain, left, right, isClear, isEdgeClear, { seed: 1, iterations: 0 })).toBeNull();
  });

  test("is the same for the same seed and another for another", () => {
    const way = (seed: number): number[][] | null =>
      findWay(fr3Chain, left, right, isClear, isEdgeClear, { seed, iterations: 1000 });
    expect(way(3)).toEqual(way(3));
    expect(way(3)).not.toEqual(way(4));
  });

  test("asks about every edge in the direction of travel", () => {
    const asked = new Set<string>();
    const way = findWay(
      fr3Chain,
      left,
      right,
      isClear,
      (a, b) => {
        const clear = isEdgeClear(a, b);
        if (clear) asked.add(JSON.stringify([a, b]));
        return clear;
      },
      { seed: 5, iterations: 1000 },
    )!;
    for (let i = 0; i + 1 < way.length; i++) expect(asked).toContain(JSON.stringify([way[i], way[i + 1]]));
  });
});

describe("seeded random numbers", () => {
  test("are uniform in [0, 1) and repeat with their seed", () => {
    const draw = (seed: number): number[] => Array.from({ length: 10_000 }, seededRandom(seed));
    const drawn = draw(1);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const x of drawn) tenths[Math.floor(x * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(draw(1)).toEqual(drawn);
    expect(draw(2)).not.toEqual(drawn);
  });
});
