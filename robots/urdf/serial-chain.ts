// From a tree of links to one serial arm: fixed joints merge their links into rigid groups, one group follows another
// by a turning joint. What branches off is left out with a remark, or refused when it could be the arm itself.
import { RoboError } from "../../kernel/contract/errors.ts";
import { IDENTITY_POSE, type Pose } from "../../kernel/contract/geometry.ts";
import { composePose } from "../../kernel/motion/transform.ts";
import type { Urdf, UrdfJoint, UrdfLink } from "./read-urdf.ts";

export interface RigidGroup {
  /** The link whose frame is the group's: the root, or the child of the joint before. */
  readonly name: string;
  readonly members: readonly { readonly link: UrdfLink; readonly pose: Pose }[];
}

export interface SerialChain {
  /** One more than joints. */
  readonly groups: readonly RigidGroup[];
  /** `origin` is in the frame of the group before. */
  readonly joints: readonly UrdfJoint[];
  /** Where a tool is bolted on, in the last group's frame, and which link said so. */
  readonly flange: { readonly pose: Pose; readonly link: string };
  readonly remarks: readonly string[];
}

/** Names by which arms call the place for a tool, the likeliest first. */
const FLANGES = [/^.*tool0$/, /^.*flange$/, /^.*(ee|tool|tcp)(_link|_frame)?$/, /^.*gripper_?frame.*$/];

/** @param tip the link at which the arm ends; without it there must be only one way to go. Throws E_URDF. */
export function serialChain({ name, links, joints }: Urdf, fileName: string, tip: string | null): SerialChain {
  const fault = (line: number, message: string): RoboError =>
    new RoboError("E_URDF", `${fileName}:${line}: ${message}`);
  const byName = new Map(links.map((link) => [link.name, link]));
  const remarks: string[] = [];
  const parentOf = new Map<string, UrdfJoint>();
  for (const joint of joints) {
    for (const end of [joint.parent, joint.child]) {
      if (!byName.has(end)) throw fault(joint.line, `joint ${joint.name} names link ${end}, which there is not`);
    }
    if (parentOf.has(joint.child))
      throw fault(joint.line, `link ${joint.child} has two parents; loops are no arm here`);
    parentOf.set(joint.child, joint);
  }
  const roots = links.filter((link) => !parentOf.has(link.name));
  if (roots.length !== 1)
    throw fault(1, `${name} has ${roots.length} links without a parent; an arm has one, its base`);
  const onPath = tip === null ? null : pathTo(tip);

  const groups: RigidGroup[] = [];
  const chosen: UrdfJoint[] = [];
  let start = roots[0]!;
  for (;;) {
    const { group, leaving } = rigidFrom(start);
    groups.push(group);
    const next = choose(leaving);
    if (next === null) break;
    chosen.push(next);
    start = byName.get(next.child)!;
  }
  if (chosen.length < 2) throw fault(1, `${name} has ${chosen.length} turning joints in a row; an arm has two or more`);
  return { groups, joints: chosen, flange: flangeOf(groups.at(-1)!), remarks };

  function pathTo(link: string): ReadonlySet<string> {
    if (!byName.has(link)) throw fault(1, `there is no link ${link}; there are ${[...byName.keys()].join(", ")}`);
    const path = new Set<string>();
    for (let joint = parentOf.get(link); joint !== undefined; joint = parentOf.get(joint.parent)) {
      if (path.has(joint.name)) throw fault(joint.line, `joint ${joint.name} leads back to itself`);
      path.add(joint.name);
    }
    return path;
  }

  /** The link with all that is fixed to it, and the joints that leave, told in its frame. */
  function rigidFrom(link: UrdfLink): { readonly group: RigidGroup; readonly leaving: readonly UrdfJoint[] } {
    const members: { link: UrdfLink; pose: Pose }[] = [{ link, pose: IDENTITY_POSE }];
    const leaving: UrdfJoint[] = [];
    for (let i = 0; i < members.length; i++) {
      const member = members[i]!;
      for (const joint of joints.filter(({ parent }) => parent === member.link.name)) {
        const origin = composePose(member.pose, joint.origin);
        if (joint.type === "fixed") members.push({ link: byName.get(joint.child)!, pose: origin });
        else leaving.push({ ...joint, origin });
      }
    }
    if (members.length > 1)
      remarks.push(
        `merged into ${link.name}: ${members
          .slice(1)
          .map((member) => member.link.name)
          .join(", ")}`,
      );
    return { group: { name: link.name, members }, leaving };
  }

  function choose(leaving: readonly UrdfJoint[]): UrdfJoint | null {
    if (onPath !== null) {
      const next = leaving.find((joint) => onPath.has(joint.name)) ?? null;
      leaveOut(leaving.filter((joint) => joint !== next));
      if (next !== null) refuseUnfit(next);
      return next;
    }
    const turning = leaving.filter(({ type, mimics }) => type !== "prismatic" && mimics === null);
    if (turning.length > 1) {
      const names = turning.map(({ child, name: joint }) => `${joint} → ${child}`).join(", ");
      throw fault(turning[1]!.line, `the arm branches: ${names}; say with --tip LINK at which link it ends`);
    }
    const next = turning[0] ?? null;
    leaveOut(leaving.filter((joint) => joint !== next));
    return next;
  }

  function leaveOut(left: readonly UrdfJoint[]): void {
    for (const { name: joint, type, mimics } of left) {
      const what = mimics === null ? `${type} joint ${joint}` : `joint ${joint}, which mimics ${mimics},`;
      remarks.push(`left out: ${what} and what hangs on it`);
    }
  }

  function refuseUnfit({ name: joint, type, mimics, line }: UrdfJoint): void {
    if (type === "prismatic") throw fault(line, `joint ${joint} slides; arms here have turning joints only`);
    if (mimics !== null) throw fault(line, `joint ${joint} mimics ${mimics}; a joint of an arm here has its own drive`);
  }

  function flangeOf({ members }: RigidGroup): SerialChain["flange"] {
    const named = tip === null ? undefined : members.find(({ link }) => link.name === tip);
    const usual = FLANGES.map((pattern) => members.find(({ link }) => pattern.test(link.name))).find(
      (member) => member !== undefined,
    );
    const { link, pose } = named ?? usual ?? members.at(-1)!;
    return { pose, link: link.name };
  }
}
