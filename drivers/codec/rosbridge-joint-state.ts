// sensor_msgs/JointState of ROS 1 and ROS 2 into our terms. rosbridge turns NaN into null: a position that is null is
// no position, a velocity or effort that is null was not measured. Source: sensor_msgs/JointState.msg ("All arrays in
// this message should have the same size, or be empty").
import { z } from "zod";
import { type Read, readValue, refused } from "./json-text.ts";
import { type RosTime, type RosVersion, rosHeader, rosHeaderSchema } from "./rosbridge-time.ts";

const MOST_JOINTS = 64;
const numbers = z.array(z.number().nullable()).max(MOST_JOINTS);

const schemaOf = (version: RosVersion) =>
  z.strictObject({
    header: rosHeaderSchema(version),
    name: z.array(z.string().min(1).max(128)).min(1).max(MOST_JOINTS),
    position: numbers,
    velocity: numbers,
    effort: numbers,
  });
const SCHEMAS = { 1: schemaOf(1), 2: schemaOf(2) } as const;

export interface RosJointState {
  readonly stamp: RosTime;
  readonly names: readonly string[];
  readonly positionsRad: readonly number[];
  /** As long as `names`; NaN where it was not measured. */
  readonly velocitiesRadPerS: readonly number[];
  readonly effortsNm: readonly number[];
}

export function readJointState(version: RosVersion, msg: unknown): Read<RosJointState> {
  const read = readValue(msg, SCHEMAS[version]);
  if (read.kind === "refused") return read;
  const { header, name, position, velocity, effort } = read.value;
  if (new Set(name).size !== name.length) return refused("name: a joint twice");
  if (position.length !== name.length) return refused(`position: ${position.length} values for ${name.length} joints`);
  for (const [what, values] of [
    ["velocity", velocity],
    ["effort", effort],
  ] as const) {
    if (values.length !== 0 && values.length !== name.length) {
      return refused(`${what}: ${values.length} values for ${name.length} joints`);
    }
  }
  const positionsRad = position.filter((value) => value !== null);
  if (positionsRad.length !== position.length) return refused("position: null, which was a NaN");
  const measured = (values: readonly (number | null)[]): number[] => name.map((_, i) => values[i] ?? Number.NaN);
  return {
    kind: "read",
    value: {
      stamp: header.stamp,
      names: name,
      positionsRad,
      velocitiesRadPerS: measured(velocity),
      effortsNm: measured(effort),
    },
  };
}

/** For counterparts: what is not finite goes as rosbridge sends it, as null. */
export function jointState(version: RosVersion, state: RosJointState): Readonly<Record<string, unknown>> {
  const sent = (values: readonly number[]): (number | null)[] => values.map((v) => (Number.isFinite(v) ? v : null));
  return {
    header: rosHeader(version, state.stamp),
    name: state.names,
    position: sent(state.positionsRad),
    velocity: sent(state.velocitiesRadPerS),
    effort: sent(state.effortsNm),
  };
}
