// How fast a joint may go at a position: constant for most arms, less towards the ends of range for some (FR3).
// Kept in one place so that planner, timing and hooks mean the same limit.
import type { JointLimits, VelocityByPosition } from "../contract/robot.ts";

/** Where less than this share of its rated speed is left towards an end, a joint cannot be driven there. */
export const LEAST_SHARE = 1e-4;

/** The largest angle that a joint can be driven to, rad: the FR3's law ends some joints' way before their range ends. */
export function highestRad({ velocityByPosition: law, velocityRadPerS, upperRad }: JointLimits): number {
  return law === undefined ? upperRad : Math.min(upperRad, law.upperEndRad - leftRad(law, velocityRadPerS));
}

/** The smallest. */
export function lowestRad({ velocityByPosition: law, velocityRadPerS, lowerRad }: JointLimits): number {
  return law === undefined ? lowerRad : Math.max(lowerRad, law.lowerEndRad + leftRad(law, velocityRadPerS));
}

/** How far from the law's end `LEAST_SHARE` of the rated speed is left. */
const leftRad = ({ gainRadPerS2, offsetRadPerS }: VelocityByPosition, ratedRadPerS: number): number =>
  (offsetRadPerS + LEAST_SHARE * ratedRadPerS) ** 2 / gainRadPerS2;

/** Greatest speed towards larger angles at `qRad`, rad/s; 0 at and beyond the end of the law. */
export function upperVelocityAt(limits: JointLimits, qRad: number): number {
  const law = limits.velocityByPosition;
  if (law === undefined) return limits.velocityRadPerS;
  return towards(law.upperEndRad - qRad, law.gainRadPerS2, law.offsetRadPerS, limits.velocityRadPerS);
}

/** Greatest speed towards smaller angles at `qRad`, as a negative number, rad/s. */
export function lowerVelocityAt(limits: JointLimits, qRad: number): number {
  const law = limits.velocityByPosition;
  if (law === undefined) return -limits.velocityRadPerS;
  return -towards(qRad - law.lowerEndRad, law.gainRadPerS2, law.offsetRadPerS, limits.velocityRadPerS);
}

/** Both at once; hot loops take the two functions above, which allocate nothing. */
export const velocityBoundsAt = (
  limits: JointLimits,
  qRad: number,
): readonly [minRadPerS: number, maxRadPerS: number] => [lowerVelocityAt(limits, qRad), upperVelocityAt(limits, qRad)];

/** The least share of its rated speed that any joint may still have at `q`, towards either end; 0 where one may only creep. */
export function leastSpeedShare(joints: readonly { readonly limits: JointLimits }[], q: ArrayLike<number>): number {
  let least = 1;
  joints.forEach(({ limits }, j) => {
    const slower = Math.min(upperVelocityAt(limits, q[j]!), -lowerVelocityAt(limits, q[j]!));
    least = Math.min(least, slower / limits.velocityRadPerS);
  });
  return least;
}

function towards(distanceRad: number, gain: number, offset: number, most: number): number {
  const speed = Math.sqrt(gain * Math.max(0, distanceRad)) - offset;
  return Math.min(most, Math.max(0, speed));
}
