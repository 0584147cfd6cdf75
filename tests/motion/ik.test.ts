import { describe, expect, test } from "vitest";
import type { Chain } from "../../kernel/motion/chain.ts";
import { toolPoseAt } from "../../kernel/motion/chain.ts";
import { solveIk, solveIkAll, solveIkNear } from "../../kernel/motion/ik.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { addVec, distanceM, quatAngleRad, quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3Chain, READY, tiltedChain, ur5eChain } from "./arms.ts";

const randomJoints = (chain: Chain, random: () => number): number[] =>
  Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));

function expectSolved(chain: Chain, q: readonly number[], target: ReturnType<typeof toolPoseAt>, margin = 0): void {
  const there = toolPoseAt(chain, q);
  expect(distanceM(there.xyzM, target.xyzM)).toBeLessThanOrEqual(1.01e-6);
  expect(quatAngleRad(there.quatXyzw, target.quatXyzw)).toBeLessThanOrEqual(1.01e-6);
  q.forEach((x, j) => {
    expect(x).toBeGreaterThanOrEqual(chain.lowerRad[j]! + margin);
    expect(x).toBeLessThanOrEqual(chain.upperRad[j]! - margin);
  });
}

describe("inverse kinematics", () => {
  test.each([
    ["FR3", fr3Chain],
    ["FR3 on a tilted base", tiltedChain],
    ["UR5e", ur5eChain],
  ])("of the %s solves at least 498 of 500 random poses, inside the limits", (_, chain) => {
    const random = seededRandom(21);
    const seedRad = Array.from(chain.lowerRad, (low, j) => (low + chain.upperRad[j]!) / 2);
    let solved = 0;
    for (let n = 0; n < 500; n++) {
      const target = toolPoseAt(chain, randomJoints(chain, random));
      const q = solveIk(chain, target, { seedRad });
      if (q === null) continue;
      solved++;
      expectSolved(chain, q, target);
    }
    expect(solved).toBeGreaterThanOrEqual(498);
  });

  test("stays near its seed when the target is near", () => {
    const tool = toolPoseAt(fr3Chain, READY);
    const target = { ...tool, xyzM: addVec(tool.xyzM, [0.02, 0.01, -0.03]) };
    const q = solveIk(fr3Chain, target, { seedRad: READY })!;
    expectSolved(fr3Chain, q, target);
    q.forEach((x, j) => {
      expect(Math.abs(x - READY[j]!)).toBeLessThan(0.3);
    });
  });

  test("keeps the margin from both ends of every joint", () => {
    const random = seededRandom(4);
    let solved = 0;
    for (let n = 0; n < 50; n++) {
      const target = toolPoseAt(fr3Chain, randomJoints(fr3Chain, random));
      const q = solveIk(fr3Chain, target, { seedRad: READY, marginRad: 0.05 });
      if (q === null) continue;
      solved++;
      expectSolved(fr3Chain, q, target, 0.05);
    }
    expect(solved).toBeGreaterThan(25);
  });

  test("passes over solutions that the caller turns down", () => {
    const target = toolPoseAt(fr3Chain, READY);
    const q = solveIk(fr3Chain, target, { seedRad: READY, accept: ([first]) => Math.abs(first!) > 0.3 })!;
    expect(Math.abs(q[0]!)).toBeGreaterThan(0.3);
    expectSolved(fr3Chain, q, target);
    expect(solveIk(fr3Chain, target, { seedRad: READY, starts: 5, accept: () => false })).toBeNull();
  });

  test("finds no solution 2 m away", () => {
    const target = { xyzM: [2, 0, 0.3] as const, quatXyzw: quatFromRpy(Math.PI, 0, 0) };
    expect(solveIk(fr3Chain, target, { seedRad: READY })).toBeNull();
    expect(solveIkAll(fr3Chain, target, { seedRad: READY, most: 3 })).toEqual([]);
    expect(solveIkNear(fr3Chain, target, READY)).toBeNull();
  });

  test("lists distinct solutions, the nearest to the seed first", () => {
    const target = { xyzM: [0.45, 0.15, 0.1] as const, quatXyzw: quatFromRpy(Math.PI, 0, 0.4) };
    const all = solveIkAll(fr3Chain, target, { seedRad: READY, most: 6 });
    expect(all.length).toBe(6);
    const away = (q: readonly number[]): number => Math.hypot(...q.map((x, j) => x - READY[j]!));
    all.forEach((q, i) => {
      expectSolved(fr3Chain, q, target);
      for (const other of all.slice(0, i)) {
        expect(away(other)).toBeLessThanOrEqual(away(q));
        expect(Math.max(...q.map((x, j) => Math.abs(x - other[j]!)))).toBeGreaterThanOrEqual(0.1);
      }
    });
  });

  test("follows a straight line of 5 mm steps without a jump", () => {
    let q: readonly number[] = READY;
    const start = toolPoseAt(fr3Chain, READY);
    for (let n = 1; n <= 40; n++) {
      const target = { ...start, xyzM: addVec(start.xyzM, [0, 0, -0.005 * n]) };
      const next = solveIkNear(fr3Chain, target, q)!;
      expectSolved(fr3Chain, next, target);
      expect(Math.max(...next.map((x, j) => Math.abs(x - q[j]!)))).toBeLessThan(0.06);
      q = next;
    }
  });

  test("turns half a turn about any axis", () => {
    const tool = toolPoseAt(ur5eChain, [0.3, -1.2, 1.4, -1.7, -1.5, 0.2]);
    const target = toolPoseAt(ur5eChain, [0.3, -1.2, 1.4, -1.7, -1.5, 0.2 + Math.PI]);
    expect(quatAngleRad(tool.quatXyzw, target.quatXyzw)).toBeCloseTo(Math.PI, 9);
    expectSolved(ur5eChain, solveIk(ur5eChain, target, { seedRad: [0.3, -1.2, 1.4, -1.7, -1.5, 0.2] })!, target);
  });

  test("gives the same answer for the same seed", () => {
    const target = toolPoseAt(fr3Chain, randomJoints(fr3Chain, seededRandom(99)));
    const solve = (seed: number): number[][] => solveIkAll(fr3Chain, target, { seedRad: READY, seed, most: 5 });
    expect(solve(5)).toEqual(solve(5));
    expect(solve(5)).not.toEqual(solve(6));
  });
});
