import { describe, expect, test } from "vitest";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { type Chain, chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { turnedInto } from "../../kernel/motion/dh.ts";
import { solveIk, solveIkAll } from "../../kernel/motion/ik.ts";
import { closedFormOf, lastJointGoal } from "../../kernel/motion/ik-closed.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { composePose, distanceM, invertPose, quatFromAxisAngle, quatFromRpy } from "../../kernel/motion/transform.ts";
import { runs } from "../fixtures/runs.ts";
import { FR3_DH, fr3Chain, fr3Like, READY, tiltedChain, UR5E_DH, ur5e, ur5eChain } from "./arms.ts";

const randomJoints = (chain: Chain, random: () => number): number[] =>
  Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));

/** Textbook products of DH matrices as 3x4, sharing nothing with the code under test. */
type Frame = readonly number[];
function times(m: Frame, n: Frame): Frame {
  const out: number[] = [];
  for (let r = 0; r < 12; r += 4) {
    for (let c = 0; c < 4; c++) {
      out.push(m[r]! * n[c]! + m[r + 1]! * n[c + 4]! + m[r + 2]! * n[c + 8]! + (c === 3 ? m[r + 3]! : 0));
    }
  }
  return out;
}
function standard(a: number, d: number, alpha: number, q: number): Frame {
  const [ca, sa, cq, sq] = [Math.cos(alpha), Math.sin(alpha), Math.cos(q), Math.sin(q)];
  return [cq, -sq * ca, sq * sa, a * cq, sq, cq * ca, -cq * sa, a * sq, 0, sa, ca, d];
}
function craig(a: number, d: number, alpha: number, q: number): Frame {
  const [ca, sa, cq, sq] = [Math.cos(alpha), Math.sin(alpha), Math.cos(q), Math.sin(q)];
  return [cq, -sq, 0, a, sq * ca, cq * ca, -sa, -d * sa, sq * sa, cq * sa, ca, d * ca];
}
const ur5eTool = (q: readonly number[]): Frame =>
  [...UR5E_DH.map(([a, d, alpha], i) => standard(a, d, alpha, q[i]!)), standard(0, 0.1034, 0, 0)].reduce(times);
const fr3Tool = (q: readonly number[]): Frame =>
  [...FR3_DH.map(([a, d, alpha], i) => craig(a, d, alpha, q[i]!)), craig(0, 0.2104, 0, -Math.PI / 4)].reduce(times);

const worst = (a: Frame, b: Frame): number => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

/** All solutions in closed form for a target that `q` reaches, joints by whole turns nearest to q. */
function allAt(chain: Chain, q: readonly number[]): number[][] {
  const form = closedFormOf(chain)!;
  const out = new Float64Array(form.most * chain.dof);
  const window = { lower: chain.lowerRad, upper: chain.upperRad, near: Float64Array.from(q) };
  const count = form.solve(lastJointGoal(form, toolPoseAt(chain, q)), q[chain.dof - 1]!, window, out);
  return Array.from({ length: count }, (_, i) => [...out.slice(i * chain.dof, (i + 1) * chain.dof)]);
}

const isInside = (chain: Chain, q: readonly number[]): boolean =>
  q.every((x, j) => x >= chain.lowerRad[j]! && x <= chain.upperRad[j]!);

