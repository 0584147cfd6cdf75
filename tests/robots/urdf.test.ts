import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRobot } from "../../cells/robot-file.ts";
import { IDENTITY_POSE, type Vec3 } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { distanceM, quatAngleRad } from "../../kernel/motion/transform.ts";
import { mergedInertia, movedInertia } from "../../robots/inertia.ts";
import { ur5e } from "../../robots/ur5e/ur5e.ts";
import { boundingHull } from "../../robots/urdf/bounding-hull.ts";
import { readStl } from "../../robots/urdf/read-stl.ts";
import { runInProcess } from "../cli/streams.ts";
import { joint, link, robot, THREE, UR5E } from "./urdf-texts.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "roboos-urdf-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly outcome: string;
  readonly out: string;
  readonly report: readonly { readonly kind: string; readonly of: string; readonly text: string }[];
}

async function imported(text: string, ...more: string[]): Promise<{ arm: RobotDescription; report: string[] }> {
  const path = join(folder, "arm.urdf");
  writeFileSync(path, text);
  const { code, stdout, stderr } = await runInProcess(["robot", "import", path, "--json", ...more]);
  if (code !== 0) throw new Error(stderr);
  const { out, report } = JSON.parse(stdout) as Report;
  const { robot: arm, faults } = parseRobot(readFileSync(out, "utf8"));
  if (arm === null) throw new Error(JSON.stringify(faults));
  return { arm, report: report.map(({ kind, of, text: remark }) => `${kind} ${of}: ${remark}`) };
}

const refusal = async (text: string, ...more: string[]): Promise<string> =>
  imported(text, ...more).then(
    () => "",
    (error: Error) => error.message,
  );

describe("a URDF becomes a description", () => {
  it("with its joints, the plate merged into the base, and the tool frame as flange", async () => {
    const { arm, report } = await imported(robot(...THREE));
    expect(arm.joints.map(({ name }) => name)).toEqual(["j1", "j2", "j3"]);
    expect(arm.links.map(({ name }) => name)).toEqual(["plate", "turret", "boom", "stick"]);
    expect(arm.links[0]!.inertia.massKg).toBeCloseTo(3, 12);
    expect(arm.links[0]!.collision).toHaveLength(2);
    expect(arm.joints[0]!.axis).toEqual([0, 0, 1]);
    expect(arm.joints[0]!.origin.xyzM[2]).toBeCloseTo(0.11, 12);
    expect(arm.joints[1]!.limits).toMatchObject({ lowerRad: -2, upperRad: 2.5, velocityRadPerS: 1.5, effortNm: 30 });
    expect(arm.gripper.mount.xyzM[2]).toBeCloseTo(0.22, 12);
    expect(report).toContainEqual(expect.stringMatching(/^merged test_arm: merged into plate: column/));
  });

  it("and a report of all that it lacks, each by name", async () => {
    const { arm, report } = await imported(robot(...THREE));
    for (const expected of [
      /^estimated J1: acceleration/,
      /^estimated boom: mass and inertia/,
      /^changed J3: turns without end in the file; here ±360°/,
      /^estimated J3: speed: 1 rad\/s/,
      /^missing test_arm: brake bounds/,
      /^estimated gripper: the gripper of grbl4 stands in on tool0/,
      /^estimated test_arm: home/,
    ]) {
      expect(report, String(expected)).toContainEqual(expect.stringMatching(expected));
    }
    expect(arm.joints[2]!.limits.upperRad).toBeCloseTo(2 * Math.PI, 12);
    expect(arm.joints.every(({ limits }) => limits.brake === undefined)).toBe(true);
  });

  it("with the kinematics of the file: a UR5e written as URDF stands where ours does at 100 random postures, to 1e-9", async () => {
    const { arm } = await imported(UR5E, "--gripper", "ur5e");
    const [theirs, ours] = [chainOf(arm, IDENTITY_POSE), chainOf(ur5e, IDENTITY_POSE)];
    const random = seededRandom(3);
    for (let k = 0; k < 100; k++) {
      const q = Array.from({ length: 6 }, () => (random() - 0.5) * 6);
      const [a, b] = [toolPoseAt(theirs, q), toolPoseAt(ours, q)];
      expect(distanceM(a.xyzM, b.xyzM)).toBeLessThan(1e-9);
      expect(quatAngleRad(a.quatXyzw, b.quatXyzw)).toBeLessThan(1e-7);
    }
  });

  it("that a cell can name, and that then moves in physics", async () => {
    await imported(UR5E, "--gripper", "ur5e", "--out", join(folder, "arm.robot.json"));
    const cell = readFileSync(new URL("../../cells/ur5e.yaml", import.meta.url), "utf8")
      .replace(/^robot: .*$/m, "robot: ./arm.robot.json")
      .replace(/^home: .*$/m, "home: { joints_rad: [-0.34, -1.84, 1.78, -1.51, -1.5708, -1.911] }");
    const path = join(folder, "cell.yaml");
    writeFileSync(path, cell);
    const { code, stdout } = await runInProcess(["run", "move 5 cm up", "--cell", path, "--json"], {
      env: { ROBOOS_HOME: join(folder, "home") },
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { outcome: "done", verified: true }]);
  }, 30_000);
});

