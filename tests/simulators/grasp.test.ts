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

const at = (id: string): Vec3 => world.read().objects[id]!.xyzM;
/** Between bin and shelf there is room for the hand only this way. */
const BETWEEN_RAD = 2.2;

/** Comes from above, closes on the object and lifts it to 0.25 m. */
function pick(id: string, graspZM: number, yawRad: number): void {
  const [x, y] = at(id);
  world.expectTouches({ grips: [id], places: null });
  arm.moveTo([x, y, 0.25], yawRad, 2);
  arm.moveTo([x, y, graspZM], yawRad, 1.5);
  arm.grip(0);
  arm.moveTo([x, y, 0.25], yawRad, 1.5);
}

describe.each([
  ["red_cube", 0.02, 0, 0.04],
  ["yellow_cylinder", 0.031, BETWEEN_RAD, 0.04],
  ["mug", 0.051, 0, 0.06],
] as const)("%s gripped by friction", (id, graspZM, yawRad, widthM) => {
  it("rises with the hand, held at the force limit, slipping less than 0.8 mm", () => {
    const [, , startZ] = at(id);
    pick(id, graspZM, yawRad);
    const held = world.read();
    expect(held.gripper.holding).toBe(id);
    expect(held.gripper.forceN).toBeCloseTo(cell.gripper.forceN, 1);
    expect(Math.abs(held.gripper.openingM - widthM)).toBeLessThan(0.001);
    expect(Math.abs(held.objects[id]!.xyzM[2] - startZ - (0.25 - graspZM))).toBeLessThan(0.0008);
    expect(world.takeTouches()).toEqual([]);
  });

  it("falls when the gripper opens", () => {
    pick(id, graspZM, yawRad);
    const reading = arm.grip(cell.gripper.strokeM);
    expect(reading.holding).toBeNull();
    expect(reading.forceN).toBe(0);
    expect(at(id)[2]).toBeLessThan(0.1);
  });

  it("is put down again where it stood, within 2 mm and without an unexpected touch", () => {
    const start = at(id);
    pick(id, graspZM, yawRad);
    world.expectTouches({ grips: [id], places: { object: id, supports: ["table"], centreM: start } });
    arm.moveTo([start[0], start[1], graspZM + 0.001], yawRad, 1.5);
    arm.grip(cell.gripper.strokeM);
    arm.moveTo([start[0], start[1], 0.25], yawRad, 1.5);
    const end = at(id);
    for (let axis = 0; axis < 3; axis++) expect(Math.abs(end[axis]! - start[axis]!)).toBeLessThan(0.002);
    expect(world.read().gripper.holding).toBeNull();
    expect(world.takeTouches()).toEqual([]);
  });
});

describe("the hand", () => {
  it("closes on nothing: shut, settled, holding nothing", () => {
    const reading = arm.grip(0, 1.5);
    expect(reading.openingM).toBeLessThan(0.0005);
    expect(reading.openingM).toBeGreaterThan(-0.0005);
    expect(reading.gripperSettled).toBe(true);
    expect(reading.holding).toBeNull();
    expect(reading.forceN).toBe(0);
  });

  it("moves its fingers at 0.1 m/s, settled only once there", () => {
    expect(arm.grip(0.05, 0.2).gripperSettled).toBe(false);
    expect(world.read().gripper.openingM).toBeCloseTo(0.0615, 2);
    expect(arm.grip(0.05, 0.4).gripperSettled).toBe(true);
    expect(world.read().gripper.openingM).toBeCloseTo(0.05, 3);
  });

  it("squeezes no harder than it is told", () => {
    arm.setpoint.forceN = 12;
    pick("red_cube", 0.02, 0);
    expect(world.read().gripper.forceN).toBeCloseTo(12, 1);
    expect(world.read().gripper.holding).toBe("red_cube");
  });

  it("no longer holds what is pulled out of it: with no force left, the cube drops", () => {
    pick("red_cube", 0.02, 0);
    arm.setpoint.forceN = 0;
    arm.setpoint.openingM = 0.041;
    expect(arm.wait(0.5).holding).toBeNull();
  });
});
