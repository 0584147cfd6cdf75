// How a FollowJointTrajectory travels: in ROS 1 as topics of actionlib, in ROS 2 as rosbridge's action operations.
// Feedback and results of both come out in one form. Source: actionlib_msgs/GoalStatus.msg, GoalID.msg (ROS 1);
// action_msgs/GoalStatus.msg and ROSBRIDGE_PROTOCOL.md, 3.2.12 to 3.2.15 (ROS 2); FollowJointTrajectory.action.
// A bridge whose `send_action_goals_in_new_thread` is false reads no cancel while a goal runs: send it on another
// connection.
import { z } from "zod";
import { failureText, type Read, readValue, refused } from "./json-text.ts";
import { goal, type RosGoal } from "./rosbridge-goal.ts";
import type { RosbridgeMessage } from "./rosbridge-ops.ts";
import { type RosTime, type RosVersion, rosHeader, rosHeaderSchema, rosTime, rosTimeSchema } from "./rosbridge-time.ts";
import { rosPointSchemas } from "./rosbridge-trajectory.ts";

export const ROS_ACTION_TYPE = {
  1: "control_msgs/FollowJointTrajectoryActionGoal",
  2: "control_msgs/action/FollowJointTrajectory",
} as const;

/** What `error_code` of a result says. */
const RESULTS: Readonly<Record<number, string>> = {
  0: "successful",
  [-1]: "invalid goal",
  [-2]: "invalid joints",
  [-3]: "old header timestamp",
  [-4]: "path tolerance violated",
  [-5]: "goal tolerance violated",
};

/** `lost`: nobody knows whether the arm still moves; stop it by other means. */
export type GoalEnd = "succeeded" | "canceled" | "aborted" | "rejected" | "lost";

export interface RosFeedback {
  readonly stamp: RosTime;
  readonly joints: readonly string[];
  readonly actualRad: readonly number[];
  readonly errorRad: readonly number[];
}

export interface RosResult {
  readonly goalId: string;
  readonly end: GoalEnd;
  readonly code: number;
  readonly words: string;
}

/** What rosbridge (internal/actions.py) says of a goal that never ran; after any other failure nobody knows. */
const REJECTED = "Action goal was rejected";

const ENDS_1: Readonly<Record<number, GoalEnd>> = {
  2: "canceled",
  3: "succeeded",
  4: "aborted",
  5: "rejected",
  8: "canceled",
  9: "lost",
};
const ENDS_2: Readonly<Record<number, GoalEnd>> = { 0: "lost", 4: "succeeded", 5: "canceled", 6: "aborted" };

const feedbackOf = (version: RosVersion) =>
  z.strictObject({
    header: rosHeaderSchema(version),
    joint_names: z.array(z.string()).min(1).max(64),
    desired: rosPointSchemas[version],
    actual: rosPointSchemas[version],
    error: rosPointSchemas[version],
    // ROS 2, by distribution.
    index: z.int().optional(),
    multi_dof_joint_names: z.array(z.string()).optional(),
    multi_dof_desired: z.unknown().optional(),
    multi_dof_actual: z.unknown().optional(),
    multi_dof_error: z.unknown().optional(),
  });
const outcome = z.strictObject({ error_code: z.int(), error_string: z.string().optional() });
const status1 = z.strictObject({
  goal_id: z.strictObject({ stamp: rosTimeSchema(1), id: z.string() }),
  status: z.int().min(0).max(9),
  text: z.string(),
});
const FEEDBACK = { 1: feedbackOf(1), 2: feedbackOf(2) } as const;
const FEEDBACK_1 = z.strictObject({ header: rosHeaderSchema(1), status: status1, feedback: FEEDBACK[1] });
const RESULT_1 = z.strictObject({ header: rosHeaderSchema(1), status: status1, result: outcome });

/** The message that starts a motion. `id` is new for each goal and is never sent twice. */
export function goalMessage(version: RosVersion, action: string, id: string, of: RosGoal): RosbridgeMessage {
  const args = goal(version, of);
  if (version === 2) {
    return { op: "send_action_goal", id, action, action_type: ROS_ACTION_TYPE[2], args: { ...args }, feedback: true };
  }
  const stamp = { s: 0, ns: 0 };
  const msg = { header: rosHeader(1, stamp), goal_id: { stamp: rosTime(1, stamp), id }, goal: args };
  return { op: "publish", topic: `${action}/goal`, msg };
}

/** The message that ends it: of this goal alone. */
export const cancelMessage = (version: RosVersion, action: string, id: string): RosbridgeMessage =>
  version === 2
    ? { op: "cancel_action_goal", id, action }
    : { op: "publish", topic: `${action}/cancel`, msg: { stamp: rosTime(1, { s: 0, ns: 0 }), id } };

/** @param message `action_feedback` (ROS 2), or a publish on `<action>/feedback` (ROS 1) */
export function readFeedback(message: RosbridgeMessage): Read<RosFeedback & { readonly goalId: string }> {
  if (message.op === "action_feedback") {
    const read = readValue(message.values, FEEDBACK[2]);
    return read.kind === "refused" ? read : feedback(String(message.id ?? ""), read.value);
  }
  if (message.op !== "publish") return refused(`${message.op} is no feedback`);
  const read = readValue(message.msg, FEEDBACK_1);
  return read.kind === "refused" ? read : feedback(read.value.status.goal_id.id, read.value.feedback);
}

/** @param message `action_result` (ROS 2), or a publish on `<action>/result` (ROS 1) */
export function readResult(message: RosbridgeMessage): Read<RosResult> {
  if (message.op === "action_result") {
    const goalId = String(message.id ?? "");
    const end = ENDS_2[message.status];
    if (!message.result) {
      const words = failureText(message.values);
      return { kind: "read", value: { goalId, end: words === REJECTED ? "rejected" : "lost", code: -1, words } };
    }
    const read = readValue(message.values, outcome);
    if (read.kind === "refused") return read;
    return end === undefined ? refused(`status ${message.status} is no end`) : result(goalId, end, read.value);
  }
  if (message.op !== "publish") return refused(`${message.op} is no result`);
  const read = readValue(message.msg, RESULT_1);
  if (read.kind === "refused") return read;
  const { status, result: inner } = read.value;
  const end = ENDS_1[status.status];
  return end === undefined ? refused(`status ${status.status} is no end`) : result(status.goal_id.id, end, inner);
}

function feedback(goalId: string, of: z.infer<(typeof FEEDBACK)[1]>): Read<RosFeedback & { readonly goalId: string }> {
  const { header, joint_names: joints, actual, error } = of;
  if (actual.positions.length !== joints.length) return refused(`actual: ${actual.positions.length} positions`);
  return {
    kind: "read",
    value: { goalId, stamp: header.stamp, joints, actualRad: actual.positions, errorRad: error.positions },
  };
}

/** "Succeeded" with an error code is not believed. */
function result(goalId: string, end: GoalEnd, of: z.infer<typeof outcome>): Read<RosResult> {
  const said = RESULTS[of.error_code] ?? `unknown code ${of.error_code}`;
  const words = of.error_string === undefined || of.error_string === "" ? said : `${said}: ${of.error_string}`;
  const isContrary = end === "succeeded" && of.error_code !== 0;
  return { kind: "read", value: { goalId, end: isContrary ? "aborted" : end, code: of.error_code, words } };
}
