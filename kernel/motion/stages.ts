// Walks a plan in the mind: for each segment where the arm starts and ends, what it holds, how wide the
// gripper is and where the objects stand. Hooks rely on this walk, never on what a plan says of itself.
import type { Cell, CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { Measured } from "../contract/measured.ts";
import type { Plan, Segment } from "../contract/plan.ts";
import { type Chain, chainOf, toolPoseAt } from "./chain.ts";
import { centreOf, heightOf } from "./solids.ts";
import { type Support, supportUnder } from "./supports.ts";
import { composePose, invertPose, rotateVector } from "./transform.ts";

export interface Held {
  readonly object: CellObject;
  /** The object's frame in the tool point's frame. */
  readonly inTool: Pose;
}

export interface Stage {
  readonly segment: Segment;
  readonly startRad: readonly number[];
  readonly endRad: readonly number[];
  /** Distance between the pads when the segment starts and ends, metres. */
  readonly openingM: number;
  readonly endOpeningM: number;
  /** What the hand holds when the segment starts. */
  readonly held: Held | null;
  /** The object that the fingers close on, just let go of, or are about to reach on this straight line. */
  readonly handled: string | null;
  /** What that object stands on, or will; only next to a grip. */
  readonly support: Support | null;
  /** Where objects stand when the segment starts. */
  readonly objects: Readonly<Record<string, Pose>>;
}

export interface Walk {
  readonly stages: readonly Stage[];
  /** The state that the plan should leave behind. */
  readonly end: Measured;
}

export function walkPlan(plan: Pick<Plan, "segments">, state: Measured, cell: Cell): Walk {
  const chain = chainOf(cell.robot, cell.base);
  const stages: Stage[] = [];
  let joints: readonly number[] = state.jointsRad;
  let openingM = state.gripper.openingM;
  let objects = state.objects;
  let held = heldIn(cell, state);
  let atS = state.atS;

  for (const [index, segment] of plan.segments.entries()) {
    const endRad = segment.kind === "move" ? (segment.pointsRad.at(-1) ?? joints) : joints;
    const before = plan.segments[index - 1];
    const after = plan.segments[index + 1];
    const grip =
      segment.kind === "move" ? (isLine(segment) ? (gripped(after) ?? gripped(before)) : null) : gripped(segment);
    const support = grip === null ? null : supportOf(cell, chain, grip, objects, held, endRad);
    const endOpeningM = openingAfter(segment, openingM, objects, chain, endRad, cell);
    stages.push({ segment, startRad: joints, endRad, openingM, endOpeningM, held, handled: grip, support, objects });

    if (segment.kind === "move") {
      atS += segment.durationS;
      if (held !== null)
        objects = { ...objects, [held.object.id]: composePose(toolPoseAt(chain, endRad), held.inTool) };
    } else if (segment.kind === "wait") {
      atS += segment.seconds;
    } else if (segment.kind === "close") {
      held = segment.expects === null ? held : holdNow(cell, chain, segment.expects, objects, endRad);
    } else if (held !== null) {
      objects = { ...objects, [held.object.id]: restingPose(cell, held.object, objects) };
      held = null;
    }
    joints = endRad;
    openingM = endOpeningM;
  }
  const gripper = { openingM, forceN: held === null ? 0 : cell.gripper.forceN, holding: held?.object.id ?? null };
  const end: Measured = {
    atS,
    jointsRad: joints,
    jointsRadPerS: joints.map(() => 0),
    tool: toolPoseAt(chain, joints),
    gripper,
    objects,
  };
  return { stages, end };
}

const isLine = (segment: Segment): boolean => segment.kind === "move" && segment.line;

function gripped(segment: Segment | undefined): string | null {
  if (segment?.kind === "close") return segment.expects;
  return segment?.kind === "open" ? segment.releases : null;
}

/** What the gripper is measured to hold, and how it sits in the hand. */
export function heldIn(cell: Cell, state: Measured): Held | null {
  const object = cell.objects.find(({ id }) => id === state.gripper.holding);
  const pose = object === undefined ? undefined : state.objects[object.id];
  if (object === undefined || pose === undefined) return null;
  return { object, inTool: composePose(invertPose(state.tool), pose) };
}

function holdNow(
  cell: Cell,
  chain: Chain,
  id: string,
  objects: Readonly<Record<string, Pose>>,
  jointsRad: readonly number[],
): Held | null {
  const object = cell.objects.find((candidate) => candidate.id === id);
  const pose = objects[id];
  if (object === undefined || pose === undefined) return null;
  return { object, inTool: composePose(invertPose(toolPoseAt(chain, jointsRad)), pose) };
}

function supportOf(
  cell: Cell,
  chain: Chain,
  id: string,
  objects: Readonly<Record<string, Pose>>,
  held: Held | null,
  endRad: readonly number[],
): Support | null {
  const object = cell.objects.find((candidate) => candidate.id === id);
  const pose = held?.object.id === id ? composePose(toolPoseAt(chain, endRad), held.inTool) : objects[id];
  if (object === undefined || pose === undefined) return null;
  const centreM = centreOf(object, pose);
  return supportUnder(cell, objects, centreM, centreM[2] - heightOf(object) / 2, id);
}

/** How wide the object is between the pads: its extent along the tool's y. */
export function widthInGripM(object: CellObject, tool: Pose, pose: Pose): number {
  const { shape } = object;
  if (shape.kind === "cylinder") return 2 * shape.radiusM;
  const inObject = rotateVector(invertPose(pose).quatXyzw, rotateVector(tool.quatXyzw, [0, 1, 0]));
  return shape.sizeM.reduce((sum, size, axis) => sum + size * Math.abs(inObject[axis]!), 0);
}

function openingAfter(
  segment: Segment,
  openingM: number,
  objects: Readonly<Record<string, Pose>>,
  chain: Chain,
  endRad: readonly number[],
  cell: Cell,
): number {
  if (segment.kind === "open") return segment.openingM;
  if (segment.kind !== "close") return openingM;
  const object = cell.objects.find(({ id }) => id === segment.expects);
  const pose = object === undefined ? undefined : objects[object.id];
  if (object === undefined || pose === undefined) return 0;
  return Math.min(openingM, widthInGripM(object, toolPoseAt(chain, endRad), pose));
}

/** Where a released object comes to rest: straight down onto what is under its centre. */
function restingPose(cell: Cell, object: CellObject, objects: Readonly<Record<string, Pose>>): Pose {
  const pose = objects[object.id]!;
  const centreM = centreOf(object, pose);
  const half = heightOf(object) / 2;
  const { topZM } = supportUnder(cell, objects, centreM, centreM[2] - half, object.id);
  const xyzM: Vec3 = [pose.xyzM[0], pose.xyzM[1], pose.xyzM[2] - (centreM[2] - half - topZM)];
  return { xyzM, quatXyzw: pose.quatXyzw };
}
