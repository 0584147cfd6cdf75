// Grasps from above: where the tool point must be and how the hand may be turned to hold an object.
import type { CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import { betweenPadsM } from "../contract/gripper.ts";
import type { Gripper } from "../contract/robot.ts";
import { downPose, wrapRad } from "../motion/aim.ts";
import { heightOf } from "../motion/solids.ts";
import { rotateVector, yawOf } from "../motion/transform.ts";
import type { PlanContext } from "./context.ts";
import { ownYaws, yawFollows } from "./own-yaw.ts";

/** The pads must open this much wider than the object on both sides together. */
const ROOM_M = 0.012;
/** Beside a jaw that stands still; closing pushes the object across it. More than any cell's support clearance. */
const FIXED_JAW_ROOM_M = 0.004;
/** The palm keeps this far from the object's top. */
const PALM_ROOM_M = 0.008;
/** An object that leans more than this is not grasped from above. */
const LEAN_RAD = 0.2;
const ROUND_YAWS = 12;
/** A hand whose yaw follows the base may grip a box askew by this much: closing squares it up. */
const SKEW_RAD = 0.12;

/** How far below an object's top the tool point may be, metres: the palm stays above it. */
export const palmDepthM = (gripper: Gripper): number => gripper.palmAboveToolPointM - PALM_ROOM_M;

export interface Grasp {
  readonly tool: Pose;
  readonly widthM: number;
}

/** All grasps of a standing object, the least turn of the hand first; empty when it leans or is too wide. */
export function graspsOf(context: PlanContext, object: CellObject, pose: Pose): Grasp[] {
  const { cell, chain, state } = context;
  const { gripper } = cell.robot;
  const up = uprightOf(object, pose);
  if (up === null) return [];
  const heightM = heightOf(object);
  const [x, y, z] = pose.xyzM;
  const lowest = heightM - palmDepthM(gripper);
  const tcpZ = z - heightM / 2 + Math.max(heightM / 2, lowest);
  const grasp = (yawRad: number, widthM: number): Grasp => {
    const { quatXyzw } = downPose([0, 0, 0], wrapRad(yawRad));
    const [dx, dy] = rotateVector(quatXyzw, centreInTool(gripper, widthM));
    return { tool: { xyzM: [x - dx, y - dy, tcpZ], quatXyzw }, widthM };
  };

  /** Those that the arm can turn its hand to, of the yaws that suit the object. */
  const turned = (yawRad: number): number[] => {
    if (!yawFollows(chain)) return [yawRad];
    return ownYaws(context, [x, y, tcpZ]).filter((own) => Math.abs(wrapRad(own - yawRad)) <= SKEW_RAD);
  };

  const most = Math.min(cell.gripper.strokeM, gripper.strokeM) - ROOM_M;
  const grasps: Grasp[] = [];
  const { shape } = object;
  if (shape.kind === "cylinder" && 2 * shape.radiusM <= most) {
    const yaws = Array.from({ length: ROUND_YAWS }, (_, k) => up.yawRad + (2 * Math.PI * k) / ROUND_YAWS);
    for (const yawRad of yawFollows(chain) ? ownYaws(context, [x, y, tcpZ]) : yaws)
      grasps.push(grasp(yawRad, 2 * shape.radiusM));
  }
  if (shape.kind === "box") {
    // The fingers close along the tool's y: yaw 0 grips the box across its own y.
    for (let k = 0; k < 4; k++) {
      const widthM = shape.sizeM[k % 2 === 0 ? 1 : 0]!;
      if (widthM > most) continue;
      for (const yawRad of turned(up.yawRad + (Math.PI / 2) * k)) grasps.push(grasp(yawRad, widthM));
    }
  }
  const handYaw = yawOf(state.tool.quatXyzw);
  const turn = ({ tool }: Grasp): number => Math.abs(wrapRad(yawOf(tool.quatXyzw) - handYaw));
  return grasps.sort((a, b) => turn(a) - turn(b));
}

/**
 * Where the object's middle is in the tool point's frame when the fingers begin to close: in the middle of a parallel
 * gripper, beside the jaw of a hinged one that stands still, so that it comes down without rubbing.
 */
function centreInTool(gripper: Gripper, widthM: number): Vec3 {
  const [, y] = betweenPadsM(gripper, widthM);
  return [0, gripper.kind === "hinge" ? y + FIXED_JAW_ROOM_M : y, 0];
}

/** How the object stands: its yaw when it is upright (a cube on any of its faces), else `null`. */
function uprightOf({ shape }: CellObject, { quatXyzw }: Pose): { readonly yawRad: number } | null {
  const isCube = shape.kind === "box" && Math.max(...shape.sizeM) - Math.min(...shape.sizeM) < 1e-6;
  const axes = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis) => rotateVector(quatXyzw, axis));
  const vertical = axes.findIndex((axis) => Math.abs(axis[2]) > Math.cos(LEAN_RAD));
  if (vertical < 0 || (vertical !== 2 && !isCube)) return null;
  const level = axes[(vertical + 1) % 3]!;
  return { yawRad: Math.atan2(level[1], level[0]) };
}
