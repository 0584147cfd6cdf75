// Closed-form inverse kinematics of seven-joint arms built like Franka's: every axis square to the next, the first
// three meeting in the shoulder, axes 5 and 6 in the wrist. With joint 7 given, geometry leaves at most eight
// answers: where the wrist stands, how far the elbow bends, how the forearm leans, and which way the shoulder folds.
// Derived here; the choice of joint 7 as the free one follows He and Liu, "Analytical Inverse Kinematics for Franka
// Emika Panda", ICCMA 2021.
import type { Chain } from "./chain.ts";
import { type DhTable, dhTableOf, isCosine, type JointWindow, jointAt, withinOne } from "./dh.ts";

export interface SevenJointArm {
  readonly table: DhTable;
  /** Shoulder to elbow and elbow to wrist, squared and multiplied as the law of cosines wants them. */
  readonly sumOfSquares: number;
  readonly twiceProduct: number;
  /** Angle at the elbow from shoulder to wrist, less theta 4. */
  readonly elbowRad: number;
}

const MEETING_M = 1e-9;
/** Sines and lengths below this leave a direction open. */
const TINY = 1e-9;
export const SEVEN_JOINT_MOST = 8;

export function sevenJointArmOf(chain: Chain): SevenJointArm | null {
  if (chain.dof !== 7) return null;
  const table = dhTableOf(chain);
  if (table === null || table.isParallel.includes(true)) return null;
  const { aM: a, dM: d } = table;
  if ([a[0]!, a[1]!, a[4]!, d[1]!, d[3]!, d[5]!].some((x) => Math.abs(x) > MEETING_M)) return null;
  const upper = a[2]! ** 2 + d[2]! ** 2;
  const lower = a[3]! ** 2 + d[4]! ** 2;
  return {
    table,
    sumOfSquares: upper + lower,
    twiceProduct: 2 * Math.sqrt(upper * lower),
    elbowRad: Math.atan2(-d[4]!, a[3]!) - Math.atan2(-d[2]!, -a[2]!),
  };
}

/**
 * Writes every solution inside the window for the last frame `goal` (3x4) and joint 7 at `q7Rad`, 7 numbers each,
 * and returns how many. Where the upper arm stands along axis 1, joints 1 and 3 turn as one: joint 1 stays as `near`.
 */
