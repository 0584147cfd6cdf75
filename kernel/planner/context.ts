// What every part of the planner works with, and the few ways in which it makes segments.
import type { Cell, CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { Measured } from "../contract/measured.ts";
import type { Blocked, MoveSegment, Segment } from "../contract/plan.ts";
import { ZONE_LEAD_M } from "../motion/allowances.ts";
import type { Chain } from "../motion/chain.ts";
import { GRAVITY_M_PER_S2 } from "../motion/dynamics.ts";
import { loadOf } from "../motion/payload.ts";
import { type SpeedLimits, speedLimitsOf } from "../motion/speed-limits.ts";
import type { Held } from "../motion/stages.ts";
import { timeWay, type Way } from "../motion/timing.ts";

/**
 * Of the tool point along each axis, near a speed limit: a position-servoed arm overshoots its speed by about 25 ms of
 * the acceleration that ends there, which must stay within what the tool-speed hook takes for ripple.
 */
const TOOL_M_PER_S2 = 2;
/** Of a reduced-speed zone's limit: there the same overshoot counts for more. */
const ZONE_SHARE = 0.92;
const GRIP_FRICTION = 0.3;
const LEAST_M_PER_S2 = 0.1;

export interface PlanContext {
  readonly cell: Cell;
  readonly chain: Chain;
  readonly state: Measured;
  /** What the hand holds at the start. */
  readonly held: Held | null;
  /** In (0, 1]. */
  readonly speedScale: number;
  readonly seed: number;
}

/** What a part of the planner finds: segments, or why there are none (with the best try, for hooks to judge). */
export type Laid =
  | { readonly ok: true; readonly segments: readonly Segment[]; readonly rerouted: boolean }
  | { readonly ok: false; readonly blocked: Blocked };

export const laid = (segments: readonly Segment[], rerouted = false): Laid => ({ ok: true, segments, rerouted });

export const blocked = (code: Blocked["code"], reason: string): { readonly ok: false; readonly blocked: Blocked } => ({
  ok: false,
  blocked: { code, reason },
});

type Points = readonly (readonly number[])[];

export function moveSegment(
  { cell, chain, speedScale }: PlanContext,
  path: Points | Way,
  line: boolean,
  held: Held | null,
): MoveSegment {
  const limits = {
    jointScale: cell.limits.jointScale,
    speeds: inZones(speedLimitsOf(cell), ZONE_SHARE),
    leadM: ZONE_LEAD_M,
    toolMPerS2: Math.min(TOOL_M_PER_S2, held === null ? Number.POSITIVE_INFINITY : gripMPerS2(cell, held)),
  };
  const way: Way = "pointsRad" in path ? path : { pointsRad: path };
  const { durationS, phases } = timeWay(chain, way, limits, speedScale);
  const carrying =
    held === null ? null : { object: held.object.id, inTool: held.inTool, load: loadOf(cell.robot, held) };
  return { kind: "move", ...way, durationS, phases, line, carrying };
}

const inZones = (speeds: SpeedLimits, share: number): SpeedLimits => ({
  toolMPerS: speeds.toolMPerS,
  zoneMPerS: (x, y, z, leadM) => share * speeds.zoneMPerS(x, y, z, leadM),
});

/** What friction between the pads can still speed up sideways of what it holds up; a pinch on poor material. */
function gripMPerS2(cell: Cell, { object }: Held): number {
  const spareN = 2 * GRIP_FRICTION * cell.gripper.forceN - GRAVITY_M_PER_S2 * (object.massKg ?? 0);
  return Math.max(LEAST_M_PER_S2, spareN / ((object.massKg ?? 0) + 1e-9) / Math.sqrt(3));
}

export const objectNamed = (cell: Cell, id: string): CellObject | undefined =>
  cell.objects.find((object) => object.id === id);

export const raised = (pose: Pose, byM: number): Pose => ({
  xyzM: [pose.xyzM[0], pose.xyzM[1], pose.xyzM[2] + byM],
  quatXyzw: pose.quatXyzw,
});

export const shownPoint = ([x, y, z]: Vec3): string => `(${x.toFixed(3)}, ${y.toFixed(3)}, ${z.toFixed(3)})`;
