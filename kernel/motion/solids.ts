// What a cell's objects are made of, as primitive solids in the cell's frame.
import type { CellObject } from "../contract/cell.ts";
import type { PlacedShape, Pose, Shape, Vec3 } from "../contract/geometry.ts";
import { oncePer } from "./once-per.ts";
import { composePose, copyOfPose, isSamePose, transformPoint } from "./transform.ts";

/** What objects are made of: boxes and cylinders. */
export interface ObjectSolid extends PlacedShape {
  readonly shape: Extract<Shape, { kind: "box" | "cylinder" }>;
}

/** The table: everything under z = 0, as one big box. */
export const TABLE: { readonly name: string } & PlacedShape = {
  name: "table",
  shape: { kind: "box", sizeM: [4, 4, 1] },
  pose: { xyzM: [0, 0, -0.5], quatXyzw: [0, 0, 0, 1] },
};

const at = (xyzM: Vec3): Pose => ({ xyzM, quatXyzw: [0, 0, 0, 1] });
const box = (sizeM: Vec3, centreM: Vec3): ObjectSolid => ({ shape: { kind: "box", sizeM }, pose: at(centreM) });

/** Where an object's parts stood when they were last asked for: most things stay where they are. */
const standing = new WeakMap<CellObject, { readonly at: Pose; readonly solids: readonly ObjectSolid[] }>();

/** The object's convex parts with the object standing at `pose` (its own frame, see `CellObject.startPose`). */
export function solidsOf(object: CellObject, pose: Pose): readonly ObjectSolid[] {
  const before = standing.get(object);
  if (before !== undefined && isSamePose(pose, before.at)) return before.solids;
  const solids = partsOf(object).map((part) => ({ shape: part.shape, pose: composePose(pose, part.pose) }));
  standing.set(object, { at: copyOfPose(pose), solids });
  return solids;
}

/** The object's convex parts in its own frame, the same ones each time. */
const partsOf = oncePer((object: CellObject): readonly ObjectSolid[] => makeParts(object));

/** An open box is a floor on which four walls stand, all `wallM` thick. */
function makeParts({ shape }: CellObject): ObjectSolid[] {
  switch (shape.kind) {
    case "box":
      return [{ shape: { kind: "box", sizeM: shape.sizeM }, pose: at([0, 0, 0]) }];
    case "cylinder":
      return [{ shape: { kind: "cylinder", radiusM: shape.radiusM, heightM: shape.heightM }, pose: at([0, 0, 0]) }];
    case "board":
      return [box(shape.sizeM, [0, 0, shape.topZM - shape.sizeM[2] / 2])];
    case "open_box": {
      const [x, y, z] = shape.sizeM;
      const w = shape.wallM;
      const wallZ = w + (z - w) / 2;
      return [
        box([x, y, w], [0, 0, w / 2]),
        box([w, y, z - w], [(x - w) / 2, 0, wallZ]),
        box([w, y, z - w], [-(x - w) / 2, 0, wallZ]),
        box([x - 2 * w, w, z - w], [0, (y - w) / 2, wallZ]),
        box([x - 2 * w, w, z - w], [0, -(y - w) / 2, wallZ]),
      ];
    }
  }
}

/** Outer height of the solid itself, metres; of a board, its thickness. */
export const heightOf = ({ shape }: CellObject): number => (shape.kind === "cylinder" ? shape.heightM : shape.sizeM[2]);

/** Height of the highest point above the frame, with the object upright. */
function topAboveFrameM({ shape }: CellObject): number {
  switch (shape.kind) {
    case "box":
      return shape.sizeM[2] / 2;
    case "cylinder":
      return shape.heightM / 2;
    case "open_box":
      return shape.sizeM[2];
    case "board":
      return shape.topZM;
  }
}

/** Height of the upright object's top in the cell's frame: a solid's upper face, an open box's rim, a board's surface. */
export const topZOf = (object: CellObject, pose: Pose): number => pose.xyzM[2] + topAboveFrameM(object);

/** The middle of the object's outer hull, in the cell's frame. */
export const centreOf = (object: CellObject, pose: Pose): Vec3 =>
  transformPoint(pose, [0, 0, topAboveFrameM(object) - heightOf(object) / 2]);

/** Radius of the smallest upright cylinder about the frame's z that holds the object. */
export const footprintRadiusM = ({ shape }: CellObject): number =>
  shape.kind === "cylinder" ? shape.radiusM : Math.hypot(shape.sizeM[0], shape.sizeM[1]) / 2;
