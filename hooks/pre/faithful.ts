// A plan is faithful to its call: it acts only in ways that the call asks for, and promises what its own
// motion leads to. Post hooks and drivers rely on that promise, so it is not taken on trust.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { PreHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Plan, Segment } from "../../kernel/contract/plan.ts";
import type { Relation, ToolCall } from "../../kernel/contract/tools.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { centreOf } from "../../kernel/motion/solids.ts";
import { type Walk, walkPlan } from "../../kernel/motion/stages.ts";
import { distanceM } from "../../kernel/motion/transform.ts";

const SAME_RAD = 1e-6;
const SAME_M = 0.002;

/** What a plan of each call may consist of. */
const MAY: Readonly<Record<ToolCall["tool"], readonly Segment["kind"][]>> = {
  move_to: ["move"],
  move_relative: ["move"],
  move_joints: ["move"],
  follow_path: ["move"],
  go_home: ["move"],
  pick: ["open", "move", "close"],
  place: ["move", "open"],
  toggle_tool: ["open", "close"],
  wait: ["wait"],
  jog: ["move"],
  set_speed: [],
  get_status: [],
  get_camera_feed: [],
  list_objects: [],
  emergency_stop: [],
};

export const faithful: PreHook = {
  name: "faithful",
  judge({ call, plan, state, cell }) {
    const walk = walkPlan(plan, state, cell);
    const fault = actsOtherwise(call, plan, walk) ?? promisesOtherwise(call, plan, state, walk, cell);
    return fault === null ? null : unfaithful(`the plan for ${call.tool} ${fault}; plan again`);
  },
};

const unfaithful = (reason: string): Finding => ({ code: "E_UNFAITHFUL", reason });

function actsOtherwise(call: ToolCall, plan: Plan, walk: Walk): string | null {
  for (const { segment, held } of walk.stages) {
    if (!MAY[call.tool].includes(segment.kind)) return `would ${segment.kind} on the way`;
    if (segment.kind === "move" && (segment.carrying?.object ?? null) !== (held?.object.id ?? null)) {
      return `takes itself to carry ${segment.carrying?.object ?? "nothing"}, but the hand holds ${held?.object.id ?? "nothing"}`;
    }
    if (segment.kind === "open" && segment.releases !== (held?.object.id ?? null)) {
      return `would let go of ${held?.object.id ?? "nothing"} and says ${segment.releases ?? "nothing"}`;
    }
    if (segment.kind === "close" && call.tool === "pick" && segment.expects !== call.args.object) {
      return `would grip ${segment.expects ?? "nothing"}`;
    }
  }
  const asksForGrip = call.tool === "pick" || call.tool === "place";
  const grips = plan.segments.some(({ kind }) => kind === (call.tool === "pick" ? "close" : "open"));
  return asksForGrip && !grips ? "never moves the fingers" : null;
}

function promisesOtherwise(call: ToolCall, plan: Plan, state: Measured, walk: Walk, cell: Cell): string | null {
  const { promised } = plan;
  const { end } = walk;
  if (plan.segments.some(({ kind }) => kind === "move")) {
    const joints = promised.jointsRad ?? [];
    const off = end.jointsRad.some((rad, j) => !(Math.abs(rad - (joints[j] ?? Number.NaN)) <= SAME_RAD));
    const tool = promised.tool;
    if (off || tool === undefined || !(distanceM(tool.xyzM, end.tool.xyzM) <= SAME_M))
      return "promises another end than its motion has";
  }
  if (
    plan.segments.some(({ kind }) => kind === "close" || kind === "open") &&
    promised.holding !== end.gripper.holding
  ) {
    const isEmptyClose = call.tool === "toggle_tool" && promised.holding === undefined && end.gripper.holding === null;
    if (!isEmptyClose)
      return `promises to hold ${promised.holding ?? "nothing"}, but leads to ${end.gripper.holding ?? "nothing"}`;
  }
  return call.tool === "place" ? misplaces(call.args, promised.object, state, end, cell) : null;
}

function misplaces(
  args: Extract<ToolCall, { tool: "place" }>["args"],
  promised: Plan["promised"]["object"],
  state: Measured,
  end: Measured,
  cell: Cell,
): string | null {
  const { holding } = state.gripper;
  const object = cell.objects.find(({ id }) => id === holding);
  const pose = object === undefined ? undefined : end.objects[object.id];
  if (object === undefined || pose === undefined || promised?.id !== holding)
    return `promises nothing about ${holding ?? "what it holds"}`;
  const endM = centreOf(object, pose);
  if (!(distanceM(promised.centreM, endM) <= SAME_M))
    return `promises ${object.id} elsewhere than it would come to rest`;
  if (!("target" in args)) {
    const offM = Math.hypot(endM[0] - args.x, endM[1] - args.y);
    return offM <= SAME_M ? null : `would put ${object.id} ${(offM * 1000).toFixed(0)} mm beside the place asked for`;
  }
  const target = cell.objects.find(({ id }) => id === args.target);
  const targetPose = end.objects[args.target];
  if (target === undefined || targetPose === undefined) return `knows no ${args.target}`;
  if (args.relation === "in")
    return promised.inside === target.id ? null : `does not promise ${object.id} inside ${target.id}`;
  if (args.relation === "on") return promised.on === target.id ? null : `does not promise ${object.id} on ${target.id}`;
  const [axis, sign] = SIDES[args.relation];
  const awayM = sign * (endM[axis] - centreOf(target, targetPose)[axis]);
  return awayM > 0 ? null : `would not put ${object.id} ${args.relation.replaceAll("_", " ")} ${target.id}`;
}

/** The axis and direction of each side, in the cell's frame: left and right are the arm's own. */
const SIDES: Readonly<Record<Exclude<Relation, "in" | "on">, readonly [axis: 0 | 1, sign: 1 | -1]>> = {
  left_of: [1, 1],
  right_of: [1, -1],
  behind: [0, 1],
  in_front_of: [0, -1],
};
