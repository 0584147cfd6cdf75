import { describe, expect, test } from "vitest";
import { IDENTITY_POSE, type Pose } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { type Obstacle, sweepClear } from "../../kernel/motion/sweep.ts";
import { fr3Like } from "./arms.ts";

const at = (x: number, y: number, z: number): Pose => ({ xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] });
const SIZE_M = [0.3, 0.04, 0.08] as const;

/** A lath on a hand that turns about z: one body, so that what is proven is proven of it alone. */
const clock: RobotDescription = {
  ...fr3Like,
  name: "clock hand",
  links: [
    { ...fr3Like.links[0]!, name: "post", collision: [] },
    { ...fr3Like.links[1]!, name: "hand", collision: [{ shape: { kind: "box", sizeM: SIZE_M }, pose: at(0.6, 0, 0) }] },
  ],
  joints: [{ ...fr3Like.joints[0]!, origin: IDENTITY_POSE }],
};
const chain = chainOf(clock, IDENTITY_POSE);
const bodies = armBodies(chain, 0).filter(({ group }) => group === "link");

/** Distance of a ball from the lath with the hand at `rad`, by hand. */
function distanceM(rad: number, [x, y, z]: readonly [number, number, number], radiusM: number): number {
  const along = Math.cos(rad) * x + Math.sin(rad) * y - 0.6;
  const across = -Math.sin(rad) * x + Math.cos(rad) * y;
  const over = [along, across, z].map((value, axis) => Math.max(0, Math.abs(value) - SIZE_M[axis]! / 2));
  return Math.hypot(...over) - radiusM;
}

describe("what a clear sweep proves", () => {
  test("holds at 2,000 looks along the way, near and far, and is at least what was asked for", () => {
    const random = seededRandom(41);
    const spread = (low: number, high: number): number => low + random() * (high - low);
    let [clear, near] = [0, 0];
    for (let n = 0; n < 400; n++) {
      const place = [spread(-1.2, 1.2), spread(-1.2, 1.2), spread(-0.5, 0.5)] as const;
      const radiusM = spread(0.01, 0.1);
      const [from, to, requiredM] = [spread(-2, 2), spread(-2, 2), n % 2 === 0 ? 0 : spread(0, 0.1)];
      const ball: Obstacle = { name: "ball", shape: { kind: "sphere", radiusM }, pose: at(...place) };
      if (distanceM(from, place, radiusM) < requiredM) continue;
      const result = sweepClear(chain, [[from], [to]], bodies, [ball], () => requiredM);
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k <= 2_000; k++)
        least = Math.min(least, distanceM(from + ((to - from) * k) / 2_000, place, radiusM));
      expect(result.kind).toBe(least >= requiredM - 1e-6 ? "clear" : "contact");
      if (result.kind === "contact") continue;
      clear++;
      expect(result.leastM).toBeLessThanOrEqual(least + 1e-9);
      expect(result.leastM).toBeGreaterThanOrEqual(requiredM - 1e-6);
      if (result.leastM > 0.5 * least) near++;
    }
    expect(clear).toBeGreaterThan(200);
    // And says something: often over half of what there is.
    expect(near).toBeGreaterThan(50);
  });
});
