// Writes a gripper as MJCF: the hand, its two fingers, what moves and couples them, and the pads that feel.
import { type Finger, fingerPoseAt, fingersOf, hingeAngleRad, hingeLawOf } from "../kernel/contract/gripper.ts";
import { canonicalJson } from "../kernel/contract/json.ts";
import type { Gripper, HingeGripper } from "../kernel/contract/robot.ts";
import { fingerBody, fingerJoint, GRIP, linkBody, padGeom, TOOL_SITE } from "./mjcf-names.ts";
import { geoms, inertial, linkParts, type NamedPart } from "./mjcf-parts.ts";
import { element, placed, solid } from "./mjcf-xml.ts";

/** Stiffness of the gripper's drive on the opening; stiff enough that a closed command squeezes anything at its force limit. */
export const GRIP_STIFFNESS_N_PER_M = 1500;
const GRIP_DAMPING_NS_PER_M = 15;
const FINGER_DAMPING_NS_PER_M = 20;
const FINGER_ARMATURE_KG = 0.1;
/** A hard stop: at the default the full force drives the fingers 4 mm into each other. */
const STOP = { solreflimit: [0.004, 1], solimplimit: [0.99, 0.999, 0.0001] };

/** source: grasping trials; a pad decides the contact (priority), a hard one that resists twisting (condim 4). */
const PAD = { priority: 1, condim: 4, friction: [1, 0.005, 0.0001], solref: [0.004, 1], solimp: [0.95, 0.99, 0.001] };

export function handBody(gripper: Gripper, gravcomp: number): string {
  const { hand, mount, toolPoint } = gripper;
  return element("body", { name: linkBody(hand.name), gravcomp, ...placed(mount) }, [
    inertial(hand.inertia),
    ...geoms(hand),
    element("site", { name: TOOL_SITE, size: [0.002], ...placed(toolPoint) }),
    ...fingersOf(gripper).map((finger) => {
      const parts = fingerParts(finger).map(([name, part]) =>
        element("geom", { ...solid(name, part), ...(name === padGeom(finger.side) ? PAD : {}) }),
      );
      const name = fingerBody(finger.side, finger.link.name);
      return element("body", { name, gravcomp, ...placed(fingerPoseAt(gripper, finger.side, 0)) }, [
        inertial(finger.link.inertia),
        ...fingerJoints(gripper, finger),
        ...parts,
      ]);
    }),
  ]);
}

/** Every shape of hand and fingers under its geom's name. */
export const handParts = (gripper: Gripper): NamedPart[] => [
  ...linkParts(gripper.hand),
  ...fingersOf(gripper).flatMap(fingerParts),
];

const fingerParts = ({ side, link, pad }: Finger): NamedPart[] =>
  link.collision.map((part, i) =>
    canonicalJson(part) === canonicalJson(pad) ? [padGeom(side), part] : [`${fingerBody(side, link.name)}/${i}`, part],
  );

function fingerJoints(gripper: Gripper, { side }: Finger): readonly string[] {
  if (gripper.kind === "parallel") {
    const slide = { name: fingerJoint(side), type: "slide", axis: [0, 1, 0], range: [0, gripper.strokeM / 2] };
    return [element("joint", { ...slide, armature: FINGER_ARMATURE_KG, damping: FINGER_DAMPING_NS_PER_M, ...STOP })];
  }
  if (side === "right") return [];
  const { hinge, strokeM } = gripper;
  const turn = {
    name: fingerJoint(side),
    pos: hinge.atM,
    axis: hinge.axis,
    range: [0, hingeAngleRad(gripper, strokeM)],
  };
  const leverM2 = leverSquaredM2(gripper);
  const armature = FINGER_ARMATURE_KG * leverM2;
  return [element("joint", { ...turn, armature, damping: FINGER_DAMPING_NS_PER_M * leverM2, ...STOP })];
}

/** Turns masses, damping and stiffness along the opening into those about the hinge. */
const leverSquaredM2 = (gripper: HingeGripper): number => hingeLawOf(gripper).reachM ** 2;

/** One drive: on the opening itself (the sum of both slides), or on the hinge. */
export function gripActuator(gripper: Gripper): string {
  const force = gripper.maxForceN;
  if (gripper.kind === "parallel") {
    const gains = { kp: GRIP_STIFFNESS_N_PER_M, kv: GRIP_DAMPING_NS_PER_M, forcerange: [-force, force] };
    return element("position", { name: GRIP, tendon: GRIP, ...gains });
  }
  const leverM2 = leverSquaredM2(gripper);
  const torque = force * Math.sqrt(leverM2);
  return element("position", {
    name: GRIP,
    joint: fingerJoint("left"),
    kp: GRIP_STIFFNESS_N_PER_M * leverM2,
    kv: GRIP_DAMPING_NS_PER_M * leverM2,
    forcerange: [-torque, torque],
  });
}

/** Both slides of a parallel gripper on one tendon, kept equal. */
export function fingerCoupling({ kind }: Gripper): readonly string[] {
  if (kind === "hinge") return [];
  const slides = (["left", "right"] as const).map((side) => element("joint", { joint: fingerJoint(side), coef: 1 }));
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
