import { describe, expect, it } from "vitest";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import {
  fingerPoseAt,
  fingersOf,
  hingeAngleRad,
  hingeLawOf,
  hingeLeverM,
  hingeOpeningM,
} from "../../kernel/contract/gripper.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { composePose, transformPoint } from "../../kernel/motion/transform.ts";
import { so101Gripper } from "../../robots/so101/gripper.ts";
import { so101 } from "../../robots/so101/so101.ts";

const chain = chainOf(so101, IDENTITY_POSE);

describe("the SO-101 description", () => {
  // Worked out by other code (Python) from the bodies and joints of TheRobotStudio's so101_new_calib.xml, its roll turned
  // back by the 2.79 degrees by which the MJCF and the URDF differ, and raised by the 2.4 mm of the base plate.
  it.each([
    [
      [0, 0, 0, 0, 0],
      [0.390635, -0.000178, 0.22887],
    ],
    [
      [0.5, -0.6, 0.9, 0.7, -1.2],
      [0.220945, -0.091299, 0.0579],
    ],
    [
      [-1.1, 0.8, -0.4, 1.2, 2.0],
      [0.161332, 0.224448, -0.028929],
    ],
    [
      [1.6, -1.2, 1.5, -0.9, 0.4],
      [0.029715, -0.200781, 0.23448],
    ],
  ])("puts the fixed jaw's tip where the published model does: %j", (q, at) => {
    const tool = toolPoseAt(chain, q).xyzM;
    for (const axis of [0, 1, 2] as const) expect(Math.abs(tool[axis] - at[axis]!)).toBeLessThan(5e-6);
  });

  it("weighs the published 632 g", () => {
    const { hand, finger, fixedFinger } = so101Gripper;
    const sum = [...so101.links, hand, finger, fixedFinger].reduce((total, { inertia }) => total + inertia.massKg, 0);
    expect(sum).toBeCloseTo(0.632, 4);
  });

  it("has no brakes to declare", () => {
    for (const { limits } of so101.joints) expect(limits.brake).toBeUndefined();
  });
});

describe("a jaw on a hinge", () => {
  const law = hingeLawOf(so101Gripper);

  it("has an angle for every opening, and the opening for every angle", () => {
    for (let openingM = 0; openingM <= so101Gripper.strokeM; openingM += 0.002) {
      expect(hingeOpeningM(law, hingeAngleRad(so101Gripper, openingM))).toBeCloseTo(openingM, 12);
    }
    expect(hingeAngleRad(so101Gripper, 0)).toBeCloseTo(0, 12);
  });

  it("has a lever that is the opening's slope", () => {
    for (const angle of [0, 0.2, 0.5, 0.7]) {
      const slope = (hingeOpeningM(law, angle + 1e-6) - hingeOpeningM(law, angle - 1e-6)) / 2e-6;
      expect(hingeLeverM(law, angle)).toBeCloseTo(slope, 8);
    }
  });

  it("parts the pads by the opening: 0.1 mm when shut, 15.8 mm where they are parallel", () => {
    const gapM = (openingM: number): number => {
      const [left, right] = fingersOf(so101Gripper).map(({ side, pad }) => ({
        shape: pad.shape,
        pose: composePose(fingerPoseAt(so101Gripper, side, openingM), pad.pose),
      }));
      return distanceBetween(left!, right!).distanceM;
    };
    expect(Math.abs(gapM(0))).toBeLessThan(1e-4);
    expect(Math.abs(gapM(0.0158) - 0.0158)).toBeLessThan(1e-4);
    for (const openingM of [0.005, 0.01, 0.02, 0.03]) expect(Math.abs(gapM(openingM) - openingM)).toBeLessThan(0.003);
  });

  it("stands shut 11 degrees past the published zero, at which both jaws' faces are parallel", () => {
    expect((hingeAngleRad(so101Gripper, 0.0158) * 180) / Math.PI).toBeCloseTo(11.2, 0);
    const tip = transformPoint(fingerPoseAt(so101Gripper, "left", 0), so101Gripper.hinge.meetsM);
    expect(tip[0]).toBeCloseTo(so101Gripper.toolPoint.xyzM[0], 3);
  });
});
