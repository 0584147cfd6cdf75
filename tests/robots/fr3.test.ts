import { describe, expect, it } from "vitest";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";

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
});
