// A robot description from a file beside the cell: read strictly, each fault with its line, nothing coerced or guessed.
import { RoboError } from "../kernel/contract/errors.ts";
import { fingersOf, hingeLawOf } from "../kernel/contract/gripper.ts";
import { canonicalJson } from "../kernel/contract/json.ts";
import type { RobotDescription } from "../kernel/contract/robot.ts";
import { type CellFault, type DataPath, pathText, readCellText } from "./cell-yaml.ts";
import { ROBOT_SCHEMA } from "./robot-schema.ts";
import { schemaFaults } from "./schema-faults.ts";

export interface ParsedRobot {
  /** `null` exactly when there are faults. */
  readonly robot: RobotDescription | null;
  readonly faults: readonly CellFault[];
}

/** JSON or YAML text → a description, or every fault with its line. */
export function parseRobot(text: string): ParsedRobot {
  const source = readCellText(text);
  if (source.faults.length > 0) return { robot: null, faults: source.faults };
  const parsed = ROBOT_SCHEMA.safeParse(source.data);
  if (!parsed.success) return { robot: null, faults: schemaFaults(source, parsed.error.issues) };
  const faults = contradictions(parsed.data).map(({ path, message }) => ({
    ...source.locate(path),
    path: pathText(path),
    message,
  }));
  return faults.length > 0 ? { robot: null, faults } : { robot: parsed.data, faults };
}

/** As `parseRobot`, but throws E_ROBOT with all faults, one a line. */
export function robotOf(text: string, fileName: string): RobotDescription {
  const { robot, faults } = parseRobot(text);
  if (robot !== null) return robot;
  const lines = faults.map(({ line, column, path, message }) => `${fileName}:${line}:${column}: ${path}: ${message}`);
  throw new RoboError("E_ROBOT", lines.join("\n"));
}

interface Objection {
  readonly path: DataPath;
  readonly message: string;
}

/** What single values cannot show: parts that do not fit one another. */
function contradictions(robot: RobotDescription): Objection[] {
  const { links, joints, gripper, homesRad, allowedPairs } = robot;
  const faults: Objection[] = [];
  if (links.length !== joints.length + 1)
    faults.push({
      path: ["links"],
      message: `${links.length} links do not fit ${joints.length} joints: one more is needed`,
    });
  const parts = [...links, gripper.hand, ...new Set(fingersOf(gripper).map(({ link }) => link))].map(
    ({ name }) => name,
  );
  const twice = (names: readonly string[]): string | undefined => names.find((name, i) => names.indexOf(name) !== i);
  const [link, joint] = [twice(parts), twice(joints.map(({ name }) => name))];
  if (link !== undefined) faults.push({ path: ["links"], message: `two links are called ${link}` });
  if (joint !== undefined) faults.push({ path: ["joints"], message: `two joints are called ${joint}` });
  allowedPairs.forEach((pair, i) => {
    for (const name of [pair[0], pair[1]]) {
      if (!parts.includes(name)) faults.push({ path: ["allowedPairs", i], message: `there is no link ${name}` });
    }
  });
  const homes = Object.entries(homesRad);
  if (homes.length === 0) faults.push({ path: ["homesRad"], message: "there is no home; name at least one" });
  for (const [home, rad] of homes) {
    const at: DataPath = ["homesRad", home];
    if (rad.length !== joints.length)
      faults.push({ path: at, message: `has ${rad.length} angles, the arm ${joints.length} joints` });
    joints.forEach(({ name, limits }, i) => {
      const angle = rad[i];
      if (angle !== undefined && (angle < limits.lowerRad || angle > limits.upperRad))
        faults.push({ path: [...at, i], message: `${angle} rad is outside ${name}'s range` });
    });
  }
  return [...faults, ...gripperFaults(robot)];
}

function gripperFaults({ gripper }: RobotDescription): Objection[] {
  const faults: Objection[] = [];
  // Both fingers of a parallel gripper are one.
  const fingers = gripper.kind === "parallel" ? fingersOf(gripper).slice(0, 1) : fingersOf(gripper);
  for (const { side, link, pad } of fingers) {
    if (link.collision.some((part) => canonicalJson(part) === canonicalJson(pad))) continue;
    const key = gripper.kind === "hinge" && side === "right" ? "fixedPad" : "pad";
    faults.push({ path: ["gripper", key], message: `must be one of the shapes of ${link.name}` });
  }
  if (gripper.kind === "hinge") {
    const { reachM, lagRad } = hingeLawOf(gripper);
    const mostM = reachM * (1 + Math.sin(lagRad));
    if (!(gripper.strokeM < mostM))
      faults.push({ path: ["gripper", "strokeM"], message: `the hinge opens less than ${mostM.toFixed(4)} m` });
  }
  return faults;
}
