// Step 2: one joint's motion of a given duration. The two extremal motions of that duration are both legal, and every
// limit is convex, so the weighted mean that ends at the target is legal too: no search, and no case left over.
import { createPhases, type Family, JERK_SIGNS, PHASE_COUNT, type Phases, writePhases } from "./family.ts";
import type { Joint } from "./joint.ts";
import { appendPhase, type Cursor, type PhaseTable } from "./trajectory.ts";

/** Below this weight, the other motion alone is meant; it moves the end by less than rounding does. */
const LEAST_WEIGHT = 1e-14;

export interface Blender {
  readonly up: Phases;
  readonly down: Phases;
}

export const createBlender = (): Blender => ({ up: createPhases(), down: createPhases() });

/** Appends the motion of the duration for which `reaches` was last asked; `j` is the jerk limit. */
export function appendBlend(
  blender: Blender,
  table: PhaseTable,
  index: number,
  cursor: Cursor,
  joint: Joint,
  j: number,
): void {
  const { up, down } = joint;
  const span = up.position + down.position;
  const weight = span > 0 ? (joint.position + down.position) / span : 1;
  if (weight >= 1 - LEAST_WEIGHT) appendOne(table, index, cursor, up, blender.up, j, 1);
  else if (weight <= LEAST_WEIGHT) appendOne(table, index, cursor, down, blender.down, j, -1);
  else appendMean(blender, table, index, cursor, joint, j, weight);
}

function appendOne(
  table: PhaseTable,
  index: number,
  cursor: Cursor,
  family: Family,
  phases: Phases,
  j: number,
  sign: number,
): void {
  writePhases(family, phases);
  const { duration, acceleration } = phases;
  for (let k = 0; k < PHASE_COUNT; k++)
    appendPhase(table, index, cursor, duration[k]! / j, sign * j * JERK_SIGNS[k]!, sign * acceleration[k]!);
}

function appendMean(
  blender: Blender,
  table: PhaseTable,
  index: number,
  cursor: Cursor,
  joint: Joint,
  j: number,
  weight: number,
): void {
  const { up, down } = blender;
  writePhases(joint.up, up);
  writePhases(joint.down, down);
  let u = 0;
  let d = 0;
  let leftUp = up.duration[0]!;
  let leftDown = down.duration[0]!;
  while (u < PHASE_COUNT && d < PHASE_COUNT) {
    const step = Math.min(leftUp, leftDown);
    leftUp -= step;
    leftDown -= step;
    // An up motion's acceleration, `left` before the end of its phase.
    const aUp = up.acceleration[u]! - leftUp * JERK_SIGNS[u]!;
    const aDown = down.acceleration[d]! - leftDown * JERK_SIGNS[d]!;
    const jerk = weight * JERK_SIGNS[u]! - (1 - weight) * JERK_SIGNS[d]!;
    appendPhase(table, index, cursor, step / j, j * jerk, weight * aUp - (1 - weight) * aDown);
    while (u < PHASE_COUNT && leftUp <= 0) leftUp = ++u < PHASE_COUNT ? up.duration[u]! : 0;
    while (d < PHASE_COUNT && leftDown <= 0) leftDown = ++d < PHASE_COUNT ? down.duration[d]! : 0;
  }
}