export function sevenJointSolutions(
  arm: SevenJointArm,
  goal: Float64Array,
  q7Rad: number,
  window: JointWindow,
  out: Float64Array,
): number {
  const { table, sumOfSquares, twiceProduct, elbowRad } = arm;
  const { aM, dM, base, sign } = table;
  const [a3, d3, a4, d5, a6] = [aM[2]!, dM[2]!, aM[3]!, dM[4]!, aM[5]!];
  // Joint 7 turned back: the frame before it, whose x leads from the wrist.
  const theta7 = sign[6]! * q7Rad;
  const c7 = Math.cos(theta7);
  const s7 = Math.sin(theta7);
  const x6x = c7 * goal[0]! - s7 * goal[1]!;
  const x6y = c7 * goal[4]! - s7 * goal[5]!;
  const x6z = c7 * goal[8]! - s7 * goal[9]!;
  const z7x = goal[2]!;
  const z7y = goal[6]!;
  const z7z = goal[10]!;
  // From wrist to shoulder.
  const vx = base[3]! - goal[3]! + a6 * x6x;
  const vy = base[7]! - goal[7]! + a6 * x6y;
  const vz = base[11]! - goal[11]! + a6 * x6z;
  const cosine = (sumOfSquares - (vx * vx + vy * vy + vz * vz)) / twiceProduct;
  if (!isCosine(cosine)) return 0;
  const bendRad = Math.acos(withinOne(cosine));
  const alongX = vx * x6x + vy * x6y + vz * x6z;
  const alongZ = -(vx * z7x + vy * z7y + vz * z7z);
  const reach = Math.sqrt(alongX * alongX + alongZ * alongZ);
  if (reach < TINY) return 0;
  const leanRad = Math.atan2(alongX, alongZ);

  let count = 0;
  for (let elbow = 0; elbow < 2; elbow++) {
    const theta4 = (elbow === 0 ? bendRad : -bendRad) - elbowRad;
    const q4 = jointAt(table, window, 3, theta4);
    if (Number.isNaN(q4)) continue;
    const c4 = Math.cos(theta4);
    const s4 = Math.sin(theta4);
    // The shoulder as seen from the wrist, in the forearm's plane.
    const ux = -c4 * a3 - s4 * d3 - a4;
    const uy = s4 * a3 - c4 * d3 + d5;
    if (Math.abs(ux) < TINY) continue;
    const share = -uy / reach;
    if (!isCosine(share)) continue;
    const spreadRad = Math.acos(withinOne(share));
    for (let wrist = 0; wrist < 2; wrist++) {
      const theta6 = wrist === 0 ? leanRad + spreadRad : leanRad - spreadRad;
      const q6 = jointAt(table, window, 5, theta6);
      if (Number.isNaN(q6)) continue;
      const c6 = Math.cos(theta6);
      const s6 = Math.sin(theta6);
      const z5x = s6 * x6x - c6 * z7x;
      const z5y = s6 * x6y - c6 * z7y;
      const z5z = s6 * x6z - c6 * z7z;
      const x4x = (vx + uy * z5x) / ux;
      const x4y = (vy + uy * z5y) / ux;
      const x4z = (vz + uy * z5z) / ux;
      const z4x = z5y * x4z - z5z * x4y;
      const z4y = z5z * x4x - z5x * x4z;
      const z4z = z5x * x4y - z5y * x4x;
      const x5x = c6 * x6x + s6 * z7x;
      const x5y = c6 * x6y + s6 * z7y;
      const x5z = c6 * x6z + s6 * z7z;
      const theta5 = Math.atan2(x5x * z4x + x5y * z4y + x5z * z4z, x5x * x4x + x5y * x4y + x5z * x4z);
      const q5 = jointAt(table, window, 4, theta5);
      if (Number.isNaN(q5)) continue;
      const x3x = c4 * x4x + s4 * z5x;
      const x3y = c4 * x4y + s4 * z5y;
      const x3z = c4 * x4z + s4 * z5z;
      const z3x = s4 * x4x - c4 * z5x;
      const z3y = s4 * x4y - c4 * z5y;
      const z3z = s4 * x4z - c4 * z5z;
      // The upper arm's direction in the base's axes.
      const upX = z3x * base[0]! + z3y * base[4]! + z3z * base[8]!;
      const upY = z3x * base[1]! + z3y * base[5]! + z3z * base[9]!;
      const upZ = z3x * base[2]! + z3y * base[6]! + z3z * base[10]!;
      const level = Math.sqrt(upX * upX + upY * upY);
      for (let fold = 1; fold >= -1; fold -= 2) {
        const q2 = jointAt(table, window, 1, Math.atan2(fold * level, -upZ));
        if (Number.isNaN(q2)) continue;
        const theta1 = level < TINY ? sign[0]! * window.near[0]! : Math.atan2(fold * upY, fold * upX);
        const q1 = jointAt(table, window, 0, theta1);
        if (Number.isNaN(q1)) continue;
        const c1 = Math.cos(theta1);
        const s1 = Math.sin(theta1);
        // x of the first joint's frame, and z of the second = x1 × z1.
        const z2x = s1 * base[0]! - c1 * base[1]!;
        const z2y = s1 * base[4]! - c1 * base[5]!;
        const z2z = s1 * base[8]! - c1 * base[9]!;
        const x2x = z2y * z3z - z2z * z3y;
        const x2y = z2z * z3x - z2x * z3z;
        const x2z = z2x * z3y - z2y * z3x;
        const q3 = jointAt(
          table,
          window,
          2,
          Math.atan2(x3x * z2x + x3y * z2y + x3z * z2z, x3x * x2x + x3y * x2y + x3z * x2z),
        );
        if (Number.isNaN(q3)) continue;
        const at = count * 7;
        out[at] = q1;
        out[at + 1] = q2;
        out[at + 2] = q3;
        out[at + 3] = q4;
        out[at + 4] = q5;
        out[at + 5] = q6;
        out[at + 6] = q7Rad;
        count++;
        if (level < TINY) break;
      }
    }
  }
  return count;
}
