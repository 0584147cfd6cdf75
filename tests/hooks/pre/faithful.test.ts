// Faithful: a plan acts only as its call asks and promises only what its motion leads to, each rule at its limit.
import { describe, expect, it } from "vitest";
import { faithful } from "../../../hooks/pre/faithful.ts";
import type { Vec3 } from "../../../kernel/contract/geometry.ts";
import type { Carried, Promised, Segment } from "../../../kernel/contract/plan.ts";
import { type Relation, TOOL_NAMES, type ToolCall, type ToolName } from "../../../kernel/contract/tools.ts";
import { chainOf, toolPoseAt } from "../../../kernel/motion/chain.ts";
import {
  ask,
  CALLS,
  type Case,
  cell,
  holding,
  home,
  homeBut,
  move,
  withObject,
  without,
} from "../../fixtures/judging.ts";

const open = (releases: string | null): Segment => ({ kind: "open", openingM: 0.08, releases });
const close = (expects: string | null): Segment => ({ kind: "close", forceN: 30, expects });
const TOGGLE: ToolCall = { tool: "toggle_tool", args: { activate: true } };
const turn = (carrying: Carried | null = null) => move([homeBut({}), homeBut({ 0: 0.1, 3: 0.1 })], carrying);
const END = {
  jointsRad: homeBut({ 0: 0.1, 3: 0.1 }),
  tool: toolPoseAt(chainOf(cell.robot, cell.base), homeBut({ 0: 0.1, 3: 0.1 })),
};
const MUG: Carried = { object: "mug", inTool: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } };

const expectFault = (of: Case, fault: string): void => {
  const tool = of.call?.tool ?? "go_home";
  expect(ask(faithful, of)).toEqual({ code: "E_UNFAITHFUL", reason: `the plan for ${tool} ${fault}; plan again` });
};

it("is called so in verdicts and logs", () => expect(faithful.name).toBe("faithful"));

describe("acts only as the call asks:", () => {
  const MAY: Readonly<Record<ToolName, readonly Segment["kind"][]>> = {
    move_to: ["move"],
    move_relative: ["move"],
    move_joints: ["move"],
    follow_path: ["move"],
    go_home: ["move"],
    pick: ["open", "move", "close"],
    place: ["move", "open"],
    toggle_tool: ["open", "close"],
    wait: ["wait"],
    jog: ["move"],
    set_speed: [],
    get_status: [],
    get_camera_feed: [],
    list_objects: [],
    emergency_stop: [],
  };

  it.each(TOOL_NAMES)("%s", (tool) => {
    for (const segment of [turn(), open(null), close(null), { kind: "wait", seconds: 1 } as const]) {
      const of = { call: CALLS[tool], segments: [segment], promised: { ...END, holding: null } };
      if (!MAY[tool].includes(segment.kind)) expectFault(of, `would ${segment.kind} on the way`);
      else expect(ask(faithful, of)?.reason ?? "").not.toMatch(/on the way/);
    }
  });

  it("lets plain motion, waiting, opening and doing nothing be", () => {
    expect(ask(faithful, { segments: [turn()], promised: END })).toBeNull();
    expect(ask(faithful, { call: CALLS.wait, segments: [{ kind: "wait", seconds: 1 }] })).toBeNull();
    expect(ask(faithful, { call: CALLS.toggle_tool, segments: [open(null)], promised: { holding: null } })).toBeNull();
    expect(ask(faithful, { call: CALLS.set_speed })).toBeNull();
    expect(ask(faithful, {})).toBeNull();
  });

  it("a motion carries what the hand holds, no other thing and no less", () => {
    const held = holding("mug");
    expect(ask(faithful, { segments: [turn(MUG)], promised: END, state: held })).toBeNull();
    expectFault({ segments: [turn(MUG)], promised: END }, "takes itself to carry mug, but the hand holds nothing");
    expectFault(
      { segments: [turn()], promised: END, state: held },
      "takes itself to carry nothing, but the hand holds mug",
    );
    expectFault(
      { segments: [turn(MUG)], promised: END, state: holding("red_cube") },
      "takes itself to carry mug, but the hand holds red_cube",
    );
  });

  it("the fingers let go of what they hold, and say so", () => {
    const toggle = { call: CALLS.toggle_tool, promised: { holding: null } };
    expect(ask(faithful, { ...toggle, segments: [open("mug")], state: holding("mug") })).toBeNull();
    expectFault({ ...toggle, segments: [open(null)], state: holding("mug") }, "would let go of mug and says nothing");
    expectFault({ ...toggle, segments: [open("mug")] }, "would let go of nothing and says mug");
    expectFault(
      { ...toggle, segments: [open("red_cube")], state: holding("mug") },
      "would let go of mug and says red_cube",
    );
  });

  it("a pick grips what it names; the bare gripper may close on anything", () => {
    const pick = { call: CALLS.pick, promised: { holding: "red_cube" } };
    expect(ask(faithful, { ...pick, segments: [close("red_cube")] })).toBeNull();
    expectFault({ ...pick, segments: [close(null)] }, "would grip nothing");
    expectFault({ ...pick, segments: [close("mug")] }, "would grip mug");
    expect(ask(faithful, { call: TOGGLE, segments: [close("mug")], promised: { holding: "mug" } })).toBeNull();
  });

  it("pick closes and place opens the fingers", () => {
    expectFault({ call: CALLS.pick, segments: [turn()], promised: END }, "never moves the fingers");
    expectFault({ call: CALLS.pick, segments: [open(null), turn()], promised: END }, "never moves the fingers");
    expectFault(
      { call: CALLS.place, segments: [turn(MUG)], promised: END, state: holding("mug") },
      "never moves the fingers",
    );
    expectFault({ call: CALLS.pick }, "never moves the fingers");
  });
});

