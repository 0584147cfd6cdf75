// Where the tool point is to go: straight lines, arcs of circles, and lines joined by rounded corners.
import type { Pose, QuatXyzw, Vec3 } from "../contract/geometry.ts";
import { blended } from "../motion/blend.ts";
import { curveAt, curveThrough } from "../motion/curve.ts";
import { addVec, distanceM, quatFromAxisAngle, rotateVector, scaleVec, subVec } from "../motion/transform.ts";

export interface ToolWay {
  readonly lengthM: number;
  /** How far the tool turns altogether. */
  readonly turnRad: number;
  /** At each share of the way, in [0, 1]. */
  poseAt(share: number): Pose;
}

export type Turning = (share: number) => QuatXyzw;

export function lineWay(fromM: Vec3, toM: Vec3, turnRad: number, orientationAt: Turning): ToolWay {
  const way = subVec(toM, fromM);
  return {
    lengthM: distanceM(fromM, toM),
    turnRad,
    poseAt: (share) => ({ xyzM: addVec(fromM, scaleVec(way, share)), quatXyzw: orientationAt(share) }),
  };
}

/** Sine of the angle at the start between the two other points, below which three points lie on a line. */
const FLAT = 1e-4;

/** The arc of the circle from `fromM` by way of `viaM` to `toM`; `null` when no circle leads through them. */
export function arcWay(fromM: Vec3, viaM: Vec3, toM: Vec3, turnRad: number, orientationAt: Turning): ToolWay | null {
  const [a, b] = [subVec(viaM, fromM), subVec(toM, fromM)];
  const normal = cross(a, b);
  const [aa, bb, nn] = [dot(a, a), dot(b, b), dot(normal, normal)];
  if (!(nn > FLAT * FLAT * aa * bb)) return null;
  const toCentre = scaleVec(addVec(scaleVec(cross(b, normal), -aa), scaleVec(cross(a, normal), bb)), -1 / (2 * nn));
  const centreM = addVec(fromM, toCentre);
  const spoke = scaleVec(toCentre, -1);
  const axis = scaleVec(normal, 1 / Math.sqrt(nn));
  const angleTo = (pointM: Vec3): number => {
    const other = subVec(pointM, centreM);
    const angleRad = Math.atan2(dot(axis, cross(spoke, other)), dot(spoke, other));
    return angleRad < 0 ? angleRad + 2 * Math.PI : angleRad;
  };
  // About this axis the way by `viaM` is the forward one.
  const sweepRad = angleTo(toM);
  return {
    lengthM: sweepRad * Math.sqrt(dot(spoke, spoke)),
    turnRad,
    poseAt: (share) => ({
      xyzM: addVec(centreM, rotateVector(quatFromAxisAngle(axis, sweepRad * share), spoke)),
      quatXyzw: orientationAt(share),
    }),
  };
}

export interface Leg {
  readonly toM: Vec3;
  readonly turnRad: number;
  readonly orientationAt: Turning;
}

/** Lines from `fromM` through the legs' ends, their corners rounded off by at most `mostM`. No leg is without length. */
export function blendedWay(fromM: Vec3, legs: readonly Leg[], mostM: number): ToolWay {
  const corners = [fromM, ...legs.map(({ toM }) => toM)];
  const ends = [0];
  for (let k = 1; k < corners.length; k++) ends.push(ends[k - 1]! + distanceM(corners[k - 1]!, corners[k]!));
  const lengthM = ends[ends.length - 1]!;
  const { pointsRad: points, knots } = blended(corners, mostM);
  const curve = curveThrough(points, knots);
  const xyz = new Float64Array(3);
  return {
    lengthM,
    turnRad: legs.reduce((sum, { turnRad }) => sum + turnRad, 0),
    poseAt(share) {
      curveAt(curve, share, xyz);
      const leg = Math.min(
        legs.length - 1,
        Math.max(
          0,
          ends.findLastIndex((end) => end <= share * lengthM),
        ),
      );
      const within = (share * lengthM - ends[leg]!) / (ends[leg + 1]! - ends[leg]!);
      return {
        xyzM: [xyz[0]!, xyz[1]!, xyz[2]!],
        quatXyzw: legs[leg]!.orientationAt(Math.min(1, Math.max(0, within))),
      };
    },
  };
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
