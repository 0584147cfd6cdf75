// The room that fingers pass through, against the fingers themselves at many openings in between.
import { describe, expect, it } from "vitest";
import type { PlacedShape, Vec3 } from "../../kernel/contract/geometry.ts";
import { fingerPoseAt, fingersOf } from "../../kernel/contract/gripper.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { sweptPart } from "../../kernel/motion/finger-sweep.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { composePose, transformPoint } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { grbl4 } from "../../robots/grbl4/grbl4.ts";
import { so101 } from "../../robots/so101/so101.ts";
import { ur5e } from "../../robots/ur5e/ur5e.ts";

const BETWEEN = 40;
/** Beyond rounding in poses, metres. */
const TOLERANCE_M = 1e-9;

const ball = (centreM: Vec3): PlacedShape => ({
  shape: { kind: "sphere", radiusM: 1e-9 },
  pose: { xyzM: centreM, quatXyzw: [0, 0, 0, 1] },
});
const cornersOf = ({ shape, pose }: PlacedShape): Vec3[] => {
  if (shape.kind === "hull") return shape.pointsM.map((point) => transformPoint(pose, point));
  if (shape.kind !== "box") throw new Error("fingers are boxes here");
  const [x, y, z] = shape.sizeM.map((size) => size / 2) as unknown as Vec3;
  return [-x, x].flatMap((i) => [-y, y].flatMap((j) => [-z, z].map((k) => transformPoint(pose, [i, j, k]))));
};

describe("the room that a finger passes through", () => {
  it.each([fr3, ur5e, so101, grbl4])(
    "of the $name holds it at 40 openings on each of 5 ways, and no more than 0.25 mm besides",
    ({ gripper }) => {
      const random = seededRandom(11);
      for (let way = 0; way < 5; way++) {
        const [fromM, toM] =
          way === 0 ? [0, gripper.strokeM] : [random() * gripper.strokeM, random() * gripper.strokeM];
        for (const { side, link } of fingersOf(gripper)) {
          for (const part of link.collision) {
            const pieces = sweptPart(gripper, side, part, fromM, toM);
            const placed = Array.from({ length: BETWEEN + 1 }, (_, k): PlacedShape => {
              const pose = fingerPoseAt(gripper, side, fromM + ((toM - fromM) * k) / BETWEEN);
              return { shape: part.shape, pose: composePose(pose, part.pose) };
            });
            for (const at of placed) {
              const corners = cornersOf(at).map(ball);
              // One piece holds the whole part: corners in several would not do.
              const outM = pieces.map((piece) =>
                Math.max(...corners.map((corner) => distanceBetween(corner, piece).distanceM)),
              );
              expect(Math.min(...outM)).toBeLessThan(TOLERANCE_M);
            }
            for (const corner of pieces.flatMap(cornersOf)) {
              const out = Math.min(...placed.map((at) => distanceBetween(ball(corner), at).distanceM));
              expect(out).toBeLessThan(2.5e-4);
            }
          }
        }
      }
    },
  );

  it("of a round finger is that of the box round it", () => {
    const { gripper } = fr3;
    const pose = { xyzM: [0.01, 0.02, 0.03], quatXyzw: [0, 0, 0, 1] } as const;
    const rounds = [
      { kind: "sphere", radiusM: 0.01 },
      { kind: "capsule", radiusM: 0.01, lengthM: 0.02 },
      { kind: "cylinder", radiusM: 0.01, heightM: 0.04 },
    ] as const;
    const halfZ = [0.01, 0.02, 0.02];
    rounds.forEach((shape, i) => {
      const corners = sweptPart(gripper, "left", { shape, pose }, 0.02, 0.06).flatMap(cornersOf);
      const ends = [0, 1, 2].map((axis) => corners.map((corner) => corner[axis]!));
      const spans = ends.map((along) => [Math.min(...along), Math.max(...along)]);
      // The left finger slides along y, by half the opening.
      const expected = [0.01, 0.03 + 0.01, 0.03].map((middle, axis) => {
        const half = axis === 2 ? halfZ[i]! : axis === 1 ? 0.01 + 0.01 : 0.01;
        return [middle - half, middle + half];
      });
      spans.flat().forEach((x, k) => {
        expect(x).toBeCloseTo(expected.flat()[k]!, 12);
      });
    });
  });
});
