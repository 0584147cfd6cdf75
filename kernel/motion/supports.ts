// What stands under a thing: the highest surface below its centre of mass.
import type { Cell } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import { type ObjectSolid, solidsOf, TABLE } from "./solids.ts";
import { invertPose, transformPoint } from "./transform.ts";

export interface Support {
  /** An object's id, or "table". */
  readonly name: string;
  readonly topZM: number;
}

/** A surface this little above a thing's bottom still counts as under it (measured poses are not exact). */
const SINK_M = 0.006;

/**
 * The support under a thing whose centre stands at `centreM` and whose lowest point is at `bottomZM`.
 * Solids are taken as upright. Returns the table where nothing else is.
 */
export function supportUnder(
  cell: Cell,
  objects: Readonly<Record<string, Pose>>,
  centreM: Vec3,
  bottomZM: number,
  except: string,
): Support {
  let best: Support = { name: TABLE.name, topZM: 0 };
  for (const object of cell.objects) {
    const pose = objects[object.id];
    if (object.id === except || pose === undefined) continue;
    for (const solid of solidsOf(object, pose)) {
      const topZM = topOf(solid);
      if (topZM <= bottomZM + SINK_M && topZM > best.topZM && isOver(solid, centreM)) best = { name: object.id, topZM };
    }
  }
  return best;
}

const topOf = ({ shape, pose }: ObjectSolid): number =>
  pose.xyzM[2] + (shape.kind === "box" ? shape.sizeM[2] : shape.heightM) / 2;

function isOver({ shape, pose }: ObjectSolid, centreM: Vec3): boolean {
  const [x, y] = transformPoint(invertPose(pose), [centreM[0], centreM[1], pose.xyzM[2]]);
  if (shape.kind === "box") return Math.abs(x) <= shape.sizeM[0] / 2 && Math.abs(y) <= shape.sizeM[1] / 2;
  return Math.hypot(x, y) <= shape.radiusM;
}
