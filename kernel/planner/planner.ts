// The planner: lays one tool call out as segments from a given state. It proposes motion; hooks judge
// it. Where no clear motion exists it returns the direct one, so that the hook names what is in the way.
import type { Cell } from "../contract/cell.ts";
import { degToRad } from "../contract/geometry.ts";
import type { Measured } from "../contract/measured.ts";
import type { Plan, Promised, Segment } from "../contract/plan.ts";
import type { ToolArgs, ToolCall } from "../contract/tools.ts";
import type { Planner } from "../gate.ts";
import { downPose, homeYawRad, wrapRad } from "../motion/aim.ts";
import { chainOf, jointIndex, toolPoseAt } from "../motion/chain.ts";
import { solveIkAll } from "../motion/ik.ts";
import { heldIn } from "../motion/stages.ts";
import { distanceM, quatAngleRad, yawOf } from "../motion/transform.ts";
import { betweenPads } from "./between-pads.ts";
import { clearanceIn } from "./clearance.ts";
import { blocked, type Laid, laid, moveSegment, type PlanContext } from "./context.ts";
import { freeWay } from "./free.ts";
import { lineFault, straightLine, turning, turningTo } from "./line.ts";
import { layPick } from "./pick.ts";
import { layPlace } from "./place.ts";

const IK_GOALS = 8;

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
      return only(layFree(context, [context.cell.homeRad]));
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

/** A free motion to the first reachable goal; to the nearest one, come what may, when none is. */
function layFree(context: PlanContext, goalsRad: readonly (readonly number[])[]): Laid {
  const { state, held } = context;
  const clearance = clearanceIn(context, {
    held,
    openingM: state.gripper.openingM,
    objects: state.objects,
    handled: null,
    support: null,
  });
  const way = freeWay(context, clearance, state.jointsRad, goalsRad, held);
  if (way !== null) return laid(way.segments, way.rerouted);
  const nearest = goalsRad[0];
  if (nearest === undefined) return blocked("E_REACH", "there is no goal to move to");
  return laid([moveSegment(context, [state.jointsRad, nearest], false, held)]);
}

function layMoveTo(context: PlanContext, { x, y, z, theta }: ToolArgs<"move_to">): Laid {
  const goal = downPose([x, y, z], yawFor(context, theta));
  const goalsRad = solveIkAll(context.chain, goal, {
    seedRad: context.state.jointsRad,
    most: IK_GOALS,
    seed: context.seed,
  });
  if (goalsRad.length === 0) {
    const fromBaseM = distanceM([x, y, z], context.cell.base.xyzM);
    return blocked(
      "E_REACH",
      `(${x}, ${y}, ${z}) is out of reach with the tool pointing down (${fromBaseM.toFixed(2)} m from the base); choose a nearer target`,
    );
  }
  return layFree(context, goalsRad);
}

const yawFor = ({ cell, state }: PlanContext, thetaDeg: number | undefined): number =>
  thetaDeg === undefined ? yawOf(state.tool.quatXyzw) : wrapRad(homeYawRad(cell) + degToRad(thetaDeg));

function layMoveRelative(
  context: PlanContext,
  { dx = 0, dy = 0, dz = 0, dtheta = 0 }: ToolArgs<"move_relative">,
): Laid {
  const { state, held } = context;
  const [x, y, z] = state.tool.xyzM;
  const turnRad = degToRad(dtheta);
  const line = straightLine(
    context,
    state.jointsRad,
    state.tool,
    [x + dx, y + dy, z + dz],
    turnRad,
    turning(state.tool.quatXyzw, turnRad),
  );
  if (!line.ok) return blocked("E_REACH", lineFault(line));
  return laid([moveSegment(context, line.pointsRad, true, held)]);
}

/** Straight lines from waypoint to waypoint, at rest on each; the tool turns to point down on the first. */
function layFollowPath(context: PlanContext, { waypoints }: ToolArgs<"follow_path">): Laid {
  const { state, held } = context;
  const segments: Segment[] = [];
  let fromRad: readonly number[] = state.jointsRad;
  let from = state.tool;
  for (const { x, y, z, theta } of waypoints) {
    const to = downPose([x, y, z], theta === undefined ? yawOf(from.quatXyzw) : yawFor(context, theta));
    const turnRad = quatAngleRad(from.quatXyzw, to.quatXyzw);
    const line = straightLine(context, fromRad, from, to.xyzM, turnRad, turningTo(from.quatXyzw, to.quatXyzw));
    if (!line.ok) return blocked("E_REACH", lineFault(line));
    if (distanceM(from.xyzM, to.xyzM) > 1e-6 || turnRad > 1e-6) {
      segments.push(moveSegment(context, line.pointsRad, true, held));
    }
    fromRad = line.pointsRad.at(-1) ?? fromRad;
    from = to;
  }
  return laid(segments);
}

function layMoveJoints(context: PlanContext, { joints }: ToolArgs<"move_joints">): Laid {
  const { chain, state, held } = context;
  const goal = [...state.jointsRad];
  for (const { joint, to_deg, by_deg } of joints) {
    const index = jointIndex(chain, joint);
    if (index === null)
      return blocked("E_PRECONDITION", `there is no joint ${joint}; there are ${chain.jointNames.join(", ")}`);
    goal[index] = to_deg === undefined ? goal[index]! + degToRad(by_deg ?? 0) : degToRad(to_deg);
  }
  return laid([moveSegment(context, [state.jointsRad, goal], false, held)]);
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
