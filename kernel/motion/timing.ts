// Durations.
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { MoveSegment } from "../contract/plan.ts";
import type { Chain } from "./chain.ts";

export interface MotionLimits {
  readonly jointScale: number;
  readonly toolSpeedAtMPerS: (pointM: Vec3) => number;
}
export interface JointExtreme {
  readonly ratio: number;
  readonly joint: number;
  readonly atS: number;
}
export interface MotionExtremes {
  readonly velocity: JointExtreme;
  readonly acceleration: JointExtreme;
  readonly jerk: JointExtreme;
  readonly toolSpeed: { readonly mPerS: number; readonly atS: number; readonly pose: Pose };
  readonly toolSpeedRatio: { readonly ratio: number; readonly mPerS: number; readonly limitMPerS: number; readonly atS: number; readonly pose: Pose };
}
export function shortestDurationS(_chain: Chain, _pointsRad: readonly (readonly number[])[], _limits: MotionLimits): number {
  throw new Error("being written");
}
export function motionExtremes(_chain: Chain, _move: MoveSegment, _stepS: number, _toolSpeedAtMPerS?: (pointM: Vec3) => number): MotionExtremes {
  throw new Error("being written");
}
