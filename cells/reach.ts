// A bound that no configuration can beat: the stretched-out length of the arm from its shoulder. What
// lies beyond it is out of reach for certain; what lies within is for IK to decide.
import type { Cell } from "../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../kernel/contract/geometry.ts";

/** How far a point lies beyond the stretched arm, metres; 0 or less when it may be reachable. */
export function outOfReachM(cell: Cell, point: Vec3): number {
  const { joints, gripper } = cell.robot;
  const first = joints[0];
  if (first === undefined) return 0;
  // A second joint on the first one's axis does not move when the first turns: measure from there.
  const second = joints[1];
  const onAxis = second !== undefined && offAxisM(second.origin.xyzM, first.axis) < 1e-9;
  const shoulder = onAxis ? transform(first.origin, second.origin.xyzM) : first.origin.xyzM;
  const rest = joints.slice(onAxis ? 2 : 1).reduce((sum, joint) => sum + Math.hypot(...joint.origin.xyzM), 0);
  const tool = Math.hypot(...transform(gripper.mount, gripper.toolPoint.xyzM));
  const from = transform(cell.base, shoulder);
  const distance = Math.hypot(point[0] - from[0], point[1] - from[1], point[2] - from[2]);
  return distance - (rest + tool);
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
