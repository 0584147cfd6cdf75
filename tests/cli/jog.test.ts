// The keys of jogging, and that it needs a terminal.
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { jogMode, meant } from "../../apps/cli/jog.ts";
import type { Session } from "../../apps/runtime/session.ts";

describe("jogging at the prompt", () => {
  it("takes arrows, page keys, brackets, joints by number, and leaves by q", () => {
    expect(meant({ name: "up", sequence: "\x1b[A" }, 1)).toEqual({ dx: 0.05 });
    expect(meant({ name: "left" }, 1)).toEqual({ dy: 0.05 });
    expect(meant({ name: "pagedown" }, 1)).toEqual({ dz: -0.05 });
    expect(meant({ sequence: "[" }, 1)).toEqual({ dtheta: 10 });
    expect(meant({ name: "4", sequence: "4" }, 1)).toBe(4);
    expect(meant({ sequence: "-" }, 4)).toEqual({ joint: 4, by_deg: -10 });
    for (const key of [{ name: "q" }, { name: "escape" }, { name: "c", ctrl: true }])
      expect(meant(key, 1)).toBe("leave");
    for (const key of [{ name: "x", sequence: "x" }, { name: "c" }, {}]) expect(meant(key, 1)).toBeNull();
  });

  it("moves nothing without a terminal", async () => {
    const stdout = new PassThrough();
    await jogMode({} as Session, { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {} });
    expect(String(stdout.read())).toMatch(/needs a terminal/);
  });
});
