// The moving convex bodies of an arm: its links, the hand, both fingers and what the hand holds.
import type { CellObject } from "../contract/cell.ts";
import { IDENTITY_POSE, type PlacedShape, type Pose, type Shape } from "../contract/geometry.ts";
import { fingerPoseAt, fingersOf } from "../contract/gripper.ts";
import type { Chain } from "./chain.ts";
import { sweptPart } from "./finger-sweep.ts";
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
const knownOf = new WeakMap<Chain, Known[]>();

/** The arm's bodies (see `armBodies`) and those of what it holds: one array for the same of each, compared by value. */
export function bodiesWith(
  chain: Chain,
  openingM: number,
  held: { readonly object: CellObject; readonly inTool: Pose } | null,
  toM = openingM,
): readonly Body[] {
  let known = knownOf.get(chain);
  if (known === undefined) {
    known = [];
    knownOf.set(chain, known);
  }
  const object = held?.object ?? null;
  const inTool = held?.inTool ?? null;
  for (const one of known)
    if (one.openingM === openingM && one.toM === toM && one.object === object && isSamePose(one.inTool, inTool))
      return one.bodies;
  const carried = held === null ? [] : heldBodies(chain, held.object, held.inTool);
  const bodies = [...armBodies(chain, openingM, toM), ...carried];
  known.unshift({ openingM, toM, object, inTool: inTool && copyOf(inTool), bodies });
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
    name: partName(name, i, parts.length),
    link,
    frame,
    shape: part.shape,
    pose: part.pose,
    group,
  }));
}
