// The state in which a cell starts: at home and at rest, tool as the cell says, objects where it puts them.
import type { Cell } from "./contract/cell.ts";
import type { Measured } from "./contract/measured.ts";
import { chainOf, toolPoseAt } from "./motion/chain.ts";

export function startState(cell: Cell): Measured {
  const isOpen = cell.gripper.starts === "open";
  return {
    atS: 0,
    jointsRad: cell.homeRad,
    jointsRadPerS: cell.homeRad.map(() => 0),
    tool: toolPoseAt(chainOf(cell.robot, cell.base), cell.homeRad),
    gripper: { openingM: isOpen ? cell.gripper.strokeM : 0, forceN: 0, holding: null },
    objects: Object.fromEntries(cell.objects.map(({ id, startPose }) => [id, startPose])),
  };
}
