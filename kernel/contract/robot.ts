// An arm described once: kinematics, limits, inertias and collision shapes. The checker, the
// planner and the physics model (MJCF) are all derived from this one description.
import type { PlacedShape, Pose, Vec3 } from "./geometry.ts";

/**
 * How fast a joint may go where: towards an end at most √(gain · (end - q)) - offset, 0 where that is negative, and
 * never more than `velocityRadPerS`. The ends of the law lie a little outside the joint's range.
 */
export interface VelocityByPosition {
  readonly offsetRadPerS: number;
  readonly gainRadPerS2: number;
  readonly lowerEndRad: number;
  readonly upperEndRad: number;
}

/**
 * What the brakes promise when power is cut (stop category 0): the joint runs on for at most `reactionS`, at no more
 * than its speed, and then slows by at least this much.
 */
export interface BrakeBounds {
  readonly decelerationRadPerS2: number;
  readonly reactionS: number;
}

export interface JointLimits {
  readonly lowerRad: number;
  readonly upperRad: number;
  readonly velocityRadPerS: number;
  readonly accelerationRadPerS2: number;
  readonly jerkRadPerS3: number;
  readonly effortNm: number;
  /** Absent: `velocityRadPerS` holds everywhere. Read it through `velocityBoundsAt` (kernel/motion/velocity-bounds.ts). */
  readonly velocityByPosition?: VelocityByPosition;
  /** Absent: nobody has declared them, and no stop of category 0 can be bounded. */
  readonly brake?: BrakeBounds;
}

/** Gains of the position actuator that stands in for the arm's own controller in simulation. */
export interface JointServo {
  readonly stiffnessNmPerRad: number;
  readonly dampingNmSPerRad: number;
  readonly armatureKgM2: number;
}

/** A revolute joint between `links[i]` and `links[i + 1]`; `origin` is the child frame at zero in the parent's frame. */
export interface Joint {
  readonly name: string;
  readonly origin: Pose;
  /** Unit vector in the joint's own frame. */
  readonly axis: Vec3;
  readonly limits: JointLimits;
  readonly servo: JointServo;
}

export interface Inertia {
  readonly massKg: number;
  readonly comM: Vec3;
  /** About the centre of mass, in the link's frame: ixx, iyy, izz, ixy, ixz, iyz. */
  readonly inertiaKgM2: readonly [number, number, number, number, number, number];
}

export interface Link {
  readonly name: string;
  readonly inertia: Inertia;
  readonly collision: readonly PlacedShape[];
}

interface GripperParts {
  /** The hand's frame in the last link's frame. */
  readonly mount: Pose;
  /** The tool point in the hand's frame; its z axis points out of the hand, its y axis is the way the fingers open. */
  readonly toolPoint: Pose;
  readonly hand: Link;
  /** The finger that moves (both do in a parallel gripper), in the hand's frame at zero opening, on the tool point's +y side. */
  readonly finger: Link;
  /** The pad, a part of the finger that touches what is held. */
  readonly pad: PlacedShape;
  /** Greatest opening: the distance between the pads. */
  readonly strokeM: number;
  readonly maxForceN: number;
  /** How fast the opening may change. */
  readonly fingerSpeedMPerS: number;
  /** How far above the tool point the palm stands. */
  readonly palmAboveToolPointM: number;
}

/**
 * Two fingers that slide along ±y of the hand's frame, each by half the opening; the second is the first one's mirror
 * about the hand's z. The tool point lies half-way between the pads.
 */
export interface ParallelGripper extends GripperParts {
  readonly kind: "parallel";
}

/**
 * One finger that stands still and one that turns about a hinge. The tool point lies on the face of the fixed pad; the
 * opening is how far the moving pad's `meetsM` has gone along the tool point's y since it lay against the fixed pad
 * (kernel/contract/gripper.ts).
 */
export interface HingeGripper extends GripperParts {
  readonly kind: "hinge";
  readonly fixedFinger: Link;
  readonly fixedPad: PlacedShape;
  /** In the hand's frame; a positive turn about the axis opens. `meetsM`: the moving pad's point that touches when shut. */
  readonly hinge: { readonly atM: Vec3; readonly axis: Vec3; readonly meetsM: Vec3 };
}

export type Gripper = ParallelGripper | HingeGripper;

/**
 * Why two links may touch: they are neighbours; or their hulls overlap in every configuration; or their hulls overlap
 * here and there where the real surfaces cannot meet. `roboos robot pairs NAME` derives the first two; `hull` is declared,
 * with a test that shows it.
 */
export type PairReason = "adjacent" | "always" | "hull";

/** Where a group of figures comes from. */
export interface Source {
  readonly of: "kinematics" | "limits" | "inertias" | "collision" | "gripper" | "brake" | "payload" | "servo";
  readonly from: string;
  /** True when nobody published these and they are our own judgement. */
  readonly isEstimated: boolean;
}

export interface RobotDescription {
  readonly name: string;
  /** Links from base to flange; one more than joints. */
  readonly links: readonly Link[];
  readonly joints: readonly Joint[];
  readonly gripper: Gripper;
  /** The flange's frame in the last link's, from which payloads are reckoned; absent: the last link's own. */
  readonly flange?: Pose;
  readonly homesRad: Readonly<Record<string, readonly number[]>>;
  /** Pairs of link names that may touch or overlap by construction ("hand" and "finger" count as links), and why. */
  readonly allowedPairs: readonly (readonly [string, string, PairReason?])[];
  /** The arm's own Cartesian limits, where it has them. */
  readonly cartesian: { readonly speedMPerS: number; readonly accelerationMPerS2: number; readonly jerkMPerS3: number };
  /** Most that the flange carries, gripper included, with its centre of gravity at most so far from the flange. */
  readonly payload?: { readonly massKg: number; readonly centreFromFlangeM: number };
  /** How exactly the arm comes back to a point (ISO 9283, pose repeatability). */
  readonly repeatabilityM?: number;
  /** Whether the arm's own controller holds up its weight; without that it sags by load over stiffness. */
  readonly compensatesGravity: boolean;
  readonly sources: readonly Source[];
}