describe("promises what its motion leads to:", () => {
  const ends = (promised: Promised): Case => ({ segments: [turn()], promised });
  const OTHER_END = "promises another end than its motion has";

  it("the joints of its end, each within a millionth of a radian", () => {
    const but = (j: number, byRad: number) => ({
      ...END,
      jointsRad: END.jointsRad.map((rad, k) => (k === j ? rad + byRad : rad)),
    });
    for (const j of [0, 3, 6]) {
      expect(ask(faithful, ends(but(j, 0.9e-6)))).toBeNull();
      for (const byRad of [1.1e-6, -1.1e-6, Number.NaN]) expectFault(ends(but(j, byRad)), OTHER_END);
    }
    // Joint 3 of home is 0: here the limit itself can be met.
    expect(home.jointsRad[2]).toBe(0);
    expect(ask(faithful, ends(but(2, 1e-6)))).toBeNull();
    expectFault(ends({ tool: END.tool }), OTHER_END);
    expectFault(ends({ ...END, jointsRad: END.jointsRad.slice(0, 6) }), OTHER_END);
  });

  it("the tool point of its end, within 2 mm", () => {
    const [x, y, z] = END.tool.xyzM;
    const at = (xyzM: Vec3): Case => ends({ ...END, tool: { ...END.tool, xyzM } });
    expect(ask(faithful, at([x, y + 0.0019, z]))).toBeNull();
    expectFault(at([x, y + 0.0021, z]), OTHER_END);
    expectFault(at([x, y, Number.NaN]), OTHER_END);
    expectFault(ends({ jointsRad: END.jointsRad }), OTHER_END);
  });

  it("no end where nothing moves", () => {
    expect(ask(faithful, { call: TOGGLE, segments: [close(null)], promised: { holding: null } })).toBeNull();
  });

  it("what the hand holds afterwards", () => {
    const toggle = { call: TOGGLE, segments: [close("mug")] };
    expectFault({ ...toggle, promised: { holding: "red_cube" } }, "promises to hold red_cube, but leads to mug");
    expectFault({ ...toggle, promised: { holding: null } }, "promises to hold nothing, but leads to mug");
    expectFault({ ...toggle, promised: {} }, "promises to hold nothing, but leads to mug");
    expectFault(
      { call: TOGGLE, segments: [close(null)], promised: { holding: "mug" } },
      "promises to hold mug, but leads to nothing",
    );
    expectFault(
      { call: CALLS.toggle_tool, segments: [open("mug")], promised: { holding: "mug" }, state: holding("mug") },
      "promises to hold mug, but leads to nothing",
    );
    expectFault(
      { call: CALLS.pick, segments: [close("red_cube")], promised: {} },
      "promises to hold nothing, but leads to red_cube",
    );
  });

  it("only a bare gripper that closes on nothing may leave that open", () => {
    expect(ask(faithful, { call: TOGGLE, segments: [close(null)], promised: {} })).toBeNull();
    const place = { call: CALLS.place, segments: [open("mug")], state: holding("mug") };
    expectFault({ ...place, promised: {} }, "promises to hold nothing, but leads to nothing");
  });
});

