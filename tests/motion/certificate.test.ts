import { describe, expect, test } from "vitest";
import { IDENTITY_POSE, type PlacedShape, type Pose } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { type Obstacle, sweepClear } from "../../kernel/motion/sweep.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3Like } from "./arms.ts";

const at = (x: number, y: number, z: number): Pose => ({ xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] });
const SIZE_M = [0.3, 0.04, 0.08] as const;

/** Radius and length of a rod that lies along the hand. */
const ROD_M = [0.03, 0.3] as const;
const LYING = quatFromRpy(0, Math.PI / 2, 0);

/** A lath or a rod on a hand that turns about z: one body, so that what is proven is proven of it alone. */
function clockWith(part: PlacedShape) {
  const clock: RobotDescription = {
    ...fr3Like,
    name: "clock hand",
    links: [
      { ...fr3Like.links[0]!, name: "post", collision: [] },
      { ...fr3Like.links[1]!, name: "hand", collision: [part] },
    ],
    joints: [{ ...fr3Like.joints[0]!, origin: IDENTITY_POSE }],
  };
  const chain = chainOf(clock, IDENTITY_POSE);
  return { chain, bodies: armBodies(chain, 0).filter(({ group }) => group === "link") };
}
const lath = clockWith({ shape: { kind: "box", sizeM: SIZE_M }, pose: at(0.6, 0, 0) });
const rod = clockWith({
  shape: { kind: "cylinder", radiusM: ROD_M[0], heightM: ROD_M[1] },
  pose: { xyzM: [0.6, 0, 0], quatXyzw: LYING },
});

type Point = readonly [x: number, y: number, z: number];
const SIDES: readonly Point[] = [
  [0.6, 0.3, 0],
  [0.55, 0.3, 0.02],
  [0.65, 0.25, -0.03],
];

/** Distance of a ball from the lath or the rod with the hand at `rad`, by hand. */
function distanceM(isRod: boolean, rad: number, [x, y, z]: Point, radiusM: number): number {
  const along = Math.cos(rad) * x + Math.sin(rad) * y - 0.6;
  const across = -Math.sin(rad) * x + Math.cos(rad) * y;
  if (isRod)
    return (
      Math.hypot(Math.max(0, Math.abs(along) - ROD_M[1] / 2), Math.max(0, Math.hypot(across, z) - ROD_M[0])) - radiusM
    );
  const over = [along, across, z].map((value, axis) => Math.max(0, Math.abs(value) - SIZE_M[axis]! / 2));
  return Math.hypot(...over) - radiusM;
}

describe("what a clear sweep proves", () => {
  test("holds at 2,000 looks along the way, near and far, and is at least what was asked for", () => {
    const random = seededRandom(41);
    const spread = (low: number, high: number): number => low + random() * (high - low);
    let [clear, near] = [0, 0];
    for (let n = 0; n < 600; n++) {
      const first: Point = [spread(-1.2, 1.2), spread(-1.2, 1.2), spread(-0.5, 0.5)];
      // Often two balls of one thing: far from it they are looked at as one.
      const second: Point = [first[0] + spread(-0.3, 0.3), first[1] + spread(-0.3, 0.3), first[2] + spread(-0.3, 0.3)];
      const places = n % 3 === 0 ? [first] : [first, second];
      const radiusM = spread(0.01, 0.1);
      const isRod = n % 4 > 1;
      const { chain, bodies } = isRod ? rod : lath;
      const [from, to, requiredM] = [spread(-2, 2), spread(-2, 2), n % 2 === 0 ? 0 : spread(0, 0.1)];
      const things = places.map(
        (place): Obstacle => ({ name: "thing", shape: { kind: "sphere", radiusM }, pose: at(...place) }),
      );
      const leastAt = (rad: number): number =>
        Math.min(...places.map((place) => distanceM(isRod, rad, place, radiusM)));
      if (leastAt(from) < requiredM) continue;
      const result = sweepClear(chain, [[from], [to]], bodies, things, () => requiredM);
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k <= 2_000; k++) least = Math.min(least, leastAt(from + ((to - from) * k) / 2_000));
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

  test("tells 1 mm at the end of a way that leads sideways towards a thing, for a lath and for a rod", () => {
    for (const isRod of [false, true]) {
      const { chain, bodies } = isRod ? rod : lath;
      for (const place of SIDES) {
        const ball: Obstacle = { name: "ball", shape: { kind: "sphere", radiusM: 0.02 }, pose: at(...place) };
        for (const to of [0.05, 0.2, 0.3]) {
          const endM = distanceM(isRod, to, place, 0.02);
          const sweep = (requiredM: number) => sweepClear(chain, [[-0.5], [to]], bodies, [ball], () => requiredM).kind;
          expect(sweep(endM - 0.001)).toBe("clear");
          expect(sweep(endM + 0.001)).toBe("contact");
        }
      }
    }
  });
});
