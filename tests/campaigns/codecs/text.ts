// Decoders of lines and JSON under noise. They have no checksum, so a changed digit passes: what is counted is whether
// they throw, whether noise makes a message, and whether anything passes that is not of the documented form.
import { createGrblDecoder } from "../../../drivers/codec/grbl-decoder.ts";
import { readMqtt } from "../../../drivers/codec/mqtt-payloads.ts";
import { readFeedback, readResult } from "../../../drivers/codec/rosbridge-actions.ts";
import { goal, readGoal } from "../../../drivers/codec/rosbridge-goal.ts";
import { readJointState } from "../../../drivers/codec/rosbridge-joint-state.ts";
import { type RosbridgeMessage, readRosbridge } from "../../../drivers/codec/rosbridge-ops.ts";
import { rosHeader, rosTime } from "../../../drivers/codec/rosbridge-time.ts";
import { readTrigger } from "../../../drivers/codec/rosbridge-trigger.ts";
import { DAMAGES, damaged, type Noise, noiseOf } from "./mutate.ts";

export interface TextFigures {
  readonly inputs: number;
  readonly throws: number;
  /** Random inputs that made a message. */
  readonly fromNoise: number;
  /** Damaged messages that passed, and of them those that differ from what was sent (a digit, a letter of a name). */
  readonly damagedPassed: number;
  readonly damagedChanged: number;
  readonly isMet: boolean;
}

