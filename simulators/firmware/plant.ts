// The joints behind a device's drives: what a drive can tell them and what its encoders see of them. The model in
// joint-model.ts is one such plant; a physics world can be another.

/** How one joint is built. */
export interface JointBuild {
  readonly leastRad: number;
  readonly mostRad: number;
  readonly mostRadPerS: number;
  readonly accelerationRadPerS2: number;
  /** Holds without power. */
  readonly hasBrake: boolean;
  /** Where it ends without power and brake, and how it falls there; `null`: gravity does not move it. */
  readonly fall: {
    readonly restRad: number;
    readonly accelerationRadPerS2: number;
    readonly mostRadPerS: number;
  } | null;
}

/** Joints count from 0; angles are radians, speeds rad/s. */
export interface Plant {
  readonly builds: readonly JointBuild[];
  /** What the encoders say: the truth, unless a fault is in between. */
  readonly measuredRad: Readonly<Float64Array>;
  readonly measuredRadPerS: Readonly<Float64Array>;
  /** Torque of the drive as a share of its most, -1…1. */
  readonly load: Readonly<Float64Array>;
  /** The truth, for judges and for sensors of their own. */
  readonly trueRad: Readonly<Float64Array>;
  readonly trueRadPerS: Readonly<Float64Array>;
  /** No power: a brake closes, or the joint coasts and falls. */
  off(joint: number): void;
  /** Servo to a place; `feedforwardRadPerS` is the speed of a target that moves. Bounds are cut to the joint's own. */
  follow(
    joint: number,
    targetRad: number,
    feedforwardRadPerS: number,
    mostRadPerS: number,
    accelerationRadPerS2: number,
  ): void;
  /** Decelerates to rest and holds where that ends. */
  halt(joint: number): void;
  /** A stepper's way: moves now, exactly so far. */
  step(joint: number, byRad: number): void;
  advance(dtS: number): void;
}

/** What can be wrong with a joint. `echo`: the command comes back as if it had been measured. */
export type JointFault = "stuck" | "frozen" | "echo";

export interface PlantFaults {
  set(joint: number, fault: JointFault | null): void;
  /** A homing that is wrong by so much: the encoder says `true + offset`. */
  offset(joint: number, rad: number): void;
}

/** Below this a joint is at rest. */
const REST_RAD_PER_S = 1e-4;

export function isAtRest({ measuredRadPerS }: Plant): boolean {
  for (let i = 0; i < measuredRadPerS.length; i++) if (Math.abs(measuredRadPerS[i]!) > REST_RAD_PER_S) return false;
  return true;
}
