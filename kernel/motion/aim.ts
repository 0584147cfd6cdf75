// Tool poses that point straight down, and theta: the tool's yaw counted from its yaw at the cell's home.
import type { Cell } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import { chainOf, toolPoseAt } from "./chain.ts";
import { quatFromAxisAngle, quatMultiply, yawOf } from "./transform.ts";

/** The pose with the tool's z straight down and its x turned by `yawRad` about the cell's z. */
export const downPose = (xyzM: Vec3, yawRad: number): Pose => ({
  xyzM,
  quatXyzw: quatMultiply(quatFromAxisAngle([0, 0, 1], yawRad), [1, 0, 0, 0]),
});

/** Wraps to (-π, π]. */
export const wrapRad = (rad: number): number => rad - 2 * Math.PI * Math.ceil((rad - Math.PI) / (2 * Math.PI));

/** The tool's yaw about the cell's z at home; theta 0 means this. */
export const homeYawRad = (cell: Cell): number =>
  yawOf(toolPoseAt(chainOf(cell.robot, cell.base), cell.homeRad).quatXyzw);

/** Theta of a tool pose, in (-π, π]. */
export const thetaRadOf = (cell: Cell, tool: Pose): number => wrapRad(yawOf(tool.quatXyzw) - homeYawRad(cell));
