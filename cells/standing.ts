// What can carry what at the start: bottoms, floors and footprints of upright shapes.
import type { CellObject, ObjectShape } from "../kernel/contract/cell.ts";

export interface Floor {
  readonly name: string;
  readonly zM: number;
}

/** The widths that a parallel gripper from above could close on, metres. */
export function widthsM(shape: ObjectShape): readonly [number, number] {
  return shape.kind === "cylinder" ? [2 * shape.radiusM, 2 * shape.radiusM] : [shape.sizeM[0], shape.sizeM[1]];
}

export function bottomZ(object: CellObject): number {
  const z = object.startPose.xyzM[2];
  if (object.shape.kind === "box") return z - object.shape.sizeM[2] / 2;
  if (object.shape.kind === "cylinder") return z - object.shape.heightM / 2;
  return object.shape.kind === "board" ? z + object.shape.topZM - object.shape.sizeM[2] : z;
}

/** Where something put on (or into) this object comes to rest. */
export function floorZ(object: CellObject): number {
  const z = object.startPose.xyzM[2];
  switch (object.shape.kind) {
    case "box":
      return z + object.shape.sizeM[2] / 2;
    case "cylinder":
      return z + object.shape.heightM / 2;
    case "open_box":
      return z + object.shape.wallM;
    case "board":
      return z + object.shape.topZM;
  }
}

/** The table and every other object whose footprint contains this one's centre. */
export function floorsBelow(objects: readonly CellObject[], upper: CellObject): Floor[] {
  const [x, y] = upper.startPose.xyzM;
  const carriers = objects.filter((lower) => lower !== upper && contains(lower, x, y));
  return [{ name: "the table", zM: 0 }, ...carriers.map((lower) => ({ name: lower.id, zM: floorZ(lower) }))];
}

function contains(lower: CellObject, x: number, y: number): boolean {
  const [cx, cy] = lower.startPose.xyzM;
  const [, , qz, qw] = lower.startPose.quatXyzw;
  const yaw = 2 * Math.atan2(qz, qw);
  const [dx, dy] = [x - cx, y - cy];
  const along = Math.cos(yaw) * dx + Math.sin(yaw) * dy;
  const across = -Math.sin(yaw) * dx + Math.cos(yaw) * dy;
  if (lower.shape.kind === "cylinder") return Math.hypot(along, across) <= lower.shape.radiusM;
  return Math.abs(along) <= lower.shape.sizeM[0] / 2 && Math.abs(across) <= lower.shape.sizeM[1] / 2;
}
