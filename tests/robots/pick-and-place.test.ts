// Every arm's own cell, end to end: a sentence, the gate, physics, and what was measured.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInProcess } from "../cli/streams.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "roboos-robots-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const cellPath = (name: string): string => fileURLToPath(new URL(`../../cells/${name}.yaml`, import.meta.url));

describe("pick up the red cube and put it in the tray", () => {
  it.each([
    ["ur5e", [0.35, 0.38]],
    ["so101", [0.12, 0.17]],
  ])(
    "%s: done and verified, the cube within 1 cm of the tray's middle",
    async (name, at) => {
      const args = ["run", "pick up the red cube and put it in the tray", "--cell", cellPath(name), "--json"];
      const { code, stdout } = await runInProcess(args, { env: { ROBOOS_HOME: home } });
      const result = JSON.parse(stdout) as { verified: boolean; final: { objects: { red_cube: number[] } } };
      expect([code, result.verified]).toEqual([0, true]);
      const [x, y] = result.final.objects.red_cube;
      expect(Math.hypot(x! - at[0]!, y! - at[1]!)).toBeLessThan(0.01);
    },
    60_000,
  );
});
