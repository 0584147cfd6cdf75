// The arms that a cell may name. A new arm is a new folder and one line here.
import type { RobotDescription } from "../kernel/contract/robot.ts";
import { fr3 } from "./fr3/fr3.ts";
import { grbl4 } from "./grbl4/grbl4.ts";
import { so101 } from "./so101/so101.ts";
import { ur5e } from "./ur5e/ur5e.ts";

const robots: readonly RobotDescription[] = [fr3, ur5e, so101, grbl4];

export const ROBOT_NAMES: readonly string[] = robots.map((robot) => robot.name);

/** The arm of that name, or `null`. */
export const robotNamed = (name: string): RobotDescription | null =>
  robots.find((robot) => robot.name === name) ?? null;
