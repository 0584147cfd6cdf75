// What was measured after a goal, in words: only measurements, never what was commanded.
import type { Cell } from "../../kernel/contract/cell.ts";
import { radToDeg, type Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import type { GoalReport } from "../../kernel/goal.ts";
import { thetaRadOf } from "../../kernel/motion/aim.ts";
import { centreOf, heightOf, solidsOf } from "../../kernel/motion/solids.ts";
import { supportUnder } from "../../kernel/motion/supports.ts";
import { invertPose, transformPoint } from "../../kernel/motion/transform.ts";

/** A line for each object that was handled, and one for the tool. */
export function measuredLines(cell: Cell, calls: readonly ToolCall[], report: GoalReport, after: Measured): string[] {
  if (!report.steps.some((step) => step.execution !== null)) return [];
  const handled = new Set(calls.flatMap((call) => (call.tool === "pick" ? call.args.object : [])));
  if (after.gripper.holding !== null) handled.add(after.gripper.holding);
  const lines = [...handled].map((id) => objectLine(cell, after, id));
  return [...lines, toolLine(cell, after)];
}

export function toolLine(cell: Cell, { tool, gripper }: Measured): string {
  const theta = radToDeg(thetaRadOf(cell, tool)).toFixed(1).replace("-0.0", "0.0");
  return `tool at ${point(tool.xyzM)}, theta ${theta} deg, gripper ${(gripper.openingM * 1000).toFixed(0)} mm open`;
}

function objectLine(cell: Cell, after: Measured, id: string): string {
  const object = cell.objects.find((candidate) => candidate.id === id);
  const pose = after.objects[id];
  if (object === undefined || pose === undefined) return `${id} is not measured`;
  const centreM = centreOf(object, pose);
  if (after.gripper.holding === id) return `${id} is held at ${point(centreM)}`;
  const support = supportUnder(cell, after.objects, centreM, centreM[2] - heightOf(object) / 2, id);
  const container = cell.objects.find((candidate) => candidate.id === support.name && candidate.isContainer);
  const isIn = container !== undefined && isWithin(cell, after, container.id, centreM);
  return `${id} rests ${isIn ? "in" : "on"} ${support.name} at ${point(centreM)}`;
}

function isWithin(cell: Cell, { objects }: Measured, containerId: string, pointM: Vec3): boolean {
  const container = cell.objects.find(({ id }) => id === containerId);
  const pose = objects[containerId];
  const floor = container === undefined || pose === undefined ? undefined : solidsOf(container, pose)[0];
  if (floor?.shape.kind !== "box") return false;
  const [x, y] = transformPoint(invertPose(floor.pose), pointM);
  return Math.abs(x) < floor.shape.sizeM[0] / 2 && Math.abs(y) < floor.shape.sizeM[1] / 2;
}

const point = (xyz: Vec3): string => `(${xyz.map((value) => value.toFixed(3).replace("-0.000", "0.000")).join(", ")})`;
