// Times and headers of ROS 1 and ROS 2: the same numbers under other names. Source: std_msgs/Header of both;
// builtin_interfaces/Time and Duration (ROS 2); time and duration of ROS 1, "secs" and "nsecs" in rosbridge.
import { z } from "zod";
import { RoboError } from "../../kernel/contract/errors.ts";

export type RosVersion = 1 | 2;

/** Whole seconds and nanoseconds, as on the wire: a double cannot hold both of a date. */
export interface RosTime {
  readonly s: number;
  readonly ns: number;
}

const NS = 1_000_000_000;
const seconds = z.int().min(0).max(0xffffffff);
const nanoseconds = z
  .int()
  .min(0)
  .max(NS - 1);

const time1 = z
  .strictObject({ secs: seconds, nsecs: nanoseconds })
  .transform(({ secs, nsecs }): RosTime => ({ s: secs, ns: nsecs }));
const time2 = z
  .strictObject({ sec: seconds, nanosec: nanoseconds })
  .transform(({ sec, nanosec }): RosTime => ({ s: sec, ns: nanosec }));

/** Times and durations; a negative duration has no use here and is refused. */
export const rosTimeSchema = (version: RosVersion): z.ZodType<RosTime> => (version === 1 ? time1 : time2);

export const rosHeaderSchema = (version: RosVersion): z.ZodType<{ readonly stamp: RosTime }> =>
  version === 1
    ? z.strictObject({ seq: seconds.optional(), stamp: time1, frame_id: z.string() })
    : z.strictObject({ stamp: time2, frame_id: z.string() });

export const rosTime = (version: RosVersion, { s, ns }: RosTime): Readonly<Record<string, number>> =>
  version === 1 ? { secs: s, nsecs: ns } : { sec: s, nanosec: ns };

export const rosHeader = (version: RosVersion, stamp: RosTime): Readonly<Record<string, unknown>> =>
  version === 1 ? { seq: 0, stamp: rosTime(1, stamp), frame_id: "" } : { stamp: rosTime(2, stamp), frame_id: "" };

/** To the nanosecond below. Throws E_DRIVER for what is no time. */
export function rosTimeOf(timeS: number): RosTime {
  if (!(timeS >= 0 && timeS <= 0xffffffff)) {
    throw new RoboError("E_DRIVER", `a time of ${timeS} s; send 0 s to ${0xffffffff} s`);
  }
  const s = Math.floor(timeS);
  return { s, ns: Math.min(NS - 1, Math.round((timeS - s) * NS)) };
}

export const secondsOf = ({ s, ns }: RosTime): number => s + ns / NS;
