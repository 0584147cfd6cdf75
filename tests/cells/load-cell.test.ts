import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultCellPath, faultLine, loadCell, parseCell } from "../../cells/load-cell.ts";
import type { RoboError } from "../../kernel/contract/errors.ts";

const TABLETOP = readFileSync(defaultCellPath(), "utf8");

/** The faults of tabletop.yaml with one passage changed, as `line:column: path: message`. */
function faultsWith(from: string, to: string): string[] {
  expect(TABLETOP).toContain(from);
  const { cell, faults } = parseCell(TABLETOP.replace(from, to), "f");
  expect(cell === null).toBe(faults.length > 0);
  return faults.map((fault) => faultLine("f", fault));
}

describe("the default cell", () => {
  const { cell, faults, notices } = parseCell(TABLETOP, "tabletop.yaml");

  it("has no faults and no notices", () => {
    expect([faults, notices]).toEqual([[], []]);
  });

  it("is converted to metres, radians and the contract's names", () => {
    expect(cell?.limits).toEqual({
      toolSpeedMPerS: 0.5,
      jointScale: 0.6,
      payloadKg: 1,
      clearanceM: 0.01,
      supportClearanceM: 0.002,
      dropM: 0.06,
    });
    expect(cell?.jog.stepRad).toBeCloseTo(Math.PI / 12, 12);
    expect(cell?.homeRad).toHaveLength(7);
    expect(cell?.zones.map((zone) => zone.kind)).toEqual(["keep_out", "keep_out", "reduced_speed"]);
    const mug = cell?.objects.find((object) => object.id === "mug");
    expect(mug).toEqual({
      id: "mug",
      kind: "mug",
      color: "white",
      shape: { kind: "cylinder", radiusM: 0.03, heightM: 0.08 },
      startPose: { xyzM: [0.6, 0.2, 0.04], quatXyzw: [0, 0, 0, 1] },
      massKg: 0.12,
      isStatic: false,
      isContainer: false,
    });
    expect(cell?.objects.find((object) => object.id === "shelf")).toMatchObject({ massKg: null, isStatic: true });
  });

  it("turns yaw_deg 90 into a quarter turn about z", () => {
    const turned = parseCell(TABLETOP.replace("id: mug,", "id: mug,\n      yaw_deg: 90,"), "f").cell;
    const quat = turned?.objects.find((object) => object.id === "mug")?.startPose.quatXyzw ?? [];
    expect(quat[2]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(quat[3]).toBeCloseTo(Math.SQRT1_2, 12);
  });
});

describe("each fault names its line, its key and the remedy", () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ["an unknown key", "drop_m: 0.06", "drop_m: 0.06\n  dorp_m: 1", /^f:18:3: limits\.dorp_m: unknown key dorp_m/],
    ["a missing key", "  drop_m: 0.06 #", "  #", /^f:12:3: limits\.drop_m: drop_m is missing/],
    ["a key given twice", "payload_kg: 1.0", "payload_kg: 1.0\n  payload_kg: 2", /^f:15:3: .* given twice; .*line 14/],
    [
      "a string for a number",
      "drop_m: 0.06",
      'drop_m: "0.06"',
      /^f:17:11: limits\.drop_m: the text "0\.06" .*no quotes/,
    ],
    ["a number with its unit", "drop_m: 0.06", "drop_m: 6cm", /^f:17:11: limits\.drop_m: the text "6cm" .*no unit/],
    ["NaN", "drop_m: 0.06", "drop_m: .nan", /^f:17:11: .*not a finite number/],
    ["infinity", "drop_m: 0.06", "drop_m: .inf", /^f:17:11: .*not a finite number/],
    ["1e309", "drop_m: 0.06", "drop_m: 1e309", /^f:17:11: .*not a finite number/],
    ["null", "drop_m: 0.06", "drop_m:", /^f:17:11: .*an empty value/],
    ["a negative limit", "drop_m: 0.06", "drop_m: -0.01", /^f:17:11: .*must be at least 0/],
    ["a joint scale above 1", "joint_scale: 0.6", "joint_scale: 1.01", /^f:13:16: .*at most 1/],
    ["yes for true", "static: true", "static: yes", /^f:75:15: objects\[5\]\.static: .*true or false/],
    ["a tab", "  payload_kg", "\tpayload_kg", /^f:14:1: not valid YAML: a tab .*spaces/],
    ["an anchor", "at_m: [0.45, 0.15", "at_m: &a [0.45, 0.15", /^f:36:16: .*anchors/],
    ["an alias", "at_m: [0.45, 0.15, 0.02]", "at_m: *a", /^f:36:13: .*(alias|Alias)/],
    ["a tag", "name: tabletop", "name: !!str tabletop", /^f:6:\d+: name: tags/],
    ["a second document", "zones:", "---\nzones:", /^f:21:1: .*one cell a file/],
    ["deep nesting", "name: tabletop", `name: ${"[".repeat(17)}`, /^f:6:1: nested more than 16/],
    ["an unknown robot", "robot: fr3", "robot: fr9", /^f:7:8: robot: no robot is called fr9; there are/],
    ["an unknown home", "home: ready", "home: rest", /^f:9:7: home: fr3 has no such home; it has/],
    [
      "home joints beyond limits",
      "home: ready",
      "home: { joints_rad: [0, 0, 0, 1, 0, 1.5, 0] }",
      /^f:9:7: .*at 1 rad, outside/,
    ],
    [
      "too few home joints",
      "home: ready",
      "home: { joints_rad: [0, 0] }",
      /^f:9:7: home: home has 2 joints, the arm 7/,
    ],
    [
      "workspace turned round",
      "min_m: [-0.30",
      "min_m: [0.90",
      /^f:20:22: workspace\.min_m\[0\]: min 0\.9 m is not below max 0\.8/,
    ],
    ["a zone without size", "radius_m: 0.08", "radius_m: 0", /^f:23:93: .*must be above 0/],
    ["an unknown zone kind", "kind: keep_out", "kind: keepout", /^f:22:29: zones\[0\]\.kind: the text "keepout"/],
    ["an id given twice", "id: blue_cube", "id: red_cube", /^f:40:11: objects\[1\]\.id: the name red_cube is already/],
    ["an id that is no name", "id: blue_cube", 'id: "blue cube"', /^f:40:11: objects\[1\]\.id: .*must be a name/],
    ["no mass", "      mass_kg: 0.05,\n", "", /^f:31:5: objects\[0\]: red_cube moves but has no mass; add mass_kg/],
    ["two coordinates", "at_m: [0.45, 0.15, 0.02]", "at_m: [0.45, 0.15]", /^f:36:13: .*list of 2 .*three numbers/],
    ["an unknown shape", "{ box: { size_m: [0.04, 0.04, 0.04] } }", "{ cone: 1 }", /^f:35:\d+: objects\[0\]\.shape/],
    [
      "an object below the table",
      "0.15, 0.02]",
      "0.15, 0.01]",
      /^f:36:26: .*0\.0100 m below the table top .*at least 0\.0200/,
    ],
    [
      "a floating object",
      "0.15, 0.02]",
      "0.15, 0.03]",
      /^f:36:26: .*floats 0\.0100 m above the table; .*Set z to 0\.0200/,
    ],
    ["an object out of reach", "[0.45, 0.15, 0.02]", "[1.5, 0.15, 0.02]", /^f:36:13: .*beyond the arm's reach/],
    [
      "an object outside the workspace",
      "[0.45, 0.15, 0.02]",
      "[0.45, 0.75, 0.02]",
      /^f:36:20: .*outside the workspace: y 0\.75/,
    ],
    ["a container without room", "wall_m: 0.005", "wall_m: 0.09", /^f:76:64: .*no room inside/],
    ["a container that moves", "static: true", "static: false", /^f:71:5: .*must be static: true/],
  ];
  it.each(cases)("%s", (_name, from, to, expected) => {
    expect(faultsWith(from, to).join("\n")).toMatch(new RegExp(expected.source, "m"));
  });
});

