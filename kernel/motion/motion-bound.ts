// How far bodies can move while s runs over an interval of a curve: what makes a sweep a proof and not a
// set of samples. Any point of a body moves by at most Σ lever · travel over the joints that carry it.
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import { type Curve, curveAt, pieceAt } from "./curve.ts";
import { type Parts, partsOf } from "./link-groups.ts";

/** Bodies laid out for the sweep's loops. */
export interface Moving extends Parts {
  readonly chain: Chain;
  /** Per group and joint: the greatest distance, over all configurations, of a point of the group from that joint's axis. */
  readonly levers: Float64Array;
}

const known = new WeakMap<Parts, Moving>();

/** Made once for the same bodies on the same chain. */
export function movingOf(chain: Chain, bodies: readonly Body[]): Moving {
  const parts = partsOf(bodies);
  let moving = known.get(parts);
  if (moving?.chain !== chain) {
    moving = { ...parts, chain, levers: leversOf(chain, parts) };
    known.set(parts, moving);
  }
  return moving;
}

function leversOf({ dof, stepM }: Chain, { groups }: Parts): Float64Array {
  const levers = new Float64Array(groups.length * dof);
  groups.forEach(({ frame, x, y, z, radius }, g) => {
    let reach = Math.hypot(x, y, z) + radius;
    for (let link = frame; link > 0; link--) {
      if (link <= dof) levers[g * dof + link - 1] = reach;
      reach += stepM[link]!;
    }
  });
  return levers;
}

/** What the joints do over an interval, or over a box of configurations: all in radians, by s where that runs. */
export interface Travel {
  /** Half the interval; 1 for a box. */
  half: number;
  /** The middle. */
  readonly q: Float64Array;
  /** The greatest |q - middle|. */
  readonly travel: Float64Array;
  /** q' at the middle, and the greatest |q''|. For a box: its radius, and 0. */
  readonly slope: Float64Array;
  readonly bend: Float64Array;
  /** Σ travel over the joints before this one: one more than joints. */
  readonly travelBefore: Float64Array;
  readonly scratch: Float64Array;
}

export function travelOf(dof: number): Travel {
  const zeros = (): Float64Array => new Float64Array(dof);
  return {
    half: 0,
    q: zeros(),
    travel: zeros(),
    slope: zeros(),
    bend: zeros(),
    travelBefore: new Float64Array(dof + 1),
    scratch: zeros(),
  };
}

/**
 * Bounds each joint's travel from the middle of [a, b]: |q'|h + ½ max|q''| h² with h half the interval,
 * where q'' is linear between knots, so that its greatest value stands at a knot or an end.
 */
export function boundTravel(curve: Curve, a: number, b: number, out: Travel): void {
  const { dof, knots, seconds } = curve;
  const { q, travel, slope, bend, scratch } = out;
  const half = (b - a) / 2;
  out.half = half;
  bend.fill(0);
  if (knots.length > 2) {
    for (let end = 0; end < 2; end++) {
      curveAt(curve, end === 0 ? a : b, q, slope, scratch);
      for (let j = 0; j < dof; j++) bend[j] = Math.max(bend[j]!, Math.abs(scratch[j]!));
    }
    for (let k = pieceAt(curve, a) + 1; k < knots.length && knots[k]! < b; k++) {
      for (let j = 0; j < dof; j++) bend[j] = Math.max(bend[j]!, Math.abs(seconds[k * dof + j]!));
    }
  }
  curveAt(curve, (a + b) / 2, q, slope);
  for (let j = 0; j < dof; j++) travel[j] = Math.abs(slope[j]!) * half + 0.5 * bend[j]! * half * half;
  sumTravel(out);
}

/** All configurations within `radiusRad` of `q`, joint by joint. */
export function boundBox(q: ArrayLike<number>, radiusRad: ArrayLike<number>, out: Travel): void {
  out.half = 1;
  for (let j = 0; j < out.q.length; j++) {
    out.q[j] = q[j]!;
    out.travel[j] = Math.abs(radiusRad[j]!);
    out.slope[j] = out.travel[j]!;
    out.bend[j] = 0;
  }
  sumTravel(out);
}

function sumTravel({ travel, travelBefore }: Travel): void {
  for (let j = 0; j < travel.length; j++) travelBefore[j + 1] = travelBefore[j]! + travel[j]!;
}

/** Per group and link from which it is seen, laid out [group · (dof + 1) + link], metres. */
export interface Bounds {
  /** How far any point of the group moves from where it is at the middle. */
  readonly moves: Float64Array;
  /** How far it leaves its tangent there. */
  readonly bends: Float64Array;
}

export const boundsOf = ({ groups, chain }: Moving): Bounds => ({
  moves: new Float64Array(groups.length * (chain.dof + 1)),
  bends: new Float64Array(groups.length * (chain.dof + 1)),
});

/**
 * Bounds the motion of group `g`, whose sphere stands at (x, y, z), as seen from each link before it. The lever of a
 * joint is the sphere's farthest distance from its axis at the middle: a joint may be thought to turn before those
 * beyond it. The tangent is left by Δq's own part that is not in q' · Δs, and by ½ ΔqᵀHΔq on the straight way to Δq,
 * where |∂²p/∂qᵢ∂qⱼ| is at most the lever of the outer of the two joints anywhere on it: grown by what the joints
 * beyond may add, and never more than over all configurations.
 */
