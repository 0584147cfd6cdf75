import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { type ScriptedArm, scriptedArm } from "./scripted.ts";

const cell = loadCell(defaultCellPath());
let world: World;
let arm: ScriptedArm;
beforeAll(async () => {
  world = await createMujocoWorld(cell);
});
afterAll(() => world.close());
beforeEach(() => {
  world.reset();
  arm = scriptedArm(world, cell);
});

const pairs = (): string[] =>
  world
    .takeTouches()
    .map(({ a, b }) => `${a} - ${b}`)
    .sort();

/** Grips the red cube and lifts it to 0.2 m. */
function pickRed(): Vec3 {
  const start = world.read().objects.red_cube!.xyzM;
  world.expectTouches({ grips: ["red_cube"], places: null });
  arm.moveTo([start[0], start[1], 0.2], 0, 1.5);
  arm.moveTo([start[0], start[1], 0.02], 0, 1);
  arm.grip(0);
  arm.moveTo([start[0], start[1], 0.2], 0, 1);
  expect(world.takeTouches()).toEqual([]);
  return start;
}

describe("touches", () => {
  it("are none while things only stand on the table", () => {
    arm.wait(1);
    expect(world.takeTouches()).toEqual([]);
  });

  it("tell of fingers driven into the table, once a finger, with time, place and depth", () => {
    arm.moveTo([0.4, 0, 0.05], 0, 1.5);
    arm.moveTo([0.4, 0, 0.005], 0, 1);
    arm.wait(0.2);
    const touches = world.takeTouches();
    expect(touches.map(({ a, b }) => [a, b])).toEqual([
      expect.arrayContaining(["table"]),
      expect.arrayContaining(["table"]),
    ]);
    for (const { a, atS, depthM, atM } of touches) {
      expect(a).toMatch(/^(left|right) finger$/);
      expect(atS).toBeGreaterThan(1.5);
      expect(depthM).toBeGreaterThan(0);
      expect(depthM).toBeLessThan(0.01);
      expect(Math.abs(atM[2])).toBeLessThan(0.01);
    }
    expect(world.takeTouches()).toEqual([]);
  });

  it("tell of a cube that the hand pushes, and of one gripped that nobody meant to grip", () => {
    arm.moveTo([0.45, 0.15, 0.1], 0, 1.5);
    arm.moveTo([0.45, 0.15, 0.02], 0, 1);
    expect(world.takeTouches()).toEqual([]);
    arm.grip(0);
    expect(pairs()).toEqual(["left finger - red_cube", "right finger - red_cube"]);
  });

  it("tell of the hand's body in a container's wall", () => {
    arm.moveTo([0.33, -0.26, 0.3], 0, 1.5);
    arm.moveTo([0.33, -0.26, 0.03], 0, 1.5);
    expect(pairs()).toEqual(["hand - bin"]);
  });

  it("tell of what is held knocking another thing over, but not of its own support at pick and place", () => {
    const start = pickRed();
    arm.moveTo([0.44, 0, 0.025], 0, 1.5);
    expect(world.takeTouches()).toEqual([]);
    arm.moveTo([0.475, 0, 0.025], 0, 1);
    expect(pairs()).toEqual(["red_cube - blue_cube"]);
    arm.moveTo([start[0], start[1], 0.1], 0, 1.5);
    world.takeTouches();
    world.expectTouches({ grips: ["red_cube"], places: { object: "red_cube", supports: ["table"], centreM: start } });
    arm.moveTo([start[0], start[1], 0.02], 0, 1);
    arm.grip(0.08);
    expect(world.takeTouches()).toEqual([]);
  });

  it("tell of what is held being pressed on the table away from where it goes", () => {
    pickRed();
    arm.moveTo([0.45, 0.05, 0.1], 0, 1);
    arm.moveTo([0.45, 0.05, 0.018], 0, 1);
    expect(pairs()).toEqual(["red_cube - table"]);
  });

  it("tell of what is held standing on something that was not named as its support", () => {
    pickRed();
    const { xyzM } = world.read().objects.blue_cube!;
    const centreM: Vec3 = [xyzM[0], xyzM[1], 0.06];
    arm.moveTo([xyzM[0], xyzM[1], 0.15], 0, 1.5);
    world.expectTouches({ grips: ["red_cube"], places: { object: "red_cube", supports: ["mug"], centreM } });
    arm.moveTo([xyzM[0], xyzM[1], 0.058], 0, 1);
    expect(pairs()).toEqual(["red_cube - blue_cube"]);
    world.expectTouches({ grips: ["red_cube"], places: { object: "red_cube", supports: ["blue_cube"], centreM } });
    arm.grip(0.08);
    arm.moveTo([xyzM[0], xyzM[1], 0.2], 0, 1);
    expect(world.takeTouches()).toEqual([]);
    expect(world.read().objects.red_cube!.xyzM[2]).toBeCloseTo(0.06, 3);
  });
});
