// The room that a finger takes while the gripper opens or closes: hulls that hold it at every opening on the way, not
// at some. A finger that slides takes the hull of its corners at both ends, no more. One that turns does so in short
// arcs; each corner's arc lies in the triangle of its ends and the point where their tangents meet, so the hull of all
// those triangles holds the finger throughout the arc: a convex mix of corners turns into the same mix of turned corners.
import { IDENTITY_POSE, type PlacedShape, type Shape, type Vec3 } from "../contract/geometry.ts";
import { fingerPoseAt, hingeAngleRad, hingePoseAt, type Side } from "../contract/gripper.ts";
import type { Gripper, HingeGripper } from "../contract/robot.ts";
import { solidOf } from "./solid.ts";
import { transformPoint } from "./transform.ts";

/** Of one hull: at 0.1 m from the hinge it stands out by at most 0.1 mm. */
const ARC_RAD = 0.09;

/** What one part of a finger (in the finger's frame) takes between two openings, in the hand's frame. */
export function sweptPart(gripper: Gripper, side: Side, part: PlacedShape, fromM: number, toM: number): PlacedShape[] {
  const corners = cornersOf(part.shape).map((corner) => transformPoint(part.pose, corner));
  if (gripper.kind === "hinge") return side === "left" ? turned(gripper, corners, fromM, toM) : [hullOf(corners)];
  const ends = [fromM, toM].map((openingM) => fingerPoseAt(gripper, side, openingM));
  return [hullOf(ends.flatMap((pose) => corners.map((corner) => transformPoint(pose, corner))))];
}

function turned(gripper: HingeGripper, corners: readonly Vec3[], fromM: number, toM: number): PlacedShape[] {
  const [from, to] = [hingeAngleRad(gripper, fromM), hingeAngleRad(gripper, toM)];
  const count = Math.max(1, Math.ceil(Math.abs(to - from) / ARC_RAD));
  const { atM, axis } = gripper.hinge;
  const at = (angleRad: number): Vec3[] => {
    const pose = hingePoseAt(gripper, angleRad);
    return corners.map((corner) => transformPoint(pose, corner));
  };
  const further = 1 / Math.cos((to - from) / count / 2);
  /** Away from the axis to where the tangents at both ends of the arc meet. */
  const apex = (point: Vec3): Vec3 => {
    const along = point.reduce((sum, x, i) => sum + (x - atM[i]!) * axis[i]!, 0);
    return point.map((x, i) => {
      const onAxis = atM[i]! + along * axis[i]!;
      return onAxis + further * (x - onAxis);
    }) as unknown as Vec3;
  };
  return Array.from({ length: count }, (_, k) => {
    const [start, middle, end] = [k, k + 0.5, k + 1].map((n) => at(from + ((to - from) * n) / count));
    return hullOf([...start!, ...middle!.map(apex), ...end!]);
  });
}

const hullOf = (pointsM: readonly Vec3[]): PlacedShape => ({ shape: { kind: "hull", pointsM }, pose: IDENTITY_POSE });

/** Points whose hull holds the shape: its own corners, or those of the box round it. */
function cornersOf(shape: Shape): readonly Vec3[] {
  if (shape.kind === "hull") return shape.pointsM;
  const solid = solidOf(shape);
  const [x, y, z] = [solid.x + solid.radius, solid.y + solid.radius, solid.z + solid.radius];
  const ends = [-1, 1];
  return ends.flatMap((i) => ends.flatMap((j) => ends.map((k): Vec3 => [i * x, j * y, k * z])));
}