describe("a URDF is refused, with line and reason, when", () => {
  const second = [link("other"), joint("J9", "turret", "other", `xyz="0 0 0"`, "")];
  const slide = joint(
    "S",
    "stick",
    "slider",
    `xyz="0 0 0"`,
    `<limit lower="0" upper="1" velocity="1" effort="1"/>`,
    "prismatic",
  );
  it.each([
    ["it branches", robot(...THREE, ...second), /arm\.urdf:\d+: the arm branches: .*--tip LINK/],
    ["it has two bases", robot(...THREE, link("alone")), /2 links without a parent/],
    ["it loops", robot(...THREE, joint("J9", "boom", "turret", `xyz="0 0 0"`, "")), /turret has two parents/],
    ["a joint leads nowhere", robot(...THREE, joint("J9", "stick", "gone", `xyz="0 0 0"`, "")), /names link gone/],
    [
      "a joint is of a foreign kind",
      robot(...THREE).replace('"continuous"', '"floating"'),
      /a floating joint is no part/,
    ],
    [
      "a number is none",
      robot(...THREE).replace('velocity="1.5"', 'velocity="fast"'),
      /velocity="fast" is not a number/,
    ],
    [
      "a vector has two numbers",
      robot(...THREE).replace('size="0.2 0.2 0.01"', 'size="0.2 0.2"'),
      /is not three numbers/,
    ],
    ["there is one joint", robot(link("a"), link("b"), joint("J", "a", "b", `xyz="0 0 0"`, "")), /1 turning joints/],
    ["it is no URDF", "<sdf/>", /not a <robot>/],
    ["it is no XML", "<robot", /not well-formed XML/],
    ["it declares entities", `<!DOCTYPE robot [<!ENTITY a "b">]>${robot(...THREE)}`, /declares a document type/],
  ])("%s", async (_, text, reason) => {
    expect(await refusal(text)).toMatch(reason);
  });

  it("the way to its tip slides; beside the way it is left out", async () => {
    const text = robot(...THREE, link("slider"), slide);
    expect(await refusal(text, "--tip", "slider")).toMatch(/joint S slides/);
    const { report } = await imported(text);
    expect(report).toContainEqual(expect.stringMatching(/left out: prismatic joint S/));
  });

  it("the tip or the gripper is not there", async () => {
    expect(await refusal(robot(...THREE), "--tip", "nose")).toMatch(/there is no link nose/);
    expect(await refusal(robot(...THREE), "--gripper", "claw")).toMatch(/no gripper is called claw/);
  });

  it("not when --tip says which branch it is", async () => {
    const { arm } = await imported(robot(...THREE, ...second), "--tip", "tool0");
    expect(arm.joints).toHaveLength(3);
  });
});

