// Support functions of primitive solids and hulls: what a distance given by MuJoCo is proven with, from both sides.
import type { PlacedShape, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { rotated } from "./pose.ts";

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How far the solid reaches along a unit direction, from the common frame's origin. */
export function reachAlong({ shape, pose }: PlacedShape, direction: Vec3): number {
  const [x, y, z, w] = pose.quatXyzw;
  return dot(pose.xyzM, direction) + ownReach(shape, rotated([-x, -y, -z, w], direction));
}

/** As `reachAlong`, in the solid's own frame. */
export function ownReach(shape: Shape, [x, y, z]: Vec3): number {
  switch (shape.kind) {
    case "sphere":
      return shape.radiusM;
    case "capsule":
      return shape.radiusM + (Math.abs(z) * shape.lengthM) / 2;
    case "cylinder":
      return shape.radiusM * Math.hypot(x, y) + (Math.abs(z) * shape.heightM) / 2;
    case "box":
      return (Math.abs(x) * shape.sizeM[0] + Math.abs(y) * shape.sizeM[1] + Math.abs(z) * shape.sizeM[2]) / 2;
    case "hull":
      return Math.max(...shape.pointsM.map((point) => dot(point, [x, y, z])));
  }
}

/** Width of the gap between two solids along the direction from the first to the second; no distance is less. */
export const gapAlong = (first: PlacedShape, second: PlacedShape, direction: Vec3): number =>
  -reachAlong(second, [-direction[0], -direction[1], -direction[2]]) - reachAlong(first, direction);
