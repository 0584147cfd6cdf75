// What the examples share: one RoboOS command run as a person would run it, its exit code and JSON kept.
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const launcher = fileURLToPath(new URL("../tools/roboos.mjs", import.meta.url));

/** Examples keep out of ~/.roboos: each gets a home of its own unless ROBOOS_HOME names one. */
export const home = process.env.ROBOOS_HOME ?? mkdtempSync(join(tmpdir(), "roboos-example-"));

/**
 * @param {readonly string[]} args as after `roboos`
 * @param {string} [stdin] text for commands that read lines
 */
export function roboos(args, stdin = "") {
  const env = { ...process.env, ROBOOS_HOME: home, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    input: stdin,
    env,
    encoding: "utf8",
  });
  process.stderr.write(stderr);
  console.log(
    `$ roboos ${args.map((arg) => (/^[\w./-]+$/.test(arg) ? arg : `"${arg}"`)).join(" ")}   → exit ${status}`,
  );
  return { status, stdout };
}

/** Runs `roboos run --json` and reads its one line. */
export function run(text, ...flags) {
  const { status, stdout } = roboos(["run", "--json", ...flags, text]);
  return { status, result: JSON.parse(stdout) };
}

/** Feeds JSON values, a line each, and reads the JSON lines that come back. */
export function lines(args, values) {
  const stdin = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n");
  const { status, stdout } = roboos(args, `${stdin}\n`);
  const answers = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { status, answers };
}
