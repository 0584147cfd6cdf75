// A cell: one arm with its tool, limits, workspace, zones, objects and driver. Loaded from one YAML
// file by `cells/`, in metres, radians and the cell's frame (origin at the default cell's robot base).
import type { Pose, Shape, Vec3 } from "./geometry.ts";
import type { RobotDescription } from "./robot.ts";

export interface CellLimits {
  readonly toolSpeedMPerS: number;
  /** Fraction of the rated joint velocity, acceleration and jerk that motion may use; stops may use all of it. */
  readonly jointScale: number;
  readonly payloadKg: number;
  /** Least distance kept from zones, table, static and other objects. */
  readonly clearanceM: number;
  /** Least distance from the table or a support while picking or placing on it. */
  readonly supportClearanceM: number;
  /** Greatest free fall at release. */
  readonly dropM: number;
  /**
   * What the cell's emergency stop does (IEC 60204-1, 9.2.2): 1, a stop on the path and power off then, is the default;
   * 0 cuts power at once, and the arm runs on as its brakes let it.
   */
  readonly emergencyStopCategory?: 0 | 1;
}

/** A solid that stands still in the cell's frame. */
export interface FixedShape {
  readonly shape: Extract<Shape, { kind: "sphere" | "box" }>;
  readonly centreM: Vec3;
}

export type Zone =
  | { readonly kind: "keep_out"; readonly name: string; readonly solid: FixedShape }
  | {
      readonly kind: "reduced_speed";
      readonly name: string;
      readonly solid: FixedShape;
      readonly maxToolSpeedMPerS: number;
    };

/**
 * What moves by itself and is tracked by a sensor, a person above all: an upright solid whose centre the sensor
 * reports on `topic`. A report older than `staleS`, or none, counts as "right here".
 */
export interface TrackedZone {
  readonly name: string;
  readonly topic: string;
  readonly shape: Extract<Shape, { kind: "sphere" | "capsule" | "cylinder" }>;
  readonly staleS: number;
  /** How it walks in simulation; `null`: nothing reports it there. */
  readonly walk: Walk | null;
}

/** A scripted walk, and how its sensor reports it. Only simulation reads this. */
export interface Walk {
  /** In straight lines from point to point; before the first and after the last it stands. Times ascend. */
  readonly points: readonly { readonly atS: number; readonly centreM: Vec3 }[];
  /** After the last point it begins again at the first. */
  readonly repeats: boolean;
  /** Between reports, and from measuring to reporting; `jitterS` more at random. */
  readonly periodS: number;
  readonly latencyS: number;
  readonly jitterS: number;
  /** Share of reports that are lost, in [0, 1]. */
  readonly lostShare: number;
}

/** The terms of speed and separation monitoring that are not measured; kernel/motion/separation.ts says what each is. */
export interface Separation {
  readonly humanSpeedMPerS: number;
  readonly reactionS: number;
  /** `null`: derived from the arm's own limits at its speed. */
  readonly stoppingS: number | null;
  readonly intrusionM: number;
  readonly sensorUncertaintyM: number;
  readonly robotUncertaintyM: number;
  /** After a stop, motion goes on when the separation has held for this long. */
  readonly resumeAfterS: number;
  /** A motion that had to wait longer than this is given up. */
  readonly waitAtMostS: number;
}

/** Limits of what presses on the arm from outside, where the arm measures its effort. `null`: that one is not watched. */
export interface ForceLimits {
  /** Per joint. */
  readonly externalTorqueNm: readonly number[] | null;
  /** As a force at the tool point. */
  readonly externalForceN: number | null;
  /** How much more is let pass, as a factor, in the first `transientS` of a contact. source: ISO/TS 15066, 5.5.5.3 (transient contact) */
  readonly transientFactor: number;
  readonly transientS: number;
}

/** What an object is made of. `open_box` and `board` have their frame at the footprint's centre, at the bottom; `size` is outer. */
export type ObjectShape =
  | { readonly kind: "box"; readonly sizeM: Vec3 }
  | { readonly kind: "cylinder"; readonly radiusM: number; readonly heightM: number }
  | { readonly kind: "open_box"; readonly sizeM: Vec3; readonly wallM: number }
  | { readonly kind: "board"; readonly sizeM: Vec3; readonly topZM: number };

export interface CellObject {
  readonly id: string;
  /** What people call it: cube, mug, tray … */
  readonly kind: string;
  readonly color: string | null;
  readonly shape: ObjectShape;
  /** Where it stands at the start: the centre of a solid, or the bottom centre of an `open_box` or `board`. */
  readonly startPose: Pose;
  /** `null` for what does not move. */
  readonly massKg: number | null;
  readonly isStatic: boolean;
  readonly isContainer: boolean;
}

export interface Jog {
  readonly stepM: number;
  readonly slightM: number;
  readonly stepRad: number;
}

export interface Cell {
  readonly name: string;
  readonly robot: RobotDescription;
  readonly base: Pose;
  readonly homeRad: readonly number[];
  readonly driver: { readonly kind: "sim" };
  readonly limits: CellLimits;
  readonly gripper: { readonly strokeM: number; readonly forceN: number; readonly starts: "open" | "closed" };
  readonly jog: Jog;
  /** Bounds the tool point and what it holds. The table top is z = 0. */
  readonly workspace: { readonly minM: Vec3; readonly maxM: Vec3 };
  readonly zones: readonly Zone[];
  readonly tracked: readonly TrackedZone[];
  /** `null` only where nothing is tracked. */
  readonly separation: Separation | null;
  readonly force: ForceLimits | null;
  readonly objects: readonly CellObject[];
}
