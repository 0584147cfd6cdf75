// What a driver measures. Verdicts, post hooks and answers are drawn from this, never from a command's echo.
import type { Pose, Vec3 } from "./geometry.ts";

export interface MeasuredGripper {
  /** Distance between the pads, metres. */
  readonly openingM: number;
  /** Force squeezed between the pads, newton. */
  readonly forceN: number;
  /** The object that both pads touch and hold by friction, or `null`. */
  readonly holding: string | null;
}

export interface Measured {
  /** Seconds on the driver's clock at which this was measured. */
  readonly atS: number;
  readonly jointsRad: readonly number[];
  readonly jointsRadPerS: readonly number[];
  /** Measured tool-point pose in the cell's frame. */
  readonly tool: Pose;
  readonly gripper: MeasuredGripper;
  /** Movable and static objects alike, by id, at their shape's own frame. */
  readonly objects: Readonly<Record<string, Pose>>;
}

/** One unwanted touch, as physics reports it. */
export interface Touch {
  readonly atS: number;
  readonly a: string;
  readonly b: string;
  readonly depthM: number;
  readonly atM: Vec3;
}
