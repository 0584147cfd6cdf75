// The order in which things were said is the order in which they are done; the corpora leave it free.
import { describe, expect, it } from "vitest";
import { read } from "./fixture.ts";

const picked = (say: string): string[] =>
  read(say).calls.flatMap((call) => (call.tool === "pick" ? [call.args.object] : []));

describe("one after the other", () => {
  it.each([
    ["put the red cube then the blue cube in the tray", ["red_cube", "blue_cube"]],
    ["put the blue cube then the red cube in the tray", ["blue_cube", "red_cube"]],
    ["put first the mug, then the green cube and then the red cube on the shelf", ["mug", "green_cube", "red_cube"]],
  ])("%j picks in that order", (say, order) => {
    expect(picked(say)).toEqual(order);
  });
});