describe("what is odd but usable", () => {
  it.each([
    ["mass_kg: 0.05", "mass_kg: 5", /weighs 5 kg, more than payload_kg 1; picking it is denied/],
    ["size_m: [0.04, 0.04, 0.04]", "size_m: [0.14, 0.14, 0.04]", /0\.14 m wide .* no yaw grips it/],
  ])("%s → %s is a notice, not a fault", (from, to, expected) => {
    const { cell, faults, notices } = parseCell(TABLETOP.replace(from, to), "f");
    expect(faults).toEqual([]);
    expect(cell).not.toBeNull();
    expect(notices.map((notice) => notice.message).join()).toMatch(expected);
  });

  it("an object may rest in a container, on a shelf or on a static box", () => {
    const inTray = TABLETOP.replace("[0.45, 0.15, 0.02]", "[0.35, 0.38, 0.025]");
    const onShelf = TABLETOP.replace("[0.45, 0.15, 0.02]", "[0.55, -0.40, 0.17]");
    expect([parseCell(inTray, "f").faults, parseCell(onShelf, "f").faults]).toEqual([[], []]);
  });
});

describe("hostile text", () => {
  const hostile: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["a word", "cell"],
    ["1 MB of [", "[".repeat(1e6)],
    ["1 MB of nested maps", "{a: ".repeat(2e5)],
    ["1 MB of dashes", "- ".repeat(5e5)],
    ["deep indentation", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["30,000 keys", Array.from({ length: 3e4 }, (_, i) => `k${i}:`).join("\n")],
    ["more than 1 MB", "#".repeat(1_000_001)],
    ["an alias bomb", `a: &a [1,1]\nb: &b [*a,*a]\nc: [${"*b,".repeat(1000)}*b]`],
    ["__proto__", "__proto__: { polluted: true }"],
    ["a NUL", "name: a\u0000b"],
  ];
  it.each(hostile)("%s is refused with a line", (_name, text) => {
    const { cell, faults } = parseCell(text, "f");
    expect(cell).toBeNull();
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every(({ line, column, message }) => line >= 1 && column >= 1 && message.length < 400)).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("never crashes on random mutations, and never lets a faulty number through", () => {
    const piece = fc.constantFrom(
      "",
      "[",
      "]",
      "{",
      "}",
      ":",
      "- ",
      "\t",
      "\n",
      "&a ",
      "*a",
      "!!x ",
      '"',
      "'",
      "0",
      "-1",
      ".nan",
      "1e309",
      "null",
      "true",
      "~",
      "%",
      "|",
      ">",
      "#",
      "? ",
      "é",
      "\ud800",
    );
    const edit = fc.record({ at: fc.nat(TABLETOP.length), drop: fc.nat(12), put: piece });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((t, { at, drop, put }) => t.slice(0, at) + put + t.slice(at + drop), TABLETOP);
        const { cell, faults } = parseCell(text, "f");
        expect(cell === null).toBe(faults.length > 0);
        if (cell === null) return;
        const numbers = JSON.stringify({ ...cell, robot: null }, (_key, value: unknown) => {
          if (typeof value === "number" && !Number.isFinite(value)) throw new Error("a number that is not finite");
          return value;
        });
        expect(numbers.length).toBeGreaterThan(0);
        const { minM, maxM } = cell.workspace;
        expect(minM.every((min, axis) => min < maxM[axis]!)).toBe(true);
      }),
      { numRuns: 300, seed: 20 },
    );
  });
});

describe("loadCell", () => {
  it("throws E_CELL when there is no such file, or it is a folder", () => {
    for (const path of ["/nonexistent/cell.yaml", "/tmp"]) {
      expect(() => loadCell(path)).toThrow(expect.objectContaining({ code: "E_CELL" }) as RoboError);
      expect(() => loadCell(path)).toThrow(path);
    }
  });
});
