// What an object weighs down the hand with: its mass and inertia in the hand's frame, as a solid of even density.
import type { CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { Inertia, RobotDescription } from "../contract/robot.ts";
import { writeFrame } from "./frame.ts";
import { centreOf } from "./solids.ts";
import { composePose } from "./transform.ts";

/** @param inTool the object's frame in the tool point's frame */
export function loadInertia(robot: RobotDescription, object: CellObject, inTool: Pose): Inertia {
  const massKg = object.massKg ?? 0;
  const inHand = composePose(robot.gripper.toolPoint, inTool);
  const [a, b, c] = principal(object, massKg);
  const m = writeFrame(inHand, new Float64Array(12), 0);
  const turned = (i: number, j: number): number =>
    m[i * 4]! * m[j * 4]! * a + m[i * 4 + 1]! * m[j * 4 + 1]! * b + m[i * 4 + 2]! * m[j * 4 + 2]! * c;
  return {
    massKg,
    comM: centreOf(object, inHand),
    inertiaKgM2: [turned(0, 0), turned(1, 1), turned(2, 2), turned(0, 1), turned(0, 2), turned(1, 2)],
  };
}

function principal({ shape }: CellObject, massKg: number): Vec3 {
  if (shape.kind === "cylinder") {
    const across = (massKg * (3 * shape.radiusM ** 2 + shape.heightM ** 2)) / 12;
    return [across, across, (massKg * shape.radiusM ** 2) / 2];
  }
  const [x, y, z] = shape.sizeM;
  return [(massKg * (y * y + z * z)) / 12, (massKg * (x * x + z * z)) / 12, (massKg * (x * x + y * y)) / 12];
}
