// What the kinds of gripper have in common: two fingers with names, and where each stands at an opening. One place, so
// that checker, planner and physics move the same fingers the same way.
import type { PlacedShape, Pose, Vec3 } from "./geometry.ts";
import type { Gripper, HingeGripper, Link } from "./robot.ts";

export type Side = "left" | "right";

export interface Finger {
  /** Left is the tool point's +y. */
  readonly side: Side;
  /** For messages, and unique. */
  readonly name: string;
  readonly link: Link;
  readonly pad: PlacedShape;
}

/** Left, then right. Shapes are in the finger's own frame: see `fingerPoseAt`. */
export function fingersOf(gripper: Gripper): readonly [Finger, Finger] {
  const { finger, pad } = gripper;
  if (gripper.kind === "hinge") {
    return [
      { side: "left", name: finger.name, link: finger, pad },
      { side: "right", name: gripper.fixedFinger.name, link: gripper.fixedFinger, pad: gripper.fixedPad },
    ];
  }
  return [
    { side: "left", name: `left ${finger.name}`, link: finger, pad },
    { side: "right", name: `right ${finger.name}`, link: finger, pad },
  ];
}

/** The finger's frame in the hand's frame with the pads `openingM` apart. */
export function fingerPoseAt(gripper: Gripper, side: Side, openingM: number): Pose {
  if (gripper.kind === "parallel") {
    const half = openingM / 2;
    return side === "left"
      ? { xyzM: [0, half, 0], quatXyzw: [0, 0, 0, 1] }
      : { xyzM: [0, -half, 0], quatXyzw: [0, 0, 1, 0] };
  }
  if (side === "right") return { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] };
  return hingePoseAt(gripper, hingeAngleRad(gripper, openingM));
}

/** The turning finger's frame in the hand's frame, turned by an angle from shut. */
export function hingePoseAt({ hinge: { atM, axis } }: HingeGripper, angleRad: number): Pose {
  const turned = turn(axis, angleRad, atM);
  const sine = Math.sin(angleRad / 2);
  return {
    xyzM: [atM[0] - turned[0], atM[1] - turned[1], atM[2] - turned[2]],
    quatXyzw: [axis[0] * sine, axis[1] * sine, axis[2] * sine, Math.cos(angleRad / 2)],
  };
}

/** The middle between the pads, in the tool point's frame. */
export const betweenPadsM = (gripper: Gripper, openingM: number): Vec3 =>
  gripper.kind === "parallel" ? [0, 0, 0] : [0, openingM / 2, 0];

/**
 * The opening of a hinge follows reach · sin(angle - lag) + reach · sin(lag): the meeting point of the pads goes round
 * the hinge, and the opening is how far it has gone along the tool point's y since it lay against the fixed pad.
 */
export interface HingeLaw {
  readonly reachM: number;
  readonly lagRad: number;
}

export function hingeLawOf({ hinge, toolPoint }: HingeGripper): HingeLaw {
  const { atM, meetsM } = hinge;
  const r: Vec3 = [meetsM[0] - atM[0], meetsM[1] - atM[1], meetsM[2] - atM[2]];
  const y = yAxisOf(toolPoint);
  const a = hinge.axis;
  const along = dot(a, r);
  const sine = dot(cross(a, r), y);
  const versine = along * dot(a, y) - dot(r, y);
  return { reachM: Math.hypot(sine, versine), lagRad: Math.atan2(versine, sine) };
}

/** The turn of the hinge that parts the pads by `openingM`. Beyond what the hinge can reach, the nearest it can. */
export function hingeAngleRad(gripper: HingeGripper, openingM: number): number {
  const { reachM, lagRad } = hingeLawOf(gripper);
  const ratio = (openingM - reachM * Math.sin(lagRad)) / reachM;
  return lagRad + Math.asin(Math.min(1, Math.max(-1, ratio)));
}

/** How far apart the pads are when the hinge has turned by `angleRad` from shut. */
export function hingeOpeningM({ reachM, lagRad }: HingeLaw, angleRad: number): number {
  return reachM * (Math.sin(angleRad - lagRad) + Math.sin(lagRad));
}

/** Metres of opening per radian of turn; also newton metres per newton between the pads. */
export const hingeLeverM = ({ reachM, lagRad }: HingeLaw, angleRad: number): number =>
  reachM * Math.cos(angleRad - lagRad);

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const yAxisOf = ({ quatXyzw: [x, y, z, w] }: Pose): Vec3 => [
  2 * (x * y - w * z),
  1 - 2 * (x * x + z * z),
  2 * (y * z + w * x),
];

/** A vector turned about a unit axis (Rodrigues). */
function turn(axis: Vec3, angleRad: number, v: Vec3): Vec3 {
  const [c, s] = [Math.cos(angleRad), Math.sin(angleRad)];
  const side = cross(axis, v);
  const along = dot(axis, v) * (1 - c);
  return [
    v[0] * c + side[0] * s + axis[0] * along,
    v[1] * c + side[1] * s + axis[1] * along,
    v[2] * c + side[2] * s + axis[2] * along,
  ];
}
