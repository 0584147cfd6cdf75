// The tool point led along a given way: joints followed by inverse kinematics step by step, close enough that the
// smooth curve through the steps is nowhere further from the way than `DEVIATION_M`.
import type { Pose, QuatXyzw, Vec3 } from "../contract/geometry.ts";
import { toolPoseAt } from "../motion/chain.ts";
import { curveAt, curveThrough } from "../motion/curve.ts";
import { solveIkNear } from "../motion/ik.ts";
import { singularityMargin } from "../motion/singularity.ts";
import { distanceM, quatConjugate, quatFromAxisAngle, quatMultiply, scaleVec, subVec } from "../motion/transform.ts";
import { type PlanContext, shownPoint } from "./context.ts";
import { ownTurning } from "./own-yaw.ts";
import { lineWay, type ToolWay, type Turning } from "./tool-way.ts";

/** How far the tool point may be from its way between the steps. */
export const DEVIATION_M = 5e-4;
const STEP_M = 0.01;
const STEP_RAD = 0.05;
/** Steps are halved so often at most to keep the deviation. */
const HALVINGS = 4;
/** Least singularity margin on the way, m/rad: nearer than that a slow tool asks for fast joints. */
const LEAST_MARGIN = 0.02;
/** A joint that turns by more than this in one step has to turn round, or jumps to another posture. */
const MOST_STEP_RAD = 0.6;

export type Line =
  | { readonly ok: true; readonly pointsRad: number[][] }
  | { readonly ok: false; readonly reachedM: Vec3; readonly fraction: number; readonly why: string };

/** From `startRad` at `from` to `toM`; `orientationAt` tells how the tool is turned at each share of the way. */
export const straightLine = (
  context: PlanContext,
  startRad: readonly number[],
  from: Pose,
  toM: Vec3,
  turnRad: number,
  orientationAt: Turning,
): Line => followWay(context, startRad, lineWay(from.xyzM, toM, turnRad, orientationAt));

/** From `startRad`, which holds the tool where the way begins, along it to its end. */
export function followWay(context: PlanContext, startRad: readonly number[], way: ToolWay): Line {
  let steps = Math.max(2, Math.ceil(way.lengthM / STEP_M), Math.ceil(Math.abs(way.turnRad) / STEP_RAD));
  for (let k = 0; ; k++) {
    const line = stepped(context, startRad, way, steps);
    if (!line.ok) return line;
    const off = worstDeviation(context, way, line.pointsRad);
    if (off.byM <= DEVIATION_M) return line;
    if (k === HALVINGS) return fault(way, off.share, `cannot be kept to within ${DEVIATION_M * 1000} mm`);
    steps *= 2;
  }
}

const fault = (way: ToolWay, share: number, why: string): Line => ({
  ok: false,
  reachedM: way.poseAt(share).xyzM,
  fraction: share,
  why,
});

function stepped({ chain }: PlanContext, startRad: readonly number[], way: ToolWay, steps: number): Line {
  const pointsRad: number[][] = [[...startRad]];
  let near: readonly number[] = startRad;
  const poseAt = ownTurning(chain, way);
  for (let k = 1; k <= steps; k++) {
    const share = k / steps;
    const q = solveIkNear(chain, poseAt(share), near);
    if (q === null) return fault(way, share, "leaves the arm's reach or joint limits");
    const joint = q.findIndex((rad, j) => Math.abs(rad - near[j]!) > MOST_STEP_RAD);
    if (joint >= 0) return fault(way, share, `asks ${chain.jointNames[joint]} to turn round`);
    const margin = singularityMargin(chain, q);
    if (margin < LEAST_MARGIN && margin < singularityMargin(chain, near))
      return fault(way, share, `comes too near a singularity (${margin.toFixed(3)} m/rad, least ${LEAST_MARGIN})`);
    pointsRad.push(q);
    near = q;
  }
  return { ok: true, pointsRad };
}

/** Where, half-way between steps, the curve is furthest from the way. */
function worstDeviation(
  { chain }: PlanContext,
  way: ToolWay,
  pointsRad: readonly (readonly number[])[],
): { share: number; byM: number } {
  const curve = curveThrough(pointsRad);
  // Steps that do not move (a turn on the spot may have none) are no pieces of the curve.
  if (curve.knots.length !== pointsRad.length) return { share: 0, byM: 0 };
  const q = new Float64Array(chain.dof);
  const steps = pointsRad.length - 1;
  let worst = { share: 0, byM: 0 };
  for (let k = 0; k < steps; k++) {
    const s = (curve.knots[k]! + curve.knots[k + 1]!) / 2;
    curveAt(curve, s, q);
    const at = toolPoseAt(chain, q).xyzM;
    const [a, b, c] = [k, k + 0.5, k + 1].map((step) => way.poseAt(step / steps).xyzM) as [Vec3, Vec3, Vec3];
    const byM = Math.min(fromSegmentM(at, a, b), fromSegmentM(at, b, c));
    if (byM > worst.byM) worst = { share: (k + 0.5) / steps, byM };
  }
  return worst;
}

function fromSegmentM(point: Vec3, from: Vec3, to: Vec3): number {
  const [way, off] = [subVec(to, from), subVec(point, from)];
  const square = way[0] ** 2 + way[1] ** 2 + way[2] ** 2;
  const along = square > 0 ? (way[0] * off[0] + way[1] * off[1] + way[2] * off[2]) / square : 0;
  return distanceM(off, scaleVec(way, Math.min(1, Math.max(0, along))));
}

/** An even turn about the cell's z, by any angle. */
export const turning =
  (q: QuatXyzw, byRad: number) =>
  (share: number): QuatXyzw =>
    quatMultiply(quatFromAxisAngle([0, 0, 1], byRad * share), q);

/** The shortest even turn from one orientation to another. */
export function turningTo(from: QuatXyzw, to: QuatXyzw): Turning {
  const [x, y, z, w] = quatMultiply(to, quatConjugate(from));
  const sign = w < 0 ? -1 : 1;
  const angleRad = 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w));
  if (angleRad < 1e-9) return () => from;
  const axis = scaleVec([x, y, z], sign / Math.hypot(x, y, z));
  return (share) => quatMultiply(quatFromAxisAngle(axis, angleRad * share), from);
}

export const lineFault = (line: Extract<Line, { ok: false }>): string =>
  `the straight line ${line.why} at ${shownPoint(line.reachedM)}, ${Math.round(line.fraction * 100)} % of the way; go by way of a nearer point`;
