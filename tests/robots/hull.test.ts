import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type PlacedShape } from "../../kernel/contract/geometry.ts";
import { fingerPoseAt, hingeLawOf, hingeOpeningM } from "../../kernel/contract/gripper.ts";
import { composePose, invertPose, transformPoint } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { so101Gripper } from "../../robots/so101/gripper.ts";
import { so101 } from "../../robots/so101/so101.ts";
import { ur5e } from "../../robots/ur5e/ur5e.ts";
import fr3Extremes from "./fr3-extremes.json" with { type: "json" };
import so101Extremes from "./so101-extremes.json" with { type: "json" };
import ur5eExtremes from "./ur5e-extremes.json" with { type: "json" };

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

const measured = [
  [fr3, fr3Extremes],
  [ur5e, ur5eExtremes],
  [so101, so101Extremes],
] as const;
const links = measured.flatMap(([robot, { links }]) =>
  robot.links.map((link, i) => [robot.name, link.name, link.collision, links[i]!] as const),
);
/** The fixed jaw's mesh is one with the wrist's; hand and jaw hold it together. */
const fixedJaw = [...so101Gripper.hand.collision, ...so101Gripper.fixedFinger.collision];
/** The moving jaw's vertices are told in its published frame at joint angle 0, here 11 degrees open. */
const jawPose = composePose(
  fingerPoseAt(so101Gripper, "left", hingeOpeningM(hingeLawOf(so101Gripper), 0.1958)),
  IDENTITY_POSE,
);
const jaw = so101Gripper.finger.collision.map(({ shape, pose }) => ({ shape, pose: composePose(jawPose, pose) }));
const jawVertices = so101Extremes.jaw.map(([x, y, z]) => [x! + 202, 188 - z!, y! - 234]);
const jaws = [
  ["so101", "fixed_jaw", fixedJaw, so101Extremes.fixedJaw],
  ["so101", "jaw", jaw, jawVertices],
] as const;

describe("the hulls", () => {
  it.each([...links, ...jaws])(
    "%s %s holds the vertices measured on its mesh, to 0.5 mm",
    (_robot, _link, collision, points) => {
      expect(points.length).toBeGreaterThan(40);
      for (const point of points) {
        const nearest = Math.min(
          ...collision.map((part) =>
            distanceM(
              part,
              point.map((tenths) => tenths / 1e4),
            ),
          ),
        );
        expect(nearest, `vertex ${point.join(" ")}`).toBeLessThan(0.0005);
      }
    },
  );

  it("of the FR3 is at most 7 mm thicker than the 55 mm tubes of arm and elbow", () => {
    for (const link of fr3.links.slice(1, 5)) {
      const radii = link.collision.flatMap(({ shape }) => (shape.kind === "capsule" ? [shape.radiusM] : []));
      expect(Math.min(...radii)).toBeGreaterThanOrEqual(0.055);
      // The straight tubes; the bends between them need a little more.
      expect(radii.filter((radius) => radius <= 0.062).length).toBeGreaterThanOrEqual(2);
      expect(Math.max(...radii)).toBeLessThan(0.066);
    }
  });
});
