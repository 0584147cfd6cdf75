// A scripted arm for physics tests: straight joint motions, the gripper, and poses from above. It knows
// nothing of plans and permits; it drives a world through its port.
import type { World } from "../../drivers/sim/world-port.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { solveIk } from "../../kernel/motion/ik.ts";
import { moveSampler } from "../../kernel/motion/law.ts";

export interface ScriptedArm {
  readonly setpoint: Setpoint;
  /** The worst that a joint strayed from its setpoint in the motions so far, radians. */
  worstRad(): number;
  moveTo(xyzM: Vec3, yawRad: number, seconds: number, eachTick?: (reading: TickReading) => void): void;
  moveJoints(targetRad: readonly number[], seconds: number): void;
  grip(openingM: number, seconds?: number): TickReading;
  wait(seconds: number): TickReading;
}

/** Pointing straight down; yaw 0 is the yaw at home. */
export const fromAbove = (xyzM: Vec3, yawRad: number): Pose => ({
  xyzM,
  quatXyzw: [Math.cos(yawRad / 2), Math.sin(yawRad / 2), 0, 0],
});

export function scriptedArm(world: World, cell: Cell): ScriptedArm {
  const chain = chainOf(cell.robot, cell.base);
  const start = world.read();
  const setpoint: Setpoint = {
    jointsRad: Float64Array.from(cell.homeRad),
    jointsRadPerS: new Float64Array(world.dof),
    openingM: start.gripper.openingM,
    forceN: cell.gripper.forceN,
  };
  let reading: TickReading | null = null;
  let worstRad = 0;
  const tick = (): TickReading => {
    reading = world.step(setpoint);
    for (let i = 0; i < world.dof; i++) {
      worstRad = Math.max(worstRad, Math.abs(reading.jointsRad[i]! - setpoint.jointsRad[i]!));
    }
    return reading;
  };
  const moveJoints = (
    targetRad: readonly number[],
    seconds: number,
    eachTick: (reading: TickReading) => void = () => {},
  ): void => {
    const sampler = moveSampler({
      kind: "move",
      pointsRad: [[...setpoint.jointsRad], targetRad],
      durationS: seconds,
      line: false,
      carrying: null,
    });
    const ticks = Math.round(seconds / world.tickS);
    for (let k = 1; k <= ticks; k++) {
      sampler.at((seconds * k) / ticks, setpoint.jointsRad, setpoint.jointsRadPerS);
      eachTick(tick());
    }
  };
  const wait = (seconds: number): TickReading => {
    for (let k = Math.round(seconds / world.tickS); k > 1; k--) tick();
    return tick();
  };
  return {
    setpoint,
    worstRad: () => worstRad,
    moveJoints,
    moveTo(xyzM, yawRad, seconds, eachTick) {
      const target = solveIk(chain, fromAbove(xyzM, yawRad), { seedRad: setpoint.jointsRad });
      if (target === null) throw new Error(`no way to stand at ${xyzM.join(", ")} with yaw ${yawRad}`);
      moveJoints(target, seconds, eachTick);
    },
    grip(openingM, seconds = 1) {
      setpoint.openingM = openingM;
      return wait(seconds);
    },
    wait,
  };
}
