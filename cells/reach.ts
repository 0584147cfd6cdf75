// A bound that no configuration can beat: the stretched-out length of the arm from its shoulder. What
// lies beyond it is out of reach for certain; what lies within is for IK to decide.
import type { Cell } from "../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../kernel/contract/geometry.ts";

/** The arm's shoulder, which no joint moves, and the stretched lengths from there to the last link and on to the tool point. */
export interface Stretch {
  readonly fromM: Vec3;
  readonly armM: number;
  readonly toolM: number;
}

export function stretchOf({ robot: { joints, gripper }, base }: Cell): Stretch {
  const [first, second] = joints;
  const toolM = Math.hypot(...transform(gripper.mount, gripper.toolPoint.xyzM));
  if (first === undefined) return { fromM: base.xyzM, armM: 0, toolM };
  // A second joint on the first one's axis does not move when the first turns: measure from there.
  const onAxis = second !== undefined && offAxisM(second.origin.xyzM, first.axis) < 1e-9;
  const shoulder = onAxis ? transform(first.origin, second.origin.xyzM) : first.origin.xyzM;
  const armM = joints.slice(onAxis ? 2 : 1).reduce((sum, joint) => sum + Math.hypot(...joint.origin.xyzM), 0);
  return { fromM: transform(base, shoulder), armM, toolM };
}

/** How far a point lies beyond the stretched arm, metres; 0 or less when it may be reachable. */
export function outOfReachM(cell: Cell, point: Vec3): number {
  const { fromM, armM, toolM } = stretchOf(cell);
  const distance = Math.hypot(point[0] - fromM[0], point[1] - fromM[1], point[2] - fromM[2]);
  return distance - (armM + toolM);
}

function offAxisM(point: Vec3, axis: Vec3): number {
  const along = point[0] * axis[0] + point[1] * axis[1] + point[2] * axis[2];
  return Math.hypot(point[0] - along * axis[0], point[1] - along * axis[1], point[2] - along * axis[2]);
}

function transform(pose: Pose, [px, py, pz]: Vec3): Vec3 {
  const [qx, qy, qz, qw] = pose.quatXyzw;
  const [tx, ty, tz] = [2 * (qy * pz - qz * py), 2 * (qz * px - qx * pz), 2 * (qx * py - qy * px)];
  return [
    pose.xyzM[0] + px + qw * tx + qy * tz - qz * ty,
    pose.xyzM[1] + py + qw * ty + qz * tx - qx * tz,
    pose.xyzM[2] + pz + qw * tz + qx * ty - qy * tx,
  ];
}
