// Our own topics and payloads on a broker, against docs/mqtt.md: the fields are written out here by hand.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MQTT_REFUSALS, mqttText, readMqtt } from "../../drivers/codec/mqtt-payloads.ts";
import { mqttTopics } from "../../drivers/codec/mqtt-topics.ts";

const HEAD = { session: "0123456789abcdef", id: "c-1", sequence: 5, sentAtMs: 1000.5, echoMs: 90_000, ttlMs: 100 };
const GOOD = {
  command: [
    { kind: "arm", ...HEAD },
    { kind: "disarm", ...HEAD },
    { kind: "heartbeat", ...HEAD },
    { kind: "watchdog", ...HEAD, timeoutMs: 200, category: 1 },
    { kind: "release", ...HEAD, latchId: 3 },
    { kind: "setpoint", ...HEAD, jointsRad: [0, 1], jointsRadPerS: [0, 0], gripper: { openingM: 0.08, forceN: 20 } },
    {
      kind: "trajectory",
      ...HEAD,
      points: [
        { atS: 0, jointsRad: [0], jointsRadPerS: [0] },
        { atS: 1, jointsRad: [1], jointsRadPerS: [0] },
      ],
    },
  ],
  stop: [
    { kind: "stop", id: "s1", category: 2 },
    { kind: "estop", id: "s2", reason: "button" },
  ],
  ack: [
    { id: "c-1", sequence: 5, outcome: "taken", atMs: 5 },
    { id: "s1", outcome: "stopped", atMs: 6 },
    { id: "c-1", sequence: 5, outcome: "refused", refusal: "stale", reason: "140 ms old, ttl 100 ms", atMs: 5 },
  ],
  state: [
    {
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
  ],
  armPresence: [
    {
      kind: "birth",
      boot: "fedcba9876543210",
      name: "bench",
      joints: [{ name: "base", leastRad: -1, mostRad: 1, mostRadPerS: 2 }],
      hasGripper: false,
      takes: ["setpoint"],
      stopCategories: [0, 1, 2],
      statePeriodMs: 10,
      leastWatchdogMs: 20,
      mostWatchdogMs: 1000,
    },
    { kind: "death", boot: "fedcba9876543210" },
  ],
  hostPresence: [{ kind: "birth", session: "0123456789abcdef" }],
} as const;
type Kind = keyof typeof GOOD;
/** Fields that docs/mqtt.md marks with a question mark. */
const OPTIONAL: Partial<Record<Kind, readonly string[]>> = {
  command: ["gripper"],
  ack: ["sequence", "refusal", "reason"],
};
const CASES = (Object.keys(GOOD) as Kind[]).flatMap((kind) => GOOD[kind].map((payload) => [kind, payload] as const));

describe("payloads", () => {
  test.each(CASES)("%s %j comes back as it was sent", (kind, payload) => {
    const text = mqttText(kind, payload as Parameters<typeof mqttText>[1]);
    expect(readMqtt(kind, text)).toEqual({ kind: "read", value: payload });
  });

  test.each(CASES)(
    "%s %j is refused with any field left out, one too many, or any of another type",
    (kind, payload) => {
      const refuses = (value: object): void => {
        expect(readMqtt(kind, JSON.stringify(value)).kind, JSON.stringify(value)).toBe("refused");
      };
      refuses({ ...payload, extra: 1 });
      for (const field of Object.keys(payload)) {
        const isOptional = OPTIONAL[kind]?.includes(field) ?? false;
        const { [field]: _, ...rest } = payload as Record<string, unknown>;
        if (!isOptional) refuses(rest);
        refuses({ ...payload, [field]: { nested: true } });
      }
    },
  );

  test.each([
    ["a ttl of 0", { ttlMs: 0 }],
    ["a ttl of 11 s", { ttlMs: 11_000 }],
    ["a sequence of 0", { sequence: 0 }],
    ["a sequence that is not whole", { sequence: 1.5 }],
    ["a session in capitals", { session: "0123456789ABCDEF" }],
    ["a time as text", { sentAtMs: "1000" }],
    ["an id with a slash", { id: "a/b" }],
  ])("a command with %s is refused", (_, change) => {
    expect(readMqtt("command", JSON.stringify({ kind: "arm", ...HEAD, ...change })).kind).toBe("refused");
  });

  test.each([
    ["null for a joint", { jointsRad: [null], jointsRadPerS: [0] }],
    ["a joint past 1000 rad", { jointsRad: [1001], jointsRadPerS: [0] }],
    ["13 joints", { jointsRad: new Array(13).fill(0), jointsRadPerS: new Array(13).fill(0) }],
    ["speeds for fewer joints", { jointsRad: [0, 0], jointsRadPerS: [0] }],
    ["no joint", { jointsRad: [], jointsRadPerS: [] }],
    ["1e999 for a joint", { jointsRad: "1e999", jointsRadPerS: [0] }],
  ])("a setpoint with %s is refused", (_, change) => {
    const text = JSON.stringify({ kind: "setpoint", ...HEAD, ...change }).replace('"1e999"', "[1e999]");
    expect(readMqtt("command", text).kind).toBe("refused");
  });

  test("a trajectory whose times do not rise is refused", () => {
    const point = { atS: 1, jointsRad: [0], jointsRadPerS: [0] };
    const read = readMqtt("command", JSON.stringify({ kind: "trajectory", ...HEAD, points: [point, point] }));
    expect(read).toEqual({ kind: "refused", why: expect.stringContaining("times do not rise") });
  });

  test("a trajectory or a state of other counts of joints in one array than in another is refused", () => {
    const points = [
      { atS: 0, jointsRad: [0], jointsRadPerS: [0] },
      { atS: 1, jointsRad: [0, 0], jointsRadPerS: [0, 0] },
    ];
    expect(readMqtt("command", JSON.stringify({ kind: "trajectory", ...HEAD, points })).kind).toBe("refused");
    const state = { ...GOOD.state[0], jointsRadPerS: [0, 0] };
    expect(readMqtt("state", JSON.stringify(state)).kind).toBe("refused");
    expect(readMqtt("state", JSON.stringify({ ...GOOD.state[0], effortNm: [1, 2] })).kind).toBe("refused");
  });

  test("of any text whatever, and of 1,000,001 characters, reading refuses and never throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(GOOD) as Kind[])), fc.oneof(fc.json(), fc.string()), (kind, text) => {
        expect(readMqtt(kind, text).kind).toBe("refused");
      }),
    );
    expect(readMqtt("stop", " ".repeat(1_000_001)).kind).toBe("refused");
  });

  test("are not written with what JSON cannot say", () => {
    const setpoint = { kind: "setpoint", ...HEAD, jointsRad: [Number.NaN], jointsRadPerS: [0] } as const;
    expect(() => mqttText("command", { ...setpoint, jointsRad: [...setpoint.jointsRad], jointsRadPerS: [0] })).toThrow(
      "has no JSON form",
    );
  });
});

describe("topics", () => {
  test("are one level per cell under roboos/1, stops apart from commands, and all in docs/mqtt.md", () => {
    const topics = mqttTopics("bench-2");
    expect(Object.values(topics)).toEqual(
      ["command", "stop", "ack", "state", "arm", "host"].map((name) => `roboos/1/bench-2/${name}`),
    );
    const page = readFileSync(new URL("../../docs/mqtt.md", import.meta.url), "utf8");
    for (const name of ["command", "stop", "ack", "state", "arm", "host"]) expect(page).toContain(`\`…/${name}\``);
    for (const refusal of MQTT_REFUSALS) expect(page).toContain(`\`${refusal}\``);
  });

  test.each(["", "a/b", "+", "#", "$SYS", "a b", "x".repeat(64), "-a"])("%j is no cell's name", (name) => {
    expect(() => mqttTopics(name)).toThrow("cannot be part of a topic");
  });
});
