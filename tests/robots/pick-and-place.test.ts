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
    ["grbl4", [0.12, 0.21]],
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

describe("arms that cannot turn their hand as they like", () => {
  const run = async (name: string, text: string) => {
    const args = ["run", text, "--cell", cellPath(name), "--json"];
    const { code, stdout } = await runInProcess(args, { env: { ROBOOS_HOME: home } });
    return { exit: code, ...(JSON.parse(stdout) as { verified: boolean; reason?: string; final: { tcp: Tcp } }) };
  };

  it("grbl4: goes 5 cm left in a straight line, its hand turning with the base", async () => {
    const { exit, final } = await run("grbl4", "move 5 cm left");
    expect(exit).toBe(0);
    expect(final.tcp.y).toBeCloseTo(0.05, 3);
    expect(final.tcp.theta).toBeCloseTo((Math.atan2(0.05, final.tcp.x) * 180) / Math.PI, 1);
  }, 60_000);

  it("grbl4: goes to a point with any yaw, but refuses a yaw that it cannot have", async () => {
    expect((await run("grbl4", "move to x 0.2 y 0.1 z 0.1")).verified).toBe(true);
    const { exit, reason } = await run("grbl4", "turn 20 degrees");
    expect([exit, reason]).toEqual([2, expect.stringMatching(/reach/)]);
  }, 60_000);

  it("so101: turns its hand by 20 degrees and goes 2 cm left, straight down although it sags", async () => {
    const { exit, final } = await run("so101", "turn 20 degrees, then move 2 cm left");
    expect(exit).toBe(0);
    expect(Math.abs(final.tcp.theta)).toBeCloseTo(20, 0);
    expect(final.tcp.y).toBeCloseTo(0.02, 2);
  }, 60_000);
});

interface Tcp {
  readonly x: number;
  readonly y: number;
  readonly theta: number;
}
