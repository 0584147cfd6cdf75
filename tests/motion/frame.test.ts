// Frames as 3x4 matrices: to and from quaternions for every branch of the conversion, and their products.
import { describe, expect, it } from "vitest";
import type { Pose, QuatXyzw, Vec3 } from "../../kernel/contract/geometry.ts";
import { multiplyFrames, poseOfFrame, writeFrame } from "../../kernel/motion/frame.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { composePose, rotateVector } from "../../kernel/motion/transform.ts";

const random = seededRandom(9);
const spread = (): number => 2 * random() - 1;
function drawn(k: number): QuatXyzw {
  // Each of the four is the largest in turn, and of either sign.
  const raw = [0, 1, 2, 3].map((i) => (i === k % 4 ? (random() < 0.5 ? -1 : 1) * (1 + random()) : spread()));
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length) as unknown as QuatXyzw;
}
const posed = (k: number): Pose => ({ xyzM: [spread(), spread(), spread()] as Vec3, quatXyzw: drawn(k) });

describe("a frame", () => {
  it("holds the rotated axes and the place, and gives the pose back with w ≥ 0, whichever part is largest", () => {
    const frame = new Float64Array(30);
    for (let k = 0; k < 200; k++) {
      const pose = posed(k);
      writeFrame(pose, frame, 7);
      for (const axis of [0, 1, 2]) {
        const turned = rotateVector(pose.quatXyzw, [0, 0, 0].with(axis, 1) as unknown as Vec3);
        turned.forEach((value, row) => {
          expect(frame[7 + row * 4 + axis]).toBeCloseTo(value, 12);
        });
        expect(frame[7 + axis * 4 + 3]).toBe(pose.xyzM[axis]);
      }
      const back = poseOfFrame(frame, 7);
      const sign = pose.quatXyzw[3] < 0 ? -1 : 1;
      expect(back.xyzM).toEqual(pose.xyzM);
      back.quatXyzw.forEach((value, i) => {
        expect(value).toBeCloseTo(sign * pose.quatXyzw[i]!, 12);
      });
    }
  });

  it("of half turns about each axis comes back exactly", () => {
    for (const quat of [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ] as const) {
      const back = poseOfFrame(writeFrame({ xyzM: [0, 0, 0], quatXyzw: quat }, new Float64Array(12), 0), 0);
      expect(back.quatXyzw.map((value) => Math.abs(value))).toEqual(quat);
    }
  });

  it("is written right for a quaternion of any length", () => {
    const one = writeFrame({ xyzM: [1, 2, 3], quatXyzw: [0.1, 0.2, 0.3, 0.4] }, new Float64Array(12), 0);
    const other = writeFrame({ xyzM: [1, 2, 3], quatXyzw: [1, 2, 3, 4] }, new Float64Array(12), 0);
    one.forEach((value, i) => {
      expect(other[i]).toBeCloseTo(value, 12);
    });
  });

  it("times a frame is the one pose after the other", () => {
    const out = new Float64Array(40);
    for (let k = 0; k < 50; k++) {
      const [a, b] = [posed(k), posed(k >> 2)];
      const frames = new Float64Array(30);
      writeFrame(a, frames, 2);
      writeFrame(b, frames, 15);
      multiplyFrames(frames, 2, frames, 15, out, 20);
      const product = writeFrame(composePose(a, b), new Float64Array(12), 0);
      product.forEach((value, i) => {
        expect(out[20 + i]).toBeCloseTo(value, 12);
      });
    }
  });
});
