// Closed-form inverse kinematics of six-joint arms built like Universal Robots': axes 2, 3 and 4 parallel, every other
// axis square to the next, 1 meeting 2, 4 meeting 5, 5 meeting 6. At most eight answers: shoulder left or right,
// wrist over or under, elbow up or down. Derived from the arm's DH table (dh.ts), so any lengths will do.
import type { Chain } from "./chain.ts";
import { type DhTable, dhTableOf, isCosine, type JointWindow, jointAt, withinOne } from "./dh.ts";

export interface UrArm {
  readonly table: DhTable;
}

const MEETING_M = 1e-9;
/** With a sine of joint 5 below this, axes 4 and 6 are one line and only their sum is given. */
const TINY = 1e-9;
/** Turns of the wrist tried where it may be chosen freely. */
const FREE_TURNS = 8;
export const UR_MOST = 8;

export function urArmOf(chain: Chain): UrArm | null {
  if (chain.dof !== 6) return null;
  const table = dhTableOf(chain);
  if (table === null) return null;
  const { aM: a, isParallel } = table;
  if (isParallel.some((parallel, i) => parallel !== (i === 1 || i === 2))) return null;
  return [a[0]!, a[3]!, a[4]!].some((x) => x > MEETING_M) ? null : { table };
}

/**
 * Writes every solution inside the window for the last frame `goal` (3x4), 6 numbers each, and returns how many.
 * Where axes 4 and 6 fall together there is a continuum: joint 6 as in `near` is taken, or the first of the eighths of a turn from it that fits.
 */
export function urSolutions(arm: UrArm, goal: Float64Array, window: JointWindow, out: Float64Array): number {
  const { base, dM } = arm.table;
  // Wrist point (axes 5 and 6) in the base's frame.
  const dx = goal[3]! - base[3]!;
  const dy = goal[7]! - base[7]!;
  const dz = goal[11]! - base[11]!;
  const px = dx * base[0]! + dy * base[4]! + dz * base[8]!;
  const py = dx * base[1]! + dy * base[5]! + dz * base[9]!;
  const reach = Math.sqrt(px * px + py * py);
  const sine = dM[3]! / reach;
  if (!isCosine(sine)) return 0;
  const asideRad = Math.asin(withinOne(sine));
  const aheadRad = Math.atan2(py, px);
  let count = 0;
  for (let shoulder = 0; shoulder < 2; shoulder++) {
    const theta1 = aheadRad + (shoulder === 0 ? asideRad : Math.PI - asideRad);
    count = withShoulder(arm, goal, theta1, window, out, count);
  }
  return count;
}

function withShoulder(
  arm: UrArm,
  goal: Float64Array,
  theta1: number,
  window: JointWindow,
  out: Float64Array,
  from: number,
): number {
  const { base, sign } = arm.table;
  const c1 = Math.cos(theta1);
  const s1 = Math.sin(theta1);
  // x of the first frame and the direction of axes 2, 3, 4, in the cell's frame.
  const x1x = c1 * base[0]! + s1 * base[1]!;
  const x1y = c1 * base[4]! + s1 * base[5]!;
  const x1z = c1 * base[8]! + s1 * base[9]!;
  const zx = s1 * base[0]! - c1 * base[1]!;
  const zy = s1 * base[4]! - c1 * base[5]!;
  const zz = s1 * base[8]! - c1 * base[9]!;
  const cosine5 = -(goal[2]! * zx + goal[6]! * zy + goal[10]! * zz);
  // The part of axis 6 that is square to axis 4: along x of the fourth frame, times the sine of joint 5.
  const wx = goal[2]! + cosine5 * zx;
  const wy = goal[6]! + cosine5 * zy;
  const wz = goal[10]! + cosine5 * zz;
  const sine5 = Math.sqrt(wx * wx + wy * wy + wz * wz);
  let count = from;
  if (sine5 >= TINY) {
    for (let wrist = 1; wrist >= -1; wrist -= 2) {
      const k = wrist / sine5;
      const theta5 = Math.atan2(wrist * sine5, cosine5);
      count = withWrist(arm, goal, theta1, theta5, x1x, x1y, x1z, wx * k, wy * k, wz * k, window, out, count);
    }
    return count;
  }
  const theta5 = cosine5 > 0 ? 0 : Math.PI;
  for (let turn = 0; turn < FREE_TURNS; turn++) {
    const theta6 = sign[5]! * window.near[5]! + (2 * Math.PI * turn) / FREE_TURNS;
    // x of frame 5 is x of the last one turned back; with axis 5 straight it is ± x of frame 4.
    const c = Math.cos(theta6) * (cosine5 > 0 ? 1 : -1);
    const s = Math.sin(theta6) * (cosine5 > 0 ? 1 : -1);
    const x4x = c * goal[0]! - s * goal[1]!;
    const x4y = c * goal[4]! - s * goal[5]!;
    const x4z = c * goal[8]! - s * goal[9]!;
    const before = count;
    count = withWrist(arm, goal, theta1, theta5, x1x, x1y, x1z, x4x, x4y, x4z, window, out, count);
    if (count > before) break;
  }
  return count;
}

