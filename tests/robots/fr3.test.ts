import { describe, expect, it } from "vitest";
import type { Inertia, Link } from "../../kernel/contract/robot.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
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

describe("the FR3 description", () => {
  it("is found by its name, and no other is", () => {
    expect(robotNamed("fr3")).toBe(fr3);
    expect(robotNamed("fr4")).toBeNull();
    expect(ROBOT_NAMES).toContain("fr3");
  });

  it("has 7 joints between 8 links", () => {
    expect(fr3.joints).toHaveLength(7);
    expect(fr3.links.map(({ name }) => name)).toEqual([...Array(8).keys()].map((i) => `link${i}`));
  });

  it("is home inside the limits of every joint", () => {
    for (const home of Object.values(fr3.homesRad)) {
      for (const [i, { limits }] of fr3.joints.entries()) {
        expect(home[i]).toBeGreaterThan(limits.lowerRad);
        expect(home[i]).toBeLessThan(limits.upperRad);
      }
    }
  });

  it.each([...fr3.links, fr3.gripper.hand, fr3.gripper.finger].map((link): [string, Link] => [link.name, link]))(
    "%s has mass, and an inertia that a real body can have",
    (_, { inertia }) => {
      expect(inertia.massKg).toBeGreaterThan(0);
      const [least, middle, most] = principal(inertia);
      expect(least).toBeGreaterThan(0);
      expect(least! + middle!).toBeGreaterThanOrEqual(most! * (1 - 1e-9));
    },
  );

  it("weighs what the published links add up to, 17.9 kg", () => {
    const sum = fr3.links.reduce((total, { inertia }) => total + inertia.massKg, 0);
    expect(sum).toBeCloseTo(17.891, 3);
  });

  it("has a hand 0.204 m wide whose palm stands 37 mm above the tool point", () => {
    const { hand, toolPoint, palmAboveToolPointM } = fr3.gripper;
    const sides = hand.collision.flatMap(({ shape, pose }) =>
      shape.kind === "box" ? [pose.xyzM[1] - shape.sizeM[1] / 2, pose.xyzM[1] + shape.sizeM[1] / 2] : [],
    );
    expect(Math.max(...sides) - Math.min(...sides)).toBeCloseTo(0.205, 3);
    const lowest = hand.collision.map(({ shape, pose }) =>
      shape.kind === "box" ? pose.xyzM[2] + shape.sizeM[2] / 2 : Number.NaN,
    );
    expect(palmAboveToolPointM).toBeCloseTo(0.037, 6);
    expect(toolPoint.xyzM[2] - Math.max(...lowest)).toBeCloseTo(palmAboveToolPointM, 9);
  });

  it("has pads that meet in the middle when closed, centred on the tool point", () => {
    const { pad, toolPoint } = fr3.gripper;
    if (pad.shape.kind !== "box") throw new Error("the pad is a box");
    expect(pad.pose.xyzM[1] - pad.shape.sizeM[1] / 2).toBe(0);
    expect(pad.pose.xyzM[2]).toBeCloseTo(toolPoint.xyzM[2], 9);
    expect(fr3.gripper.finger.collision).toContainEqual(pad);
  });

  it("names only its own links in allowed pairs", () => {
    const names = new Set([...fr3.links, fr3.gripper.hand, fr3.gripper.finger].map(({ name }) => name));
    for (const [a, b] of fr3.allowedPairs) for (const name of [a, b]) expect(names).toContain(name);
  });
});