describe("the closed form of UR arms", () => {
  test("solves 100,000 random poses of the UR5e: every solution reaches the pose to 1e-9, the generating one is among them", () => {
    const random = seededRandom(41);
    let [total, unproven, missing] = [0, 0, 0];
    for (let n = 0; n < runs(100_000); n++) {
      const q = randomJoints(ur5eChain, random);
      const there = ur5eTool(q);
      const found = allAt(ur5eChain, q);
      total += found.length;
      for (const one of found) if (worst(ur5eTool(one), there) > 1e-9 || !isInside(ur5eChain, one)) unproven++;
      if (!found.some((one) => one.every((x, j) => Math.abs(x - q[j]!) < 1e-5))) missing++;
    }
    expect({ unproven, missing }).toEqual({ unproven: 0, missing: 0 });
    expect(total / runs(100_000)).toBeGreaterThan(6);
  });

  test("finds eight that differ where nothing is in the way, for lengths of other UR arms too", () => {
    // source: Universal Robots, DH parameters of the UR3e and UR10e.
    for (const [d1, a2, a3, d4, d5] of [
      [0.15185, -0.24355, -0.2132, 0.13105, 0.08535],
      [0.1807, -0.6127, -0.57155, 0.17415, 0.11985],
    ] as const) {
      const at = [
        { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
        { xyzM: [0, 0, d1], quatXyzw: quatFromRpy(Math.PI / 2, 0, 0) },
        { xyzM: [a2, 0, 0], quatXyzw: [0, 0, 0, 1] },
        { xyzM: [a3, 0, 0], quatXyzw: [0, 0, 0, 1] },
        { xyzM: [0, 0, d4], quatXyzw: quatFromRpy(Math.PI / 2, 0, 0) },
        { xyzM: [0, 0, d5], quatXyzw: quatFromRpy(-Math.PI / 2, 0, 0) },
      ] as const;
      const chain = chainOf(
        { ...ur5e, joints: ur5e.joints.map((j, i) => ({ ...j, origin: at[i]! })) },
        tiltedChain.base,
      );
      const q = [0.4, -1.3, 1.5, -1.1, 1.2, 0.3];
      const found = allAt(chain, q);
      expect(found.length).toBe(8);
      found.forEach((one, i) => {
        expect(distanceM(toolPoseAt(chain, one).xyzM, toolPoseAt(chain, q).xyzM)).toBeLessThan(1e-10);
        for (const other of found.slice(0, i)) {
          expect(Math.max(...one.map((x, j) => Math.abs(Math.sin((x - other[j]!) / 2))))).toBeGreaterThan(0.01);
        }
      });
    }
  });

  test("is recognised with its axes drawn another way: frames turned, two axes reversed", () => {
    const flips = [1, 4];
    const turned = ur5e.joints.map((_, i) => quatFromAxisAngle([1, 0.3 * i, -0.4], 0.7 + i));
    const flipped = (i: number): readonly [number, number, number, number] =>
      flips.includes(i) ? quatFromAxisAngle([1, 0, 0], Math.PI) : [0, 0, 0, 1];
    const pose = (i: number) => ({ xyzM: [0, 0, 0] as const, quatXyzw: turned[i]! });
    const joints = ur5e.joints.map((joint, i) => {
      const before = i === 0 ? joint.origin : composePose(invertPose(pose(i - 1)), joint.origin);
      const axis = composePose(invertPose(pose(i)), {
        xyzM: [0, 0, flips.includes(i) ? -1 : 1],
        quatXyzw: flipped(i),
      }).xyzM;
      return { ...joint, origin: composePose(before, pose(i)), axis };
    });
    const mount = composePose(invertPose(pose(5)), ur5e.gripper.mount);
    const drawn: RobotDescription = { ...ur5e, joints, gripper: { ...ur5e.gripper, mount } };
    const chain = chainOf(drawn, tiltedChain.base);
    const random = seededRandom(3);
    for (let n = 0; n < 200; n++) {
      const q = randomJoints(chain, random);
      const mirrored = q.map((x, j) => (flips.includes(j) ? -x : x));
      const expected = composePose(tiltedChain.base, toolPoseAt(ur5eChain, mirrored));
      expect(distanceM(toolPoseAt(chain, q).xyzM, expected.xyzM)).toBeLessThan(1e-12);
      const found = allAt(chain, q);
      expect(found.some((one) => one.every((x, j) => Math.abs(x - q[j]!) < 1e-6))).toBe(true);
      for (const one of found) expect(distanceM(toolPoseAt(chain, one).xyzM, expected.xyzM)).toBeLessThan(1e-10);
    }
  });

  test("answers in singular postures: wrist straight, elbow straight, shoulder over the wrist", () => {
    const postures = [
      [0.3, -1.2, 1.4, -1.7, 0, 0.2],
      [0.3, -1.2, 1.4, -1.7, Math.PI, 0.2],
      [0.3, -1.2, 0, -1.7, 1.1, 0.2],
      [0.3, -1.2, 1.4, -1.7, 1e-10, 0.2],
      [0, -Math.PI / 2, 0, -Math.PI / 2, 0, 0],
      [0.3, -1.2, 1.4, -1.7, 1e-6, 0.2],
    ];
    for (const q of postures) {
      const found = allAt(ur5eChain, q);
      expect(found.length).toBeGreaterThan(0);
      for (const one of found) expect(worst(ur5eTool(one), ur5eTool(q))).toBeLessThan(2e-8);
      const solved = solveIk(ur5eChain, toolPoseAt(ur5eChain, q), { seedRad: [0, 0, 0, 0, 0, 0] })!;
      expect(worst(ur5eTool(solved), ur5eTool(q))).toBeLessThan(2e-6);
    }
  });

  test("lists whole turns inside the limits after the eight, each proven", () => {
    const q = [0.4, -1.3, 1.5, -1.1, 1.2, 0.3];
    const target = toolPoseAt(ur5eChain, q);
    const all = solveIkAll(ur5eChain, target, { seedRad: q, most: 1000 });
    // Five joints of ±2π take two positions each, the elbow one.
    expect(all.length).toBe(8 * 2 ** 5);
    for (const one of all) {
      expect(worst(ur5eTool(one), ur5eTool(q))).toBeLessThan(1e-9);
      expect(isInside(ur5eChain, one)).toBe(true);
    }
    expect(
      solveIkAll(ur5eChain, target, { seedRad: q, most: 1 })[0]!.map((x, j) => Math.abs(x - q[j]!) < 1e-9),
    ).not.toContain(false);
  });

  test("finds none out of reach, and none nearer to axis 1 than the shoulder's offset", () => {
    const far = { xyzM: [1.3, 0, 0.3] as const, quatXyzw: quatFromRpy(Math.PI, 0, 0) };
    const near = { xyzM: [0, 0, 0.9] as const, quatXyzw: quatFromRpy(0, 0, 0) };
    for (const target of [far, near]) {
      expect(solveIk(ur5eChain, target, { seedRad: [0, 0, 0, 0, 0, 0] })).toBeNull();
      expect(solveIkAll(ur5eChain, target, { seedRad: [0, 0, 0, 0, 0, 0], most: 8 })).toEqual([]);
    }
  });
});

describe("the closed form of seven-joint arms", () => {
  test("solves 20,000 random poses of the FR3 for their own joint 7, the generating solution among those found", () => {
    const random = seededRandom(42);
    let [total, unproven, missing] = [0, 0, 0];
    for (let n = 0; n < runs(20_000); n++) {
      const q = randomJoints(fr3Chain, random);
      const there = fr3Tool(q);
      const found = allAt(fr3Chain, q);
      total += found.length;
      for (const one of found) if (worst(fr3Tool(one), there) > 1e-9 || !isInside(fr3Chain, one)) unproven++;
      if (!found.some((one) => one.every((x, j) => Math.abs(x - q[j]!) < 1e-5))) missing++;
    }
    expect({ unproven, missing }).toEqual({ unproven: 0, missing: 0 });
    expect(total / runs(20_000)).toBeGreaterThan(2);
  });

  test("solves at least 4,999 of 5,000 poses from joints drawn inside the limits, without a seed near them", () => {
    const random = seededRandom(43);
    const seedRad = Array.from(fr3Chain.lowerRad, (low, j) => (low + fr3Chain.upperRad[j]!) / 2);
    let solved = 0;
    for (let n = 0; n < runs(5_000); n++) {
      const drawn = randomJoints(fr3Chain, random);
      const q = solveIk(fr3Chain, toolPoseAt(fr3Chain, drawn), { seedRad });
      if (q === null) continue;
      solved++;
      expect(isInside(fr3Chain, q)).toBe(true);
      expect(worst(fr3Tool(q), fr3Tool(drawn))).toBeLessThan(1e-6);
    }
    expect(solved).toBeGreaterThanOrEqual(runs(5_000) - 1);
  });

  test("keeps joint 1 where it was when the upper arm stands upright, and solves ready on a tilted base", () => {
    const upright = [0.4, 0, 0.3, -1.9, 0.2, 1.8, 0.6];
    const found = allAt(fr3Chain, upright);
    expect(found.some((one) => one.every((x, j) => Math.abs(x - upright[j]!) < 1e-6))).toBe(true);
    const ready = allAt(tiltedChain, READY);
    expect(ready.some((one) => one.every((x, j) => Math.abs(x - READY[j]!) < 1e-9))).toBe(true);
  });

  test("is not claimed for arms with other axes", () => {
    const bent = fr3Like.joints.map((joint, i) =>
      i === 3 ? { ...joint, origin: { ...joint.origin, quatXyzw: quatFromRpy(1.5, 0, 0) } } : joint,
    );
    expect(closedFormOf(chainOf({ ...fr3Like, joints: bent }, fr3Chain.base))).toBeNull();
    const apart = fr3Like.joints.map((joint, i) =>
      i === 1 ? { ...joint, origin: { ...joint.origin, xyzM: [0.01, 0, 0] as const } } : joint,
    );
    const other = chainOf({ ...fr3Like, joints: apart }, fr3Chain.base);
    expect(closedFormOf(other)).toBeNull();
    const q = solveIk(other, toolPoseAt(other, READY), { seedRad: [0.3, 0, 0, -1.5, 0, 1.6, 0] })!;
    expect(distanceM(toolPoseAt(other, q).xyzM, toolPoseAt(other, READY).xyzM)).toBeLessThan(1.01e-6);
    expect(closedFormOf(chainOf({ ...ur5e, joints: ur5e.joints.slice(0, 5) }, ur5eChain.base))).toBeNull();
  });
});

describe("whole turns", () => {
  test("lead into a range, nearest to where one is, or nowhere", () => {
    expect(turnedInto(0.5, -6.28, 6.28, 5)).toBeCloseTo(0.5, 12);
    expect(turnedInto(0.5, -7, 7, 6)).toBeCloseTo(0.5 + 2 * Math.PI, 12);
    expect(turnedInto(3 * Math.PI, -4, 4, 0)).toBeCloseTo(Math.PI, 12);
    expect(turnedInto(-3.2, -3, 3.1, 0)).toBe(turnedInto(-3.2 + 2 * Math.PI, -3, 3.1, 0));
    expect(turnedInto(2, -1, 1, 0)).toBeNaN();
    expect(turnedInto(1 + 1e-12, -1, 1, 0)).toBe(1);
    expect(turnedInto(-1 - 1e-12, -1, 1, 5)).toBe(-1);
  });
});
