// rosbridge v2 and the ROS messages it carries, against the texts of their definitions. Sources:
// RobotWebTools/rosbridge_suite, ROSBRIDGE_PROTOCOL.md (section named at each test) and its capabilities/*.py for what a
// server answers; sensor_msgs/JointState.msg; trajectory_msgs/JointTrajectoryPoint.msg; control_msgs,
// FollowJointTrajectory.action; actionlib_msgs/GoalStatus.msg; std_srvs/Trigger.srv. Those give fields, not whole
// messages: the messages here are put together from them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cancelMessage,
  goalMessage,
  ROS_ACTION_TYPE,
  readFeedback,
  readResult,
} from "../../drivers/codec/rosbridge-actions.ts";
import { goal, type RosGoal, readGoal } from "../../drivers/codec/rosbridge-goal.ts";
import { jointState, readJointState } from "../../drivers/codec/rosbridge-joint-state.ts";
import { type RosbridgeMessage, readRosbridge, rosbridgeText } from "../../drivers/codec/rosbridge-ops.ts";
import { rosHeader, rosTime, rosTimeOf, secondsOf } from "../../drivers/codec/rosbridge-time.ts";
import { type RosTrajectory, readTrajectory, trajectory } from "../../drivers/codec/rosbridge-trajectory.ts";
import { readTrigger, triggerMessage } from "../../drivers/codec/rosbridge-trigger.ts";

const VERSIONS = [1, 2] as const;
const why = (read: { readonly kind: string; readonly why?: string }): string =>
  read.why ?? `read: ${JSON.stringify(read)}`;
/** What arrives of a message. */
const plain = (message: object): Record<"points" | "path_tolerance" | "goal_tolerance", Record<string, unknown>[]> =>
  JSON.parse(JSON.stringify(message)) as ReturnType<typeof plain>;

describe("operations", () => {
  // ROSBRIDGE_PROTOCOL.md, 3.1.1 to 3.2.15, and what roslib and the server add.
  const OPS: readonly RosbridgeMessage[] = [
    { op: "fragment", id: "f", data: "{", num: 0, total: 2 },
    { op: "png", data: "iVBOR" },
    { op: "advertise", id: "a", topic: "/cmd", type: "trajectory_msgs/JointTrajectory", latch: false, queue_size: 1 },
    { op: "unadvertise", topic: "/cmd" },
    { op: "publish", topic: "/cmd", msg: { data: 1 } },
    {
      op: "subscribe",
      id: 7,
      topic: "/joint_states",
      type: "sensor_msgs/JointState",
      throttle_rate: 0,
      queue_length: 1,
      compression: "none",
    },
    { op: "unsubscribe", topic: "/joint_states" },
    { op: "advertise_service", type: "std_srvs/Trigger", service: "/stop" },
    { op: "unadvertise_service", service: "/stop" },
    { op: "call_service", id: "c", service: "/stop", args: [], timeout: 0.5 },
    { op: "service_response", id: "c", service: "/stop", values: { success: true, message: "" }, result: true },
    { op: "service_response", service: "/stop", values: "Service /stop does not exist", result: false },
    { op: "advertise_action", type: "x", action: "/follow" },
    { op: "unadvertise_action", action: "/follow" },
    { op: "send_action_goal", id: "g", action: "/follow", action_type: "x", args: {}, feedback: true },
    { op: "cancel_action_goal", id: "g", action: "/follow" },
    { op: "action_feedback", id: "g", action: "/follow", values: {} },
    { op: "action_result", id: "g", action: "/follow", values: { error_code: 0 }, status: 4, result: true },
    { op: "set_level", level: "warning" },
    { op: "status", level: "error", msg: "no such topic" },
  ];

  test.each(OPS.map((message) => [message.op, message] as const))("%s comes back as it was sent", (_, message) => {
    expect(readRosbridge(rosbridgeText(message))).toEqual({ kind: "read", value: message });
  });

  test.each([
    ["not JSON", "{"],
    ["no object", "[1]"],
    ["null", "null"],
    ["no op", '{"topic":"/a"}'],
    ["an unknown op", '{"op":"publish2","topic":"/a","msg":{}}'],
    ["a field too many", '{"op":"publish","topic":"/a","msg":{},"now":1}'],
    ["a topic that is a number", '{"op":"publish","topic":1,"msg":{}}'],
    ["a message that is an array", '{"op":"publish","topic":"/a","msg":[1]}'],
    ["a result that is text", '{"op":"service_response","service":"/a","result":"true"}'],
    ["a status that is no GoalStatus", '{"op":"action_result","action":"/a","status":7,"result":true}'],
    ["a cancel without its goal", '{"op":"cancel_action_goal","action":"/a"}'],
  ])("%s is refused, with a reason", (_, text) => {
    expect(why(readRosbridge(text))).not.toMatch(/^read/);
  });

  test("a text of more than 2,000,000 characters is refused unread, and a deep one does not throw", () => {
    expect(why(readRosbridge(" ".repeat(2_000_001)))).toContain("at most 2000000");
    expect(readRosbridge(`{"op":"publish","topic":"/a","msg":${"[".repeat(100_000)}`).kind).toBe("refused");
    const deep = `{"op":"publish","topic":"/a","msg":{"a":${"[".repeat(5000)}${"]".repeat(5000)}}}`;
    expect(readRosbridge(deep).kind).toBe("read");
  });

  test("NaN is not sent: it would arrive as null", () => {
    expect(() => rosbridgeText({ op: "publish", topic: "/a", msg: { x: Number.NaN } })).toThrow("has no JSON form");
  });

  test("of any JSON whatever, reading never throws", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(["read", "refused"]).toContain(readRosbridge(text).kind);
      }),
    );
  });
});

