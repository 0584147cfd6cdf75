// `roboos robot list`, `show` and `pairs`: the arms there are, one arm's figures with their sources, and which of its
// links may touch, derived anew.

import { readCellFile } from "../../cells/load-cell.ts";
import { robotOf } from "../../cells/robot-file.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import { IDENTITY_POSE, radToDeg } from "../../kernel/contract/geometry.ts";
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { allowedOf, derivePairs } from "../../kernel/motion/self-pairs.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";
import { EXIT, type Io, styler, write } from "./io.ts";
import { table } from "./text-table.ts";

export interface RobotOptions {
  readonly json?: boolean;
}

/** Configurations that `pairs` samples; as many as its test does. */
const SAMPLES = 3000;

export async function robotListCommand(_: readonly string[], { json }: RobotOptions, io: Io): Promise<number> {
  const robots = ROBOT_NAMES.map((name) => robotNamed(name)!);
  const rows = robots.map((robot) => ({
    name: robot.name,
    joints: robot.joints.length,
    gripper: robot.gripper.kind,
    strokeM: robot.gripper.strokeM,
    massKg: massKg(robot),
    payloadKg: robot.payload?.massKg ?? null,
    estimated: robot.sources.filter(({ isEstimated }) => isEstimated).map(({ of }) => of),
  }));
  if (json === true) await write(io.stdout, `${JSON.stringify({ robots: rows })}\n`);
  else {
    const head = ["name", "joints", "gripper", "stroke mm", "mass kg", "payload kg", "estimated"];
    const text = rows.map((row) => [
      row.name,
      String(row.joints),
      row.gripper,
      (row.strokeM * 1000).toFixed(0),
      row.massKg.toFixed(2),
      row.payloadKg?.toString() ?? "?",
      [...new Set(row.estimated)].join(", "),
    ]);
    await write(io.stdout, table(head, text));
  }
  return EXIT.ok;
}

export async function robotShowCommand(args: readonly string[], { json }: RobotOptions, io: Io): Promise<number> {
  const robot = robotAt(args[0] ?? "");
  if (json === true) {
    await write(io.stdout, `${JSON.stringify(robot)}\n`);
    return EXIT.ok;
  }
  const paint = styler(io.stdout, io.env);
  const title = (text: string): string => `\n${paint("bold", text)}\n`;
  const { gripper } = robot;
  const joints = robot.joints.map(({ name, limits, origin }) => [
    name,
    origin.xyzM.map((x) => x.toFixed(4)).join(" "),
    `${radToDeg(limits.lowerRad).toFixed(1)}…${radToDeg(limits.upperRad).toFixed(1)}`,
    radToDeg(limits.velocityRadPerS).toFixed(0) + (limits.velocityByPosition === undefined ? "" : "*"),
    limits.accelerationRadPerS2.toFixed(1),
    limits.jerkRadPerS3.toFixed(0),
    limits.effortNm.toFixed(1),
    limits.brake === undefined
      ? "none declared"
      : `${limits.brake.decelerationRadPerS2} after ${limits.brake.reactionS} s`,
  ]);
  const links = [...robot.links, gripper.hand, ...new Set(fingersOf(gripper).map(({ link }) => link))].map((link) => [
    link.name,
    link.inertia.massKg.toFixed(3),
    link.inertia.comM.map((x) => (x * 1000).toFixed(0)).join(" "),
    link.collision.map(({ shape }) => shape.kind).join(", "),
  ]);
  const sources = robot.sources.map(({ of, from, isEstimated }) => [of, isEstimated ? "estimated" : "published", from]);
  const homes = Object.entries(robot.homesRad).map(
    ([name, rad]) => `home ${name}: ${rad.map((q) => radToDeg(q).toFixed(1)).join(" ")} deg`,
  );
  const head = ["joint", "origin m", "range deg", "deg/s", "rad/s²", "rad/s³", "Nm", "brake rad/s²"];
  const force = `${gripper.kind} gripper, opens ${(gripper.strokeM * 1000).toFixed(0)} mm, presses up to ${gripper.maxForceN} N`;
  await write(
    io.stdout,
    [
      `${robot.name}: ${robot.joints.length} joints, ${massKg(robot).toFixed(2)} kg, ${force}\n`,
      `${homes.join("\n")}\n`,
      title("Joints"),
      table(head, joints),
      robot.joints.some(({ limits }) => limits.velocityByPosition !== undefined)
        ? "* less towards the ends of its range\n"
        : "",
      title("Links"),
      table(["link", "mass kg", "centre of mass mm", "shapes"], links),
      title("Sources"),
      table(["of", "", "from"], sources),
    ].join(""),
  );
  return EXIT.ok;
}

export async function robotPairsCommand(args: readonly string[], { json }: RobotOptions, io: Io): Promise<number> {
  const robot = robotAt(args[0] ?? "");
  const chain = chainOf(robot, IDENTITY_POSE);
  const pairs = derivePairs(chain, SAMPLES, 1);
  const allowed = allowedOf(chain, pairs);
  const stored = robot.allowedPairs.filter(([, , reason]) => reason !== "hull");
  const same = sorted(allowed) === sorted(stored);
  if (json === true)
    await write(io.stdout, `${JSON.stringify({ robot: robot.name, samples: SAMPLES, pairs, allowed, same })}\n`);
  else {
    const rows = pairs.map(({ links, verdict, share }) => [
      links.join(" – "),
      verdict,
      `${(100 * share).toFixed(1)} %`,
    ]);
    await write(io.stdout, table(["links", "verdict", "overlap"], rows));
    const words = same ? "as the description has them" : "NOT as the description has them; correct allowedPairs";
    await write(
      io.stdout,
      `${allowed.length} pairs may touch, ${words}; all others are checked, the never met ones too\n`,
    );
  }
  return same ? EXIT.ok : EXIT.failed;
}

const sorted = (pairs: RobotDescription["allowedPairs"]): string =>
  pairs
    .map(([a, b]) => [a, b].toSorted().join(" "))
    .toSorted()
    .join("\n");

/** One of ours by name, or a description's file. Throws E_ROBOT. */
function robotAt(name: string): RobotDescription {
  const known = robotNamed(name);
  if (known !== null) return known;
  if (/\.(json|ya?ml)$/.test(name)) return robotOf(readCellFile(name, "robot"), name);
  throw new RoboError(
    "E_ROBOT",
    `no robot is called ${name}; there are ${ROBOT_NAMES.join(", ")}, or name a description's file`,
  );
}

function massKg({ links, gripper }: RobotDescription): number {
  const parts = [...links, gripper.hand, ...fingersOf(gripper).map(({ link }) => link)];
  return parts.reduce((sum, { inertia }) => sum + inertia.massKg, 0);
}
