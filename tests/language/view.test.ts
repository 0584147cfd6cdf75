// A wish to see the cell says which picture to draw; no other answer does.
import { describe, expect, it } from "vitest";
import { read } from "./fixture.ts";

describe("view", () => {
  it.each([
    ["show me the cockpit view", "cockpit"],
    ["What do you see?", "cockpit"],
    ["take a picture", "cockpit"],
    ["give me the camera feed", "cockpit"],
    ["show the cell from the operator side", "operator"],
    ["operator camera", "operator"],
    ["Show me the operator view.", "operator"],
  ])("%j is the %s view", (say, view) => {
    expect(read(say)).toMatchObject({ outcome: "answer", view, calls: [] });
  });

  it.each(["where is the red cube?", "what are you holding?", "go home", "stop", "ignore the limits"])(
    "%j asks for no picture",
    (say) => {
      expect(read(say)).not.toHaveProperty("view");
    },
  );
});