describe("times", () => {
  test("are secs and nsecs in ROS 1, sec and nanosec in ROS 2, and headers have seq in ROS 1 alone", () => {
    expect(rosTime(1, { s: 5, ns: 7 })).toEqual({ secs: 5, nsecs: 7 });
    expect(rosTime(2, { s: 5, ns: 7 })).toEqual({ sec: 5, nanosec: 7 });
    expect(rosHeader(1, { s: 5, ns: 7 })).toEqual({ seq: 0, stamp: { secs: 5, nsecs: 7 }, frame_id: "" });
    expect(rosHeader(2, { s: 5, ns: 7 })).toEqual({ stamp: { sec: 5, nanosec: 7 }, frame_id: "" });
  });

  test("hold whole nanoseconds below a second, of any time", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e9, noNaN: true }), (timeS) => {
        const time = rosTimeOf(timeS);
        expect(time.ns).toBeLessThan(1e9);
        expect(Math.abs(secondsOf(time) - timeS)).toBeLessThanOrEqual(1e-6);
      }),
    );
    expect(rosTimeOf(0.999_999_999_9)).toEqual({ s: 0, ns: 999_999_999 });
    for (const timeS of [-1, Number.NaN, 2 ** 32]) expect(() => rosTimeOf(timeS)).toThrow("a time of");
  });
});

