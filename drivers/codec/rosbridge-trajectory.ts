// trajectory_msgs/JointTrajectory of ROS 1 and ROS 2, out of our terms and into them. Both directions hold it to the
// same rules, so that a counterpart judges as strictly as we send. Source: trajectory_msgs/JointTrajectory.msg and
// JointTrajectoryPoint.msg.
import { z } from "zod";
import { RoboError } from "../../kernel/contract/errors.ts";
import { type Read, readValue, refused } from "./json-text.ts";
import {
  type RosTime,
  type RosVersion,
  rosHeader,
  rosHeaderSchema,
  rosTime,
  rosTimeOf,
  rosTimeSchema,
  secondsOf,
} from "./rosbridge-time.ts";

const MOST_POINTS = 10_000;
const MOST_JOINTS = 64;

export interface RosTrajectoryPoint {
  /** After the start. */
  readonly atS: number;
  readonly positionsRad: readonly number[];
  /** Empty: not given. */
  readonly velocitiesRadPerS: readonly number[];
  readonly accelerationsRadPerS2: readonly number[];
}

export interface RosTrajectory {
  /** When it starts, on the robot's clock; 0: at once. */
  readonly stamp: RosTime;
  readonly joints: readonly string[];
  readonly points: readonly RosTrajectoryPoint[];
}

const numbers = z.array(z.number()).max(MOST_JOINTS);
const pointSchema = (version: RosVersion) =>
  z.strictObject({
    positions: numbers,
    velocities: numbers,
    accelerations: numbers,
    effort: numbers,
    time_from_start: rosTimeSchema(version),
  });
const schemaOf = (version: RosVersion) =>
  z.strictObject({
    header: rosHeaderSchema(version),
    joint_names: z.array(z.string().min(1).max(128)).min(1).max(MOST_JOINTS),
    points: z.array(pointSchema(version)).min(1).max(MOST_POINTS),
  });
const SCHEMAS = { 1: schemaOf(1), 2: schemaOf(2) } as const;

export const rosPointSchemas = { 1: pointSchema(1), 2: pointSchema(2) } as const;

export function readTrajectory(version: RosVersion, msg: unknown): Read<RosTrajectory> {
  const read = readValue(msg, SCHEMAS[version]);
  if (read.kind === "refused") return read;
  const { header, joint_names: joints, points } = read.value;
  const trajectory: RosTrajectory = {
    stamp: header.stamp,
    joints,
    points: points.map((point) => ({
      atS: secondsOf(point.time_from_start),
      positionsRad: point.positions,
      velocitiesRadPerS: point.velocities,
      accelerationsRadPerS2: point.accelerations,
    })),
  };
  if (points.some(({ effort }) => effort.length > 0)) return refused("points: efforts beside positions");
  const fault = faultOf(trajectory);
  return fault === null ? { kind: "read", value: trajectory } : refused(fault);
}

/** Throws E_DRIVER for a trajectory that a controller would refuse, or worse, would not. */
export function trajectory(version: RosVersion, of: RosTrajectory): Readonly<Record<string, unknown>> {
  const fault = faultOf(of);
  if (fault !== null) throw new RoboError("E_DRIVER", `the trajectory cannot be sent: ${fault}; plan again`);
  return {
    header: rosHeader(version, of.stamp),
    joint_names: of.joints,
    points: of.points.map((point) => ({
      positions: point.positionsRad,
      velocities: point.velocitiesRadPerS,
      accelerations: point.accelerationsRadPerS2,
      effort: [],
      time_from_start: rosTime(version, rosTimeOf(point.atS)),
    })),
  };
}

function faultOf({ joints, points }: RosTrajectory): string | null {
  if (joints.length === 0 || new Set(joints).size !== joints.length) return "joint_names: none, or one twice";
  if (points.length === 0) return "points: none";
  let beforeS = -1;
  for (const [i, { atS, positionsRad, velocitiesRadPerS, accelerationsRadPerS2 }] of points.entries()) {
    if (!(atS >= 0 && atS > beforeS)) return `points.${i}: at ${atS} s, after one at ${beforeS} s`;
    beforeS = atS;
    if (positionsRad.length !== joints.length) return `points.${i}: ${positionsRad.length} positions`;
    for (const values of [velocitiesRadPerS, accelerationsRadPerS2]) {
      if (values.length !== 0 && values.length !== joints.length) return `points.${i}: ${values.length} rates`;
    }
    const areFinite = [positionsRad, velocitiesRadPerS, accelerationsRadPerS2].every((values) =>
      values.every(Number.isFinite),
    );
    if (!areFinite) return `points.${i}: a value that is not finite`;
  }
  return null;
}
