// The moving convex bodies of an arm: its links, the hand, both fingers and what the hand holds.
import type { CellObject } from "../contract/cell.ts";
import { IDENTITY_POSE, type PlacedShape, type Pose, type Shape } from "../contract/geometry.ts";
import { fingerPoseAt, fingersOf } from "../contract/gripper.ts";
import type { Chain } from "./chain.ts";
import { solidsOf } from "./solids.ts";
import { composePose } from "./transform.ts";

export interface Body {
  /** For messages: the link's name, numbered where a link has several shapes; a parallel gripper's are left (+y) and right. */
  readonly name: string;
  /** The link that it is a part of; for what is held, the object's id. */
  readonly link: string;
  /** Index into `linkFramesAt`: links 0 … dof, then the hand. */
  readonly frame: number;
  readonly shape: Shape;
  /** In that frame. */
  readonly pose: Pose;
  readonly group: "link" | "tool" | "held";
}

/** Every collision shape of the arm with the gripper opened to `openingM` (between the pads). */
export function armBodies(chain: Chain, openingM: number): Body[] {
  const { robot, dof } = chain;
  const { gripper } = robot;
  const { hand } = gripper;
  const links = robot.links.flatMap((link, frame) => bodiesOf(link.name, link.name, link.collision, frame, "link"));
  const tool = (name: string, link: string, mount: Pose, parts: readonly PlacedShape[]): Body[] =>
    bodiesOf(name, link, placedIn(mount, parts), dof + 1, "tool");
  const fingers = fingersOf(gripper).flatMap(({ name, side, link }) =>
    tool(name, link.name, fingerPoseAt(gripper, side, openingM), link.collision),
  );
  return [...links, ...tool(hand.name, hand.name, IDENTITY_POSE, hand.collision), ...fingers];
}

/** What the hand holds; `inTool` is the object's frame in the tool point's frame. */
export function heldBodies(chain: Chain, object: CellObject, inTool: Pose): Body[] {
  const inHand = composePose(chain.robot.gripper.toolPoint, inTool);
  return bodiesOf(object.id, object.id, solidsOf(object, inHand), chain.dof + 1, "held");
}

const placedIn = (mount: Pose, parts: readonly PlacedShape[]): PlacedShape[] =>
  parts.map((part) => ({ shape: part.shape, pose: composePose(mount, part.pose) }));

function bodiesOf(
  name: string,
  link: string,
  parts: readonly PlacedShape[],
  frame: number,
  group: Body["group"],
): Body[] {
  return parts.map((part, i) => ({
    name: parts.length === 1 ? name : `${name} ${i + 1}`,
    link,
    frame,
    shape: part.shape,
    pose: part.pose,
    group,
  }));
}
