// The moving convex bodies of an arm: its links, the hand, both fingers and what the hand holds.
import type { CellObject } from "../contract/cell.ts";
import { IDENTITY_POSE, type PlacedShape, type Pose, type Shape } from "../contract/geometry.ts";
import { fingerPoseAt, fingersOf } from "../contract/gripper.ts";
import type { Chain } from "./chain.ts";
import { sweptPart } from "./finger-sweep.ts";
import { oncePer } from "./once-per.ts";
import { solidsOf } from "./solids.ts";
import { composePose, copyOfPose, isSamePose } from "./transform.ts";

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

/** Links and hand: the same bodies however wide the gripper is. */
const rigidBodies = oncePer(({ robot, dof }: Chain): readonly Body[] => {
  const { name, collision } = robot.gripper.hand;
  const links = robot.links.flatMap((link, frame) => bodiesOf(link.name, link.name, link.collision, frame, "link"));
  return [...links, ...bodiesOf(name, name, placedIn(IDENTITY_POSE, collision), dof + 1, "tool")];
});

/**
 * Every collision shape of the arm with the gripper opened to `openingM` (between the pads); given a second opening,
 * the fingers' are hulls of all that they pass through between the two.
 */
export function armBodies(chain: Chain, openingM: number, toM = openingM): Body[] {
  const { gripper } = chain.robot;
  const frame = chain.dof + 1;
  const fingers = fingersOf(gripper).flatMap(({ name, side, link }) => {
    const parts = link.collision;
    if (toM === openingM)
      return bodiesOf(name, link.name, placedIn(fingerPoseAt(gripper, side, openingM), parts), frame, "tool");
    return parts.flatMap((part, i) =>
      sweptPart(gripper, side, part, openingM, toM).map(
        (piece): Body => ({ name: partName(name, i, parts.length), link: link.name, frame, ...piece, group: "tool" }),
      ),
    );
  });
  return [...rigidBodies(chain), ...fingers];
}

/** What the hand holds; `inTool` is the object's frame in the tool point's frame. */
export function heldBodies(chain: Chain, object: CellObject, inTool: Pose): Body[] {
  const inHand = composePose(chain.robot.gripper.toolPoint, inTool);
  return bodiesOf(object.id, object.id, solidsOf(object, inHand), chain.dof + 1, "held");
}

const partName = (name: string, index: number, count: number): string => (count === 1 ? name : `${name} ${index + 1}`);

interface Known {
  readonly openingM: number;
  readonly toM: number;
  readonly object: CellObject | null;
  readonly inTool: Pose | null;
  readonly bodies: readonly Body[];
}

/** Sets of bodies kept for each chain: a gripper's few openings, with and without a load. */
const MOST_KNOWN = 24;
const knownOf = oncePer<Chain, Known[]>(() => []);

/** The arm's bodies (see `armBodies`) and those of what it holds: one array for the same of each, compared by value. */
export function bodiesWith(
  chain: Chain,
  openingM: number,
  held: { readonly object: CellObject; readonly inTool: Pose } | null,
  toM = openingM,
): readonly Body[] {
  const known = knownOf(chain);
  const object = held?.object ?? null;
  const inTool = held?.inTool ?? null;
  for (const one of known)
    if (one.openingM === openingM && one.toM === toM && one.object === object && isHeldSo(one.inTool, inTool))
      return one.bodies;
  const carried = held === null ? [] : heldBodies(chain, held.object, held.inTool);
  const bodies = [...armBodies(chain, openingM, toM), ...carried];
  known.unshift({ openingM, toM, object, inTool: inTool && copyOfPose(inTool), bodies });
  if (known.length > MOST_KNOWN) known.pop();
  return bodies;
}

const isHeldSo = (a: Pose | null, b: Pose | null): boolean => (a === null || b === null ? a === b : isSamePose(a, b));

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
    name: partName(name, i, parts.length),
    link,
    frame,
    shape: part.shape,
    pose: part.pose,
    group,
  }));
}
