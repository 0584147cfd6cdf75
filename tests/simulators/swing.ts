// Two thousand ticks of a motion that swings through the scene and grips a cube, for determinism tests.
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { scriptedArm } from "./scripted.ts";

/** The state's hash after 2,000 ticks from the cell's start under this seed. */
export async function swungHash(seed: number): Promise<string> {
  const cell = loadCell(defaultCellPath());
  const world = await createMujocoWorld(cell, { seed });
  try {
    const arm = scriptedArm(world, cell);
    arm.moveTo([0.45, 0.15, 0.25], 0, 1);
    arm.moveTo([0.45, 0.15, 0.02], 0, 1);
    arm.grip(0, 1);
    arm.moveTo([0.45, 0.15, 0.2], 0.3, 1);
    return world.stateHash();
  } finally {
    world.close();
  }
}
