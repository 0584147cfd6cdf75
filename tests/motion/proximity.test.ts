import { describe, expect, test } from "vitest";
import type { Pose, Shape } from "../../kernel/contract/geometry.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { poseOfFrame, writeFrame } from "../../kernel/motion/frame.ts";
import { proximityOf } from "../../kernel/motion/proximity.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { solidOf } from "../../kernel/motion/solid.ts";
import { composePose, quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";

const chain = chainOf(fr3, { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] });
const bodies = armBodies(chain, 0.06);
const random = seededRandom(5);
const spread = (low: number, high: number): number => low + random() * (high - low);
const shapes: readonly Shape[] = [
  { kind: "sphere", radiusM: 0.1 },
  { kind: "capsule", radiusM: 0.2, lengthM: 1.4 },
  { kind: "box", sizeM: [0.3, 0.5, 0.2] },
  { kind: "cylinder", radiusM: 0.1, heightM: 0.4 },
  {
    kind: "hull",
    pointsM: [
      [0.1, 0, 0],
      [0.3, 0, 0],
      [0.1, 0.2, 0],
      [0.1, 0, 0.2],
    ],
  },
];
const anyPose = (): Pose => ({
  xyzM: [spread(-1, 1), spread(-1, 1), spread(-0.2, 1.2)],
  quatXyzw: quatFromRpy(spread(-3, 3), spread(-1.5, 1.5), spread(-3, 3)),
});
const anyJoints = (): number[] => Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));

describe("proximity", () => {
  test("is the least distance over all bodies, and names the nearest, 400 times", () => {
    const near = proximityOf(chain, bodies);
    const frames = new Float64Array(chain.frameCount * 12);
    let overlaps = 0;
    for (let n = 0; n < 400; n++) {
      const [q, shape, pose] = [anyJoints(), shapes[n % shapes.length]!, anyPose()];
      linkFramesAt(chain, q, frames);
      const each = bodies.map(({ shape: own, frame, pose: at }) =>
        distanceBetween({ shape: own, pose: composePose(poseOfFrame(frames, frame * 12), at) }, { shape, pose }),
      );
      const least = Math.min(...each.map(({ distanceM }) => distanceM));
      const frame = writeFrame(pose, new Float64Array(12), 0);
      const found = near.distanceM(q, solidOf(shape), frame);
      if (least <= 0) {
        // Overlaps of cylinders are estimates from above.
        overlaps++;
        expect(found).toBeLessThanOrEqual(1e-9);
        continue;
      }
      expect(found).toBeCloseTo(least, 6);
      expect(each[bodies.indexOf(near.nearest())]!.distanceM).toBeCloseTo(least, 6);
      for (const enough of [0.05, 0.5]) {
        const early = near.distanceM(q, solidOf(shape), frame, enough);
        if (least < enough - 1e-6) expect(early).toBeCloseTo(least, 6);
        else expect(early).toBeGreaterThanOrEqual(enough - 1e-6);
        expect(early).toBeLessThanOrEqual(least + 1e-6);
      }
    }
    expect(overlaps).toBeGreaterThan(20);
    expect(overlaps).toBeLessThan(200);
  });

  test("never takes NaN for far away", () => {
    const near = proximityOf(chain, bodies);
    const ball = solidOf({ kind: "sphere", radiusM: 0.1 });
    const lost = writeFrame({ xyzM: [Number.NaN, 0, 0], quatXyzw: [0, 0, 0, 1] }, new Float64Array(12), 0);
    const here = writeFrame({ xyzM: [3, 0, 0], quatXyzw: [0, 0, 0, 1] }, new Float64Array(12), 0);
    expect(near.distanceM(anyJoints(), ball, lost, 0.1)).toBeNaN();
    for (let j = 0; j < 7; j++) expect(near.distanceM(anyJoints().with(j, Number.NaN), ball, here, 0.1)).toBeNaN();
    expect(near.distanceM(anyJoints(), ball, here, 0.1)).toBeGreaterThan(0.1);
  });
});
