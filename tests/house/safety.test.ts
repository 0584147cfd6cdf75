// SAFETY.md claims hazard → mechanism → test. Each file it names exists, each test it quotes is there, every
// hook is claimed for some hazard, and all twelve invariants have a status.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DURING_HOOKS, GOVERNORS, POST_HOOKS, PRE_HOOKS } from "../../apps/runtime/hook-list.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const text = readFileSync(join(ROOT, "SAFETY.md"), "utf8");

const rowsUnder = (heading: string): string[][] => {
  const section = text.split("\n## ").find((part) => part.startsWith(heading)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};
const hazards = rowsUnder("Hazards").map(([hazard = "", mechanism = "", proof = ""]) => ({ hazard, mechanism, proof }));
const filesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, file]) => file!);

describe("SAFETY.md", () => {
  test("says first that RoboOS is not safety-rated", () => {
    expect(text.split("\n")[2]).toMatch(/^\*\*RoboOS is not safety-rated\.\*\*/);
  });

  test.each(hazards)("$hazard: its mechanism exists", ({ mechanism }) => {
    const files = filesIn(mechanism);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test.each(hazards)("$hazard: its test exists", ({ proof }) => {
    const [, file, title] = /^`(tests\/[^`]+)`: "(.+)"$/.exec(proof) ?? [];
    expect(file).toBeDefined();
    expect(readFileSync(join(ROOT, file!), "utf8")).toContain(title);
  });

  test("claims every hook for some hazard", () => {
    const claimed = new Set(hazards.flatMap(({ mechanism }) => filesIn(mechanism)));
    const hooks = ["pre", "during", "govern", "post"].flatMap((phase) =>
      readdirSync(join(ROOT, "hooks", phase)).map((file) => `hooks/${phase}/${file}`),
    );
    expect(hooks.length).toBe(PRE_HOOKS.length + DURING_HOOKS.length + GOVERNORS.length + POST_HOOKS.length);
    const unclaimed = hooks.filter((hook) => !claimed.has(hook));
    // These two say that a call makes no sense; no hazard hangs on them that another hook does not keep.
    expect(unclaimed).toEqual(["hooks/pre/preconditions.ts", "hooks/pre/reach.ts"]);
  });

  test("gives the status of all twelve invariants", () => {
    const numbers = rowsUnder("Invariants").map(([invariant = ""]) => Number.parseInt(invariant, 10));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});
