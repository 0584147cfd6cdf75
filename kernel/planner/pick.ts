// pick: open over the object, come straight down, close on it, lift it straight up.

import type { Segment } from "../contract/plan.ts";
import type { ToolArgs } from "../contract/tools.ts";
import { composePose, invertPose } from "../motion/transform.ts";
import { clearanceIn } from "./clearance.ts";
import { blocked, type Laid, objectNamed, type PlanContext } from "./context.ts";
import { graspsOf } from "./grasps.ts";
import { reachDown, type Target } from "./reach-down.ts";

/** Openings this much apart count as the same. */
const OPENING_M = 0.002;

export function layPick(context: PlanContext, { object: id }: ToolArgs<"pick">): Laid {
  const { cell, state, held } = context;
  const object = objectNamed(cell, id);
  const pose = state.objects[id];
  if (object === undefined || pose === undefined) return blocked("E_PRECONDITION", `there is no ${id} in this cell`);
  if (object.isStatic) return blocked("E_PRECONDITION", `${id} does not move, so it cannot be picked`);
  if (held !== null) return blocked("E_PRECONDITION", `the gripper holds ${held.object.id}; place it first`);

  const openM = Math.min(cell.gripper.strokeM, cell.robot.gripper.strokeM);
  const isOpen = Math.abs(state.gripper.openingM - openM) < OPENING_M;
  const lead: Segment[] = isOpen ? [] : [{ kind: "open", openingM: openM, releases: null }];
  const { objects } = state;
  const openingM = isOpen ? state.gripper.openingM : openM;
  const before = clearanceIn(context, { held: null, openingM, objects, handled: null, support: null });

  const grasps = graspsOf(context, object, pose);
  if (grasps.length === 0) {
    return blocked(
      "E_NO_GRASP",
      `${id} cannot be held from above: it leans, or is wider than the gripper opens (${openM} m)`,
    );
  }
  const targets = grasps.map(
    ({ tool }): Target => ({
      tool,
      held: null,
      heldAfter: { object, inTool: composePose(invertPose(tool), pose) },
      before,
      rank: 0,
      act: { kind: "close", forceN: cell.gripper.forceN, expects: id },
    }),
  );
  return reachDown(context, state.jointsRad, lead, targets, { code: "E_NO_GRASP", what: id });
}
