// The operations of rosbridge v2, each a strict object. Source: RobotWebTools/rosbridge_suite, ROSBRIDGE_PROTOCOL.md, 2
// and 3; `latch`, `queue_size` and the like are what roslib adds. What a message, service or action carries is not
// judged here.
import { z } from "zod";
import { canonicalJson } from "../../kernel/contract/json.ts";
import { type Read, readJson } from "./json-text.ts";

/** A trajectory of 2,000 points of 7 joints is 0.7 MB. */
const MOST_CHARACTERS = 2_000_000;

const name = z.string().min(1).max(256);
const id = z.union([z.string().max(256), z.int()]).optional();
const count = z.int().min(0).optional();
const compression = z.enum(["none", "png", "cbor", "cbor-raw"]).optional();
const type = name.optional();
const body = z.record(z.string(), z.unknown());
/** A service or action that failed carries text instead of values. */
const values = z.union([body, z.array(z.unknown()), z.string()]).optional();
const args = z.union([body, z.array(z.unknown())]).optional();

const schema = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("advertise"),
    id,
    topic: name,
    type: name,
    latch: z.boolean().optional(),
    queue_size: count,
  }),
  z.strictObject({ op: z.literal("unadvertise"), id, topic: name }),
  z.strictObject({
    op: z.literal("publish"),
    id,
    topic: name,
    msg: body,
    type,
    latch: z.boolean().optional(),
    queue_size: count,
  }),
  z.strictObject({
    op: z.literal("subscribe"),
    id,
    topic: name,
    type,
    throttle_rate: count,
    queue_length: count,
    fragment_size: count,
    compression,
  }),
  z.strictObject({ op: z.literal("unsubscribe"), id, topic: name }),
  z.strictObject({ op: z.literal("advertise_service"), id, service: name, type: name }),
  z.strictObject({ op: z.literal("unadvertise_service"), id, service: name }),
  z.strictObject({
    op: z.literal("call_service"),
    id,
    service: name,
    type,
    args,
    fragment_size: count,
    compression,
    timeout: z.number().optional(),
  }),
  z.strictObject({ op: z.literal("service_response"), id, service: name, values, result: z.boolean() }),
  z.strictObject({ op: z.literal("advertise_action"), id, action: name, type: name }),
  z.strictObject({ op: z.literal("unadvertise_action"), id, action: name }),
  z.strictObject({
    op: z.literal("send_action_goal"),
    id,
    action: name,
    action_type: name,
    args,
    feedback: z.boolean().optional(),
    fragment_size: count,
    compression,
  }),
  z.strictObject({ op: z.literal("cancel_action_goal"), id: z.union([z.string().max(256), z.int()]), action: name }),
  z.strictObject({ op: z.literal("action_feedback"), id, action: name, values: body }),
  z.strictObject({
    op: z.literal("action_result"),
    id,
    action: name,
    values,
    /** GoalStatus of action_msgs: 4 succeeded, 5 canceled, 6 aborted. */
    status: z.int().min(0).max(6),
    result: z.boolean(),
  }),
  z.strictObject({
    op: z.literal("fragment"),
    id: z.union([z.string().max(256), z.int()]),
    data: z.string(),
    num: z.int().min(0),
    total: z.int().min(1),
  }),
  z.strictObject({ op: z.literal("png"), id, data: z.string(), num: count, total: count }),
  z.strictObject({ op: z.literal("set_level"), id, level: z.enum(["info", "warning", "error", "none"]) }),
  z.strictObject({ op: z.literal("status"), id, level: z.enum(["info", "warning", "error", "none"]), msg: z.string() }),
]);

export type RosbridgeMessage = z.infer<typeof schema>;

/** CBOR comes as binary and only when asked for; text is all that is read here. */
export const readRosbridge = (text: string): Read<RosbridgeMessage> => readJson(text, schema, MOST_CHARACTERS);

/** Throws RangeError for what JSON cannot say: NaN would arrive as null. */
export const rosbridgeText = (message: RosbridgeMessage): string => canonicalJson(message);
