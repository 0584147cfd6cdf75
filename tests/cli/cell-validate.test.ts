import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { defaultCellPath } from "../../cells/load-cell.ts";
import { type Outcome, runInProcess } from "./streams.ts";

const TABLETOP = readFileSync(defaultCellPath(), "utf8");
const folder = mkdtempSync(join(tmpdir(), "roboos-cells-"));
const file = join(folder, "cell.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

function validateWith(from: string, to: string): Promise<Outcome> {
  expect(TABLETOP).toContain(from);
  writeFileSync(file, TABLETOP.replace(from, to));
  return runInProcess(["cell", "validate", file]);
}

const RED = "at_m: [0.45, 0.15, 0.02]";
const LAMP = "{ sphere: { center_m: [0.60, 0.0, 0.50], radius_m: 0.08 } }";
const PILLAR =
  "objects:\n  - { id: pillar, kind: pillar, static: true, shape: { box: { size_m: [0.1, 0.1, 0.9] } }, at_m: [0.31, 0, 0.45] }";

describe("cell validate", () => {
  it("accepts the default cell", async () => {
    const { code, stdout, stderr } = await runInProcess(["cell", "validate", defaultCellPath()]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^ok .*tabletop holds \(fr3, 3 zones, 8 objects\)/);
  });

  it.each([
    ["an unknown key", "drop_m: 0.06", "drop: 0.06", /:17:3: limits\.drop: unknown key/],
    ["malformed YAML", "\nlimits:", "\nlimits: [", /:\d+:\d+: not valid YAML/],
    [
      "home inside a zone (elbow)",
      LAMP,
      LAMP.replace("0.60, 0.0, 0.50", "-0.165, 0, 0.615"),
      /:9:7: home: at home, .* inside zone lamp/,
    ],
    [
      "home too near a zone (hand)",
      LAMP,
      LAMP.replace("0.60, 0.0, 0.50", "0.31, 0, 0.42"),
      /:9:7: home: at home, .* zone lamp/,
    ],
    ["home inside an object", "objects:", PILLAR, /:9:7: home: at home, .* inside pillar/],
    [
      "home folded into itself",
      "home: ready",
      "home: { joints_rad: [0, -1.7, 0, -3.04, 0, 0.55, 0] }",
      /:9:7: home: at home, link7.* touches link1/,
    ],
    [
      "home outside the workspace",
      "max_m: [0.80, 0.70, 0.90]",
      "max_m: [0.80, 0.70, 0.40]",
      /:9:7: home: home holds the tool point at z 0\.487 m, outside/,
    ],
    [
      "an object inside another",
      RED,
      "at_m: [0.52, 0.01, 0.02]",
      /:44:13: objects\[1\]\.at_m: blue_cube overlaps red_cube by \d+\.\d mm/,
    ],
    [
      "an object in the tray's wall",
      RED,
      "at_m: [0.35, 0.292, 0.02]",
      /:77:13: objects\[5\]\.at_m: tray overlaps red_cube/,
    ],
    [
      "an object that no pose reaches",
      RED,
      "at_m: [0.78, 0.65, 0.02]",
      /:36:13: objects\[0\]\.at_m: red_cube is out of reach/,
    ],
    [
      "a tray that no pose reaches",
      "at_m: [0.35, 0.38, 0.0]",
      "at_m: [0.78, 0.65, 0.0]",
      /:77:13: .*tray is out of reach/,
    ],
  ])("%s: the line, the place and the remedy; exit 1", async (_name, from, to, expected) => {
    const { code, stdout, stderr } = await validateWith(from, to);
    expect(code).toBe(1);
    expect(stdout).toMatch(expected);
    expect(stderr).toMatch(/fault/);
  });

  it("objects may touch: a cube in the tray, a cylinder on a shelf", async () => {
    expect((await validateWith(RED, "at_m: [0.35, 0.38, 0.025]")).stdout).toMatch(/^ok/);
    expect((await validateWith("at_m: [0.35, -0.25, 0.03]", "at_m: [0.55, -0.40, 0.18]")).stdout).toMatch(/^ok/);
  });

  it("says what is odd without refusing it", async () => {
    const { code, stdout } = await validateWith("mass_kg: 0.05", "mass_kg: 5");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^notice .*:37:16: .*weighs 5 kg/);
  });

  it("a file that is not there exits 1 and names it", async () => {
    const { code, stderr } = await runInProcess(["cell", "validate", join(folder, "none.yaml")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/E_CELL: cannot read the cell .*none\.yaml: there is no such file/);
  });

  it("bytes that are not UTF-8 are refused", async () => {
    writeFileSync(file, Buffer.from([0x6e, 0xff, 0xfe]));
    expect((await runInProcess(["cell", "validate", file])).stderr).toMatch(/not UTF-8/);
  });
});
