// Denavit-Hartenberg parameters read off where an arm's axes stand, however its description draws frames: so a
// closed-form solution recognises its arm in a DH table, a URDF or a hand-written description alike.
import { type Chain, toolFrameAt } from "./chain.ts";
import { multiplyFrames } from "./frame.ts";

/**
 * Tool = base · Π Rz(θᵢ) Tz(dᵢ) Tx(aᵢ) Rx(αᵢ) · tool, θᵢ = offsetᵢ + signᵢ·qᵢ. αᵢ is 0 where axis i + 1 is parallel to
 * axis i, else 90°; aᵢ ≥ 0. Of the last joint only θ counts; d of the first and the last is 0 (base and tool hold it).
 */
export interface DhTable {
  readonly aM: Float64Array;
  readonly dM: Float64Array;
  readonly isParallel: readonly boolean[];
  readonly offsetRad: Float64Array;
  readonly sign: Float64Array;
  /** 3x4 row-major, in the cell's frame. */
  readonly base: Float64Array;
  /** The last frame in the tool point's frame, to lead from a wanted tool frame back to the last joint. */
  readonly lastInTool: Float64Array;
}

type Vec = readonly [number, number, number];

/** Axes closer than this meet, and angles closer are the same. */
const SAME = 1e-9;

/** The table of an arm whose neighbouring axes are parallel or square to each other; `null` for any other. */
export function dhTableOf(chain: Chain): DhTable | null {
  const { dof, axes } = chain;
  const tool = chain.frameCount * 12;
  const frames = new Float64Array(tool + 12);
  toolFrameAt(chain, new Float64Array(dof), frames, tool);
  const points: Vec[] = [];
  const directions: Vec[] = [];
  for (let i = 0; i < dof; i++) {
    const f = (i + 1) * 12;
    const axis: Vec = [axes[i * 3]!, axes[i * 3 + 1]!, axes[i * 3 + 2]!];
    const row = (r: number): number =>
      frames[f + r]! * axis[0] + frames[f + r + 1]! * axis[1] + frames[f + r + 2]! * axis[2];
    directions.push([row(0), row(4), row(8)]);
    points.push([frames[f + 3]!, frames[f + 7]!, frames[f + 11]!]);
  }

  const table = {
    aM: new Float64Array(dof),
    dM: new Float64Array(dof),
    isParallel: [] as boolean[],
    offsetRad: new Float64Array(dof),
    sign: new Float64Array(dof).fill(1),
    base: new Float64Array(12),
    lastInTool: new Float64Array(12),
  };
  let z = directions[0]!;
  let normal: Vec | null = null;
  let foot = points[0]!;
  for (let i = 0; i + 1 < dof; i++) {
    let next = directions[i + 1]!;
    const across = cross(z, next);
    const isParallel = length(across) < SAME;
    if (!isParallel && Math.abs(dot(z, next)) > SAME) return null;
    let here = foot;
    let there: Vec;
    let way: Vec;
    if (isParallel) {
      // Any normal will do; the one at the last foot leaves no offset along this axis.
      const apart = minus(points[i + 1]!, here);
      there = plus(points[i + 1]!, z, -dot(apart, z));
      const gap = minus(there, here);
      if (length(gap) < SAME) return null;
      way = scaled(gap, 1 / length(gap));
      if (dot(z, next) < 0) table.sign[i + 1] = -1;
    } else {
      const unit = scaled(across, 1 / length(across));
      const apart = minus(points[i + 1]!, points[i]!);
      here = plus(points[i]!, z, dot(apart, z));
      there = plus(points[i + 1]!, next, -dot(apart, next));
      // The normal leads from this axis to the next; where they meet, the axes' own order decides.
      const out = dot(apart, unit);
      way = out < -SAME ? scaled(unit, -1) : unit;
      if (out < -SAME) table.sign[i + 1] = -1;
    }
    next = scaled(next, table.sign[i + 1]!);
    table.aM[i] = Math.max(0, dot(minus(there, here), way));
    table.isParallel.push(isParallel);
    if (normal === null) writeAxes(table.base, way, z, here);
    else {
      table.dM[i] = dot(minus(here, foot), z);
      table.offsetRad[i] = angleAbout(z, normal, way);
    }
    [z, normal, foot] = [next, way, there];
  }
  if (normal === null) return null;
  const last = new Float64Array(12);
  writeAxes(last, normal, z, foot);
  multiplyFrames(inverted(frames, tool), 0, last, 0, table.lastInTool, 0);
  return table;
}

function inverted(m: Float64Array, at: number): Float64Array {
  const out = new Float64Array(12);
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 3; c++) out[r * 4 + c] = m[at + c * 4 + r]!;
    for (let k = 0; k < 3; k++) out[r * 4 + 3] = out[r * 4 + 3]! - m[at + k * 4 + r]! * m[at + k * 4 + 3]!;
  }
  return out;
}

function writeAxes(out: Float64Array, x: Vec, z: Vec, origin: Vec): void {
  const y = cross(z, x);
  for (let r = 0; r < 3; r++) out.set([x[r]!, y[r]!, z[r]!, origin[r]!], r * 4);
}

const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vec, b: Vec): Vec => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scaled = (a: Vec, k: number): Vec => [a[0] * k, a[1] * k, a[2] * k];
const plus = (a: Vec, b: Vec, k: number): Vec => [a[0] + b[0] * k, a[1] + b[1] * k, a[2] + b[2] * k];
const length = (a: Vec): number => Math.hypot(a[0], a[1], a[2]);
const cross = (a: Vec, b: Vec): Vec => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const angleAbout = (axis: Vec, from: Vec, to: Vec): number => Math.atan2(dot(cross(from, to), axis), dot(from, to));

/** `rad` by whole turns into [lower, upper], nearest to `near`; NaN when no turn leads there. A hair outside counts as on the end. */
export function turnedInto(rad: number, lower: number, upper: number, near: number): number {
  const turn = 2 * Math.PI;
  let at = rad + turn * Math.round((near - rad) / turn);
  if (at > upper) at -= turn * Math.ceil((at - upper) / turn - SAME);
  else if (at < lower) at += turn * Math.ceil((lower - at) / turn - SAME);
  if (!(at >= lower - SAME && at <= upper + SAME)) return Number.NaN;
  return Math.max(lower, Math.min(upper, at));
}

/** Joints as a solver may choose them: within [lower, upper], by whole turns nearest to `near`. */
export interface JointWindow {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly near: Float64Array;
}

/** The joint's position at `theta` of its DH row, inside the window; NaN when there is none. */
export const jointAt = (table: DhTable, window: JointWindow, joint: number, theta: number): number =>
  turnedInto(
    (theta - table.offsetRad[joint]!) * table.sign[joint]!,
    window.lower[joint]!,
    window.upper[joint]!,
    window.near[joint]!,
  );

/** Whether some angle has this cosine (or sine); rounding may carry it a hair past 1. */
export const isCosine = (x: number): boolean => x <= 1 + SAME && x >= -1 - SAME;
export const withinOne = (x: number): number => Math.max(-1, Math.min(1, x));
