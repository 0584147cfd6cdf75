// The planner: lays one tool call out as segments from a given state. It proposes motion; hooks judge
// it. Where no clear motion exists it returns the direct one, so that the hook names what is in the way.
import type { Cell } from "../contract/cell.ts";
import type { Plan, Promised, Segment } from "../contract/plan.ts";
import type { ToolArgs, ToolCall } from "../contract/tools.ts";
import type { Planner } from "../gate.ts";
import { chainOf, toolPoseAt } from "../motion/chain.ts";
import { heldIn } from "../motion/stages.ts";
import { betweenPads } from "./between-pads.ts";
import { type Laid, laid, type PlanContext } from "./context.ts";
import { layJog } from "./jog.ts";
import { layFollowPath, layGoHome, layMoveJoints, layMoveRelative, layMoveTo } from "./moves.ts";
import { layPick } from "./pick.ts";
import { layPlace } from "./place.ts";

/** @param seed of every random search; the same seed, state and call give the same plan */
export function createPlanner(cell: Cell, seed: number): Planner {
  const chain = chainOf(cell.robot, cell.base);
  return (call, state, speedScale) => {
    const context: PlanContext = { cell, chain, state, held: heldIn(cell, state), speedScale, seed };
    const { laid: result, promised } = layOut(context, call);
    if (!result.ok) return { call, segments: [], promised, blocked: result.blocked, rerouted: false };
    const endRad = result.segments.findLast((segment) => segment.kind === "move")?.pointsRad.at(-1) ?? state.jointsRad;
    const arrives: Promised = result.segments.some((segment) => segment.kind === "move")
      ? { tool: toolPoseAt(chain, endRad), jointsRad: endRad }
      : {};
    const plan: Plan = {
      call,
      segments: result.segments,
      promised: { ...arrives, ...promised },
      blocked: null,
      rerouted: result.rerouted,
    };
    return plan;
  };
}

interface LaidCall {
  readonly laid: Laid;
  readonly promised: Promised;
}

function layOut(context: PlanContext, call: ToolCall): LaidCall {
  const only = (result: Laid): LaidCall => ({ laid: result, promised: {} });
  switch (call.tool) {
    case "move_to":
      return only(layMoveTo(context, call.args));
    case "move_relative":
      return only(layMoveRelative(context, call.args));
    case "move_joints":
      return only(layMoveJoints(context, call.args));
    case "follow_path":
      return only(layFollowPath(context, call.args));
    case "go_home":
      return only(layGoHome(context));
    case "jog":
      return only(layJog(context, call.args));
    case "pick":
      return { laid: layPick(context, call.args), promised: { holding: call.args.object } };
    case "place":
      return layPlace(context, call.args);
    case "toggle_tool":
      return layToggle(context, call.args);
    case "wait":
      return only(laid([{ kind: "wait", seconds: call.args.seconds }]));
    case "set_speed":
    case "get_status":
    case "get_camera_feed":
    case "list_objects":
    case "emergency_stop":
      return only(laid([]));
  }
}

function layToggle(context: PlanContext, { activate }: ToolArgs<"toggle_tool">): LaidCall {
  const { cell, held } = context;
  if (activate) {
    if (held !== null) return { laid: laid([]), promised: { holding: held.object.id } };
    const expects = betweenPads(context);
    const close: Segment = { kind: "close", forceN: cell.gripper.forceN, expects };
    return { laid: laid([close]), promised: expects === null ? {} : { holding: expects } };
  }
  const openingM = Math.min(cell.gripper.strokeM, cell.robot.gripper.strokeM);
  return { laid: laid([{ kind: "open", openingM, releases: held?.object.id ?? null }]), promised: { holding: null } };
}
