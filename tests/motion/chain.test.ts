import { describe, expect, test } from "vitest";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { Chain } from "../../kernel/motion/chain.ts";
import { chainOf, jacobianAt, jointIndex, linkFramesAt, toolPoseAt } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import {
  composePose,
  distanceM,
  invertPose,
  quatAngleRad,
  quatConjugate,
  quatFromAxisAngle,
  quatFromRpy,
  quatMultiply,
  rotateVector,
  transformPoint,
  yawOf,
} from "../../kernel/motion/transform.ts";
import { FR3_DH, fr3Chain, fr3Like, READY, slantedChain, tiltedChain, UR5E_DH, ur5eChain } from "./arms.ts";

type Matrix = number[][];
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, c) => row.reduce((sum, x, k) => sum + x * b[k]![c]!, 0)));

/** The textbook matrix of modified DH (Craig), independent of the code under test. */
function craig(a: number, d: number, alpha: number, q: number): Matrix {
  const [ca, sa, cq, sq] = [Math.cos(alpha), Math.sin(alpha), Math.cos(q), Math.sin(q)];
  return [
    [cq, -sq, 0, a],
    [sq * ca, cq * ca, -sa, -d * sa],
    [sq * sa, cq * sa, ca, d * ca],
    [0, 0, 0, 1],
  ];
}

/** The textbook matrix of standard DH. */
function standard(a: number, d: number, alpha: number, q: number): Matrix {
  const [ca, sa, cq, sq] = [Math.cos(alpha), Math.sin(alpha), Math.cos(q), Math.sin(q)];
  return [
    [cq, -sq * ca, sq * sa, a * cq],
    [sq, cq * ca, -cq * sa, a * sq],
    [0, sa, ca, d],
    [0, 0, 0, 1],
  ];
}

function randomJoints(chain: Chain, random: () => number): number[] {
  return Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));
}

describe("forward kinematics", () => {
  test("puts the FR3's tool point at (0.3069, 0, 0.4869), straight down with yaw 0, in ready", () => {
    const tool = toolPoseAt(fr3Chain, READY);
    expect(tool.xyzM[0]).toBeCloseTo(0.3069, 4);
    expect(tool.xyzM[1]).toBeCloseTo(0, 5);
    expect(tool.xyzM[2]).toBeCloseTo(0.4869, 4);
    expect(rotateVector(tool.quatXyzw, [0, 0, 1])[2]).toBeCloseTo(-1, 9);
    expect(yawOf(tool.quatXyzw)).toBeCloseTo(0, 5);
  });

  test("puts joint 4 at (-0.165, 0, 0.615) in ready", () => {
    const frames = new Float64Array(fr3Chain.frameCount * 12);
    linkFramesAt(fr3Chain, READY, frames);
    expect(frames[4 * 12 + 3]).toBeCloseTo(-0.165, 3);
    expect(frames[4 * 12 + 7]).toBeCloseTo(0, 6);
    expect(frames[4 * 12 + 11]).toBeCloseTo(0.615, 3);
  });

  test("agrees with the textbook DH product on 200 random FR3 and UR5e configurations", () => {
    const random = seededRandom(7);
    const flange: Matrix = craig(0, 0.107, 0, -Math.PI / 4);
    const tool: Matrix = craig(0, 0.1034, 0, 0);
    for (let n = 0; n < 200; n++) {
      const q = randomJoints(fr3Chain, random);
      const rows = FR3_DH.map(([a, d, alpha], i) => craig(a, d, alpha, q[i]!));
      expectSame([...rows, flange, tool].reduce(multiply), fr3Chain, q);
      const u = randomJoints(ur5eChain, random);
      const links = UR5E_DH.map(([a, d, alpha], i) => standard(a, d, alpha, u[i]!));
      expectSame([...links, tool].reduce(multiply), ur5eChain, u);
    }
  });

  function expectSame(matrix: Matrix, chain: Chain, q: number[]): void {
    const pose = toolPoseAt(chain, q);
    expect(distanceM(pose.xyzM, [matrix[0]![3]!, matrix[1]![3]!, matrix[2]![3]!])).toBeLessThan(1e-12);
    for (let c = 0; c < 3; c++) {
      const column = rotateVector(pose.quatXyzw, [c === 0 ? 1 : 0, c === 1 ? 1 : 0, c === 2 ? 1 : 0]);
      for (let r = 0; r < 3; r++) expect(Math.abs(column[r]! - matrix[r]![c]!)).toBeLessThan(1e-12);
    }
  }

  test("moves with the base", () => {
    const q = randomJoints(fr3Chain, seededRandom(3));
    const expected = composePose(tiltedChain.base, toolPoseAt(fr3Chain, q));
    expect(distanceM(toolPoseAt(tiltedChain, q).xyzM, expected.xyzM)).toBeLessThan(1e-12);
    expect(quatAngleRad(toolPoseAt(tiltedChain, q).quatXyzw, expected.quatXyzw)).toBeLessThan(1e-9);
  });

  test("turns about any axis, not only z", () => {
    const joints = fr3Like.joints.map((joint) => {
      // The same arm written with its axes along -y: each frame turned, the turn undone by the next.
      const toZ = quatFromAxisAngle([1, 0, 0], Math.PI / 2);
      const pose = { xyzM: [0, 0, 0] as const, quatXyzw: toZ };
      return {
        ...joint,
        axis: rotateVector(quatConjugate(toZ), [0, 0, 1]),
        origin: composePose(invertPose(pose), composePose(joint.origin, pose)),
      };
    });
    const turned = { xyzM: [0, 0, 0] as const, quatXyzw: quatFromAxisAngle([1, 0, 0], Math.PI / 2) };
    const mount = composePose(invertPose(turned), fr3Like.gripper.mount);
    const other = chainOf({ ...fr3Like, joints, gripper: { ...fr3Like.gripper, mount } }, turned);
    const q = randomJoints(fr3Chain, seededRandom(9));
    expect(distanceM(toolPoseAt(other, q).xyzM, toolPoseAt(fr3Chain, q).xyzM)).toBeLessThan(1e-12);
  });

  test("names joints by 1-based number or by name, and nothing else", () => {
    expect(jointIndex(fr3Chain, 1)).toBe(0);
    expect(jointIndex(fr3Chain, 7)).toBe(6);
    expect(jointIndex(fr3Chain, "joint4")).toBe(3);
    for (const none of [0, 8, -1, 1.5, Number.NaN, "joint8", ""]) expect(jointIndex(fr3Chain, none)).toBeNull();
  });

  test("makes a chain once per robot and base", () => {
    expect(chainOf(fr3Like, { ...IDENTITY_POSE })).toBe(fr3Chain);
    expect(tiltedChain).not.toBe(fr3Chain);
  });
});

