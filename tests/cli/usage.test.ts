import { describe, expect, it } from "vitest";
import { runInProcess } from "./streams.ts";

describe("misuse exits 64 and says on stderr what is wrong", () => {
  it.each([
    [["nonsense"], /unknown command 'nonsense'/],
    [["interprt"], /Did you mean interpret/],
    [["interpret", "--cel", "x"], /unknown option '--cel'/],
    [["interpret", "--cell"], /argument missing/],
    [["interpret", "extra"], /too many arguments/],
    [["cell", "validate"], /missing required argument 'file'/],
    [["cell"], /Usage: roboos cell/],
    [["cell", "nonsense"], /unknown command 'nonsense'/],
    [["eval"], /missing required argument 'file'/],
    [[], /Usage: roboos/],
  ])("%j", async (argv, message) => {
    const { code, stdout, stderr } = await runInProcess(argv);
    expect(code).toBe(64);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });
});

describe("help", () => {
  it.each([
    [["--help"]],
    [["interpret", "--help"]],
    [["cell", "validate", "-h"]],
    [["eval", "-h"]],
    [["doctor", "-h"]],
  ])("%j goes to stdout with an example and exits 0", async (argv) => {
    const { code, stdout, stderr } = await runInProcess(argv);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Examples:\n {2}\$ roboos /);
  });
  it("--version prints the version", async () => {
    expect(await runInProcess(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });
});
