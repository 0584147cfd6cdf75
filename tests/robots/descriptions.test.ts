// What every description must hold, whoever measured it.
import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type Vec3 } from "../../kernel/contract/geometry.ts";
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { Inertia, Link, RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";

/** Principal moments of a symmetric 3x3 by Jacobi rotations. */
function principal({ inertiaKgM2: [xx, yy, zz, xy, xz, yz] }: Inertia): number[] {
  const m = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  for (let sweep = 0; sweep < 30; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (Math.abs(m[p]![q]!) < 1e-18) continue;
      const angle = Math.atan2(2 * m[p]![q]!, m[q]![q]! - m[p]![p]!) / 2;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let k = 0; k < 3; k++) {
        const [a, b] = [m[k]![p]!, m[k]![q]!];
        m[k]![p] = c * a - s * b;
        m[k]![q] = s * a + c * b;
      }
      for (let k = 0; k < 3; k++) {
        const [a, b] = [m[p]![k]!, m[q]![k]!];
        m[p]![k] = c * a - s * b;
        m[q]![k] = s * a + c * b;
      }
    }
  }
  return [m[0]![0]!, m[1]![1]!, m[2]![2]!].sort((a, b) => a - b);
}

const linksOf = ({ links, gripper }: RobotDescription): readonly Link[] => [
  ...links,
  gripper.hand,
  ...new Set(fingersOf(gripper).map(({ link }) => link)),
];
const robots = ROBOT_NAMES.map((name) => robotNamed(name)!);
const links = robots.flatMap((robot) => linksOf(robot).map((link) => [robot.name, link.name, link] as const));
const TOPICS = ["kinematics", "limits", "inertias", "collision", "gripper", "brake", "payload", "servo"];

it("there are four arms", () => {
  expect(ROBOT_NAMES).toEqual(["fr3", "ur5e", "so101", "grbl4"]);
});

it.each(links)(
  "%s %s has mass, an inertia that a real body can have, and a hull",
  (_robot, _link, { inertia, collision }) => {
    expect(inertia.massKg).toBeGreaterThan(0);
    const [least, middle, most] = principal(inertia);
    expect(least).toBeGreaterThan(0);
    expect(least! + middle!).toBeGreaterThanOrEqual(most! * (1 - 1e-3));
    expect(collision.length).toBeGreaterThan(0);
  },
);

describe.each(robots.map((robot) => [robot.name, robot] as const))("%s", (_, robot) => {
  it("has one link more than joints, and names that are all different", () => {
    expect(robot.links).toHaveLength(robot.joints.length + 1);
    const names = [...linksOf(robot), ...robot.joints].map(({ name }) => name);
    expect(new Set(linksOf(robot).map(({ name }) => name)).size).toBe(linksOf(robot).length);
    expect(new Set(robot.joints.map(({ name }) => name)).size).toBe(robot.joints.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it("is home inside the limits of every joint, with room to both sides", () => {
    expect(Object.keys(robot.homesRad)).toContain("ready");
    for (const home of Object.values(robot.homesRad)) {
      expect(home).toHaveLength(robot.joints.length);
      for (const [i, { limits }] of robot.joints.entries()) {
        expect(home[i]).toBeGreaterThan(limits.lowerRad + 0.05);
        expect(home[i]).toBeLessThan(limits.upperRad - 0.05);
      }
    }
  });

  it("has limits that are finite and more than nothing", () => {
    for (const { limits, servo } of robot.joints) {
      const { velocityRadPerS, accelerationRadPerS2, jerkRadPerS3, effortNm } = limits;
      for (const value of [velocityRadPerS, accelerationRadPerS2, jerkRadPerS3, effortNm, servo.stiffnessNmPerRad]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1e5);
      }
      expect(limits.upperRad).toBeGreaterThan(limits.lowerRad);
    }
  });

  it("names a source for each of its eight kinds of figures", () => {
    expect([...new Set(robot.sources.map(({ of }) => of))].toSorted()).toEqual(TOPICS.toSorted());
    for (const { from } of robot.sources) expect(from.length).toBeGreaterThan(10);
  });

  it("names only its own links in allowed pairs", () => {
    const names = linksOf(robot).map(({ name }) => name);
    for (const [a, b] of robot.allowedPairs) expect([names.includes(a), names.includes(b)]).toEqual([true, true]);
  });

  it("has its pads among its fingers' solids, and carries its own gripper", () => {
    for (const { link, pad } of fingersOf(robot.gripper)) expect(link.collision).toContainEqual(pad);
    const grip = fingersOf(robot.gripper).reduce((sum, { link }) => sum + link.inertia.massKg, 0);
    expect(grip + robot.gripper.hand.inertia.massKg).toBeLessThan(payload0(robot).massKg);
  });

  it("holds up its own weight and its payload at 300 random postures with less than its joints' torque", () => {
    const chain = chainOf(robot, IDENTITY_POSE);
    const frames = new Float64Array(chain.frameCount * 12);
    const { mount } = robot.gripper;
    const payload: Vec3 = [0, 0, payload0(robot).centreFromFlangeM - Math.hypot(...mount.xyzM)];
    /** Potential energy, J; its slope along a joint is the torque that holds it. */
    const energyJ = (q: readonly number[]): number => {
      linkFramesAt(chain, q, frames);
      const height = (frame: number, [x, y, z]: Vec3): number =>
        frames[frame * 12 + 8]! * x +
        frames[frame * 12 + 9]! * y +
        frames[frame * 12 + 10]! * z +
        frames[frame * 12 + 11]!;
      const weights = robot.links.map(({ inertia }, k) => inertia.massKg * height(k, inertia.comM));
      const load = payload0(robot).massKg * height(robot.links.length, payload);
      return 9.81 * (weights.reduce((sum, one) => sum + one, 0) + load);
    };
    const random = seededRandom(5);
    for (let k = 0; k < 300; k++) {
      const q = robot.joints.map(({ limits }) => limits.lowerRad + random() * (limits.upperRad - limits.lowerRad));
      robot.joints.forEach(({ name, limits }, j) => {
        const [up, down] = [1e-5, -1e-5].map((by) => energyJ(q.map((rad, i) => (i === j ? rad + by : rad))));
        expect(Math.abs(up! - down!) / 2e-5, name).toBeLessThan(limits.effortNm);
      });
    }
  });
});

const payload0 = ({ payload }: RobotDescription): NonNullable<RobotDescription["payload"]> => {
  if (payload === undefined) throw new Error("every arm of ours names its payload");
  return payload;
};
