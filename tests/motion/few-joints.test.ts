import { describe, expect, test } from "vitest";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import { downPose } from "../../kernel/motion/aim.ts";
import { type Chain, chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { solveIk, solveIkAll, solveIkNear } from "../../kernel/motion/ik.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { addVec, distanceM, quatAngleRad, quatFromRpy, rotateVector, yawOf } from "../../kernel/motion/transform.ts";
import { fr3Chain, fr3Like, READY, ur5eChain } from "./arms.ts";

const at = (x: number, y: number, z: number): Pose => ({ xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] });

/** Hobby arms in outline: base turn, then bends about y; the tool along the last link. */
function outline(bends: readonly Vec3[], roll: boolean, mount: Pose): Chain {
  const axes: Vec3[] = [[0, 0, 1], ...bends.map((): Vec3 => [0, 1, 0]), ...(roll ? [[0, 0, 1] as Vec3] : [])];
  const origins = [at(0, 0, 0.06), ...bends.map((b) => at(...b)), ...(roll ? [at(0, 0, 0.06)] : [])];
  const joints = axes.map((axis, i) => ({
    ...fr3Like.joints[0]!,
    name: `joint${i + 1}`,
    axis,
    origin: origins[i]!,
    limits: { ...fr3Like.joints[0]!.limits, lowerRad: -2.4, upperRad: 2.4 },
  }));
  const links = fr3Like.links.slice(0, joints.length + 1);
  return chainOf({ ...fr3Like, joints, links, gripper: { ...fr3Like.gripper, mount } }, IDENTITY_POSE);
}
/** Five joints: pan, lift, elbow, wrist bend, wrist roll. */
const five = outline(
  [
    [0, 0, 0.055],
    [0, 0, 0.116],
    [0, 0, 0.135],
  ],
  true,
  IDENTITY_POSE,
);
/** Four joints: pan, lift, elbow, wrist bend. */
const four = outline(
  [
    [0, 0, 0.08],
    [0, 0, 0.2],
    [0, 0, 0.2],
  ],
  false,
  IDENTITY_POSE,
);
const middle = (chain: Chain): number[] => Array.from({ length: chain.dof }, (_, j) => (j === 2 ? 1 : 0.3));

const leanRad = (pose: Pose): number => Math.acos(Math.min(1, -rotateVector(pose.quatXyzw, [0, 0, 1])[2]));

function expectDownAt(chain: Chain, q: readonly number[], xyzM: Vec3): void {
  const tool = toolPoseAt(chain, q);
  expect(distanceM(tool.xyzM, xyzM)).toBeLessThanOrEqual(1.01e-6);
  expect(Math.hypot(...rotateVector(tool.quatXyzw, [0, 0, 1]).slice(0, 2))).toBeLessThanOrEqual(1.01e-6);
  expect(leanRad(tool)).toBeLessThan(1e-3);
  q.forEach((x, j) => {
    expect(x).toBeGreaterThanOrEqual(chain.lowerRad[j]!);
    expect(x).toBeLessThanOrEqual(chain.upperRad[j]!);
  });
}

