// The schema of tool calls: exactly what is documented, nothing coerced, nothing extra, never a throw.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseToolCall } from "../../kernel/contract/tools.ts";

const GOOD: readonly unknown[] = [
  { tool: "move_to", args: { x: 0.4, y: -0.1, z: 0.3 } },
  { tool: "move_to", args: { x: 0.4, y: -0.1, z: 0.3, theta: -360 } },
  { tool: "move_relative", args: { dz: 0.05 } },
  {
    tool: "move_joints",
    args: {
      joints: [
        { joint: 1, to_deg: 10 },
        { joint: "fr3_joint2", by_deg: -5 },
      ],
    },
  },
  {
    tool: "follow_path",
    args: {
      waypoints: [
        { x: 0.4, y: 0, z: 0.3 },
        { x: 0.4, y: 0.1, z: 0.3, theta: 90 },
      ],
    },
  },
  { tool: "pick", args: { object: "red_cube" } },
  { tool: "place", args: { target: "tray", relation: "in" } },
  { tool: "place", args: { x: 0.5, y: -0.2, z: 0.05 } },
  { tool: "toggle_tool", args: { activate: false } },
  { tool: "go_home", args: {} },
  { tool: "wait", args: { seconds: 60 } },
  { tool: "set_speed", args: { scale: 1 } },
  { tool: "jog", args: { dx: 0.1, dtheta: -15 } },
  { tool: "jog", args: { joint: 4, by_deg: 5 } },
  { tool: "get_status", args: {} },
  { tool: "get_camera_feed", args: { view: "cockpit" } },
  { tool: "list_objects", args: {} },
  { tool: "emergency_stop", args: {} },
  { tool: "emergency_stop", args: { reason: "smoke" } },
];

const BAD: readonly (readonly [string, unknown])[] = [
  ["a string for a number", { tool: "move_to", args: { x: "0.4", y: 0, z: 0.3 } }],
  ["a boolean for a number", { tool: "move_to", args: { x: true, y: 0, z: 0.3 } }],
  ["a numeric string for a distance", { tool: "move_relative", args: { dx: "1.1" } }],
  ["1e309", { tool: "move_to", args: JSON.parse('{"x":1e309,"y":0,"z":0.3}') }],
  ["NaN", { tool: "move_to", args: { x: Number.NaN, y: 0, z: 0.3 } }],
  ["minus infinity", { tool: "move_to", args: { x: 0.4, y: Number.NEGATIVE_INFINITY, z: 0.3 } }],
  ["null for a number", { tool: "move_to", args: { x: null, y: 0, z: 0.3 } }],
  ["an array for a number", { tool: "move_to", args: { x: [0.4], y: 0, z: 0.3 } }],
  ["a missing argument", { tool: "move_to", args: { x: 0.4, y: 0 } }],
  ["an extra argument", { tool: "move_to", args: { x: 0.4, y: 0, z: 0.3, force: true } }],
  ["theta beyond a turn", { tool: "move_to", args: { x: 0.4, y: 0, z: 0.3, theta: 360.5 } }],
  ["a jog beyond 10 cm", { tool: "jog", args: { dx: 0.11 } }],
  ["a jog by nothing", { tool: "jog", args: {} }],
  ["a jog of tool and joint", { tool: "jog", args: { dx: 0.01, joint: 1, by_deg: 1 } }],
  ["no delta", { tool: "move_relative", args: {} }],
  [
    "a joint named twice",
    {
      tool: "move_joints",
      args: {
        joints: [
          { joint: 1, to_deg: 1 },
          { joint: 1, by_deg: 1 },
        ],
      },
    },
  ],
  ["a joint both to and by", { tool: "move_joints", args: { joints: [{ joint: 1, to_deg: 1, by_deg: 1 }] } }],
  ["a joint neither to nor by", { tool: "move_joints", args: { joints: [{ joint: 1 }] } }],
  ["joint zero", { tool: "move_joints", args: { joints: [{ joint: 0, to_deg: 1 }] } }],
  ["half a joint", { tool: "move_joints", args: { joints: [{ joint: 1.5, to_deg: 1 }] } }],
  ["an empty path", { tool: "follow_path", args: { waypoints: [] } }],
  ["an unknown relation", { tool: "place", args: { target: "tray", relation: "near" } }],
  ["a place both ways", { tool: "place", args: { target: "tray", relation: "in", x: 1, y: 1, z: 1 } }],
  ["61 s", { tool: "wait", args: { seconds: 61 } }],
  ["a negative wait", { tool: "wait", args: { seconds: -1 } }],
  ["speed 0", { tool: "set_speed", args: { scale: 0 } }],
  ["speed over 1", { tool: "set_speed", args: { scale: 1.01 } }],
  ["1 for true", { tool: "toggle_tool", args: { activate: 1 } }],
  ["an argument to go_home", { tool: "go_home", args: { now: true } }],
  ["no args", { tool: "go_home" }],
  ["args null", { tool: "go_home", args: null }],
  ["args an array", { tool: "go_home", args: [] }],
  ["an extra member", { tool: "go_home", args: {}, approved: true }],
  ["an unknown tool", { tool: "raw_bytes", args: {} }],
  ["an inherited name", { tool: "toString", args: {} }],
  ["a prototype", { tool: "go_home", args: JSON.parse('{"__proto__":{"x":1}}') }],
  ["a path as object id", { tool: "pick", args: { object: "../red_cube" } }],
  ["an empty object id", { tool: "pick", args: { object: "" } }],
  ["a tool that is no string", { tool: 1, args: {} }],
  ["null", null],
  ["an array", []],
  ["a string", "go_home"],
];

describe("parseToolCall", () => {
  it.each(GOOD.map((call) => [JSON.stringify(call), call]))("takes %s as it is", (_text, call) => {
    expect(parseToolCall(call)).toEqual({ ok: true, call });
  });

  it.each(BAD)("denies %s with a reason", (_what, call) => {
    const parsed = parseToolCall(call);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.fault.reason.length).toBeGreaterThan(5);
  });

  it("names where the fault is, and the remedy's tools for an unknown one", () => {
    const at = (value: unknown): string => {
      const parsed = parseToolCall(value);
      return parsed.ok ? "" : parsed.fault.reason;
    };
    expect(at(BAD[0]![1])).toMatch(/^move_to at x: /);
    expect(at({ tool: "place", args: { target: "tray", relation: "near" } })).toMatch(/relation/);
    expect(at({ tool: "fly", args: {} })).toMatch(/no tool fly; there are move_to/);
  });

  it("never throws, and keeps messages short, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        const parsed = parseToolCall({ tool: "move_to", args: value });
        expect(parsed.ok ? "" : parsed.fault.reason.slice(0, 401)).toSatisfy((text: string) => text.length <= 400);
        expect(parseToolCall(value).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
