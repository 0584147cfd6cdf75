// Which object stands between the open pads, if any: closing would grip it.
import { betweenPadsM } from "../contract/gripper.ts";
import { centreOf, heightOf } from "../motion/solids.ts";
import { invertPose, transformPoint } from "../motion/transform.ts";
import type { PlanContext } from "./context.ts";

/** Half the length of the pads along the tool's x. */
const PAD_HALF_M = 0.01;

export function betweenPads({ cell, state }: PlanContext): string | null {
  for (const object of cell.objects) {
    const pose = state.objects[object.id];
    if (pose === undefined || object.isStatic) continue;
    const { openingM } = state.gripper;
    const [, middleM] = betweenPadsM(cell.robot.gripper, openingM);
    const [x, y, z] = transformPoint(invertPose(state.tool), centreOf(object, pose));
    const isBetween =
      Math.abs(x) < PAD_HALF_M && Math.abs(y - middleM) < openingM / 2 && Math.abs(z) < heightOf(object) / 2;
    if (isBetween) return object.id;
  }
  return null;
}
