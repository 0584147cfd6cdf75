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

const rigid = new WeakMap<Chain, readonly Body[]>();

/** Links and hand: the same bodies however wide the gripper is. */
function rigidBodies(chain: Chain): readonly Body[] {
  let bodies = rigid.get(chain);
  if (bodies === undefined) {
    const { robot, dof } = chain;
    const { name, collision } = robot.gripper.hand;
    const links = robot.links.flatMap((link, frame) => bodiesOf(link.name, link.name, link.collision, frame, "link"));
    bodies = [...links, ...bodiesOf(name, name, placedIn(IDENTITY_POSE, collision), dof + 1, "tool")];
    rigid.set(chain, bodies);
  }
  return bodies;
}

/** Every collision shape of the arm with the gripper opened to `openingM` (between the pads). */
export function armBodies(chain: Chain, openingM: number): Body[] {
  const { gripper } = chain.robot;
  const fingers = fingersOf(gripper).flatMap(({ name, side, link }) =>
    bodiesOf(name, link.name, placedIn(fingerPoseAt(gripper, side, openingM), link.collision), chain.dof + 1, "tool"),
  );
  return [...rigidBodies(chain), ...fingers];
}

/** What the hand holds; `inTool` is the object's frame in the tool point's frame. */
export function heldBodies(chain: Chain, object: CellObject, inTool: Pose): Body[] {
  const inHand = composePose(chain.robot.gripper.toolPoint, inTool);
  return bodiesOf(object.id, object.id, solidsOf(object, inHand), chain.dof + 1, "held");
}

interface Known {
  readonly openingM: number;
  readonly object: CellObject | null;
  readonly inTool: Pose | null;
  readonly bodies: readonly Body[];
}

/** Sets of bodies kept for each chain: a gripper's few openings, with and without a load. */
const MOST_KNOWN = 24;
const knownOf = new WeakMap<Chain, Known[]>();

/** The arm's bodies and those of what it holds: one array for one opening and one way of holding, compared by value. */
export function bodiesWith(
  chain: Chain,
  openingM: number,
  held: { readonly object: CellObject; readonly inTool: Pose } | null,
): readonly Body[] {
  let known = knownOf.get(chain);
  if (known === undefined) {
    known = [];
    knownOf.set(chain, known);
  }
  const object = held?.object ?? null;
  const inTool = held?.inTool ?? null;
  for (const one of known)
    if (one.openingM === openingM && one.object === object && isSamePose(one.inTool, inTool)) return one.bodies;
  const carried = held === null ? [] : heldBodies(chain, held.object, held.inTool);
  const bodies = [...armBodies(chain, openingM), ...carried];
  known.unshift({ openingM, object, inTool: inTool && copyOf(inTool), bodies });
  if (known.length > MOST_KNOWN) known.pop();
  return bodies;
}

const copyOf = ({ xyzM, quatXyzw }: Pose): Pose => ({ xyzM: [...xyzM], quatXyzw: [...quatXyzw] });

function isSamePose(a: Pose | null, b: Pose | null): boolean {
  if (a === null || b === null) return a === b;
  for (let k = 0; k < 3; k++) if (a.xyzM[k] !== b.xyzM[k]) return false;
  for (let k = 0; k < 4; k++) if (a.quatXyzw[k] !== b.quatXyzw[k]) return false;
  return true;
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
