// Measured joint torque is that of a sensor between gear and link: the arm's weight, what it holds, and what pushes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Inertia } from "../../kernel/contract/robot.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { scriptedArm } from "./scripted.ts";

const cell = loadCell(defaultCellPath());
const chain = chainOf(cell.robot, cell.base);
const { links, gripper } = cell.robot;
const G = 9.81;

let world: World;
beforeAll(async () => {
  world = await createMujocoWorld(cell);
});
afterAll(() => world.close());
beforeEach(() => world.reset());

/** Potential energy of links, hand and (open) fingers, joule: weight times height of each centre of mass. */
function potentialJ(q: readonly number[]): number {
  const frames = new Float64Array(chain.frameCount * 12);
  linkFramesAt(chain, q, frames);
  const heightM = (frame: number, [x, y, z]: readonly [number, number, number]): number => {
    const at = frame * 12 + 8;
    return frames[at]! * x + frames[at + 1]! * y + frames[at + 2]! * z + frames[at + 3]!;
  };
  const energyJ = (frame: number, { massKg, comM }: Inertia): number => massKg * G * heightM(frame, comM);
  const hand = chain.frameCount - 1;
  // The second finger is the first one turned about the hand's z, so both together have their centre on that axis.
  const fingers: Inertia = {
    ...gripper.finger.inertia,
    massKg: 2 * gripper.finger.inertia.massKg,
    comM: [0, 0, gripper.finger.inertia.comM[2]],
  };
  return (
    links.reduce((sum, { inertia }, i) => sum + energyJ(i, inertia), 0) +
    energyJ(hand, gripper.hand.inertia) +
    energyJ(hand, fingers)
  );
}

const gravityNm = (q: readonly number[]): number[] =>
  q.map((_, i) => {
    const shifted = (by: number): number => potentialJ(q.map((rad, j) => (j === i ? rad + by : rad)));
    return (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
  });

describe("measured effort", () => {
  it("at rest is the slope of the potential energy, within 0.05 Nm, at home and stretched out", () => {
    const arm = scriptedArm(world, cell);
    for (const q of [cell.homeRad, [0.6, 0.2, -0.4, -1.9, 0.5, 2.2, -0.2]]) {
      arm.moveJoints(q, 2);
      const { effortNm } = arm.wait(0.5);
      const expected = gravityNm([...arm.setpoint.jointsRad]);
      for (const [i, nm] of expected.entries()) expect(Math.abs(effortNm[i]! - nm)).toBeLessThan(0.05);
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(10);
    }
  });

  it("over a motion from rest to rest does the work that lifts the arm, within 2 %", () => {
    const arm = scriptedArm(world, cell);
    const target = [0.6, 0.2, -0.4, -1.9, 0.5, 2.2, -0.2];
    const step = world.step;
    let workJ = 0;
    const counting: World = {
      ...world,
      step(setpoint) {
        const reading = step(setpoint);
        for (let i = 0; i < world.dof; i++) workJ += reading.effortNm[i]! * reading.jointsRadPerS[i]! * world.tickS;
        return reading;
      },
    };
    const before = potentialJ(arm.setpoint.jointsRad as unknown as number[]);
    const moved = scriptedArm(counting, cell);
    moved.moveJoints(target, 2);
    moved.wait(0.3);
    const liftedJ = potentialJ(target) - before;
    expect(Math.abs(liftedJ)).toBeGreaterThan(5);
    expect(Math.abs(workJ / liftedJ - 1)).toBeLessThan(0.02);
  });

  it("grows by weight times lever arm when a cube of 50 g is lifted", () => {
    const arm = scriptedArm(world, cell);
    const at = [0.45, 0.15, 0.1] as const;
    arm.moveTo([0.45, 0.15, 0.02], 0, 1.5);
    arm.grip(0, 1);
    arm.moveTo(at, 0, 1.5);
    const { effortNm, holding } = arm.wait(0.5);
    const { jointsRad } = world.read();
    const emptyNm = gravityNm(jointsRad)[1]!;
    expect(holding).toBe("red_cube");
    // Joint 2's axis is level, crosses the base's axis and turns with joint 1; lifting turns it backwards.
    const leverM = at[0] * Math.cos(jointsRad[0]!) + at[1] * Math.sin(jointsRad[0]!);
    expect(effortNm[1]! - emptyNm).toBeCloseTo(-0.05 * G * leverM, 2);
  });

  it("does not feel the rotor: turning the last joint takes a tenth of what its motor gives", () => {
    const arm = scriptedArm(world, cell);
    const { servo } = cell.robot.joints[6]!;
    let [mostNm, mostRad, lastRadPerS] = [0, 0, 0];
    const counting: World = {
      ...world,
      step(setpoint) {
        const reading = world.step(setpoint);
        mostNm = Math.max(mostNm, Math.abs(reading.effortNm[6]!));
        mostRad = Math.max(mostRad, Math.abs(reading.jointsRadPerS[6]! - lastRadPerS) / world.tickS);
        lastRadPerS = reading.jointsRadPerS[6]!;
        return reading;
      },
    };
    scriptedArm(counting, cell).moveJoints([...arm.setpoint.jointsRad.slice(0, 6), -1], 1);
    expect(mostRad).toBeGreaterThan(3);
    expect(mostNm).toBeLessThan(0.1 * servo.armatureKgM2 * mostRad);
  });
});
