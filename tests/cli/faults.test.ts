// Faults before a result: one clear line on stderr without a stack, and with --json one object on stdout.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { runInProcess } from "./streams.ts";

const folder = mkdtempSync(join(tmpdir(), "roboos-faults-"));
const file = join(folder, "a-file");
writeFileSync(file, "not a folder");
afterAll(() => rmSync(folder, { recursive: true }));
const env = { ROBOOS_HOME: join(folder, "home") };

describe("a fault names the place in one line", () => {
  it.each([
    [["run", "go home", "--cell", "/nonexistent.yaml"], env, 1, /E_CELL: cannot read the cell \/nonexistent\.yaml/],
    [["start", "--cell", "/nonexistent.yaml"], env, 1, /E_CELL: cannot read the cell \/nonexistent\.yaml/],
    [["run", "go home", "--cell", folder], env, 1, /E_CELL: .*is not a file/],
    [["run", "go home"], { ROBOOS_HOME: file }, 64, /E_USAGE: ROBOOS_HOME .*a-file\/state cannot be made .*ENOTDIR/],
    [
      ["run", "go home"],
      { ROBOOS_HOME: "/proc/nowhere" },
      64,
      /E_USAGE: ROBOOS_HOME .*\/proc\/nowhere\/state cannot be made/,
    ],
    [["log", "verify", folder], env, 1, /E_LOG: no log file/],
    [["replay", folder], env, 1, /E_LOG: no log file/],
    [["run", "--seed", "x", "go home"], env, 64, /must be a whole number/],
  ])("%j", async (argv, where, expected, message) => {
    const plain = await runInProcess(argv, { env: where });
    expect([plain.code, plain.stdout]).toEqual([expected, ""]);
    expect(plain.stderr).toMatch(message);
    expect(plain.stderr).not.toMatch(/\n\s+at /);
    if (argv[0] === "start") return;
    const json = await runInProcess([...argv, "--json"], { env: where });
    expect([json.code, json.stdout.split("\n").length]).toEqual([expected, 2]);
    const { outcome, code, reason } = JSON.parse(json.stdout) as Record<string, string>;
    expect(outcome).toBe("failed");
    expect(`${code}: ${reason}`).toMatch(expected === 64 ? /E_USAGE/ : message);
    expect(json.stderr).toMatch(message);
  });

  it("makes a deep home that is not there yet", async () => {
    const deep = join(folder, "a", "b", "c");
    const { code } = await runInProcess(["run", "--json", "where are you?"], { env: { ROBOOS_HOME: deep } });
    expect(code).toBe(0);
  });

  it("a recordings folder that is a file is refused, and named", async () => {
    const home = join(folder, "odd");
    mkdirSync(home);
    writeFileSync(join(home, "recordings"), "");
    const { code, stderr } = await runInProcess(["run", "go home"], { env: { ROBOOS_HOME: home } });
    expect(code).toBe(64);
    expect(stderr).toMatch(/recordings cannot be made/);
  });
});

describe("an emergency stop", () => {
  it("is latched even where no log can be opened", async () => {
    const home = mkdtempSync(join(folder, "stop-"));
    writeFileSync(join(home, "recordings"), "");
    const { code } = await runInProcess(["run", "emergency stop"], { env: { ROBOOS_HOME: home } });
    expect([code, existsSync(join(home, "state", "tabletop.estop.json"))]).toEqual([64, true]);
  });
});

describe("output on a full disk", () => {
  it.runIf(existsSync("/dev/full"))("is one line on stderr, exit 1", () => {
    const launcher = fileURLToPath(new URL("../../tools/roboos.mjs", import.meta.url));
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [launcher, "doctor", "--json"], {
      stdio: ["ignore", full, "pipe"],
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([
      1,
      "roboos: the output cannot be written: ENOSPC: no space left on device, write\n",
    ]);
  });
});

describe("check keeps answering", () => {
  const check = (stdin: string) => runInProcess(["check"], { stdin });

  it("after an id nested deeper than JSON can be written", async () => {
    const deep = `{"id":${"[".repeat(100_000)}${"]".repeat(100_000)},"calls":[{"tool":"go_home","args":{}}]}`;
    const { code, stdout } = await check(`${deep}\n{"id":2,"calls":[{"tool":"go_home","args":{}}]}\n`);
    expect(code).toBe(0);
    const [first, second] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(first).toMatchObject({ id: null, verdict: "deny", code: "E_EMPTY" });
    expect(second).toMatchObject({ id: 2, verdict: "allow" });
  });

  it("when speed is scaled next to nothing", async () => {
    const { stdout } = await check(
      '{"id":1,"calls":[{"tool":"set_speed","args":{"scale":1e-300}},{"tool":"move_relative","args":{"dx":0.05}}]}\n',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "deny",
      code: "E_TOO_LONG",
      steps: [
        { tool: "set_speed", verdict: "allow" },
        { tool: "move_relative", verdict: "deny" },
      ],
    });
    expect(JSON.parse(stdout)).toMatchObject({ reason: expect.stringMatching(/raise the speed/) });
  });
});