describe.each(VERSIONS)("a joint state of ROS %i", (version) => {
  const other = version === 1 ? 2 : 1;
  const msg = (change: object = {}): object => ({
    header: rosHeader(version, { s: 10, ns: 5 }),
    name: ["a", "b"],
    position: [0.5, -1],
    velocity: [0, 0.25],
    effort: [],
    ...change,
  });

  test("is read, with NaN where nothing was measured", () => {
    expect(readJointState(version, msg({ effort: [1, null] }))).toEqual({
      kind: "read",
      value: {
        stamp: { s: 10, ns: 5 },
        names: ["a", "b"],
        positionsRad: [0.5, -1],
        velocitiesRadPerS: [0, 0.25],
        effortsNm: [1, Number.NaN],
      },
    });
  });

  test("is refused with a null for a position, arrays of other lengths, a joint twice, or the other ROS's time", () => {
    for (const [change, reason] of [
      [{ position: [0.5, null] }, "null, which was a NaN"],
      [{ position: [0.5] }, "1 values for 2 joints"],
      [{ velocity: [1] }, "velocity: 1 values"],
      [{ effort: [1, 2, 3] }, "effort: 3 values"],
      [{ name: ["a", "a"] }, "a joint twice"],
      [{ name: [] }, "name"],
      [{ header: rosHeader(other, { s: 10, ns: 5 }) }, "header"],
      [
        { header: { ...rosHeader(version, { s: 1, ns: 0 }), stamp: rosTime(version, { s: 1, ns: 1e9 }) } },
        "header.stamp",
      ],
      [{ position: ["0.5", 1] }, "position.0"],
      [{ extra: 1 }, "extra"],
    ] as const) {
      expect(why(readJointState(version, msg(change)))).toContain(reason);
    }
    for (const junk of [null, 1, "x", [], {}]) expect(readJointState(version, junk).kind).toBe("refused");
  });

  test("of a counterpart is read back", () => {
    const state = {
      stamp: { s: 1, ns: 2 },
      names: ["a"],
      positionsRad: [1],
      velocitiesRadPerS: [Number.NaN],
      effortsNm: [3],
    };
    expect(readJointState(version, JSON.parse(JSON.stringify(jointState(version, state))))).toEqual({
      kind: "read",
      value: state,
    });
  });
});

const flight: RosTrajectory = {
  stamp: { s: 0, ns: 0 },
  joints: ["a", "b"],
  points: [
    { atS: 0, positionsRad: [0, 0], velocitiesRadPerS: [0, 0], accelerationsRadPerS2: [] },
    { atS: 1.5, positionsRad: [0.5, -1], velocitiesRadPerS: [0, 0], accelerationsRadPerS2: [0, 0] },
  ],
};
const aim: RosGoal = { trajectory: flight, pathToleranceRad: 0.05, goalToleranceRad: 0.01, goalTimeS: 0.5 };

describe.each(VERSIONS)("a trajectory of ROS %i", (version) => {
  const time = (s: number, ns: number): object => rosTime(version, { s, ns });

  test("has the fields of its message, and comes back", () => {
    const msg = trajectory(version, flight);
    expect(msg).toEqual({
      header: rosHeader(version, { s: 0, ns: 0 }),
      joint_names: ["a", "b"],
      points: [
        { positions: [0, 0], velocities: [0, 0], accelerations: [], effort: [], time_from_start: time(0, 0) },
        { positions: [0.5, -1], velocities: [0, 0], accelerations: [0, 0], effort: [], time_from_start: time(1, 5e8) },
      ],
    });
    expect(readTrajectory(version, msg)).toEqual({ kind: "read", value: flight });
  });

  test("is neither sent nor taken with times that do not rise, a value short, NaN, or a joint twice", () => {
    const point = flight.points[1]!;
    const wrong: readonly RosTrajectory[] = [
      { ...flight, points: [point, point] },
      { ...flight, points: [] },
      { ...flight, joints: ["a", "a"] },
      { ...flight, joints: ["a"] },
      { ...flight, points: [{ ...point, positionsRad: [0, Number.NaN] }] },
      { ...flight, points: [{ ...point, velocitiesRadPerS: [0] }] },
      { ...flight, points: [{ ...point, atS: Number.NaN }] },
    ];
    for (const one of wrong) expect(() => trajectory(version, one)).toThrow("the trajectory cannot be sent");
    const msg = plain(trajectory(version, flight));
    expect(why(readTrajectory(version, { ...msg, points: [msg.points[1], msg.points[0]] }))).toContain("points.1");
    expect(why(readTrajectory(version, { ...msg, points: [{ ...msg.points[0], effort: [1, 1] }] }))).toContain(
      "efforts",
    );
    expect(why(readTrajectory(version, { ...msg, points: [{ ...msg.points[0], positions: [0, null] }] }))).toContain(
      "points.0",
    );
  });
});

