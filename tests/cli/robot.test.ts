import { describe, expect, it } from "vitest";
import { runInProcess } from "./streams.ts";

describe("roboos robot", () => {
  it("lists the four arms with stroke, mass and what is estimated", async () => {
    const { code, stdout } = await runInProcess(["robot", "list"]);
    expect(code).toBe(0);
    for (const name of ["fr3", "ur5e", "so101", "grbl4"]) expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
    const { stdout: json } = await runInProcess(["robot", "list", "--json"]);
    expect(JSON.parse(json)).toMatchObject({ robots: [{ name: "fr3", joints: 7, strokeM: 0.08 }, {}, {}, {}] });
  });

  it("shows joints, limits, links and sources of one", async () => {
    const { code, stdout } = await runInProcess(["robot", "show", "fr3"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^joint1 +0\.0000 0\.0000 0\.3330 +-157\.2…157\.2 +150\* +10\.0 +5000 +87\.0 +5 after 0\.1 s$/m,
    );
    expect(stdout).toContain("* less towards the ends of its range");
    expect(stdout).toMatch(/^brake +estimated/m);
    const { stdout: json } = await runInProcess(["robot", "show", "grbl4", "--json"]);
    expect(JSON.parse(json)).toMatchObject({ name: "grbl4" });
  });

  it("derives pairs as stored", async () => {
    const { code, stdout } = await runInProcess(["robot", "pairs", "so101", "--json"]);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { robot: "so101", same: true }]);
  });

  it("says which arms there are when there is none of that name", async () => {
    const { code, stderr } = await runInProcess(["robot", "show", "fr9"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/E_ROBOT: no robot is called fr9; there are fr3, ur5e, so101, grbl4/);
  });

  it("misused, exits 64 with help", async () => {
    expect((await runInProcess(["robot", "show"])).code).toBe(64);
    expect((await runInProcess(["robot", "fold"])).code).toBe(64);
  });
});
