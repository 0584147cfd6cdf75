// Ways to stop a run from outside: signals, a reader that went away, an emergency stop in another process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { verifyLogFile } from "../../kernel/log/log-file.ts";
import { runInProcess } from "./streams.ts";

const LAUNCHER = fileURLToPath(new URL("../../tools/roboos.mjs", import.meta.url));
const GOAL = "pick up the red cube and put it in the tray";
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "roboos-stopping-"));
});

const logsOf = (word: string): string[] => {
  const folder = join(home, "recordings");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.includes(word))
    .map((name) => join(folder, name, "log.jsonl"));
};

/** A paced run, given back once its first motion is permitted. */
async function moving(): Promise<{ child: ChildProcess; stdout: () => string; stderr: () => string }> {
  const child = spawn(process.execPath, [LAUNCHER, "run", "--realtime", "--json", GOAL], {
    env: { ...process.env, ROBOOS_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const isPermitted = (): boolean =>
    logsOf("pick-up").some((path) => existsSync(path) && readFileSync(path, "utf8").includes('"kind":"permit"'));
  while (!isPermitted() && child.exitCode === null) await sleep(20);
  return { child, stdout: () => out, stderr: () => err };
}

describe("a run that moves", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "stops on %s: a whole log that says so, exit 1",
    async (signal) => {
      const { child, stdout } = await moving();
      child.kill(signal);
      const [code] = (await once(child, "close")) as [number | null];
      expect(code).toBe(1);
      expect(JSON.parse(stdout())).toMatchObject({ outcome: "stopped", verified: false, code: "E_STOPPED" });
      const check = verifyLogFile(logsOf("pick-up")[0] ?? "", join(home, "anchors"));
      expect(check).toMatchObject({ holds: true, notices: [] });
      const kinds = check.records.map(({ kind }) => kind);
      expect(kinds.slice(kinds.indexOf("stop"))).toEqual(["stop", "executed", "outcome", "disarmed"]);
    },
    60_000,
  );

  it("is stopped by an emergency stop in another process, which stays latched until it is released", async () => {
    const { child, stdout } = await moving();
    const ended = once(child, "close");
    const env = { ROBOOS_HOME: home };
    const pressed = await runInProcess(["run", "--json", "emergency stop"], { env });
    expect([pressed.code, JSON.parse(pressed.stdout)]).toMatchObject([0, { outcome: "stopped" }]);
    const [code] = (await ended) as [number | null];
    expect(code).toBe(1);
    expect(JSON.parse(stdout())).toMatchObject({ outcome: "stopped", verified: false });
    for (const path of [...logsOf("pick-up"), ...logsOf("emergency")]) {
      expect(verifyLogFile(path, join(home, "anchors"))).toMatchObject({ holds: true, notices: [] });
    }

    const refused = await runInProcess(["run", "--json", "go home"], { env });
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: "refused", code: "E_ESTOPPED" });
    expect((await runInProcess(["run", "--json", "where are you?"], { env })).code).toBe(0);
    expect((await runInProcess(["release", "--reason", "  "], { env })).code).not.toBe(0);
    expect((await runInProcess(["release", "--reason", "looked over"], { env })).code).toBe(0);
    expect((await runInProcess(["run", "--json", "go home"], { env })).code).toBe(0);
  }, 120_000);
});
