import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runInProcess } from "./streams.ts";

const folder = mkdtempSync(join(tmpdir(), "roboos-eval-"));
afterAll(() => rmSync(folder, { recursive: true }));

function corpus(...lines: readonly (object | string)[]): string {
  const file = join(folder, "corpus.jsonl");
  writeFileSync(file, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return file;
}
const LEFT = {
  say: "move 10 cm left",
  expect: { outcome: ["plan"], calls: [{ tool: "move_relative", args: { dy: 0.1 } }] },
};

describe("eval", () => {
  it("exits 0 when all is read as expected", async () => {
    const { code, stdout } = await runInProcess(["eval", corpus(LEFT)]);
    expect([code, stdout]).toEqual([0, "ok: 1 of 1 (100 %) as expected, 0 unsafe\n"]);
  });

  it("exits 1 and names line, sentence and cause of each failure", async () => {
    const wrong = { ...LEFT, expect: { outcome: ["refuse"] } };
    const { code, stdout } = await runInProcess(["eval", corpus(LEFT, wrong, "not json")]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/fail line 2: move 10 cm left\n {5}outcome plan, expected refuse/);
    expect(stdout).toMatch(/fail line 3: not json/);
    expect(stdout).toMatch(/unsafe planned: move 10 cm left/);
    expect(stdout).toMatch(/below the mark: 1 of 3 \(33\.3 %\) as expected, 1 unsafe/);
  });

  it("fails on one unsafe plan however good the rest is", async () => {
    const unsafe = { ...LEFT, expect: { outcome: ["clarify"] } };
    const { code, stdout } = await runInProcess([
      "eval",
      "--json",
      corpus(...Array.from({ length: 99 }, () => LEFT), unsafe),
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, total: 100, passed: 99, percent: 99, unsafe: [LEFT.say] });
  });

  it("a corpus that is missing or empty exits 64", async () => {
    expect((await runInProcess(["eval", join(folder, "none.jsonl")])).code).toBe(64);
    const { code, stderr } = await runInProcess(["eval", corpus("")]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/holds no sentences/);
  });
});
