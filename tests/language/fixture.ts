// The default cell, and scenes as a driver would measure them.
import { readFileSync } from "node:fs";
import { defaultCellPath, parseCell } from "../../cells/load-cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { Interpretation, SceneView } from "../../kernel/contract/interpretation.ts";
import { interpret } from "../../language/interpret.ts";
import { homeToolPoint } from "../../language/scene.ts";

function load(): Cell {
  const { cell, faults } = parseCell(readFileSync(defaultCellPath(), "utf8"), "tabletop.yaml");
  if (cell === null) throw new Error(JSON.stringify(faults));
  return cell;
}

export const tabletop: Cell = load();
export const atStart: SceneView = { measured: null, lastObject: null };

/** The cell's start, measured, with some objects elsewhere and perhaps one in the gripper. */
export function measuredScene(moved: Readonly<Record<string, Vec3>> = {}, holding: string | null = null): SceneView {
  const objects = Object.fromEntries(
    tabletop.objects.map(({ id, startPose }) => [id, { ...startPose, xyzM: moved[id] ?? startPose.xyzM }]),
  );
  return {
    lastObject: null,
    measured: {
      atS: 1,
      jointsRad: tabletop.homeRad,
      jointsRadPerS: tabletop.homeRad.map(() => 0),
      tool: { xyzM: homeToolPoint(tabletop), quatXyzw: [1, 0, 0, 0] },
      gripper: { openingM: holding === null ? 0.08 : 0.04, forceN: holding === null ? 0 : 30, holding },
      objects,
    },
  };
}

export const read = (say: string, scene: SceneView = atStart): Interpretation => interpret(say, tabletop, scene);
