import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseCell, readCellFile } from "../../cells/load-cell.ts";
import { parseRobot, robotOf } from "../../cells/robot-file.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "roboos-robot-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (name: string): string => JSON.stringify(robotNamed(name), null, 1);
/** The description as JSON with one piece of its text replaced. */
const spoilt = (name: string, from: string | RegExp, to: string): string => {
  const text = textOf(name);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
};

describe("a robot's description as a file", () => {
  it.each(ROBOT_NAMES)("%s goes out to JSON and comes back the same", (name) => {
    expect(parseRobot(textOf(name))).toEqual({ robot: JSON.parse(textOf(name)), faults: [] });
  });

  it.each([
    ["an unknown key", "fr3", '"name": "fr3"', '"name": "fr3", "colour": 1', /unknown key colour/],
    ["a number as text", "fr3", /"massKg": 2.3966/, '"massKg": "2.4"', /links\[0\]\.inertia\.massKg.*does not fit/],
    ["no mass", "fr3", /"massKg": 2.3966/, '"massKg": 0', /massKg.*must be above 0/],
    ["an impossible inertia", "fr3", /0.009,\s+0.0115,/, "0.009, 0.9,", /that of a real body/],
    ["an axis too long", "ur5e", /"axis": \[\s+0,\s+0,\s+1\s+\]/, '"axis": [0, 0, 2]', /must be a unit vector/],
    ["a range turned round", "ur5e", /"lowerRad": -6.28/, '"lowerRad": 16.28', /must be less than upperRad/],
    ["a foreign shape", "so101", '"kind": "box"', '"kind": "cone"', /shape/],
    ["a pad that is no part of its finger", "fr3", /"strokeM": 0.08/, '"strokeM": 0.09', null],
    ["a home out of range", "grbl4", /"ready": \[\s+0,/, '"ready": [ 9,', /9 rad is outside base's range/],
    ["a pair with a stranger", "grbl4", /"foot",\s+"turret",/, '"foot", "tower",', /there is no link tower/],
    [
      "a hinge that opens less than its stroke",
      "so101",
      /"strokeM": 0.06/,
      '"strokeM": 0.2',
      /the hinge opens less than/,
    ],
    [
      "a joint too many",
      "grbl4",
      /"links": \[\s+\{\s+"name": "foot"/,
      '"links": [{"name": "x", "inertia": {"massKg": 1, "comM": [0,0,0], "inertiaKgM2": [1,1,1,0,0,0]}, "collision": []}, {"name": "foot"',
      /6 links do not fit 4 joints/,
    ],
  ])("%s is refused by its path and line", (_, name, from, to, reason) => {
    const { robot, faults } = parseRobot(spoilt(name, from, to));
    if (reason === null) return expect(robot).not.toBeNull();
    expect(robot).toBeNull();
    expect(faults.map(({ path, message }) => `${path}: ${message}`).join("\n")).toMatch(reason);
    for (const { line } of faults) expect(line).toBeGreaterThan(0);
  });

  it("a pad that is none of the finger's shapes is refused", () => {
    const fr3 = robotNamed("fr3")!;
    const text = JSON.stringify({ ...fr3, gripper: { ...fr3.gripper, pad: fr3.gripper.hand.collision[0] } }, null, 1);
    expect(parseRobot(text).faults).toMatchObject([{ path: "gripper.pad" }]);
    expect(() => robotOf(text, "arm.json")).toThrow(
      /^arm\.json:\d+:\d+: gripper\.pad: must be one of the shapes of finger/,
    );
  });

  it("is found beside the cell that names it, wherever that is opened from, and its faults are the cell's", () => {
    const cellText = readCellFile(new URL("../../cells/ur5e.yaml", import.meta.url).pathname);
    const cell = join(folder, "cell.yaml");
    writeFileSync(join(folder, "arm.json"), textOf("ur5e"));
    writeFileSync(join(folder, "bad.json"), spoilt("ur5e", '"kind": "parallel"', '"kind": "claw"'));
    const named = (file: string) => parseCell(cellText.replace(/^robot: .*$/m, `robot: ${file}`), cell);
    expect(named("./arm.json").cell?.robot).toEqual(JSON.parse(textOf("ur5e")));
    expect(named("./gone.json").faults).toMatchObject([
      { path: "robot", message: expect.stringMatching(/no such file/) },
    ]);
    expect(named("./bad.json").faults).toMatchObject([
      { path: "robot", message: expect.stringMatching(/bad\.json:\d+/) },
    ]);
    expect(named("arm.json").faults).toMatchObject([{ path: "robot", message: expect.stringMatching(/file such as/) }]);
  });
});
