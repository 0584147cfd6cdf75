// The prompt on a terminal and behind a pipe.
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCli } from "../../apps/cli/program.ts";
import { runInProcess } from "./streams.ts";

describe("the prompt", () => {
  it("keeps what was typed for the next session, once each", async () => {
    const home = mkdtempSync(join(tmpdir(), "roboos-prompt-"));
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    let shown = "";
    let answered = 0;
    stdout.on("data", (chunk) => {
      shown += chunk;
      const said = ["where are you?\r", "where are you?\r", "status\r", "quit\r"];
      while (answered < said.length && shown.split("> ").length - 1 > answered) stdin.write(said[answered++]);
    });
    const env = { ROBOOS_HOME: home };
    const code = await runCli(["start"], { stdin, stdout, stderr: new PassThrough(), env });
    expect(code).toBe(0);
    const history = join(home, "state", "history");
    expect(existsSync(history) ? readFileSync(history, "utf8") : "none").toBe("where are you?\nstatus\nquit\n");
  });

  it("answers each piped line without prompt or progress, and the last one without newline", async () => {
    const home = mkdtempSync(join(tmpdir(), "roboos-prompt-"));
    const stdin = "move 2 cm up\nwhere are you?\nhelp";
    const { code, stdout, stderr } = await runInProcess(["start"], { stdin, env: { ROBOOS_HOME: home } });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Done and verified.*0\.507.*Say what the arm should do/s);
    for (const mark of ["\r", "\u001b", "\n> ", "━"]) expect(stdout).not.toContain(mark);
  });
});
