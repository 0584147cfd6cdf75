import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type Vec3 } from "../../kernel/contract/geometry.ts";
import { chainOf, linkFramesAt, toolPoseAt } from "../../kernel/motion/chain.ts";
import { invertPose, transformPoint } from "../../kernel/motion/transform.ts";
import { ur5e } from "../../robots/ur5e/ur5e.ts";

const chain = chainOf(ur5e, IDENTITY_POSE);
const { mount, toolPoint } = ur5e.gripper;

/** The flange in UR's own base frame, which looks backwards from ours. */
function flangeM(q: readonly number[]): Vec3 {
  // The flange stands where the coupling begins: as far before the hand's frame as the mount lies beyond the DH row.
  const tool = toolPoseAt(chain, q);
  const fromTool = invertPose(toolPoint);
  const [x, y, z] = transformPoint(tool, transformPoint(fromTool, [0, 0, 0.0996 - mount.xyzM[2]]));
  return [-x, -y, z];
}

describe("the UR5e description", () => {
  // The DH product written out by hand at postures where every sine and cosine is 0 or ±1. source: UR's DH table
  it.each([
    ["stretched out", [0, 0, 0, 0, 0, 0], [-0.425 - 0.3922, -0.1333 - 0.0996, 0.1625 - 0.0997]],
    ["straight up", [0, -Math.PI / 2, 0, -Math.PI / 2, 0, 0], [0, -0.1333 - 0.0996, 0.1625 + 0.425 + 0.3922 + 0.0997]],
    [
      "elbow bent",
      [0, -Math.PI / 2, Math.PI / 2, -Math.PI / 2, -Math.PI / 2, 0],
      [-0.3922 - 0.0997, -0.1333, 0.1625 + 0.425 - 0.0996],
    ],
  ] as const)("puts the flange where the published table does: %s", (_, q, at) => {
    const found = flangeM(q);
    for (const axis of [0, 1, 2] as const) expect(found[axis]).toBeCloseTo(at[axis], 12);
  });

  it("weighs 20.6 kg, as its data sheet says, and its hand 1.06 kg", () => {
    const sum = ur5e.links.reduce((total, { inertia }) => total + inertia.massKg, 0);
    expect(sum).toBeCloseTo(20.6, 2);
    const { hand, finger } = ur5e.gripper;
    expect(hand.inertia.massKg + 2 * finger.inertia.massKg).toBeCloseTo(1.059, 3);
  });

  it("has its upper arm's centre of mass at the middle of the tube, stretched out along x", () => {
    const frames = new Float64Array(chain.frameCount * 12);
    linkFramesAt(chain, [0, 0, 0, 0, 0, 0], frames);
    const at = 2 * 12;
    const [cx, cy, cz] = ur5e.links[2]!.inertia.comM;
    const x = frames[at]! * cx + frames[at + 1]! * cy + frames[at + 2]! * cz + frames[at + 3]!;
    expect(x).toBeCloseTo(0.2125, 6);
  });

  it("stops inside its brake bounds no sooner than the UR5's manual measured: 0.31, 0.70 and 0.22 rad", () => {
    const measuredRad = [0.31, 0.7, 0.22];
    const speed = (183 * Math.PI) / 180;
    measuredRad.forEach((rad, i) => {
      const { decelerationRadPerS2, reactionS } = ur5e.joints[i]!.limits.brake!;
      expect(speed * reactionS + speed ** 2 / (2 * decelerationRadPerS2)).toBeGreaterThan(rad);
    });
  });
});