export function boundGroup(
  moving: Moving,
  g: number,
  frames: Float64Array,
  x: number,
  y: number,
  z: number,
  { half, travel, bend, travelBefore }: Travel,
  { moves, bends }: Bounds,
): void {
  const { chain, levers } = moving;
  const { dof, axes } = chain;
  const { radius, frame } = moving.groups[g]!;
  let sum = 0;
  let turning = 0;
  let levered = 0;
  for (let joint = Math.min(frame, dof) - 1; joint >= 0; joint--) {
    const f = (joint + 1) * 12;
    const ax = axes[joint * 3]!;
    const ay = axes[joint * 3 + 1]!;
    const az = axes[joint * 3 + 2]!;
    const wx = frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az;
    const wy = frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az;
    const wz = frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az;
    const dx = x - frames[f + 3]!;
    const dy = y - frames[f + 7]!;
    const dz = z - frames[f + 11]!;
    const cx = wy * dz - wz * dy;
    const cy = wz * dx - wx * dz;
    const cz = wx * dy - wy * dx;
    const lever = Math.sqrt(cx * cx + cy * cy + cz * cz) + radius;
    const anywhere = Math.min(lever + sum, levers[g * dof + joint]!);
    const t = travel[joint]!;
    const before = travelBefore[joint]!;
    sum += t * lever;
    turning += half * half * bend[joint]! * lever + anywhere * t * (t + 2 * before);
    levered += anywhere * t;
    const at = g * (dof + 1) + joint;
    moves[at] = sum;
    bends[at] = 0.5 * (turning - 2 * before * levered);
  }
}

/** Per link its angular velocity (by s, or by time) and that of its point at the cell's origin, 6 numbers each, into `twists`. */
export function writeTwists(chain: Chain, frames: Float64Array, slope: ArrayLike<number>, twists: Float64Array): void {
  const { dof, axes } = chain;
  for (let j = 0; j < dof; j++) {
    const f = (j + 1) * 12;
    const ax = axes[j * 3]! * slope[j]!;
    const ay = axes[j * 3 + 1]! * slope[j]!;
    const az = axes[j * 3 + 2]! * slope[j]!;
    const wx = frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az;
    const wy = frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az;
    const wz = frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az;
    const ox = frames[f + 3]!;
    const oy = frames[f + 7]!;
    const oz = frames[f + 11]!;
    const t = j * 6;
    twists[t + 6] = twists[t]! + wx;
    twists[t + 7] = twists[t + 1]! + wy;
    twists[t + 8] = twists[t + 2]! + wz;
    twists[t + 9] = twists[t + 3]! + oy * wz - oz * wy;
    twists[t + 10] = twists[t + 4]! + oz * wx - ox * wz;
    twists[t + 11] = twists[t + 5]! + ox * wy - oy * wx;
  }
}

/** The greatest speed by s along the unit (nx, ny, nz) of any point within `bound` of (x, y, z) on link `far`, seen from `near`. */
export function speedAlong(
  twists: Float64Array,
  far: number,
  near: number,
  x: number,
  y: number,
  z: number,
  bound: number,
  nx: number,
  ny: number,
  nz: number,
): number {
  const a = far * 6;
  const b = near * 6;
  const wx = twists[a]! - twists[b]!;
  const wy = twists[a + 1]! - twists[b + 1]!;
  const wz = twists[a + 2]! - twists[b + 2]!;
  const vx = twists[a + 3]! - twists[b + 3]! + wy * z - wz * y;
  const vy = twists[a + 4]! - twists[b + 4]! + wz * x - wx * z;
  const vz = twists[a + 5]! - twists[b + 5]! + wx * y - wy * x;
  const cx = ny * wz - nz * wy;
  const cy = nz * wx - nx * wz;
  const cz = nx * wy - ny * wx;
  return Math.abs(nx * vx + ny * vy + nz * vz) + Math.sqrt(cx * cx + cy * cy + cz * cz) * bound;
}

/** As `speedAlong`, for the worst signs of all joints' rates: the reach along a direction inside a box of configurations. */
export function reachAlong(
  chain: Chain,
  frames: Float64Array,
  radiusRad: Float64Array,
  far: number,
  near: number,
  x: number,
  y: number,
  z: number,
  bound: number,
  nx: number,
  ny: number,
  nz: number,
): number {
  const { axes } = chain;
  let reach = 0;
  for (let j = near; j < far; j++) {
    const f = (j + 1) * 12;
    const ax = axes[j * 3]!;
    const ay = axes[j * 3 + 1]!;
    const az = axes[j * 3 + 2]!;
    const wx = frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az;
    const wy = frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az;
    const wz = frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az;
    const cx = ny * wz - nz * wy;
    const cy = nz * wx - nx * wz;
    const cz = nx * wy - ny * wx;
    // n · (w × d) = (n × w) · d
    const along = cx * (x - frames[f + 3]!) + cy * (y - frames[f + 7]!) + cz * (z - frames[f + 11]!);
    reach += radiusRad[j]! * (Math.abs(along) + Math.sqrt(cx * cx + cy * cy + cz * cz) * bound);
  }
  return reach;
}
