// Writes an arm and its parallel gripper as MJCF bodies, actuators and what couples the fingers.
import type { PlacedShape, Pose } from "../kernel/contract/geometry.ts";
import { canonicalJson } from "../kernel/contract/json.ts";
import type { Inertia, Joint, Link, ParallelGripper, RobotDescription } from "../kernel/contract/robot.ts";
import { fingerBody, fingerJoint, GRIP, linkBody, padGeom, SIDES, type Side, TOOL_SITE } from "./mjcf-names.ts";
import { element, hullMesh, placed, solid } from "./mjcf-xml.ts";

/** Stiffness of the gripper's drive on the opening; stiff enough that a closed command squeezes anything at its force limit. */
export const GRIP_STIFFNESS_N_PER_M = 1500;
const GRIP_DAMPING_NS_PER_M = 15;
const FINGER_DAMPING_NS_PER_M = 20;
const FINGER_ARMATURE_KG = 0.1;

/** source: grasping trials; a pad decides the contact (priority), a hard one that resists twisting (condim 4). */
const PAD = { priority: 1, condim: 4, friction: [1, 0.005, 0.0001], solref: [0.004, 1], solimp: [0.95, 0.99, 0.001] };

/** The arm's bodies, base first, standing at `base`. */
export function robotBody(robot: RobotDescription, base: Pose): string {
  let inner: string[] = [handBody(robot.gripper)];
  for (let i = robot.links.length - 1; i > 0; i--) {
    inner = [linkElement(robot.links[i]!, robot.joints[i - 1]!, inner)];
  }
  const root = robot.links[0]!;
  return element("body", { name: linkBody(root.name), ...placed(base) }, [
    inertial(root.inertia),
    ...geoms(root),
    ...inner,
  ]);
}

function linkElement(link: Link, { name, origin, axis, limits, servo }: Joint, inner: readonly string[]): string {
  return element("body", { name: linkBody(link.name), gravcomp: 1, ...placed(origin) }, [
    inertial(link.inertia),
    element("joint", {
      name: linkBody(name),
      axis,
      range: [limits.lowerRad, limits.upperRad],
      armature: servo.armatureKgM2,
    }),
    ...geoms(link),
    ...inner,
  ]);
}

function handBody({ hand, mount, toolPoint, finger, pad, strokeM }: ParallelGripper): string {
  return element("body", { name: linkBody(hand.name), gravcomp: 1, ...placed(mount) }, [
    inertial(hand.inertia),
    ...geoms(hand),
    element("site", { name: TOOL_SITE, size: [0.002], ...placed(toolPoint) }),
    ...SIDES.map((side) => {
      const parts = fingerParts({ finger, pad }, side).map(([name, part]) =>
        element("geom", { ...solid(name, part), ...(name === padGeom(side) ? PAD : {}) }),
      );
      const turned = side === "left" ? [1, 0, 0, 0] : [0, 0, 0, 1];
      return element("body", { name: fingerBody(side, finger.name), gravcomp: 1, quat: turned }, [
        inertial(finger.inertia),
        element("joint", {
          name: fingerJoint(side),
          type: "slide",
          axis: [0, 1, 0],
          range: [0, strokeM / 2],
          armature: FINGER_ARMATURE_KG,
          damping: FINGER_DAMPING_NS_PER_M,
          // A hard stop: at the default the full force drives the fingers 4 mm into each other.
          solreflimit: [0.004, 1],
          solimplimit: [0.99, 0.999, 0.0001],
        }),
        ...parts,
      ]);
    }),
  ]);
}

type NamedPart = readonly [geom: string, part: PlacedShape];

const linkParts = (link: Link): NamedPart[] => link.collision.map((part, i) => [`${linkBody(link.name)}/${i}`, part]);

const fingerParts = ({ finger, pad }: Pick<ParallelGripper, "finger" | "pad">, side: Side): NamedPart[] =>
  finger.collision.map((part, i) =>
    canonicalJson(part) === canonicalJson(pad)
      ? [padGeom(side), part]
      : [`${fingerBody(side, finger.name)}/${i}`, part],
  );

const geoms = (link: Link): string[] => linkParts(link).map(([name, part]) => element("geom", solid(name, part)));

/** The vertices of all hulls that the arm's geoms refer to. */
export function robotMeshes({ links, gripper }: RobotDescription): readonly string[] {
  const parts = [
    ...[...links, gripper.hand].flatMap(linkParts),
    ...SIDES.flatMap((side) => fingerParts(gripper, side)),
  ];
  const meshes = parts.flatMap(([name, part]) => hullMesh(name, part));
  return meshes.length === 0 ? [] : [element("asset", {}, meshes)];
}

const inertial = ({ massKg, comM, inertiaKgM2 }: Inertia): string =>
  element("inertial", { mass: massKg, pos: comM, fullinertia: inertiaKgM2 });

/** Position servos for the joints, and one drive on the opening (the sum of both slides). */
export function robotActuators({ joints, gripper }: RobotDescription): string {
  const servos = joints.map(({ name, servo, limits }) =>
    element("position", {
      name: linkBody(name),
      joint: linkBody(name),
      kp: servo.stiffnessNmPerRad,
      kv: servo.dampingNmSPerRad,
      forcerange: [-limits.effortNm, limits.effortNm],
    }),
  );
  const grip = element("position", {
    name: GRIP,
    tendon: GRIP,
    kp: GRIP_STIFFNESS_N_PER_M,
    kv: GRIP_DAMPING_NS_PER_M,
    forcerange: [-gripper.maxForceN, gripper.maxForceN],
  });
  return element("actuator", {}, [...servos, grip]);
}

/** Both slides on one tendon, kept equal. */
export function fingerCoupling(): readonly string[] {
  const slides = SIDES.map((side) => element("joint", { joint: fingerJoint(side), coef: 1 }));
  return [
    element("tendon", {}, [element("fixed", { name: GRIP }, slides)]),
    element("equality", {}, [
      element("joint", {
        joint1: fingerJoint("left"),
        joint2: fingerJoint("right"),
        solref: [0.005, 1],
        solimp: [0.95, 0.99, 0.001],
      }),
    ]),
  ];
}

/** Pairs that overlap by construction make no contacts. */
export function allowedPairs({ allowedPairs: pairs, gripper }: RobotDescription): string {
  const bodies = (link: string): string[] =>
    link === gripper.finger.name ? SIDES.map((side: Side) => fingerBody(side, link)) : [linkBody(link)];
  const excludes = pairs.flatMap(([a, b]) =>
    bodies(a).flatMap((body1) =>
      bodies(b)
        .filter((body2) => (a === b ? body1 < body2 : body1 !== body2))
        .map((body2) => element("exclude", { body1, body2 })),
    ),
  );
  return element("contact", {}, excludes);
}
