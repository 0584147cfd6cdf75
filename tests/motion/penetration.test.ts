// How deep two solids overlap, against a search of the directions by support functions alone (tests/oracle). The depth is
// what a way out of a contact is judged by: measured wrongly, a motion deeper in passes for one that leads out.
import { describe, expect, test } from "vitest";
import type { PlacedShape, Pose, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { leastDepth } from "../oracle/overlap.ts";
import { reachAlong } from "../oracle/support.ts";

const random = seededRandom(11);
const size = (): number => 0.02 + 0.15 * random();
const somewhere = (): Vec3 => [0.3 * random() - 0.15, 0.3 * random() - 0.15, 0.3 * random() - 0.15];
const turned = (): Pose["quatXyzw"] => {
  const q = Array.from({ length: 4 }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...q);
  return q.map((x) => x / length) as unknown as Pose["quatXyzw"];
};
const SHAPES: Record<Shape["kind"], () => Shape> = {
  sphere: () => ({ kind: "sphere", radiusM: size() }),
  capsule: () => ({ kind: "capsule", radiusM: size() / 3, lengthM: 2 * size() }),
  box: () => ({ kind: "box", sizeM: [2 * size(), 2 * size(), 2 * size()] }),
  cylinder: () => ({ kind: "cylinder", radiusM: size(), heightM: 2 * size() }),
  // Some corners in one plane, as a mesh has.
  hull: () => ({
    kind: "hull",
    pointsM: Array.from({ length: 20 }, (_, i): Vec3 => {
      const [x, y, z] = somewhere();
      return [x, y, i % 5 === 0 ? 0.05 : z];
    }),
  }),
};

const searched = (a: PlacedShape, b: PlacedShape): number =>
  leastDepth(
    (d) => reachAlong(a, d),
    (d) => reachAlong(b, d),
  );

describe("the depth of an overlap", () => {
  test.each([
    ["cylinder", "cylinder"],
    ["cylinder", "box"],
    ["cylinder", "capsule"],
    ["cylinder", "hull"],
    ["hull", "box"],
    ["hull", "hull"],
    ["box", "box"],
  ] as const)("of a %s and a %s is no deeper than the shallowest way out that is found, 20 times", (one, other) => {
    let overlaps = 0;
    for (let n = 0; overlaps < 20; n++) {
      // Every third pair upright, so that flat sides lie in one plane.
      const upright: Pose["quatXyzw"] = [0, 0, 0, 1];
      const a: PlacedShape = { shape: SHAPES[one](), pose: { xyzM: somewhere(), quatXyzw: turned() } };
      const b: PlacedShape = { shape: SHAPES[other](), pose: { xyzM: [0, 0, 0], quatXyzw: turned() } };
      const [first, second] = n % 3 === 0 ? [upright, upright] : [a.pose.quatXyzw, b.pose.quatXyzw];
      const [p, q] = [a, b].map((solid, i) => ({
        shape: solid.shape,
        pose: { xyzM: solid.pose.xyzM, quatXyzw: [first, second][i]! },
      })) as [PlacedShape, PlacedShape];
      const { distanceM } = distanceBetween(p, q);
      if (distanceM > -1e-4) continue;
      overlaps++;
      expect(-distanceM - searched(p, q)).toBeLessThan(2e-9);
    }
  });

  test("of cylinders that share their axis is the sum of their radii, or what parts them endways", () => {
    const at = (z: number): Pose => ({ xyzM: [0.1, 0.2, z], quatXyzw: [0, 0, 0, 1] });
    const tall: Shape = { kind: "cylinder", radiusM: 0.03, heightM: 0.4 };
    const depth = (of: Shape, z: number): number =>
      distanceBetween({ shape: tall, pose: at(0) }, { shape: of, pose: at(z) }).distanceM;
    expect(depth({ kind: "cylinder", radiusM: 0.02, heightM: 0.2 }, 0.01)).toBeCloseTo(-0.05, 12);
    expect(depth({ kind: "capsule", radiusM: 0.02, lengthM: 0.2 }, 0.01)).toBeCloseTo(-0.05, 12);
    expect(depth({ kind: "cylinder", radiusM: 0.02, heightM: 0.2 }, 0.29)).toBeCloseTo(-0.01, 9);
  });

  test("grows while an upper arm swings deeper into a can, as case 230702 of seed 20261125 did", () => {
    const can: PlacedShape = {
      shape: { kind: "cylinder", radiusM: 0.0493, heightM: 0.1056 },
      pose: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
    };
    const arm = (inM: number): PlacedShape => ({
      shape: { kind: "cylinder", radiusM: 0.03, heightM: 0.12 },
      pose: { xyzM: [0.07 - inM, 0.01, 0.08], quatXyzw: [0.24, 0.32, 0, 0.9165151389911681] },
    });
    const depths = [0, 0.002, 0.004, 0.006, 0.008].map((inM) => distanceBetween(arm(inM), can).distanceM);
    for (const [k, d] of depths.entries()) {
      expect(-d - searched(arm(0.002 * k), can)).toBeLessThan(2e-9);
      if (k > 0) expect(d).toBeLessThan(depths[k - 1]!);
    }
  });
});
