// pick: open over the object, come straight down, close on it, lift it straight up.

import type { Segment } from "../contract/plan.ts";
import type { ToolArgs } from "../contract/tools.ts";
import { centreOf, heightOf } from "../motion/solids.ts";
import { supportUnder } from "../motion/supports.ts";
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
  const centreM = centreOf(object, pose);
  const support = supportUnder(cell, state.objects, centreM, centreM[2] - heightOf(object) / 2, id);
  const { objects } = state;
  const before = clearanceIn(context, { held: null, openingM: openM, objects, handled: null, support: null });
  const open = { held: null, openingM: openM, objects, handled: id, support };
  const down = clearanceIn(context, open);
  const acted = clearanceIn(context, { ...open, endOpeningM: 0 });

  const grasps = graspsOf(context, object, pose);
  if (grasps.length === 0) {
    return blocked(
      "E_NO_GRASP",
      `${id} cannot be held from above: it leans, or is wider than the gripper opens (${openM} m)`,
    );
  }
  const targets = grasps.map(({ tool, widthM }): Target => {
    const after = { object, inTool: composePose(invertPose(tool), pose) };
    return {
      tool,
      held: null,
      heldAfter: after,
      before,
      down,
      up: clearanceIn(context, { held: after, openingM: widthM, objects, handled: id, support }),
      acted,
      rank: 0,
      act: { kind: "close", forceN: cell.gripper.forceN, expects: id },
    };
  });
  return reachDown(context, state.jointsRad, lead, targets, { code: "E_NO_GRASP", what: id });
}