describe("arms of fewer than six joints", () => {
  const points: readonly Vec3[] = [
    [0.2, 0.05, 0.02],
    [0.15, -0.12, 0.05],
    [0.1, 0.15, 0.06],
  ];

  test.each([
    ["five", five],
    ["four", four],
  ])("%s joints: stand straight down with the yaw left open, for 3 points", (_, chain) => {
    for (const point of points) {
      const q = solveIk(chain, downPose(point, 1.2), { seedRad: middle(chain), free: "yaw" });
      expectDownAt(chain, q!, point);
    }
  });

  test("five joints: take the yaw asked for as well, since their roll gives it", () => {
    for (const point of points) {
      const anyYaw = solveIk(five, downPose(point, 0), { seedRad: middle(five), free: "yaw" })!;
      const target = downPose(point, yawOf(toolPoseAt(five, anyYaw).quatXyzw) + 0.5);
      const q = solveIk(five, target, { seedRad: middle(five) })!;
      expectDownAt(five, q, point);
      expect(quatAngleRad(toolPoseAt(five, q).quatXyzw, target.quatXyzw)).toBeLessThan(2e-6);
    }
  });

  test("four joints: find no solution for a yaw that is not the one their pan gives, and find that one", () => {
    const point = points[0]!;
    const free = solveIk(four, downPose(point, 0), { seedRad: middle(four), free: "yaw" })!;
    const own = yawOf(toolPoseAt(four, free).quatXyzw);
    expect(solveIk(four, downPose(point, own + 0.3), { seedRad: middle(four) })).toBeNull();
    expect(solveIkAll(four, downPose(point, own + 0.3), { seedRad: middle(four), most: 4 })).toEqual([]);
    expect(solveIk(four, downPose(point, own), { seedRad: middle(four) })).not.toBeNull();
  });

  test("find no solution for an orientation across their plane, nor out of reach", () => {
    const across = { xyzM: points[0]!, quatXyzw: quatFromRpy(Math.PI / 2, 0, 0) };
    for (const chain of [five, four]) {
      expect(solveIk(chain, across, { seedRad: middle(chain) })).toBeNull();
      expect(solveIk(chain, downPose([0.6, 0, 0.1], 0), { seedRad: middle(chain), free: "yaw" })).toBeNull();
    }
  });

  test("reach the poses of 200 random configurations of their own, at least 198 of them", () => {
    const random = seededRandom(51);
    let solved = 0;
    for (let n = 0; n < 200; n++) {
      const drawn = Array.from(five.lowerRad, (low, j) => low + random() * (five.upperRad[j]! - low));
      const target = toolPoseAt(five, drawn);
      const q = solveIk(five, target, { seedRad: middle(five) });
      if (q === null) continue;
      solved++;
      expect(distanceM(toolPoseAt(five, q).xyzM, target.xyzM)).toBeLessThanOrEqual(1.01e-6);
    }
    expect(solved).toBeGreaterThanOrEqual(198);
  });
});

describe("a free yaw", () => {
  test.each([
    ["FR3", fr3Chain, READY],
    ["UR5e", ur5eChain, [0.3, -1.2, 1.4, -1.7, -1.5, 0.2]],
  ])("of the %s stands straight down near the seed, and follows a line", (_, chain, seedRad) => {
    const { xyzM } = toolPoseAt(chain, seedRad);
    const point = addVec(xyzM, [0.02, 0.03, -0.02]);
    expectDownAt(chain, solveIk(chain, downPose(point, 2), { seedRad, free: "yaw" })!, point);
    let q: readonly number[] = solveIk(chain, downPose(xyzM, 0), { seedRad, free: "yaw" })!;
    for (let n = 1; n <= 10; n++) {
      const next = addVec(xyzM, [0, 0.004 * n, 0]);
      q = solveIkNear(chain, downPose(next, 0), q, "yaw")!;
      expectDownAt(chain, q, next);
    }
  });

  test("from the tool pointing straight up turns half a turn", () => {
    const up = [0.3, -1.2, 1.4, -1.7, -1.5, 0.2];
    const pose = toolPoseAt(ur5eChain, up);
    const opposed = {
      xyzM: pose.xyzM,
      quatXyzw: [pose.quatXyzw[3], -pose.quatXyzw[2], pose.quatXyzw[1], -pose.quatXyzw[0]] as const,
    };
    const q = solveIk(ur5eChain, opposed, { seedRad: up, free: "yaw" })!;
    const z = rotateVector(toolPoseAt(ur5eChain, q).quatXyzw, [0, 0, 1]);
    expect(distanceM(z, rotateVector(opposed.quatXyzw, [0, 0, 1]))).toBeLessThanOrEqual(1.01e-6);
    expect(distanceM(z, rotateVector(pose.quatXyzw, [0, 0, 1]))).toBeGreaterThan(1.99);
  });
});
