// When the tool counts as at its target: distance and turn each by its own tolerance, the turn about z free or not.
import { describe, expect, it } from "vitest";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { toolPoseAt } from "../../kernel/motion/chain.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { isAtGoal, makeDescent } from "../../kernel/motion/ik-descent.ts";
import { composePose, distanceM, quatAngleRad, quatFromAxisAngle, quatFromRpy } from "../../kernel/motion/transform.ts";
import { READY, tiltedChain, ur5eChain } from "./arms.ts";

const target: Pose = { xyzM: [0.3, -0.2, 0.5], quatXyzw: quatFromRpy(0.4, -0.8, 1.9) };
const goal = writeFrame(target, new Float64Array(12), 0);
const aim = { target, marginRad: 0, toleranceM: 0.001, toleranceRad: 0.01 } as const;
const AXES: readonly Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const turned = (axis: Vec3, rad: number): Pose =>
  composePose(target, { xyzM: [0, 0, 0], quatXyzw: quatFromAxisAngle(axis, rad) });
const isAt = (pose: Pose, free: "none" | "yaw"): boolean =>
  isAtGoal(goal, writeFrame(pose, new Float64Array(30), 18), 18, { ...aim, free });

describe("at the goal", () => {
  it.each(["none", "yaw"] as const)("within 1 mm in any direction, and not beyond, with free turn: %s", (free) => {
    expect(isAt(target, free)).toBe(true);
    for (const d of [...AXES, [0.6, 0.8, 0], [0, 0.6, -0.8], [0.8, 0, -0.6]])
      for (const sign of [1, -1]) {
        const moved = (m: number): Pose => ({
          ...target,
          xyzM: target.xyzM.map((x, k) => x + sign * m * d[k]!) as unknown as Vec3,
        });
        expect([isAt(moved(0.00099), free), isAt(moved(0.00101), free)]).toEqual([true, false]);
      }
  });

  it("within 0.01 rad about any axis, and not beyond, as far as the opposite", () => {
    for (const axis of [...AXES, [0.6, 0.8, 0] as Vec3])
      for (const sign of [1, -1]) {
        expect([0.0099, 0.0101, 1, 3, Math.PI].map((rad) => isAt(turned(axis, sign * rad), "none"))).toEqual([
          true,
          false,
          false,
          false,
          false,
        ]);
      }
  });

  it("with the turn about z free: any of it, but no more than 0.01 rad about x or y", () => {
    for (const rad of [0.5, -2, Math.PI]) expect(isAt(turned([0, 0, 1], rad), "yaw")).toBe(true);
    for (const axis of [AXES[0]!, AXES[1]!])
      expect([0.0099, -0.0099, 0.0101, -0.0101, 2, Math.PI].map((rad) => isAt(turned(axis, rad), "yaw"))).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ]);
  });
});

describe.each([
  ["the FR3", tiltedChain, READY],
  ["the UR5e", ur5eChain, [0.3, -1.2, 1.4, -0.9, 1.1, 0.2]],
] as const)("a descent of %s", (_, chain, home) => {
  const there = toolPoseAt(chain, home);
  const start = home.map((x, j) => x + (j % 2 === 0 ? 0.4 : -0.3));
  const descend = (pose: Pose, free: "none" | "yaw", marginRad = 0) =>
    makeDescent(chain, { target: pose, free, marginRad, toleranceM: 1e-6, toleranceRad: 1e-6 });

  it("reaches a pose from half a radian off within 30 iterations, and not in 1", () => {
    const q = descend(there, "none")(start, 30)!;
    const found = toolPoseAt(chain, q);
    expect(distanceM(found.xyzM, there.xyzM)).toBeLessThan(1.01e-6);
    expect(quatAngleRad(found.quatXyzw, there.quatXyzw)).toBeLessThan(1.01e-6);
    expect(descend(there, "none")(start, 1)).toBeNull();
    expect(descend(there, "none")(home, 0)).toEqual([...home]);
  });

  it("with the turn free lays only the z axis, and turns the tool less than it would have to", () => {
    const asked = composePose(there, { xyzM: [0, 0, 0], quatXyzw: quatFromAxisAngle([0, 0, 1], 2.5) });
    const q = descend(asked, "yaw")(home, 30)!;
    expect(q).toEqual([...home]);
    const off = descend(asked, "yaw")(start, 40)!;
    const found = toolPoseAt(chain, off);
    expect(distanceM(found.xyzM, there.xyzM)).toBeLessThan(1.01e-6);
    const z = (pose: Pose): Vec3 => composePose(pose, { xyzM: [0, 0, 1], quatXyzw: [0, 0, 0, 1] }).xyzM;
    expect(distanceM(z(found), z(there))).toBeLessThan(3e-6);
  });

  it("keeps the margin from every limit, also from a start beyond it, and gives up out of reach", () => {
    const q = descend(
      there,
      "none",
      0.05,
    )(
      start.map((x, j) => (j === 0 ? 9 : x)),
      60,
    );
    for (const [j, rad] of (q ?? []).entries()) {
      expect(rad).toBeGreaterThanOrEqual(chain.lowerRad[j]! + 0.05);
      expect(rad).toBeLessThanOrEqual(chain.upperRad[j]! - 0.05);
    }
    expect(descend({ ...there, xyzM: [3, 0, 0] }, "none")(start, 200)).toBeNull();
  });
});
