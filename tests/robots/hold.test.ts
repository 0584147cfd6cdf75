// Each arm in physics: it stays where its home is, follows a smooth motion, and comes to rest where kinematics says.
import { describe, expect, it } from "vitest";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { distanceM, quatAngleRad } from "../../kernel/motion/transform.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { scriptedArm } from "../simulators/scripted.ts";
import { bareCell } from "./bare-cell.ts";

const HALF_DEGREE = Math.PI / 360;

describe.each(ROBOT_NAMES)("%s in physics", (name) => {
  const cell = bareCell(robotNamed(name)!);
  const chain = chainOf(cell.robot, cell.base);

  it("rests at home and after a smooth motion within 2 mm and 0.5 deg, never more than 0.03 rad behind", async () => {
    const world = await createMujocoWorld(cell);
    const arm = scriptedArm(world, cell);
    const expectAt = (q: readonly number[]): void => {
      const { tool, jointsRadPerS } = world.read();
      const meant = toolPoseAt(chain, q);
      expect(distanceM(tool.xyzM, meant.xyzM)).toBeLessThan(0.002);
      expect(quatAngleRad(tool.quatXyzw, meant.quatXyzw)).toBeLessThan(HALF_DEGREE);
      for (const speed of jointsRadPerS) expect(Math.abs(speed)).toBeLessThan(0.002);
    };
    arm.wait(0.5);
    expectAt(cell.homeRad);
    const away = cell.homeRad.map((rad, i) => rad + (i % 2 === 0 ? 0.35 : -0.3));
    for (const target of [away, cell.homeRad]) {
      arm.moveJoints(target, 1.2);
      arm.wait(0.3);
      expectAt(target);
    }
    expect(arm.worstRad()).toBeLessThan(0.03);
    expect(world.takeTouches()).toEqual([]);
    world.close();
  });

  it("opens and closes its gripper all the way", async () => {
    const world = await createMujocoWorld(cell);
    const arm = scriptedArm(world, cell);
    const { strokeM } = cell.robot.gripper;
    expect(world.read().gripper.openingM).toBeCloseTo(strokeM, 3);
    expect(arm.grip(0, 1.5).gripperSettled).toBe(true);
    expect(world.read().gripper.openingM).toBeLessThan(0.0005);
    expect(arm.grip(strokeM / 2, 1.5).gripperSettled).toBe(true);
    expect(Math.abs(world.read().gripper.openingM - strokeM / 2)).toBeLessThan(0.0005);
    world.close();
  });
});
