// What the measured scene changes: what is held, where things are, what "it" is.
import { describe, expect, it } from "vitest";
import { measuredScene, read, tabletop } from "./fixture.ts";

describe("the measured scene", () => {
  it("does not pick again what is held", () => {
    const scene = measuredScene({}, "red_cube");
    const place = [{ tool: "place", args: { target: "tray", relation: "in" } }];
    for (const say of [
      "put the red cube in the tray",
      "put it in the tray",
      "put the cube in the tray",
      "drop it in the tray",
    ]) {
      expect(read(say, scene)).toMatchObject({ outcome: "plan", calls: place });
    }
  });

  it("lets go of what is held, and only of that", () => {
    const scene = measuredScene({}, "mug");
    expect(read("release it", scene).calls).toEqual([{ tool: "toggle_tool", args: { activate: false } }]);
    expect(read("let go of the mug", scene).outcome).toBe("plan");
    expect(read("let go of the red cube", scene).outcome).toBe("clarify");
  });

  it("asks before picking with a full hand", () => {
    expect(read("pick up the mug", measuredScene({}, "red_cube"))).toMatchObject({
      outcome: "clarify",
      question: /holds red_cube/,
    });
  });

  it("moves the arm, not the table, when what is held is to move up", () => {
    const scene = measuredScene({}, "red_cube");
    expect(read("move the red cube up 10 cm", scene).calls).toEqual([{ tool: "move_relative", args: { dz: 0.1 } }]);
    expect(read("raise it 5 cm", scene).calls).toEqual([{ tool: "move_relative", args: { dz: 0.05 } }]);
  });

  it('takes "it" for the object named last', () => {
    const scene = { ...measuredScene(), lastObject: "mug" };
    expect(read("pick it up", scene).calls).toEqual([{ tool: "pick", args: { object: "mug" } }]);
    expect(read("move it 10 cm up", scene).outcome).toBe("clarify");
  });

  it("describes by where things are now", () => {
    const scene = measuredScene({ red_cube: [0.45, -0.3, 0.02] });
    expect(read("pick up the rightmost cube", scene).calls).toEqual([{ tool: "pick", args: { object: "red_cube" } }]);
    expect(read("where is the red cube?", scene).reason).toContain("0.450, -0.300, 0.020");
  });

  it("knows what lies in the tray", () => {
    const scene = measuredScene({ red_cube: [0.35, 0.38, 0.025] });
    expect(read("pick up the cube in the tray", scene).calls).toEqual([{ tool: "pick", args: { object: "red_cube" } }]);
    expect(read("take the red cube out of the tray", scene).calls).toEqual([
      { tool: "pick", args: { object: "red_cube" } },
    ]);
    expect(read("what is in the tray?", scene).reason).toContain("tray holds red_cube");
    expect(read("put all the cubes in the tray", scene).calls).toHaveLength(4);
  });

  it("swaps by way of a free place at least 10 cm from every other object", () => {
    const [, first] = read("swap the red cube and the blue cube").calls;
    if (first?.tool !== "place" || !("x" in first.args)) throw new Error("the second call must place by coordinates");
    const { x, y } = first.args;
    expect(x).toBeGreaterThanOrEqual(0.3);
    expect(x).toBeLessThanOrEqual(0.6);
    for (const other of tabletop.objects.filter(({ isStatic }) => !isStatic)) {
      const [ox, oy] = other.startPose.xyzM;
      expect(Math.hypot(x - ox, y - oy)).toBeGreaterThan(0.1);
    }
  });

  it("says what is held and where the tool is", () => {
    expect(read("what are you holding?", measuredScene({}, "mug")).reason).toBe("I am holding mug.");
    expect(read("where are you?").reason).toContain("(0.307, 0.000, 0.487)");
    expect(read("is the gripper open?").reason).toContain("open: 80 mm");
  });
});
