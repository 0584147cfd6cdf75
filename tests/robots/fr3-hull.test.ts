import { describe, expect, it } from "vitest";
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import { invertPose, transformPoint } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import extremes from "./fr3-extremes.json" with { type: "json" };

/** Signed distance from a point to a primitive's surface, metres; negative inside. */
function distanceM({ shape, pose }: PlacedShape, point: readonly number[]): number {
  const [x, y, z] = transformPoint(invertPose(pose), point as [number, number, number]);
  switch (shape.kind) {
    case "sphere":
      return Math.hypot(x, y, z) - shape.radiusM;
    case "capsule": {
      const beyond = Math.max(0, Math.abs(z) - shape.lengthM / 2);
      return Math.hypot(x, y, beyond) - shape.radiusM;
    }
    case "cylinder":
      return Math.max(Math.hypot(x, y) - shape.radiusM, Math.abs(z) - shape.heightM / 2);
    case "box": {
      const [dx, dy, dz] = [x, y, z].map((value, axis) => Math.abs(value) - shape.sizeM[axis]! / 2) as [
        number,
        number,
        number,
      ];
      const outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0), Math.max(dz, 0));
      return outside > 0 ? outside : Math.max(dx, dy, dz);
    }
    case "hull":
      throw new Error("the FR3 has no hulls");
  }
}

describe("the FR3's hull", () => {
  it.each(fr3.links.map((link, i) => [link.name, i] as const))("%s holds every extreme vertex of its mesh", (_, i) => {
    const points = extremes.links[i]!;
    expect(points.length).toBeGreaterThan(40);
    for (const point of points) {
      const nearest = Math.min(
        ...fr3.links[i]!.collision.map((part) =>
          distanceM(
            part,
            point.map((tenths) => tenths / 1e4),
          ),
        ),
      );
      expect(nearest, `vertex ${point.join(" ")}`).toBeLessThan(0.0005);
    }
  });

  it("is at most 7 mm thicker than the 55 mm tubes of arm and elbow", () => {
    for (const link of fr3.links.slice(1, 5)) {
      const radii = link.collision.flatMap(({ shape }) => (shape.kind === "capsule" ? [shape.radiusM] : []));
      expect(Math.min(...radii)).toBeGreaterThanOrEqual(0.055);
      // The straight tubes; the bends between them need a little more.
      expect(radii.filter((radius) => radius <= 0.062).length).toBeGreaterThanOrEqual(2);
      expect(Math.max(...radii)).toBeLessThan(0.066);
    }
  });
});