describe("meshes", () => {
  const points: Vec3[] = Array.from({ length: 200 }, (_, k) => {
    const [a, b] = [k * 2.4, k / 200];
    return [0.1 * Math.cos(a) * b, 0.05 * Math.sin(a), 0.03 * b];
  });
  const asText = (): string =>
    `solid m\n${points.map(([x, y, z]) => `facet normal 0 0 1\nouter loop\nvertex ${x} ${y} ${z}\nvertex 0 0 0\nvertex 0 0 0.01\nendloop\nendfacet`).join("\n")}\nendsolid`;
  const asBinary = (): Buffer => {
    const bytes = Buffer.alloc(84 + 50 * points.length);
    bytes.writeUInt32LE(points.length, 80);
    points.forEach((point, k) => {
      for (const axis of [0, 1, 2] as const) bytes.writeFloatLE(point[axis], 84 + 50 * k + 12 + 4 * axis);
    });
    return bytes;
  };

  it("are read as text and as binary alike", () => {
    const [text, binary] = [Buffer.from(asText()), asBinary()].map((bytes) => readStl(bytes, "m.stl"));
    for (const [x, y, z] of points) {
      for (const read of [text!, binary!]) {
        expect(Math.min(...read.map((at) => Math.hypot(at[0] - x, at[1] - y, at[2] - z)))).toBeLessThan(1e-7);
      }
    }
    expect(() => readStl(Buffer.from("solid nothing\nendsolid"), "m.stl")).toThrow(/not an STL mesh/);
  });

  it("get a hull of 48 points or fewer that holds every vertex: no direction sees one beyond it", () => {
    const hull = boundingHull(points);
    expect(hull.length).toBeLessThanOrEqual(48);
    const random = seededRandom(9);
    for (let k = 0; k < 2000; k++) {
      const direction = [random() - 0.5, random() - 0.5, random() - 0.5];
      const along = (at: Vec3): number => at[0] * direction[0]! + at[1] * direction[1]! + at[2] * direction[2]!;
      expect(Math.max(...points.map(along))).toBeLessThan(Math.max(...hull.map(along)));
    }
  });

  it("become hulls where the file is there, also by package://, and are told of where not", async () => {
    mkdirSync(join(folder, "meshes"), { recursive: true });
    writeFileSync(join(folder, "meshes", "m.stl"), asBinary());
    const mesh = (name: string): string =>
      `<collision><geometry><mesh filename="${name}" scale="2 2 2"/></geometry></collision>`;
    const text = robot(...THREE)
      .replace('<link name="tool0">', `<link name="tool0">${mesh("package://some_arm/meshes/m.stl")}`)
      .replace('<link name="stick">', `<link name="stick">${mesh("meshes/gone.stl")}${mesh("meshes/gone.dae")}`);
    const { arm, report } = await imported(text);
    const hulls = arm.links[3]!.collision.filter(({ shape }) => shape.kind === "hull");
    expect(hulls).toHaveLength(1);
    expect(report).toContainEqual(expect.stringMatching(/^changed tool0: mesh .*m\.stl became a hull/));
    expect(report).toContainEqual(expect.stringMatching(/^missing stick: mesh meshes\/gone\.stl is not there/));
    expect(report).toContainEqual(expect.stringMatching(/^missing stick: mesh meshes\/gone\.dae/));
  });
});

describe("inertias", () => {
  const rod = { massKg: 2, comM: [0.1, 0, 0] as const, inertiaKgM2: [0.01, 0.02, 0.02, 0, 0, 0] as const };

  it("turn with their frame: a quarter about z swaps x and y", () => {
    const turned = movedInertia(rod, { xyzM: [0, 0, 1], quatXyzw: [0, 0, Math.SQRT1_2, Math.SQRT1_2] });
    expect(turned.comM.map((x) => Number(x.toFixed(12)) + 0)).toEqual([0, 0.1, 1]);
    expect(turned.inertiaKgM2.map((x) => Number(x.toFixed(12)) + 0)).toEqual([0.02, 0.01, 0.02, 0, 0, 0]);
  });

  it("merge by Steiner: two points of 1 kg, 2 m apart, are 2 kg m² about their middle", () => {
    const point = (x: number) => ({ massKg: 1, comM: [x, 0, 0] as const, inertiaKgM2: [0, 0, 0, 0, 0, 0] as const });
    const { massKg, comM, inertiaKgM2 } = mergedInertia([point(-1), point(1)]);
    expect([massKg, ...comM, ...inertiaKgM2.map((x) => x + 0)]).toEqual([2, 0, 0, 0, 0, 2, 2, 0, 0, 0]);
  });
});
