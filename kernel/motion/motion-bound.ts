// How far bodies can move while s runs over an interval of a curve: what makes a sweep a proof and not a
// set of samples. Any point of a body moves by at most Σ lever · travel over the joints that carry it.
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import { type Curve, curveAt, pieceAt } from "./curve.ts";
import { writeFrame } from "./frame.ts";
import { centred, type Solid, solidOf } from "./solid.ts";

/** Bodies laid out for the sweep's loops. */
export interface Moving {
  readonly chain: Chain;
  readonly solids: readonly Solid[];
  readonly frameOf: Int32Array;
  /** Per body its 3x4 in its frame. */
  readonly local: Float64Array;
  /** Per body and joint: the greatest distance, over all configurations, of a point of the body from that joint's axis. */
  readonly levers: Float64Array;
  /** Per body and frame g: bound on its motion as seen from link g, written by `boundMotion`. */
  readonly moves: Float64Array;
  /** Per joint, written by `boundTravel`: the greatest |q(s) - q(middle)| over the interval, q' at the middle, the greatest |q''|. */
  readonly travel: Float64Array;
  readonly slope: Float64Array;
  readonly bend: Float64Array;
}

export function movingOf(chain: Chain, bodies: readonly Body[]): Moving {
  const { dof, stepM } = chain;
  const parts = bodies.map(centred);
  const solids = parts.map((part) => solidOf(part.shape));
  const local = new Float64Array(bodies.length * 12);
  const levers = new Float64Array(bodies.length * dof);
  bodies.forEach((body, i) => {
    const { pose } = parts[i]!;
    writeFrame(pose, local, i * 12);
    let reach = Math.hypot(...pose.xyzM) + solids[i]!.bound;
    for (let frame = body.frame; frame > 0; frame--) {
      if (frame <= dof) levers[i * dof + frame - 1] = reach;
      reach += stepM[frame]!;
    }
  });
  return {
    chain,
    solids,
    frameOf: Int32Array.from(bodies, (body) => body.frame),
    local,
    levers,
    moves: new Float64Array(bodies.length * (dof + 1)),
    travel: new Float64Array(dof),
    slope: new Float64Array(dof),
    bend: new Float64Array(dof),
  };
}

/**
 * Bounds each joint's travel from the middle of [a, b]: |q'|h + ½ max|q''| h² with h half the interval,
 * where q'' is linear between knots, so that its greatest value stands at a knot or an end.
 * Leaves the middle's joints in `q`; `second` is scratch.
 */
export function boundTravel(
  moving: Moving,
  curve: Curve,
  a: number,
  b: number,
  q: Float64Array,
  second: Float64Array,
): void {
  const { dof, knots, seconds } = curve;
  const { travel, slope, bend } = moving;
  const half = (b - a) / 2;
  bend.fill(0);
  if (knots.length > 2) {
    for (let end = 0; end < 2; end++) {
      curveAt(curve, end === 0 ? a : b, q, slope, second);
      for (let j = 0; j < dof; j++) bend[j] = Math.max(bend[j]!, Math.abs(second[j]!));
    }
    for (let k = pieceAt(curve, a) + 1; k < knots.length && knots[k]! < b; k++) {
      for (let j = 0; j < dof; j++) bend[j] = Math.max(bend[j]!, Math.abs(seconds[k * dof + j]!));
    }
  }
  curveAt(curve, (a + b) / 2, q, slope);
  for (let j = 0; j < dof; j++) travel[j] = Math.abs(slope[j]!) * half + 0.5 * bend[j]! * half * half;
}

/**
 * Bounds the motion of body `i`, whose 3x4 in the cell's frame stands at `at` in `placed`, as seen from each
 * link, given `travel`. The lever of a joint is the body's distance from its axis at the middle, grown by what
 * the joints beyond may add, and never more than the lever over all configurations.
 */
export function boundMotion(moving: Moving, i: number, frames: Float64Array, placed: Float64Array, at: number): void {
  const { chain, moves, travel, levers } = moving;
  const { dof, axes } = chain;
  const bound = moving.solids[i]!.bound;
  const x = placed[at + 3]!;
  const y = placed[at + 7]!;
  const z = placed[at + 11]!;
  let sum = 0;
  for (let link = dof; link > 0; link--) {
    const joint = link - 1;
    if (link <= moving.frameOf[i]! && travel[joint]! > 0) {
      const f = link * 12;
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
      const here = Math.sqrt(cx * cx + cy * cy + cz * cz) + bound + sum;
      sum += travel[joint]! * Math.min(here, levers[i * dof + joint]!);
    }
    moves[i * (dof + 1) + link - 1] = sum;
  }
}

/**
 * Bounds how far any point of body `i`, seen from `link`, leaves its tangent over the interval: ½ h² max|p''|,
 * where |∂²p/∂qᵢ∂qⱼ| is at most the lever of the outer of the two joints.
 */
export function boundBend(moving: Moving, i: number, link: number, half: number): number {
  const { chain, levers, slope, bend } = moving;
  const { dof } = chain;
  const end = Math.min(dof, moving.frameOf[i]!);
  let inner = 0;
  let sum = 0;
  for (let j = link; j < end; j++) {
    const rate = Math.abs(slope[j]!) + bend[j]! * half;
    sum += levers[i * dof + j]! * (bend[j]! + rate * (rate + 2 * inner));
    inner += rate;
  }
  return 0.5 * sum * half * half;
}

/** The greatest speed by s, at the middle, of any point of body `i` seen from `link`, along the unit `direction`. */
export function speedAlong(
  moving: Moving,
  i: number,
  link: number,
  frames: Float64Array,
  placed: Float64Array,
  direction: Float64Array,
): number {
  const { chain, slope } = moving;
  const { dof, axes } = chain;
  const at = i * 12;
  const nx = direction[0]!;
  const ny = direction[1]!;
  const nz = direction[2]!;
  const end = Math.min(dof, moving.frameOf[i]!);
  let turnX = 0;
  let turnY = 0;
  let turnZ = 0;
  let speed = 0;
  for (let j = link; j < end; j++) {
    const f = (j + 1) * 12;
    const ax = axes[j * 3]! * slope[j]!;
    const ay = axes[j * 3 + 1]! * slope[j]!;
    const az = axes[j * 3 + 2]! * slope[j]!;
    const wx = frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az;
    const wy = frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az;
    const wz = frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az;
    const dx = placed[at + 3]! - frames[f + 3]!;
    const dy = placed[at + 7]! - frames[f + 7]!;
    const dz = placed[at + 11]! - frames[f + 11]!;
    turnX += wx;
    turnY += wy;
    turnZ += wz;
    speed += nx * (wy * dz - wz * dy) + ny * (wz * dx - wx * dz) + nz * (wx * dy - wy * dx);
  }
  const cx = ny * turnZ - nz * turnY;
  const cy = nz * turnX - nx * turnZ;
  const cz = nx * turnY - ny * turnX;
  return Math.abs(speed) + Math.sqrt(cx * cx + cy * cy + cz * cz) * moving.solids[i]!.bound;
}