/** Elbow up and down, the direction x4 of frame 4 being known. */
function withWrist(
  { table }: UrArm,
  goal: Float64Array,
  theta1: number,
  theta5: number,
  x1x: number,
  x1y: number,
  x1z: number,
  x4x: number,
  x4y: number,
  x4z: number,
  window: JointWindow,
  out: Float64Array,
  from: number,
): number {
  const { aM, dM, base } = table;
  const [a2, a3, d5] = [aM[1]!, aM[2]!, dM[4]!];
  const q1 = jointAt(table, window, 0, theta1);
  const q5 = jointAt(table, window, 4, theta5);
  if (Number.isNaN(q1 + q5)) return from;
  const z1x = base[2]!;
  const z1y = base[6]!;
  const z1z = base[10]!;
  // Axes 2, 3, 4: x1 × z1; axis 5: x4 × z4.
  const zx = x1y * z1z - x1z * z1y;
  const zy = x1z * z1x - x1x * z1z;
  const zz = x1x * z1y - x1y * z1x;
  const z5x = x4y * zz - x4z * zy;
  const z5y = x4z * zx - x4x * zz;
  const z5z = x4x * zy - x4y * zx;
  const c5 = Math.cos(theta5);
  const s5 = Math.sin(theta5);
  const x5x = c5 * x4x + s5 * zx;
  const x5y = c5 * x4y + s5 * zy;
  const x5z = c5 * x4z + s5 * zz;
  const q6 = jointAt(
    table,
    window,
    5,
    Math.atan2(goal[0]! * z5x + goal[4]! * z5y + goal[8]! * z5z, goal[0]! * x5x + goal[4]! * x5y + goal[8]! * x5z),
  );
  if (Number.isNaN(q6)) return from;
  // Where axes 4 and 5 meet, in the plane of the two long links.
  const vx = goal[3]! - d5 * z5x - base[3]!;
  const vy = goal[7]! - d5 * z5y - base[7]!;
  const vz = goal[11]! - d5 * z5z - base[11]!;
  const planeX = vx * x1x + vy * x1y + vz * x1z;
  const planeY = vx * z1x + vy * z1y + vz * z1z;
  const cosine3 = (planeX * planeX + planeY * planeY - a2 * a2 - a3 * a3) / (2 * a2 * a3);
  if (!isCosine(cosine3)) return from;
  const bendRad = Math.acos(withinOne(cosine3));
  const sumRad = Math.atan2(x4x * z1x + x4y * z1y + x4z * z1z, x4x * x1x + x4y * x1y + x4z * x1z);
  let count = from;
  for (let elbow = 1; elbow >= -1; elbow -= 2) {
    const theta3 = elbow * bendRad;
    const q3 = jointAt(table, window, 2, theta3);
    if (Number.isNaN(q3)) continue;
    const theta2 = Math.atan2(planeY, planeX) - Math.atan2(a3 * Math.sin(theta3), a2 + a3 * Math.cos(theta3));
    const q2 = jointAt(table, window, 1, theta2);
    const q4 = jointAt(table, window, 3, sumRad - theta2 - theta3);
    if (Number.isNaN(q2 + q4)) continue;
    const at = count * 6;
    out[at] = q1;
    out[at + 1] = q2;
    out[at + 2] = q3;
    out[at + 3] = q4;
    out[at + 4] = q5;
    out[at + 5] = q6;
    count++;
  }
  return count;
}
