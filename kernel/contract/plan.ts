// A plan: exactly what the arm would do for one tool call. Plain data, so that it can be judged,
// hashed into a permit, sent to another thread and executed there without being computed again.
import type { Pose, Vec3 } from "./geometry.ts";
import type { ToolCall } from "./tools.ts";

/** Seconds, and the third derivative of s by time over them, 1/s³. */
export type Phase = readonly [durationS: number, jerkPerS3: number];

/**
 * A motion from rest to rest along a smooth curve in joint space: where it leads and when are apart.
 * Where: the natural C² cubic spline through `pointsRad` over s in [0, 1] (a straight line for two points).
 * When: s(t) from s = 0 at rest to s = 1 at rest, in `phases` of constant jerk.
 */
export interface MoveSegment {
  readonly kind: "move";
  readonly pointsRad: readonly (readonly number[])[];
  /** s of each point, ascending from 0 to 1; default: spaced by the points' distance in joint space. */
  readonly knots?: readonly number[];
  readonly durationS: number;
  /** In order, `durationS` altogether; default: jerk +, -, -, + over a quarter of the duration each. */
  readonly phases?: readonly Phase[];
  /** Straight lines of the tool point are never rerouted. */
  readonly line: boolean;
  /** What the hand holds while it moves: the object and its frame in the tool point's frame. */
  readonly carrying: Carried | null;
}

export interface Carried {
  readonly object: string;
  readonly inTool: Pose;
  /** What it weighs the flange down with; the arm's own controller is told. */
  readonly load?: Load;
}

/** A mass and its centre of gravity in the flange's frame. */
export interface Load {
  readonly massKg: number;
  readonly centreM: Vec3;
}

export type Segment =
  | MoveSegment
  /** Close on an object (or on nothing) with this force. `expects`: the object that must be held after. */
  | { readonly kind: "close"; readonly forceN: number; readonly expects: string | null }
  /** Open to this width. `releases`: what was held. */
  | { readonly kind: "open"; readonly openingM: number; readonly releases: string | null }
  | { readonly kind: "wait"; readonly seconds: number };

/** What the call promises; post hooks compare it with what is measured afterwards. */
export interface Promised {
  readonly tool?: Pose;
  readonly jointsRad?: readonly number[];
  readonly holding?: string | null;
  readonly object?: { readonly id: string; readonly centreM: Vec3; readonly inside?: string; readonly on?: string };
}

/** Why the planner could not lay out the whole call. Hooks deny such a plan. */
export interface Blocked {
  readonly code: "E_REACH" | "E_NO_GRASP" | "E_NO_ROOM" | "E_NO_PATH" | "E_PRECONDITION";
  readonly reason: string;
  readonly measured?: number;
  readonly limit?: number;
}

export interface Plan {
  readonly call: ToolCall;
  readonly segments: readonly Segment[];
  readonly promised: Promised;
  readonly blocked: Blocked | null;
  /** True when a free motion was led round an obstacle. */
  readonly rerouted: boolean;
}