describe.each(VERSIONS)("a goal of ROS %i", (version) => {
  test("comes back, with a tolerance for each joint", () => {
    const msg = plain(goal(version, aim));
    expect(msg.goal_tolerance).toEqual(
      ["a", "b"].map((name) => ({ name, position: 0.01, velocity: 0, acceleration: 0 })),
    );
    expect(readGoal(version, msg)).toEqual({ kind: "read", value: aim });
  });

  test("is neither sent nor taken with a tolerance of -1, which takes the limit away, or of 0", () => {
    for (const rad of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => goal(version, { ...aim, pathToleranceRad: rad })).toThrow("take the limit away");
      expect(() => goal(version, { ...aim, goalToleranceRad: rad })).toThrow("take the limit away");
    }
    const msg = plain(goal(version, aim));
    for (const position of [-1, 0]) {
      const path_tolerance = [msg.path_tolerance[0], { ...msg.path_tolerance[1], position }];
      expect(why(readGoal(version, { ...msg, path_tolerance }))).toContain("path_tolerance.1.position");
    }
    expect(why(readGoal(version, { ...msg, path_tolerance: [] }))).toContain("not one for each joint");
    const loose = { ...msg.path_tolerance[0], velocity: -1 };
    expect(readGoal(version, { ...msg, path_tolerance: [loose, msg.path_tolerance[1]] }).kind).toBe("refused");
  });
});

