// What travels on the topics of an arm on a broker: strict JSON objects, one schema each, read and written by driver and
// counterpart alike. docs/mqtt.md explains every field.
import { z } from "zod";
import { canonicalJson } from "../../kernel/contract/json.ts";
import { type Read, readJson } from "./json-text.ts";

const MOST_CHARACTERS = 1_000_000;
const MOST_JOINTS = 12;
const MOST_POINTS = 10_000;

const sessionId = z.string().regex(/^[0-9a-f]{16}$/);
const commandId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const sequence = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const clockMs = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const ttlMs = z.int().min(1).max(10_000);
const angle = z.number().min(-1000).max(1000);
const angles = z.array(angle).min(1).max(MOST_JOINTS);
const rates = z.array(z.number().min(-100).max(100)).min(1).max(MOST_JOINTS);
const category = z.union([z.literal(0), z.literal(1), z.literal(2)]);
const latchId = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const gripper = z.strictObject({ openingM: z.number().min(0).max(1), forceN: z.number().min(0).max(1000) });

interface Pair {
  readonly jointsRad: readonly number[];
  readonly jointsRadPerS: readonly number[];
}
const isPair = ({ jointsRad, jointsRadPerS }: Pair): boolean => jointsRad.length === jointsRadPerS.length;
const UNLIKE = "jointsRadPerS: not as many as jointsRad";

/** What every command has: whose it is, its place in the order, and how long it may live. */
const head = {
  session: sessionId,
  id: commandId,
  sequence,
  /** The host's clock. */
  sentAtMs: clockMs,
  /** The newest `measuredAtMs` that came from the arm: its own clock, come back. */
  echoMs: clockMs,
  /** How old the echo may be when the command is taken. */
  ttlMs,
};

const command = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("arm"), ...head }),
  z.strictObject({ kind: z.literal("disarm"), ...head }),
  z.strictObject({ kind: z.literal("heartbeat"), ...head }),
  z.strictObject({ kind: z.literal("watchdog"), ...head, timeoutMs: z.int().min(20).max(10_000), category }),
  z.strictObject({ kind: z.literal("release"), ...head, latchId }),
  z
    .strictObject({
      kind: z.literal("setpoint"),
      ...head,
      jointsRad: angles,
      jointsRadPerS: rates,
      gripper: gripper.optional(),
    })
    .refine(isPair, UNLIKE),
  z
    .strictObject({
      kind: z.literal("trajectory"),
      ...head,
      points: z
        .array(z.strictObject({ atS: z.number().min(0).max(3600), jointsRad: angles, jointsRadPerS: rates }))
        .min(1)
        .max(MOST_POINTS),
      gripper: gripper.optional(),
    })
    .refine(({ points }) => points.every(({ atS }, i) => i === 0 || atS > points[i - 1]!.atS), {
      message: "points: times do not rise",
    })
    .refine(
      ({ points }) => points.every((point) => isPair(point) && point.jointsRad.length === points[0]!.jointsRad.length),
      UNLIKE,
    ),
]);

/** A stop has no age and no session: a late one is still a stop. */
const stop = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stop"), id: commandId, category }),
  z.strictObject({ kind: z.literal("estop"), id: commandId, reason: z.string().max(200) }),
]);

export const MQTT_REFUSALS = [
  "malformed",
  "retained",
  "session",
  "sequence",
  "stale",
  "mode",
  "latched",
  "no watchdog",
  "range",
  "jump",
  "wrong latch",
] as const;

const ack = z.strictObject({
  id: commandId,
  /** Left out for a stop, which has none. */
  sequence: sequence.optional(),
  outcome: z.enum(["taken", "done", "stopped", "refused", "failed"]),
  refusal: z.enum(MQTT_REFUSALS).optional(),
  reason: z.string().max(200).optional(),
  /** When, on the arm's clock. */
  atMs: clockMs,
});

const state = z
  .strictObject({
    /** Of the arm's process: another one means that it was started anew. */
    boot: sessionId,
    measuredAtMs: clockMs,
    /** The newest `sentAtMs` that came from the host. */
    echoMs: clockMs,
    mode: z.enum(["disarmed", "armed", "stopping", "held", "latched", "faulted"]),
    latchId,
    seen: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    isMoving: z.boolean(),
    jointsRad: angles,
    jointsRadPerS: rates,
    effortNm: z.array(z.number()).max(MOST_JOINTS).nullable(),
    gripper: gripper.nullable(),
    faults: z.array(z.string().max(200)).max(20),
  })
  .refine((of) => isPair(of) && (of.effortNm === null || of.effortNm.length === of.jointsRad.length), UNLIKE);

const armPresence = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("birth"),
    boot: sessionId,
    name: z.string().max(64),
    joints: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(64),
          leastRad: angle,
          mostRad: angle,
          mostRadPerS: z.number().positive(),
        }),
      )
      .min(1)
      .max(MOST_JOINTS),
    hasGripper: z.boolean(),
    takes: z
      .array(z.enum(["setpoint", "trajectory"]))
      .min(1)
      .max(2),
    stopCategories: z.array(category).min(1).max(3),
    statePeriodMs: z.int().min(1).max(1000),
    leastWatchdogMs: z.int().min(20),
    mostWatchdogMs: z.int().max(10_000),
  }),
  z.strictObject({ kind: z.literal("death"), boot: sessionId }),
]);

const hostPresence = z.strictObject({ kind: z.enum(["birth", "death"]), session: sessionId });

const SCHEMAS = { command, stop, ack, state, armPresence, hostPresence } as const;
type Kind = keyof typeof SCHEMAS;
export type MqttPayload<K extends Kind> = z.infer<(typeof SCHEMAS)[K]>;

/** Reads what came on a topic. Nothing throws, nothing is coerced, nothing unknown passes. */
export const readMqtt = <K extends Kind>(kind: K, text: string): Read<MqttPayload<K>> =>
  readJson(text, SCHEMAS[kind] as unknown as z.ZodType<MqttPayload<K>>, MOST_CHARACTERS);

/** Throws RangeError for what JSON cannot say: NaN, Infinity. */
export const mqttText = <K extends Kind>(_kind: K, payload: MqttPayload<K>): string => canonicalJson(payload);
