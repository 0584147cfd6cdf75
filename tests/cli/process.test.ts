// The executable itself, as a shell sees it: exit codes, streams and pipes that close.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const LAUNCHER = fileURLToPath(new URL("../../tools/roboos.mjs", import.meta.url));
const start = (...args: string[]) => spawn(process.execPath, [LAUNCHER, ...args], { stdio: "pipe" });
type Child = ReturnType<typeof start>;

async function finished(child: Child): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

describe("the executable", () => {
  it("exits 64 on misuse, with the reason on stderr", async () => {
    const { code, stdout, stderr } = await finished(start("fly"));
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toMatch(/unknown command 'fly'/);
  });

  it("interprets each line, an empty and an unfinished one too, with keys in the contract's order", async () => {
    const child = start("interpret");
    child.stdin.end("move 10 cm left\r\n\nwhere is the mug?");
    const { code, stdout, stderr } = await finished(child);
    expect([code, stderr]).toEqual([0, ""]);
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ say }) => say)).toEqual(["move 10 cm left", "", "where is the mug?"]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(["plan", "clarify", "answer"]);
    expect(answers[0]?.calls).toEqual([{ tool: "move_relative", args: { dy: 0.1 } }]);
    const order = ["say", "outcome", "calls", "confidence", "question", "reason"];
    for (const answer of answers) expect(Object.keys(answer)).toEqual(order.filter((key) => key in answer));
  });

  it("answers a line before the next one is there", async () => {
    const child = start("interpret");
    child.stdin.write("go home\n");
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    expect(JSON.parse(chunk.toString())).toMatchObject({ say: "go home", outcome: "plan" });
    child.stdin.end();
    expect((await finished(child)).code).toBe(0);
  });

  it("asks about 1 MB of text and echoes 10,000 characters of it", async () => {
    const child = start("interpret");
    child.stdin.end(`${"move left ".repeat(100_000)}\n`);
    const { code, stdout } = await finished(child);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as { say: string; outcome: string; calls: unknown[]; reason: string };
    expect(answer).toMatchObject({ outcome: "clarify", calls: [] });
    expect(answer.say).toHaveLength(10_000);
    expect(answer.reason).toMatch(/1000000 characters/);
  });

  it("ends quietly when its reader goes away", async () => {
    const child = start("interpret");
    child.stdin.on("error", () => {});
    child.stdin.end("go home\n".repeat(20_000));
    await once(child.stdout, "data");
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const [code] = (await once(child, "exit")) as [number | null];
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("names a cell's faults with their lines and interprets nothing", async () => {
    const child = start("interpret", "--cell", "/nonexistent.yaml");
    child.stdin.on("error", () => {});
    child.stdin.end("go home\n");
    const { code, stdout, stderr } = await finished(child);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/E_CELL: cannot read the cell \/nonexistent\.yaml/);
  });
});