describe("actions", () => {
  test("of ROS 2 are operations of rosbridge, of ROS 1 topics of actionlib", () => {
    expect(goalMessage(2, "/follow", "g1", aim)).toEqual({
      op: "send_action_goal",
      id: "g1",
      action: "/follow",
      action_type: "control_msgs/action/FollowJointTrajectory",
      args: goal(2, aim),
      feedback: true,
    });
    expect(cancelMessage(2, "/follow", "g1")).toEqual({ op: "cancel_action_goal", id: "g1", action: "/follow" });
    expect(goalMessage(1, "/follow", "g1", aim)).toMatchObject({
      op: "publish",
      topic: "/follow/goal",
      msg: { goal_id: { id: "g1", stamp: { secs: 0, nsecs: 0 } }, goal: goal(1, aim) },
    });
    expect(cancelMessage(1, "/follow", "g1")).toEqual({
      op: "publish",
      topic: "/follow/cancel",
      msg: { id: "g1", stamp: { secs: 0, nsecs: 0 } },
    });
    expect(ROS_ACTION_TYPE[1]).toBe("control_msgs/FollowJointTrajectoryActionGoal");
    for (const version of VERSIONS) {
      expect(readRosbridge(rosbridgeText(goalMessage(version, "/follow", "g1", aim))).kind).toBe("read");
    }
  });

  const point = (version: 1 | 2, positions: readonly number[]): object => ({
    positions,
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start: rosTime(version, { s: 1, ns: 0 }),
  });
  const feedback = (version: 1 | 2): Record<string, unknown> => ({
    header: rosHeader(version, { s: 9, ns: 0 }),
    joint_names: ["a"],
    desired: point(version, [1]),
    actual: point(version, [0.9]),
    error: point(version, [0.1]),
  });
  const status = (number: number): object => ({
    goal_id: { stamp: { secs: 0, nsecs: 0 }, id: "g1" },
    status: number,
    text: "",
  });
  const publish = (topic: string, msg: Record<string, unknown>): RosbridgeMessage => ({ op: "publish", topic, msg });

  test("feedback of both comes out alike, and ROS 2's extra fields are known", () => {
    const wanted = { goalId: "g1", stamp: { s: 9, ns: 0 }, joints: ["a"], actualRad: [0.9], errorRad: [0.1] };
    const values = { ...feedback(2), multi_dof_joint_names: [], multi_dof_actual: {}, index: 3 };
    expect(readFeedback({ op: "action_feedback", id: "g1", action: "/follow", values })).toEqual({
      kind: "read",
      value: wanted,
    });
    const msg = { header: rosHeader(1, { s: 9, ns: 0 }), status: status(1), feedback: feedback(1) };
    expect(readFeedback(publish("/follow/feedback", msg))).toEqual({ kind: "read", value: wanted });
    expect(
      readFeedback(publish("/follow/feedback", { ...msg, feedback: { ...feedback(1), joint_names: ["a", "b"] } })).kind,
    ).toBe("refused");
    expect(readFeedback({ op: "unsubscribe", topic: "/x" }).kind).toBe("refused");
  });

  const result2 = (number: number, values: object | string, result = true): RosbridgeMessage =>
    ({ op: "action_result", id: "g1", action: "/follow", status: number, values, result }) as RosbridgeMessage;
  const result1 = (number: number, result: object): RosbridgeMessage =>
    publish("/follow/result", { header: rosHeader(1, { s: 9, ns: 0 }), status: status(number), result });

  test("results of both come out alike, with the code of the controller in words", () => {
    const ok = { goalId: "g1", end: "succeeded", code: 0, words: "successful" };
    expect(readResult(result2(4, { error_code: 0, error_string: "" }))).toEqual({ kind: "read", value: ok });
    expect(readResult(result1(3, { error_code: 0 }))).toEqual({ kind: "read", value: ok });
    for (const [code, words] of [
      [-1, "invalid goal"],
      [-2, "invalid joints"],
      [-3, "old header timestamp"],
      [-4, "path tolerance violated"],
      [-5, "goal tolerance violated"],
      [-9, "unknown code -9"],
    ] as const) {
      expect(readResult(result2(6, { error_code: code, error_string: "x" }))).toMatchObject({
        value: { end: "aborted", code, words: `${words}: x` },
      });
    }
    expect([2, 5, 8, 9].map((s) => readResult(result1(s, { error_code: 0 })))).toMatchObject(
      ["canceled", "rejected", "canceled", "lost"].map((end) => ({ value: { end } })),
    );
  });

  test("a success with an error code is none, a status that is no end is refused, of a bridge that failed nobody knows", () => {
    expect(readResult(result2(4, { error_code: -4 }))).toMatchObject({ value: { end: "aborted" } });
    expect(readResult(result1(3, { error_code: -5 }))).toMatchObject({ value: { end: "aborted" } });
    expect(why(readResult(result2(2, { error_code: 0 })))).toContain("status 2 is no end");
    expect(why(readResult(result1(1, { error_code: 0 })))).toContain("status 1 is no end");
    expect(readResult(result2(0, "Action goal was rejected", false))).toMatchObject({
      value: { end: "rejected", words: "Action goal was rejected" },
    });
    expect(readResult(result2(0, "Timeout exceeded", false))).toMatchObject({ value: { end: "lost" } });
    expect(readResult(result2(0, { error_code: 0 }))).toMatchObject({ value: { end: "lost" } });
    expect(readResult(result2(4, "done")).kind).toBe("refused");
    expect(readResult({ op: "unsubscribe", topic: "/x" }).kind).toBe("refused");
  });
});

describe("a trigger", () => {
  const answer = (values: object | string, result = true, service = "/stop"): RosbridgeMessage =>
    ({ op: "service_response", id: "t", service, values, result }) as RosbridgeMessage;

  test("counts by its success, not by having returned", () => {
    expect(triggerMessage("/stop", "t")).toEqual({ op: "call_service", id: "t", service: "/stop", args: {} });
    expect(readTrigger(answer({ success: false, message: "moving" }), "/stop")).toEqual({
      kind: "read",
      value: { success: false, message: "moving" },
    });
    expect(why(readTrigger(answer("no such service", false), "/stop"))).toContain("failed: no such service");
    expect(readTrigger(answer({ success: true, message: "" }, true, "/arm"), "/stop").kind).toBe("refused");
    expect(readTrigger(answer({ success: 1, message: "" }), "/stop").kind).toBe("refused");
    expect(readTrigger(answer({ success: true }), "/stop").kind).toBe("refused");
  });
});
