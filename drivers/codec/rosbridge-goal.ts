// The goal of control_msgs/FollowJointTrajectory: a trajectory and how far the arm may be from it. In a tolerance 0
// means the controller's default and -1 means none at all, so only tolerances above 0 pass, out or in. Source:
// control_msgs, FollowJointTrajectory.action and JointTolerance.msg.
import { z } from "zod";
import { RoboError } from "../../kernel/contract/errors.ts";
import { type Read, readValue, refused } from "./json-text.ts";
import { type RosVersion, rosTime, rosTimeOf, rosTimeSchema, secondsOf } from "./rosbridge-time.ts";
import { type RosTrajectory, readTrajectory, trajectory } from "./rosbridge-trajectory.ts";

export interface RosGoal {
  readonly trajectory: RosTrajectory;
  /** How far a joint may be off on the way, and at the end; one for all joints. */
  readonly pathToleranceRad: number;
  readonly goalToleranceRad: number;
  /** How long after the last point the end may be reached. */
  readonly goalTimeS: number;
}

const tolerance = z.strictObject({
  name: z.string().min(1),
  position: z.number().positive(),
  velocity: z.number().min(0),
  acceleration: z.number().min(0),
});
const nothing = z.array(z.unknown()).max(0).optional();
const schemaOf = (version: RosVersion) =>
  z.strictObject({
    trajectory: z.unknown(),
    path_tolerance: z.array(tolerance),
    goal_tolerance: z.array(tolerance),
    goal_time_tolerance: rosTimeSchema(version),
    // ROS 2 alone, and of no use to an arm of single joints.
    multi_dof_trajectory: z.unknown().optional(),
    component_path_tolerance: nothing,
    component_goal_tolerance: nothing,
  });
const SCHEMAS = { 1: schemaOf(1), 2: schemaOf(2) } as const;

/** Throws E_DRIVER for a tolerance that is not above 0, or a trajectory that cannot be sent. */
export function goal(version: RosVersion, of: RosGoal): Readonly<Record<string, unknown>> {
  const { joints } = of.trajectory;
  const tolerances = (rad: number): unknown[] => {
    if (!(rad > 0 && Number.isFinite(rad))) {
      throw new RoboError("E_DRIVER", `a tolerance of ${rad} rad would take the limit away; send one above 0`);
    }
    return joints.map((name) => ({ name, position: rad, velocity: 0, acceleration: 0 }));
  };
  return {
    trajectory: trajectory(version, of.trajectory),
    path_tolerance: tolerances(of.pathToleranceRad),
    goal_tolerance: tolerances(of.goalToleranceRad),
    goal_time_tolerance: rosTime(version, rosTimeOf(of.goalTimeS)),
  };
}

/** For counterparts. The tightest tolerance counts for all joints. */
export function readGoal(version: RosVersion, msg: unknown): Read<RosGoal> {
  const read = readValue(msg, SCHEMAS[version]);
  if (read.kind === "refused") return read;
  const inner = readTrajectory(version, read.value.trajectory);
  if (inner.kind === "refused") return refused(`trajectory.${inner.why}`);
  const { joints } = inner.value;
  const tightest = (list: readonly { readonly name: string; readonly position: number }[]): number | null => {
    const isEach = list.length === joints.length && joints.every((name) => list.some((one) => one.name === name));
    return isEach ? Math.min(...list.map(({ position }) => position)) : null;
  };
  const pathToleranceRad = tightest(read.value.path_tolerance);
  const goalToleranceRad = tightest(read.value.goal_tolerance);
  if (pathToleranceRad === null || goalToleranceRad === null) return refused("tolerance: not one for each joint");
  const goalTimeS = secondsOf(read.value.goal_time_tolerance);
  return { kind: "read", value: { trajectory: inner.value, pathToleranceRad, goalToleranceRad, goalTimeS } };
}
