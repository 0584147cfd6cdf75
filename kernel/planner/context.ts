// What every part of the planner works with, and the few ways in which it makes segments.
import type { Cell, CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { Measured } from "../contract/measured.ts";
import type { Blocked, MoveSegment, Segment } from "../contract/plan.ts";
import { ZONE_LEAD_M } from "../motion/allowances.ts";
import type { Chain } from "../motion/chain.ts";
import { speedLimitsOf } from "../motion/speed-limits.ts";
import type { Held } from "../motion/stages.ts";
import { timeWay } from "../motion/timing.ts";

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

export function moveSegment(
  { cell, chain, speedScale }: PlanContext,
  pointsRad: readonly (readonly number[])[],
  line: boolean,
  held: Held | null,
): MoveSegment {
  const limits = { jointScale: cell.limits.jointScale, speeds: speedLimitsOf(cell), leadM: ZONE_LEAD_M };
  const { durationS, phases } = timeWay(chain, { pointsRad }, limits, speedScale);
  const carrying = held === null ? null : { object: held.object.id, inTool: held.inTool };
  return { kind: "move", pointsRad, durationS, phases, line, carrying };
}

export const objectNamed = (cell: Cell, id: string): CellObject | undefined =>
  cell.objects.find((object) => object.id === id);

export const raised = (pose: Pose, byM: number): Pose => ({
  xyzM: [pose.xyzM[0], pose.xyzM[1], pose.xyzM[2] + byM],
  quatXyzw: pose.quatXyzw,
});

export const shownPoint = ([x, y, z]: Vec3): string => `(${x.toFixed(3)}, ${y.toFixed(3)}, ${z.toFixed(3)})`;
