// Every pre hook, asked through the gate: a case that only it is there to deny, by name and code. The
// planner is not trusted, so motion hooks are given plans that no planner of ours would make.
import { describe, expect, it } from "vitest";
import { PRE_HOOKS } from "../../apps/runtime/hook-list.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { KernelFacts } from "../../kernel/contract/hook.ts";
import type { Segment } from "../../kernel/contract/plan.ts";
import { walkPlan } from "../../kernel/motion/stages.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import {
  type Asked,
  cell,
  expectDenied,
  goHome,
  holding,
  home,
  judge,
  move,
  pickRed,
  status,
  up,
} from "../fixtures/gate-judging.ts";

describe("pre hooks", () => {
  it.each([
    ["disarmed", "E_DISARMED"],
    ["estopped", "E_ESTOPPED"],
    ["protective", "E_PROTECTIVE"],
    ["faulted", "E_FAULTED"],
  ] as const)("armed: denies motion while %s, but not reading", (mode, code) => {
    expectDenied(judge(up, { facts: { mode } }), "armed", code);
    expect(judge(status, { facts: { mode } }).verdict.kind).toBe("allow");
  });

  it("one-motion: denies a second goal while one is carried out, but not reading", () => {
    expectDenied(judge(up, { facts: { mode: "busy" } }), "one-motion", "E_BUSY");
    expect(judge(status, { facts: { mode: "busy" } }).verdict.kind).toBe("allow");
  });

  it("rate-limit: denies the 31st goal in 10 s and no earlier one", () => {
    const admitted = (count: number, atMs: number): Partial<KernelFacts> => ({
      nowMs: 20_000,
      admittedAtMs: new Array<number>(count).fill(atMs),
    });
    expectDenied(judge(up, { facts: admitted(30, 15_000) }), "rate-limit", "E_RATE");
    expect(judge(up, { facts: admitted(29, 15_000) }).verdict.kind).toBe("allow");
    expect(judge(up, { facts: admitted(30, 10_000) }).verdict.kind).toBe("allow");
  });

  it("preconditions: objects and joints that are not there, hands that are full or empty", () => {
    const codes: readonly (readonly [unknown, string, Asked?])[] = [
      [{ tool: "pick", args: { object: "purple_cube" } }, "E_UNKNOWN_OBJECT"],
      [{ tool: "pick", args: { object: "tray" } }, "E_PRECONDITION"],
      [{ tool: "pick", args: { object: "blue_cube" } }, "E_PRECONDITION", { state: holding("red_cube") }],
      [{ tool: "place", args: { target: "tray", relation: "in" } }, "E_PRECONDITION"],
      [{ tool: "place", args: { x: 0.5, y: -0.2, z: 0.03 } }, "E_PRECONDITION"],
      [{ tool: "place", args: { target: "vase", relation: "in" } }, "E_UNKNOWN_OBJECT", { state: holding("red_cube") }],
      [
        { tool: "place", args: { target: "red_cube", relation: "on" } },
        "E_PRECONDITION",
        { state: holding("red_cube") },
      ],
      [{ tool: "place", args: { target: "shelf", relation: "in" } }, "E_PRECONDITION", { state: holding("red_cube") }],
      [{ tool: "move_joints", args: { joints: [{ joint: 8, by_deg: 1 }] } }, "E_UNKNOWN_JOINT"],
      [{ tool: "move_joints", args: { joints: [{ joint: "elbow", by_deg: 1 }] } }, "E_UNKNOWN_JOINT"],
    ];
    for (const [call, code, asked] of codes) expectDenied(judge(call, asked), "preconditions", code);
  });

  it("preconditions: a joint named twice, by number and by name", () => {
    const name = cell.robot.joints[0]?.name ?? "";
    const twice = {
      tool: "move_joints",
      args: {
        joints: [
          { joint: 1, by_deg: 1 },
          { joint: name, by_deg: 1 },
        ],
      },
    };
    expectDenied(judge(twice), "preconditions", "E_PRECONDITION");
  });

  it("preconditions: an object that another one stands on", () => {
    const blue = home.objects.blue_cube!;
    const stacked = { ...blue, xyzM: [blue.xyzM[0], blue.xyzM[1], 0.06] as const };
    const state = { ...home, objects: { ...home.objects, red_cube: stacked } };
    const judged = judge({ tool: "pick", args: { object: "blue_cube" } }, { state });
    expectDenied(judged, "preconditions", "E_PRECONDITION");
    expect(judged.verdict.reason).toMatch(/red_cube stands on blue_cube/);
  });

  it("payload: denies 1.001 kg and takes 1 kg", () => {
    const weighing = (massKg: number): Cell => ({
      ...cell,
      objects: cell.objects.map((object) => (object.id === "red_cube" ? { ...object, massKg } : object)),
    });
    expectDenied(judge(pickRed, { cell: weighing(1.001) }), "payload", "E_PAYLOAD");
    const { robot } = cell;
    const made = (massKg: number, centreFromFlangeM: number): Cell => ({
      ...weighing(1),
      robot: { ...robot, payload: { massKg, centreFromFlangeM }, sources: [] },
    });
    // With the hand 1.73 kg; 1 kg at 0.103 m from the flange and the hand's own weigh it down by 0.13 kg m.
    expectDenied(judge(pickRed, { cell: made(1.7, 1) }), "payload", "E_PAYLOAD");
    expectDenied(judge(pickRed, { cell: made(3, 0.042) }), "payload", "E_PAYLOAD");
    expect(judge(pickRed, { cell: made(3, 0.045) }).verdict.kind).toBe("allow");
    expect(judge(pickRed, { cell: weighing(1) }).verdict.kind).toBe("allow");
  });

  it("payload: denies a load told wrongly to the arm, by mass or by 11 mm, or not told", () => {
    const plan = createPlanner(cell, 1)({ tool: "pick", args: { object: "red_cube" } }, home, 1);
    const told = (massKg: number, byM: number): readonly Segment[] =>
      plan.segments.map((segment) => {
        if (segment.kind !== "move" || segment.carrying === null) return segment;
        const [x, y, z] = segment.carrying.load?.centreM ?? [0, 0, 0];
        return { ...segment, carrying: { ...segment.carrying, load: { massKg, centreM: [x + byM, y, z] } } };
      });
    const judged = (segments: readonly Segment[]) => judge(pickRed, { segments, promised: plan.promised });
    expect(judged(told(0.05, 0.009)).verdict.kind).toBe("allow");
    expectDenied(judged(told(0.05, 0.011)), "payload", "E_PAYLOAD");
    expectDenied(judged(told(0.04, 0)), "payload", "E_PAYLOAD");
    const untold = plan.segments.map((segment) =>
      segment.kind === "move" && segment.carrying !== null
        ? { ...segment, carrying: { object: segment.carrying.object, inTool: segment.carrying.inTool } }
        : segment,
    );
    expectDenied(judged(untold), "payload", "E_PAYLOAD");
  });

  it("reach: denies 2 m away, naming the distance", () => {
    const judged = judge({ tool: "move_to", args: { x: 2, y: 0, z: 0.3 } });
    expectDenied(judged, "reach", "E_REACH");
    expect(judged.verdict.reason).toMatch(/2\.02 m from the base/);
  });

  it("start: denies a plan that starts 0.03 rad from where the arm is, a gap between segments, and a moving arm", () => {
    const away = home.jointsRad.map((rad) => rad + 0.03);
    const elsewhere: Segment = {
      kind: "move",
      pointsRad: [away, home.jointsRad],
      durationS: 5,
      line: false,
      carrying: null,
    };
    expectDenied(judge(goHome, { segments: [elsewhere] }), "start", "E_START");
    expectDenied(judge(goHome, { segments: [move([0.01]), move([0.02])] }), "start", "E_START");
    const moving = { ...home, jointsRadPerS: home.jointsRad.map(() => 0.03) };
    expectDenied(judge(up, { state: moving }), "start", "E_START");
  });

  it("joint-limits: denies 0.001 rad past a limit, even where only the curve between points passes it", () => {
    const limit = 2.7437;
    expectDenied(judge(goHome, { segments: [move([limit + 0.001], 20)] }), "joint-limits", "E_JOINT_LIMIT");
    const at = (rad: number): number[] => home.jointsRad.map((value, j) => (j === 6 ? rad : value));
    const bulging: Segment = {
      kind: "move",
      pointsRad: [home.jointsRad, at(3.0), at(3.0), at(0.8)].map((p, k) => (k === 2 ? at(2.99) : p)),
      durationS: 30,
      line: false,
      carrying: null,
    };
    expectDenied(judge(goHome, { segments: [bulging] }), "joint-limits", "E_JOINT_LIMIT");
  });

  it("workspace: denies a tool point 20 mm under the table, and takes one inside", () => {
    const judged = judge({ tool: "move_to", args: { x: 0.5, y: 0.1, z: -0.02 } });
    expectDenied(judged, "workspace", "E_WORKSPACE");
    const flat = { ...cell, workspace: { ...cell.workspace, maxM: [0.8, 0.7, 0.505] as const } };
    expectDenied(judge(up, { cell: flat }), "workspace", "E_WORKSPACE");
    expect(judge({ tool: "move_to", args: { x: 0.5, y: 0.1, z: 0.2 } }).verdict.kind).toBe("allow");
  });

  it("workspace: counts what is held, not only the tool point", () => {
    const low = { ...cell, workspace: { ...cell.workspace, minM: [-0.3, -0.7, 0.09] as const } };
    const state = holding("mug");
    const down = { tool: "move_relative", args: { dz: -0.03 } };
    expectDenied(judge(down, { cell: low, state }), "workspace", "E_WORKSPACE");
    expect(judge(down, { state }).verdict.kind).toBe("allow");
  });

  it("zones: denies a goal inside the lamp, and a straight line through it that starts and ends clear", () => {
    const inside = judge({ tool: "move_to", args: { x: 0.6, y: 0, z: 0.5 } });
    expectDenied(inside, "zones", "E_ZONE");
    expect(inside.verdict.reason).toMatch(/zone lamp/);
    const before = judge({ tool: "move_to", args: { x: 0.6, y: 0.25, z: 0.5 } });
    expect(before.verdict.kind).toBe("allow");
    const state = walkPlan(before.plan!, home, cell).end;
    expectDenied(
      judge({ tool: "follow_path", args: { waypoints: [{ x: 0.6, y: -0.25, z: 0.5 }] } }, { state }),
      "zones",
      "E_ZONE",
    );
    expect(judge({ tool: "move_to", args: { x: 0.6, y: -0.25, z: 0.5 } }, { state }).verdict.kind).toBe("allow");
  });

  it("zones: denies an elbow in a keep-out zone although the tool stays clear", () => {
    const zone = {
      kind: "keep_out",
      name: "beside",
      solid: { shape: { kind: "sphere", radiusM: 0.05 }, centreM: [-0.1, 0.25, 0.6] },
    } as const;
    const swing = move([1.6], 20);
    const guarded = { ...cell, zones: [zone] };
    const judged = judge(goHome, { cell: guarded, segments: [swing] });
    expectDenied(judged, "zones", "E_ZONE");
    expect(judged.verdict.reason).toMatch(/^link[2-5]/);
  });

  it("collision: denies fingers 9 mm above the table and takes 20 mm", () => {
    const over = (z: number) =>
      judge({
        tool: "follow_path",
        args: {
          waypoints: [
            { x: 0.4, y: 0.02, z: 0.3 },
            { x: 0.4, y: 0.02, z },
          ],
        },
      });
    expectDenied(over(0.009 + 0.009), "collision", "E_COLLISION");
    expect(over(0.009 + 0.02).verdict.kind).toBe("allow");
  });

  it("collision: denies a straight line through the mug", () => {
    const path = [
      { x: 0.6, y: 0.05, z: 0.05 },
      { x: 0.6, y: 0.35, z: 0.05 },
    ];
    const judged = judge(
      { tool: "follow_path", args: { waypoints: [{ x: 0.5, y: 0.05, z: 0.3 }, ...path] } },
      { cell: { ...cell, zones: [] } },
    );
    expectDenied(judged, "collision", "E_COLLISION");
    expect(judged.verdict.reason).toMatch(/mug/);
  });

  it("self-collision: denies folding the hand into the arm", () => {
    const folded = move([0, 0, 0, -0.6, 0, -0.9, 0], 20);
    const bare = { ...cell, zones: [], objects: [], workspace: { minM: [-2, -2, -2], maxM: [2, 2, 2] } as const };
    expectDenied(judge(goHome, { cell: bare, segments: [folded] }), "self-collision", "E_SELF_COLLISION");
  });

  it("speed: denies a motion that takes 10 % less time than the least, for joints and for the tool", () => {
    const joint = move([0, 0, 0, 0, 0, 0, 1], 1);
    const judged = judge(goHome, { segments: [joint] });
    expectDenied(judged, "speed", "E_JOINT_SPEED");
    const planned = judge(up).plan?.segments[0];
    if (planned?.kind !== "move") throw new Error("no move planned");
    const quicker = (by: number): Segment => ({
      ...planned,
      durationS: planned.durationS * by,
      phases: (planned.phases ?? []).map(([lastsS, jerk]) => [lastsS * by, jerk / by ** 3] as const),
    });
    expect(judge(up, { segments: [quicker(1)] }).verdict.kind).toBe("allow");
    expectDenied(judge(up, { segments: [quicker(0.9)] }), "speed", "E_JOINT_SPEED");
    // Phases that do not lead to the end are no timing at all.
    expectDenied(judge(up, { segments: [{ ...planned, durationS: planned.durationS * 0.9 }] }), "speed", "E_HOOK");
    const swing = move([0.8], 1.4);
    expect(judge(goHome, { segments: [swing] }).verdict.kind).toBe("allow");
    const slow = { ...cell, limits: { ...cell.limits, toolSpeedMPerS: 0.35 } };
    expectDenied(judge(goHome, { cell: slow, segments: [swing] }), "speed", "E_TOOL_SPEED");
  });

  it("speed: denies a motion over 600 s, however slow the speed was set, at once", () => {
    expectDenied(judge(up, { facts: { speedScale: 1e-300 } }), "speed", "E_TOO_LONG");
    expect(judge(up, { facts: { speedScale: 0.005 } }).verdict.kind).toBe("allow");
    expectDenied(judge(goHome, { segments: [move([0.01], 600.002)] }), "speed", "E_TOO_LONG");
  });

  it("release: denies letting go 10 cm above the table, and takes 5 cm", () => {
    const open = { tool: "toggle_tool", args: { activate: false } };
    const state = holding("red_cube");
    const judged = judge(open, { state });
    expectDenied(judged, "release", "E_DROP");
    expect(judged.verdict).toMatchObject({ limit: 0.06 });
    const lower = judge({ tool: "move_relative", args: { dz: -0.05 } }, { state });
    expect(lower.verdict.kind).toBe("allow");
    expect(judge(open, { state: walkPlan(lower.plan!, state, cell).end }).verdict.kind).toBe("allow");
  });

  it("names every hook in the list at least once in this file's cases", () => {
    const named = [
      "armed",
      "one-motion",
      "rate-limit",
      "preconditions",
      "payload",
      "reach",
      "start",
      "joint-limits",
      "workspace",
      "zones",
      "collision",
      "self-collision",
      "speed",
      "release",
    ];
    // Faithful needs plans of every kind, separation people, jogging a key, a power cut brakes: their cases are in
    // files of their own.
    const elsewhere = ["faithful", "separation", "jog", "power-cut"];
    expect(PRE_HOOKS.map((hook) => hook.name).filter((name) => !elsewhere.includes(name))).toEqual(named);
  });
});