describe("the Jacobian", () => {
  test.each([
    ["FR3", fr3Chain],
    ["FR3 on a tilted base", tiltedChain],
    ["UR5e", ur5eChain],
    ["arm with slanted axes", slantedChain],
  ])("of the %s agrees with finite differences of the tool pose", (_, chain) => {
    const random = seededRandom(11);
    const jacobian = new Float64Array(6 * chain.dof);
    const h = 1e-6;
    for (let n = 0; n < 30; n++) {
      const q = randomJoints(chain, random);
      jacobianAt(chain, q, jacobian);
      for (let j = 0; j < chain.dof; j++) {
        const [up, down] = [h, -h].map((d) => toolPoseAt(chain, q.with(j, q[j]! + d))) as [
          typeof chain.base,
          typeof chain.base,
        ];
        const turn = quatMultiply(up.quatXyzw, quatConjugate(down.quatXyzw));
        const sign = turn[3] < 0 ? -1 : 1;
        for (let r = 0; r < 3; r++) {
          expect(Math.abs((up.xyzM[r]! - down.xyzM[r]!) / (2 * h) - jacobian[r * chain.dof + j]!)).toBeLessThan(1e-8);
          expect(Math.abs((sign * turn[r]!) / h - jacobian[(3 + r) * chain.dof + j]!)).toBeLessThan(1e-8);
        }
      }
    }
  });
});

describe("pose algebra", () => {
  test("reads roll, pitch, yaw about fixed x, y, z as URDF does", () => {
    const [r, p, y] = [0.3, -0.4, 1.2];
    const expected = quatMultiply(
      quatFromAxisAngle([0, 0, 1], y),
      quatMultiply(quatFromAxisAngle([0, 1, 0], p), quatFromAxisAngle([1, 0, 0], r)),
    );
    expect(quatAngleRad(quatFromRpy(r, p, y), expected)).toBeLessThan(1e-12);
    expect(yawOf(quatFromRpy(0, 0, -2.5))).toBeCloseTo(-2.5, 12);
    expect(yawOf(quatFromRpy(Math.PI, 0, 0.7))).toBeCloseTo(0.7, 12);
  });

  test("undoes a pose with its inverse", () => {
    const pose = { xyzM: [0.1, -0.2, 0.3] as const, quatXyzw: quatFromRpy(1, 2, 3) };
    const point = [0.4, 0.5, -0.6] as const;
    expect(distanceM(transformPoint(invertPose(pose), transformPoint(pose, point)), point)).toBeLessThan(1e-15);
    expect(distanceM(composePose(pose, invertPose(pose)).xyzM, [0, 0, 0])).toBeLessThan(1e-15);
  });

  test("measures the angle between orientations, small and double-covered", () => {
    const q = quatFromRpy(0.5, 0.6, 0.7);
    const near = quatMultiply(q, quatFromAxisAngle([0, 1, 0], 1e-8));
    expect(quatAngleRad(q, near)).toBeCloseTo(1e-8, 14);
    expect(quatAngleRad(q, [-q[0], -q[1], -q[2], -q[3]])).toBeLessThan(1e-12);
  });
});
