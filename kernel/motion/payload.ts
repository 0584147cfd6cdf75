// What hangs on the flange: the load that is carried, and whether the arm is made for it together with its gripper.
import { IDENTITY_POSE, type Vec3 } from "../contract/geometry.ts";
import type { Load } from "../contract/plan.ts";
import type { RobotDescription } from "../contract/robot.ts";
import { loadInertia } from "./load-inertia.ts";
import type { Held } from "./stages.ts";
import { invertPose, transformPoint } from "./transform.ts";

/** What a held object weighs the flange down with. */
export function loadOf(robot: RobotDescription, { object, inTool }: Held): Load {
  const { massKg, comM } = loadInertia(robot, object, inTool);
  return { massKg, centreM: atFlange(robot, comM) };
}

/** A point of the hand's frame in the flange's. */
const atFlange = ({ flange, gripper }: RobotDescription, inHandM: Vec3): Vec3 =>
  transformPoint(invertPose(flange ?? IDENTITY_POSE), transformPoint(gripper.mount, inHandM));

export interface FlangeLoad {
  readonly massKg: number;
  /** Static moment about the flange's origin, kg m: what a data sheet's curve of mass over distance bounds. */
  readonly momentKgM: number;
}

/** Gripper and load together. */
export function flangeLoad(robot: RobotDescription, load: Load): FlangeLoad {
  const { gripper } = robot;
  const parts = [gripper.hand, gripper.finger, gripper.kind === "parallel" ? gripper.finger : gripper.fixedFinger];
  const own = parts.map(({ inertia }) => ({
    massKg: inertia.massKg,
    centreM: atFlange(robot, inertia.comM),
  }));
  const all = [...own, load];
  const moments = [0, 1, 2].map((axis) => all.reduce((sum, { massKg, centreM }) => sum + massKg * centreM[axis]!, 0));
  return { massKg: all.reduce((sum, { massKg }) => sum + massKg, 0), momentKgM: Math.hypot(...moments) };
}
