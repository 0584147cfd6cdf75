// Straight lines of the tool point: position on a line, orientation turning evenly about one axis,
// joints followed by inverse kinematics step by step.
import type { Pose, QuatXyzw, Vec3 } from "../contract/geometry.ts";
import { solveIkNear } from "../motion/ik.ts";
import {
  addVec,
  distanceM,
  quatConjugate,
  quatFromAxisAngle,
  quatMultiply,
  scaleVec,
  subVec,
} from "../motion/transform.ts";
import { type PlanContext, shownPoint } from "./context.ts";

const STEP_M = 0.01;
const STEP_RAD = 0.05;

export type Line =
  | { readonly ok: true; readonly pointsRad: number[][] }
  | { readonly ok: false; readonly reachedM: Vec3; readonly fraction: number };

/** From `startRad` at `from` to `toM`; `orientationAt` tells how the tool is turned at each share of the way. */
export function straightLine(
  { chain }: PlanContext,
  startRad: readonly number[],
  from: Pose,
  toM: Vec3,
  turnRad: number,
  orientationAt: (share: number) => QuatXyzw,
): Line {
  const lengthM = distanceM(from.xyzM, toM);
  const steps = Math.max(2, Math.ceil(lengthM / STEP_M), Math.ceil(Math.abs(turnRad) / STEP_RAD));
  const way = subVec(toM, from.xyzM);
  const pointsRad: number[][] = [[...startRad]];
  let near: readonly number[] = startRad;
  for (let k = 1; k <= steps; k++) {
    const share = k / steps;
    const xyzM = addVec(from.xyzM, scaleVec(way, share));
    const q = solveIkNear(chain, { xyzM, quatXyzw: orientationAt(share) }, near);
    if (q === null) return { ok: false, reachedM: xyzM, fraction: share };
    pointsRad.push(q);
    near = q;
  }
  return { ok: true, pointsRad };
}

/** An even turn about the cell's z, by any angle. */
export const turning =
  (q: QuatXyzw, byRad: number) =>
  (share: number): QuatXyzw =>
    quatMultiply(quatFromAxisAngle([0, 0, 1], byRad * share), q);

/** The shortest even turn from one orientation to another. */
export function turningTo(from: QuatXyzw, to: QuatXyzw): (share: number) => QuatXyzw {
  const [x, y, z, w] = quatMultiply(to, quatConjugate(from));
  const sign = w < 0 ? -1 : 1;
  const angleRad = 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w));
  if (angleRad < 1e-9) return () => from;
  const axis = scaleVec([x, y, z], sign / Math.hypot(x, y, z));
  return (share) => quatMultiply(quatFromAxisAngle(axis, angleRad * share), from);
}

export const lineFault = (line: Extract<Line, { ok: false }>): string =>
  `the straight line leaves the arm's reach or joint limits at ${shownPoint(line.reachedM)}, ${Math.round(line.fraction * 100)} % of the way; go by way of a nearer point`;
