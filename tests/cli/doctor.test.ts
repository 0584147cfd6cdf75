import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runInProcess } from "./streams.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "roboos-home-"));
});
afterEach(() => rmSync(home, { recursive: true }));

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly level: string; readonly text: string }[];
}

async function report(): Promise<{ code: number; levels: Record<string, string> }> {
  const { code, stdout } = await runInProcess(["doctor", "--json"], { env: { ROBOOS_HOME: home } });
  const { ok, checks } = JSON.parse(stdout) as Report;
  expect(ok).toBe(code === 0);
  return { code, levels: Object.fromEntries(checks.map((check) => [check.name, check.level])) };
}

describe("doctor", () => {
  it("finds this machine fit: Node, physics, cell, a private home with room", async () => {
    const { code, levels } = await report();
    expect(code).toBe(0);
    expect(levels).toMatchObject({
      node: "ok",
      physics: "ok",
      cell: "ok",
      home: "ok",
      disk: "ok",
      stop: "ok",
      provider: "ok",
    });
  });

  it("warns of a latched emergency stop, and says how it is released", async () => {
    mkdirSync(join(home, "state"));
    writeFileSync(join(home, "state", "tabletop.estop.json"), "{}");
    expect((await report()).levels.stop).toBe("warn");
    const { stdout, code } = await runInProcess(["doctor"], { env: { ROBOOS_HOME: home } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/warn stop .*latched[\s\S]*roboos release --reason/);
  });

  it("warns when others may write to its home", async () => {
    chmodSync(home, 0o777);
    expect((await report()).levels.home).toBe("warn");
  });

  it("fails when its home cannot be a folder", async () => {
    const { code, stdout } = await runInProcess(["doctor"], { env: { ROBOOS_HOME: "/dev/null/home" } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/fail home/);
  });
});