interface TextWire {
  readonly name: string;
  readonly good: readonly string[];
  /** What came out of a text, as text; `null`: nothing that counts. */
  read(text: string): string | null;
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

const grbl: TextWire = {
  name: "grbl",
  good: [
    "ok\r\n",
    "error:22\r\n",
    "ALARM:3\r\n",
    "<Run|MPos:1.000,-2.500,30.125|FS:500,0|Pn:XY>\r\n",
    "<Hold:0|WPos:0.000,0.000,0.000|Bf:15,128|Ov:100,100,100|WCO:1.000,2.000,3.000>\r\n",
    "Grbl 1.1h ['$' for help]\r\n",
    "$110=500.000\r\n",
    "[MSG:Caution: Unlocked]\r\n",
    "[GC:G0 G54 G17 G21 G90 G94 M0 M5 M9 T0 F0. S0.]\r\n",
  ],
  read(text) {
    const seen: string[] = [];
    createGrblDecoder().push(bytesOf(text), (reply) => {
      if (reply.kind !== "unknown" && reply.kind !== "overlong") seen.push(JSON.stringify(reply));
    });
    return seen.length === 0 ? null : seen.join("\n");
  },
};

const header = rosHeader(2, { s: 1, ns: 2 });
const point = {
  positions: [1, 2],
  velocities: [],
  accelerations: [],
  effort: [],
  time_from_start: rosTime(2, { s: 1, ns: 0 }),
};
const flight = {
  stamp: { s: 0, ns: 0 },
  joints: ["a", "b"],
  points: [0, 1].map((atS) => ({ atS, positionsRad: [atS, 2], velocitiesRadPerS: [0, 0], accelerationsRadPerS2: [] })),
};
const args = goal(2, { trajectory: flight, pathToleranceRad: 0.1, goalToleranceRad: 0.1, goalTimeS: 1 });
const MESSAGES: readonly object[] = [
  {
    op: "publish",
    topic: "/joint_states",
    msg: { header, name: ["a", "b"], position: [1, 2], velocity: [0, 0], effort: [] },
  },
  { op: "send_action_goal", id: "g", action: "/follow", action_type: "t", args, feedback: true },
  {
    op: "action_feedback",
    id: "g",
    action: "/follow",
    values: { header, joint_names: ["a", "b"], desired: point, actual: point, error: point },
  },
  {
    op: "action_result",
    id: "g",
    action: "/follow",
    values: { error_code: 0, error_string: "" },
    status: 4,
    result: true,
  },
  { op: "service_response", id: "s", service: "/stop", values: { success: true, message: "" }, result: true },
  { op: "status", level: "warning", msg: "x" },
];

const rosbridge: TextWire = {
  name: "rosbridge",
  good: MESSAGES.map((message) => JSON.stringify(message)),
  read(text) {
    const read = readRosbridge(text);
    if (read.kind === "refused") return null;
    const inner = innerOf(read.value);
    return inner === undefined || inner.kind === "refused" ? null : JSON.stringify([read.value, inner]);
  },
};

/** What a driver would read out of it next. */
function innerOf(message: RosbridgeMessage): { readonly kind: string } | undefined {
  switch (message.op) {
    case "publish":
      return readJointState(2, message.msg);
    case "send_action_goal":
      return readGoal(2, message.args);
    case "action_feedback":
      return readFeedback(message);
    case "action_result":
      return readResult(message);
    case "service_response":
      return readTrigger(message, "/stop");
    default:
      return { kind: "read" };
  }
}

const HEAD = { session: "0123456789abcdef", id: "c-1", sequence: 5, sentAtMs: 1000, echoMs: 90_000, ttlMs: 100 };
const MQTT_GOOD = {
  command: { kind: "setpoint", ...HEAD, jointsRad: [0.25, 1], jointsRadPerS: [0, 0] },
  stop: { kind: "stop", id: "s1", category: 2 },
  ack: { id: "c-1", sequence: 5, outcome: "refused", refusal: "stale", atMs: 5 },
  state: {
    boot: "fedcba9876543210",
    measuredAtMs: 90_000,
    echoMs: 1000,
    mode: "armed",
    latchId: 0,
    seen: 5,
    isMoving: false,
    jointsRad: [0.5],
    jointsRadPerS: [0],
    effortNm: null,
    gripper: null,
    faults: [],
  },
  armPresence: { kind: "death", boot: "fedcba9876543210" },
  hostPresence: { kind: "birth", session: "0123456789abcdef" },
} as const;

const mqtt: readonly TextWire[] = (Object.keys(MQTT_GOOD) as (keyof typeof MQTT_GOOD)[]).map((kind) => ({
  name: `mqtt ${kind}`,
  good: [JSON.stringify(MQTT_GOOD[kind])],
  read(text) {
    const read = readMqtt(kind, text);
    return read.kind === "refused" ? null : JSON.stringify(read.value);
  },
}));

export const TEXT_WIRES: readonly TextWire[] = [grbl, rosbridge, ...mqtt];

/** Values that JSON can hold and no field should: put in place of any value of a good message. */
const JUNK: readonly string[] = [
  "null",
  "1e999",
  "-1",
  "[]",
  "{}",
  '""',
  '"NaN"',
  "true",
  "1e-400",
  "[[[]]]",
  '{"__proto__":1}',
];

/** One value of a JSON text, or one token of a line, replaced by junk. */
function withJunk(text: string, noise: Noise): string {
  const values = [...text.matchAll(/(?<=[:[,])(?:-?\d[\d.]*|"[^"]*"|true|false|null)(?=[,\]}])/g)];
  if (values.length === 0) return text;
  const { index, 0: value } = noise.pick(values);
  return text.slice(0, index) + noise.pick(JUNK) + text.slice(index + value.length);
}

export function fuzzText(wire: TextWire, count: number, seed: number): TextFigures {
  const noise = noiseOf(seed);
  const known = new Map(wire.good.map((text) => [text, wire.read(text)]));
  let [throws, fromNoise, damagedPassed, damagedChanged] = [0, 0, 0, 0];
  const read = (text: string): string | null => {
    try {
      return wire.read(text);
    } catch {
      throws++;
      return null;
    }
  };
  for (let i = 0; i < count; i++) {
    if (i % 4 === 0) {
      if (read(latin(noise.bytes(noise.below(96)))) !== null) fromNoise++;
      continue;
    }
    const sent = noise.pick(wire.good);
    const text = i % 4 === 1 ? withJunk(sent, noise) : latin(damaged(bytesOf(sent), noise.pick(DAMAGES), noise));
    const found = read(text);
    if (found === null) continue;
    damagedPassed++;
    if (found !== known.get(sent)) damagedChanged++;
  }
  const areGoodRead = [...known.values()].every((found) => found !== null);
  return { inputs: count, throws, fromNoise, damagedPassed, damagedChanged, isMet: throws === 0 && areGoodRead };
}