describe("a place puts the object where it was told to:", () => {
  /** Lets go of the red cube over this place: it falls straight down. */
  const letGo = (call: ToolCall, overM: Vec3, object: Promised["object"], state = home): Case => ({
    call,
    segments: [open("red_cube")],
    promised: { holding: null, ...(object === undefined ? {} : { object }) },
    state: holding("red_cube", withObject("red_cube", overM, state)),
  });
  const place = (target: string, relation: Relation): ToolCall => ({ tool: "place", args: { target, relation } });
  const at = (x: number, y: number): ToolCall => ({ tool: "place", args: { x, y, z: 0.02 } });
  const red = (centreM: Vec3, more: { readonly on?: string; readonly inside?: string } = {}) => ({
    id: "red_cube",
    centreM,
    ...more,
  });

  it("promises something of what the hand holds, and of nothing else", () => {
    const call = at(0, 0);
    expectFault(letGo(call, [0, 0, 0.05], undefined), "promises nothing about red_cube");
    expectFault(letGo(call, [0, 0, 0.05], { id: "mug", centreM: [0, 0, 0.02] }), "promises nothing about red_cube");
    const empty = { call, segments: [open(null)], promised: { holding: null, object: red([0, 0, 0.02]) } };
    expectFault(empty, "promises nothing about what it holds");
    expectFault({ ...empty, state: holding("vase") }, "promises nothing about vase");
    expectFault({ ...empty, state: without("red_cube", holding("red_cube")) }, "promises nothing about red_cube");
  });

  it("promises the place where it comes to rest, within 2 mm", () => {
    const promising = (x: number, z = 0.02) => letGo(at(0, 0), [0, 0, 0.05], red([x, 0, z]));
    for (const x of [0, 0.0019, 0.002, -0.002]) expect(ask(faithful, promising(x))).toBeNull();
    const fault = "promises red_cube elsewhere than it would come to rest";
    for (const x of [0.0021, -0.0021, Number.NaN]) expectFault(promising(x), fault);
    expectFault(promising(0, 0.05), fault);
  });

  it("puts it at x, y within 2 mm, and says how far beside", () => {
    const asked = (x: number, y: number) => letGo(at(x, y), [0, 0, 0.05], red([0, 0, 0.02]));
    for (const off of [0, 0.002, -0.002]) {
      expect(ask(faithful, asked(off, 0))).toBeNull();
      expect(ask(faithful, asked(0, off))).toBeNull();
    }
    expectFault(asked(0.003, -0.004), "would put red_cube 5 mm beside the place asked for");
    expectFault(asked(0, 0.0021), "would put red_cube 2 mm beside the place asked for");
  });

  it("counts from where it comes to rest, wherever that is", () => {
    const there = (x: number, y: number) => letGo(at(x, y), [0.5, 0.25, 0.05], red([0.5, 0.25, 0.02]));
    expect(ask(faithful, there(0.5, 0.25))).toBeNull();
    expectFault(there(-0.5, -0.25), "would put red_cube 1118 mm beside the place asked for");
  });

  it("is told by the thing that is held, not by another one", () => {
    const mug: Case = {
      call: at(0.4, 0),
      segments: [open("mug")],
      promised: { holding: null, object: { id: "mug", centreM: [0.4, 0, 0.04] } },
      state: holding("mug", withObject("mug", [0.4, 0, 0.06])),
    };
    expect(ask(faithful, mug)).toBeNull();
  });

  it("needs to know the target, and where it is", () => {
    expectFault(letGo(place("vase", "left_of"), [0, 0, 0.05], red([0, 0, 0.02])), "knows no vase");
    expectFault(letGo(place("mug", "left_of"), [0, 0, 0.05], red([0, 0, 0.02]), without("mug")), "knows no mug");
    expectFault(letGo(place("vase", "on"), [0, 0, 0.05], red([0, 0, 0.02], { on: "vase" })), "knows no vase");
  });

  it("in and on are promised by name", () => {
    const inTray = (object: Promised["object"]) => letGo(place("tray", "in"), [0.35, 0.38, 0.1], object);
    expect(ask(faithful, inTray(red([0.35, 0.38, 0.025], { inside: "tray" })))).toBeNull();
    for (const more of [{}, { inside: "bin" }, { on: "tray" }])
      expectFault(inTray(red([0.35, 0.38, 0.025], more)), "does not promise red_cube inside tray");
    const onShelf = (object: Promised["object"]) => letGo(place("shelf", "on"), [0.55, -0.4, 0.2], object);
    expect(ask(faithful, onShelf(red([0.55, -0.4, 0.17], { on: "shelf" })))).toBeNull();
    for (const more of [{}, { on: "table" }, { inside: "shelf" }])
      expectFault(onShelf(red([0.55, -0.4, 0.17], more)), "does not promise red_cube on shelf");
  });

  it.each([
    ["left_of", "left of", [0, 1]],
    ["right_of", "right of", [0, -1]],
    ["behind", "behind", [1, 0]],
    ["in_front_of", "in front of", [-1, 0]],
  ] as const)("%s is that side as the arm sees it", (relation, words, [x, y]) => {
    const [mugX, mugY] = [0.6, 0.2];
    const beside = (offM: number): Case => {
      const [atX, atY] = [mugX + x * offM, mugY + y * offM];
      return letGo(place("mug", relation), [atX, atY, 0.05], red([atX, atY, 0.02]));
    };
    expect(ask(faithful, beside(0.1))).toBeNull();
    expectFault(beside(-0.1), `would not put red_cube ${words} mug`);
  });

  it("right at the target is on none of its sides", () => {
    const here = (relation: Relation) =>
      letGo(place("mug", relation), [0, 0, 0.2], red([0, 0, 0.1]), withObject("mug", [0, 0, 0.04]));
    for (const relation of ["left_of", "behind"] as const)
      expectFault(here(relation), `would not put red_cube ${relation.replace("_", " ")} mug`);
  });
});
