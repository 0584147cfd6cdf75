// `roboos robot import arm.urdf`: a URDF → a description that a cell can name, and a report of what the URDF lacked.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readCellFile } from "../../cells/load-cell.ts";
import { parseRobot } from "../../cells/robot-file.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import { IDENTITY_POSE, type Vec3 } from "../../kernel/contract/geometry.ts";
import type { Gripper, RobotDescription } from "../../kernel/contract/robot.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { allowedOf, derivePairs } from "../../kernel/motion/self-pairs.ts";
import { selfCheckerOf } from "../../kernel/motion/sweep.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { grbl4 } from "../../robots/grbl4/grbl4.ts";
import { ur5e } from "../../robots/ur5e/ur5e.ts";
import { readStl } from "../../robots/urdf/read-stl.ts";
import { readUrdf } from "../../robots/urdf/read-urdf.ts";
import { serialChain } from "../../robots/urdf/serial-chain.ts";
import { onFlange, type Remark, toDescription } from "../../robots/urdf/to-description.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

export interface RobotImportOptions {
  readonly out?: string;
  readonly tip?: string;
  readonly gripper?: string;
  readonly json?: boolean;
}

/** Grippers that can stand in on a foreign flange, and how far their hand's frame is from it. */
const GRIPPERS: ReadonlyMap<string, Gripper> = new Map([
  ["fr3", onFlange(fr3.gripper, 0)],
  ["ur5e", onFlange(ur5e.gripper, 0.011)],
  ["grbl4", onFlange(grbl4.gripper, 0)],
]);
/** Arms with a weaker base joint get the light gripper when none is named. */
const LIGHT_NM = 40;
const SAMPLES = 1000;
const HOMES_TRIED = 2000;
const MAX_MESH_BYTES = 100_000_000;

export async function robotImportCommand(
  args: readonly string[],
  options: RobotImportOptions,
  io: Io,
): Promise<number> {
  const path = args[0] ?? "";
  const urdf = readUrdf(readCellFile(path, "URDF"), path);
  const chain = serialChain(urdf, path, options.tip ?? null);
  const effortNm = chain.joints[0]?.limit?.effort ?? 0;
  const gripperOf = options.gripper ?? (effortNm < LIGHT_NM ? "grbl4" : "ur5e");
  const gripper = GRIPPERS.get(gripperOf);
  if (gripper === undefined)
    throw new RoboError("E_USAGE", `no gripper is called ${gripperOf}; there are ${[...GRIPPERS.keys()].join(", ")}`);
  const name = plainName(urdf.name);
  const imported = toDescription(chain, {
    name,
    fileName: basename(path),
    gripper,
    gripperOf,
    meshPoints: (fileName) => meshPoints(fileName, dirname(path)),
  });
  const remarks = [...imported.remarks];
  const robot = checked(imported.robot, remarks);
  const out = resolve(options.out ?? join(dirname(path), `${name}.robot.json`));
  const text = `${JSON.stringify(robot, null, 2)}\n`;
  // What was written must be what a cell reads.
  const again = parseRobot(text);
  if (again.robot === null) {
    const faults = again.faults.map(({ path: at, message }) => `${at}: ${message}`).join("; ");
    throw new RoboError("E_URDF", `${path} leads to a description that does not hold: ${faults}`);
  }
  save(out, text);
  if (options.json === true) {
    const joints = robot.joints.map((joint) => joint.name);
    await write(io.stdout, `${JSON.stringify({ outcome: "done", robot: name, out, joints, report: remarks })}\n`);
    return EXIT.ok;
  }
  const paint = styler(io.stdout, io.env);
  await write(io.stdout, `${paint("green", "ok")} ${path}: ${robot.joints.length} joints → ${out}\n`);
  for (const kind of ["missing", "changed", "estimated", "merged"] as const) {
    for (const { of, text: remark } of remarks.filter((one) => one.kind === kind))
      await write(io.stdout, `${paint(kind === "missing" ? "red" : "yellow", kind.padEnd(9))} ${of}: ${remark}\n`);
  }
  await write(io.stdout, `Correct the file, then name it in a cell: robot: ./${basename(out)}\n`);
  return EXIT.ok;
}

/** Derives the pairs that may touch, and finds a home in which the arm does not touch itself. */
function checked(raw: RobotDescription, remarks: Remark[]): RobotDescription {
  const pairs = derivePairs(chainOf(raw, IDENTITY_POSE), SAMPLES, 1);
  const robot: RobotDescription = { ...raw, allowedPairs: allowedOf(chainOf(raw, IDENTITY_POSE), pairs) };
  for (const { links, share, verdict } of pairs) {
    if (verdict === "sometimes" && share > 0.5)
      remarks.push({
        kind: "changed",
        of: links.join(" – "),
        text: `overlap in ${(100 * share).toFixed(0)} % of configurations: is a shape too large? They stay checked`,
      });
  }
  const chain = chainOf(robot, IDENTITY_POSE);
  const checker = selfCheckerOf(chain, armBodies(chain, robot.gripper.strokeM));
  const random = seededRandom(1);
  const middle = robot.homesRad.ready ?? [];
  const zero = robot.joints.map(({ limits }) => Math.min(Math.max(0, limits.lowerRad), limits.upperRad));
  let home: readonly number[] = zero;
  for (let k = 0; checker.look(home).kind === "contact"; k++) {
    if (k === HOMES_TRIED) {
      remarks.push({ kind: "missing", of: robot.name, text: "home: in every posture tried the arm touches itself" });
      break;
    }
    home =
      k === 0
        ? middle
        : robot.joints.map(({ limits }) => limits.lowerRad + random() * (limits.upperRad - limits.lowerRad));
  }
  remarks.push({ kind: "estimated", of: robot.name, text: `home: ${home.map((rad) => rad.toFixed(3)).join(" ")} rad` });
  return { ...robot, homesRad: { ready: home } };
}

/** A mesh beside the URDF: as it is named, or, for package://, below any folder above it. */
function meshPoints(fileName: string, folder: string): readonly Vec3[] | null {
  if (!/\.stl$/i.test(fileName)) return null;
  const plain = fileName.replace(/^(package|file):\/\//, "");
  const inPackage = plain.split("/").slice(1).join("/");
  const places: string[] = [resolve(folder, plain)];
  for (let at = resolve(folder), up = 0; up < 4; at = dirname(at), up++)
    places.push(join(at, plain), join(at, inPackage));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) return null;
  const bytes = readFileSync(found);
  return bytes.length > MAX_MESH_BYTES ? null : readStl(bytes, found);
}

function save(out: string, text: string): void {
  try {
    writeFileSync(out, text);
  } catch (cause) {
    throw new RoboError("E_ROBOT", `cannot write ${out}: ${String(cause)}`, { cause });
  }
}

/** As descriptions want names: small letters, digits and _. */
function plainName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 64);
  return plain === "" ? "arm" : plain;
}
