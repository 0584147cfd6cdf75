// Cell file → `Cell`, or every fault with its line. Nothing is coerced and nothing is guessed: a cell
// that is not fully understood is not used.
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Cell } from "../kernel/contract/cell.ts";
import { RoboError } from "../kernel/contract/errors.ts";
import type { RobotDescription } from "../kernel/contract/robot.ts";
import { ROBOT_NAMES, robotNamed } from "../robots/registry.ts";
import { cellFaults } from "./cell-faults.ts";
import { CELL_SCHEMA, isRobotFile } from "./cell-schema.ts";
import { type CellFault, type DataPath, MAX_CELL_BYTES, type Place, pathText, readCellText } from "./cell-yaml.ts";
import { robotOf } from "./robot-file.ts";
import { schemaFaults } from "./schema-faults.ts";
import { toCell } from "./to-cell.ts";

export interface ParsedCell {
  readonly fileName: string;
  /** `null` exactly when there are faults. */
  readonly cell: Cell | null;
  readonly faults: readonly CellFault[];
  /** Odd but usable: what a person should know, such as an object too wide to grip. */
  readonly notices: readonly CellFault[];
  /** Where the value at a path stands in the file, for faults found later. */
  readonly locate: (path: DataPath) => Place;
}

/** The cell that ships with RoboOS, in a checkout and in dist alike. */
export const defaultCellPath = (): string => fileURLToPath(new URL("./tabletop.yaml", import.meta.url));

export function parseCell(text: string, fileName: string): ParsedCell {
  const source = readCellText(text);
  const { locate } = source;
  const refuse = (faults: readonly CellFault[], notices: readonly CellFault[] = []): ParsedCell => ({
    fileName,
    cell: null,
    faults: inOrder(faults),
    notices,
    locate,
  });
  if (source.faults.length > 0) return refuse(source.faults);
  const parsed = CELL_SCHEMA.safeParse(source.data);
  if (!parsed.success) return refuse(schemaFaults(source, parsed.error.issues));
  const file = parsed.data;
  const fault = (path: DataPath, message: string): CellFault => ({ ...locate(path), path: pathText(path), message });
  const robot = robotFor(file.robot, fileName);
  if (typeof robot === "string") return refuse([fault(["robot"], robot)]);
  const homeRad = typeof file.home === "string" ? namedHome(file.home, robot) : file.home.joints_rad;
  if (homeRad === undefined) {
    const known = Object.keys(robot.homesRad).join(", ");
    return refuse([fault(["home"], `${file.robot} has no such home; it has ${known}`)]);
  }
  const cell = toCell(file, robot, homeRad);
  const objections = cellFaults(cell, file);
  const placed = (notice: boolean): CellFault[] =>
    inOrder(
      objections.filter(({ isNotice = false }) => isNotice === notice).map(({ path, message }) => fault(path, message)),
    );
  const [faults, notices] = [placed(false), placed(true)];
  return faults.length > 0 ? refuse(faults, notices) : { fileName, cell, faults, notices, locate };
}

/** Throws E_CELL with all faults, one a line, when the file cannot be read or does not hold. */
export function loadCell(path: string): Cell {
  const { cell, faults } = parseCell(readCellFile(path), path);
  if (cell === null) throw cellError(path, faults);
  return cell;
}

export function cellError(path: string, faults: readonly CellFault[]): RoboError {
  return new RoboError("E_CELL", faults.map((fault) => faultLine(path, fault)).join("\n"));
}

/** `file:line:column: path: message`, as compilers print it. */
export const faultLine = (file: string, { line, column, path, message }: CellFault): string =>
  `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;

/** @param what is being read, for messages: a cell, or a robot's description */
export function readCellFile(path: string, what = "cell"): string {
  let bytes: Buffer;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new RoboError("E_CELL", `${path} is not a file; name a ${what}'s file`);
    if (stat.size > MAX_CELL_BYTES) {
      throw new RoboError(
        "E_CELL",
        `${path} has ${stat.size} bytes (at most ${MAX_CELL_BYTES}); a ${what} is a few kilobytes`,
      );
    }
    bytes = readFileSync(path);
  } catch (cause) {
    if (cause instanceof RoboError) throw cause;
    const why = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : String(cause);
    throw new RoboError("E_CELL", `cannot read the ${what} ${path}: ${why}`, { cause });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RoboError("E_CELL", `${path} is not UTF-8 text; save it as UTF-8`, { cause });
  }
}

/** One of ours by its name, or one from a file beside the cell; else what is wrong with it. */
function robotFor(named: string, cellFile: string): RobotDescription | string {
  if (!isRobotFile(named)) {
    const known = `${ROBOT_NAMES.join(", ")}, or a file as ./my-arm.json`;
    return robotNamed(named) ?? `no robot is called ${named}; there are ${known}`;
  }
  try {
    return robotOf(readCellFile(resolve(dirname(cellFile), named), "robot"), named);
  } catch (cause) {
    if (cause instanceof RoboError) return cause.message;
    throw cause;
  }
}

const namedHome = (name: string, robot: RobotDescription): readonly number[] | undefined =>
  Object.hasOwn(robot.homesRad, name) ? robot.homesRad[name] : undefined;

const inOrder = (faults: readonly CellFault[]): CellFault[] =>
  faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
