// Bad input: empty, huge, unreadable, out of range. Nothing moves, and the question names the trouble.
import { describe, expect, it } from "vitest";
import { read } from "./fixture.ts";

describe("bad input", () => {
  it("asks back on 1 MB of text at once", () => {
    expect(read("move left 10 cm and ".repeat(52_429))).toMatchObject({ outcome: "clarify", question: /at most 2000/ });
  });

  it("stops even when the line is far too long, if it begins with stop", () => {
    expect(read("stop ".repeat(1000)).outcome).toBe("stop");
  });

  it.each(["", " ", "\t", "\n", "...", "?", "\u0000", "\ufeff"])("asks what to do on %j", (say) => {
    expect(read(say)).toMatchObject({ outcome: "clarify", calls: [] });
  });

  it.each([
    ["move １０ cm left", /cannot read the character/],
    ["move 10 cm lеft", /cannot read the character/],
    ["move 5", /5 what|Which way/],
    ["move left 5", /5 what left/],
    ["pick up the cube", /red_cube, blue_cube, green_cube/],
    ["pick up the purple cube", /no purple cube/],
    ["move 10 cm left banana", /"banana"/],
    ["put the red cube next to the mug", /which side of mug/],
    ["move left and right 10 cm", /each way|cancel/],
    ["wait 90 seconds", /at most 60/],
    ["rotate joint 9 by 10 degrees", /joints 1 to 7/],
    ["don't move left", /not to do/],
    ["set speed to 200%", /at most 100 %/],
    ["put the mug on the tray", /in tray/],
    ["move above the mug", /How far above mug/],
    ["rotate 10 degrees clockwise and 20 degrees counterclockwise", /both ways/],
    ["move to 0.4, 0.1, 0.3, 90", /degrees/],
    ["go home, then to (0.4, 0.1, 0.3)", /What shall I do there/],
    ["go home, then move up 5 cm, do that twice", /Which part/],
    ["pick up the mug, lift it 5 cm and do the same with the red cube", /same/],
    ["open the gripper, pick up the mug, then close it", /close the gripper\?/],
    ["put the red cube on the blue cube and the blue cube on the red cube", /red_cube will stand on blue_cube/],
  ])("%j is asked about, and says why", (say, why) => {
    const got = read(say);
    expect(got.outcome).toBe("clarify");
    expect(got.question).toMatch(why);
  });

  it("marks only emergency wording as an emergency", () => {
    expect(read("stop").emergency).toBe(false);
    expect(read("emergency stop!").emergency).toBe(true);
    expect(read("hit the e-stop").emergency).toBe(true);
  });
});
