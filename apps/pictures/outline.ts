// The outline of a solid as a view sees it: the convex hull of its projected corners, exact for boxes
// and fine enough for cylinders at any tilt.
import type { CellObject } from "../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { transformPoint } from "../../kernel/motion/transform.ts";
import type { Px } from "./svg.ts";
import type { View } from "./view.ts";

const RIM_POINTS = 32;

export const objectOutline = (object: CellObject, pose: Pose, view: View): Px[] =>
  hull(cornersOf(object).map((corner) => view.toPx(transformPoint(pose, corner))));

/** The opening of an open box: its inner walls at the rim, going down to its floor in the side view. */
export function cavityOutline({ shape }: CellObject, pose: Pose, view: View): Px[] | null {
  if (shape.kind !== "open_box") return null;
  const [x, y, z] = shape.sizeM;
  const inner: Vec3 = [x - 2 * shape.wallM, y - 2 * shape.wallM, z - shape.wallM];
  const corners = boxCorners(inner, [0, 0, shape.wallM + inner[2] / 2]);
  return hull(corners.map((corner) => view.toPx(transformPoint(pose, corner))));
}

function cornersOf({ shape }: CellObject): Vec3[] {
  switch (shape.kind) {
    case "box":
      return boxCorners(shape.sizeM, [0, 0, 0]);
    case "open_box":
      return boxCorners(shape.sizeM, [0, 0, shape.sizeM[2] / 2]);
    case "board":
      return boxCorners(shape.sizeM, [0, 0, shape.topZM - shape.sizeM[2] / 2]);
    case "cylinder":
      return Array.from({ length: 2 * RIM_POINTS }, (_, index): Vec3 => {
        const angle = (2 * Math.PI * index) / RIM_POINTS;
        const z = index < RIM_POINTS ? shape.heightM / 2 : -shape.heightM / 2;
        return [shape.radiusM * Math.cos(angle), shape.radiusM * Math.sin(angle), z];
      });
  }
}

function boxCorners([x, y, z]: Vec3, [cx, cy, cz]: Vec3): Vec3[] {
  const signs = [-0.5, 0.5];
  return signs.flatMap((i) => signs.flatMap((j) => signs.map((k): Vec3 => [cx + i * x, cy + j * y, cz + k * z])));
}

/** Andrew's monotone chain. */
function hull(points: readonly Px[]): Px[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Px[]): Px[] => {
    const chain: Px[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: Px, b: Px, c: Px): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
