// Inverse kinematics of any serial arm by damped least squares with joint limits as an active set,
// and seeded restarts. Iterations are the budget; the same seed gives the same answer everywhere.
import type { Pose } from "../contract/geometry.ts";
import { type Chain, jacobianFromFrames, toolFrameAt } from "./chain.ts";
import { writeFrame } from "./frame.ts";
import { seededRandom } from "./rng.ts";

export interface IkOptions {
  /** Solutions near it are preferred; the search starts there. */
  readonly seedRad: ArrayLike<number>;
  /** Descents tried, the first from the seed; default 60. */
  readonly starts?: number;
  /** Of the random starts; default 1. */
  readonly seed?: number;
  /** Kept from both ends of every joint's range; default 0. */
  readonly marginRad?: number;
  /** A solution that it turns down is passed over. */
  readonly accept?: (q: readonly number[]) => boolean;
  readonly positionToleranceM?: number;
  readonly angleToleranceRad?: number;
}

const STARTS = 60;
const ITERATIONS = 60;
const NEAR_ITERATIONS = 40;
/** Iterations in which the squared error must halve; a start that does not is left. */
const PATIENCE = 8;
/** Longest step of any joint in one iteration. */
const STEP_RAD = 0.5;
/** How far `solveIkNear` may leave its seed, any joint. */
const NEAR_RAD = 0.4;
/** Kept from the ends of every joint's range on a line: the smooth curve through its points swings a little past them. */
const NEAR_MARGIN_RAD = 0.01;
/** Metres that weigh as much as a radian of orientation error. */
const METRES_PER_RAD = 0.35;
/** Solutions closer than this in every joint are one. */
const DISTINCT_RAD = 0.1;

/** The first accepted solution, starts nearest to the seed tried first; `null` when none was found. */
export function solveIk(chain: Chain, target: Pose, options: IkOptions): number[] | null {
  for (const q of solutions(chain, target, options)) return q;
  return null;
}

/** Up to `most` distinct accepted solutions of all starts, the one nearest to the seed first. */
export function solveIkAll(chain: Chain, target: Pose, options: IkOptions & { readonly most: number }): number[][] {
  const found: number[][] = [];
  const away = (q: readonly number[]): number => distance(q, options.seedRad);
  for (const q of solutions(chain, target, { ...options, accept: () => true })) found.push(q);
  found.sort((a, b) => away(a) - away(b));
  const kept: number[][] = [];
  for (const q of found) {
    if (kept.length >= options.most) break;
    if (kept.some((other) => q.every((x, j) => Math.abs(x - other[j]!) < DISTINCT_RAD))) continue;
    if (options.accept === undefined || options.accept(q)) kept.push(q);
  }
  return kept;
}

/** Follows a straight line: one descent from the last solution, which must not leave its neighbourhood. */
export function solveIkNear(chain: Chain, target: Pose, seedRad: ArrayLike<number>): number[] | null {
  const descent = makeDescent(chain, target, NEAR_MARGIN_RAD, 1e-6, 1e-6);
  const q = descent(seedRad, NEAR_ITERATIONS);
  if (q === null) return null;
  return q.every((x, j) => Math.abs(x - seedRad[j]!) <= NEAR_RAD) ? q : null;
}

function* solutions(chain: Chain, target: Pose, options: IkOptions): Generator<number[]> {
  const { dof, lowerRad, upperRad } = chain;
  const margin = options.marginRad ?? 0;
  const random = seededRandom(options.seed ?? 1);
  const descent = makeDescent(
    chain,
    target,
    margin,
    options.positionToleranceM ?? 1e-6,
    options.angleToleranceRad ?? 1e-6,
  );
  const first = descent(options.seedRad, ITERATIONS);
  if (first !== null && (options.accept === undefined || options.accept(first))) yield first;
  const starts = Array.from({ length: (options.starts ?? STARTS) - 1 }, () =>
    Array.from({ length: dof }, (_, j) => {
      const low = lowerRad[j]! + margin;
      const high = upperRad[j]! - margin;
      return low + random() * (high - low);
    }),
  );
  starts.sort((a, b) => distance(a, options.seedRad) - distance(b, options.seedRad));
  for (const start of starts) {
    const q = descent(start, ITERATIONS);
    if (q !== null && (options.accept === undefined || options.accept(q))) yield q;
  }
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

type Descent = (start: ArrayLike<number>, iterations: number) => number[] | null;

/** A solver with its scratch: walks from a start to the target, or gives up. */
function makeDescent(chain: Chain, target: Pose, margin: number, toleranceM: number, toleranceRad: number): Descent {
  const { dof } = chain;
  const tool = chain.frameCount * 12;
  const frames = new Float64Array(tool + 12);
  const jacobian = new Float64Array(6 * dof);
  const goal = writeFrame(target, new Float64Array(12), 0);
  const error = new Float64Array(6);
  const solved = new Float64Array(6);
  const normal = new Float64Array(36);
  const q = new Float64Array(dof);
  const trial = new Float64Array(dof);
  const step = new Float64Array(dof);
  const free = new Uint8Array(dof);
  const lower = Float64Array.from(chain.lowerRad, (x) => x + margin);
  const upper = Float64Array.from(chain.upperRad, (x) => x - margin);

  const measure = (joints: Float64Array): number => {
    toolFrameAt(chain, joints, frames, tool);
    return poseError(goal, frames, tool, error);
  };

  const propose = (damping: number): void => {
    jacobianFromFrames(chain, frames, tool, jacobian);
    for (let k = 3 * dof; k < 6 * dof; k++) jacobian[k] = jacobian[k]! * METRES_PER_RAD;
    free.fill(1);
    for (let pass = 0; pass < dof; pass++) {
      dampedStep(jacobian, dof, free, error, damping, normal, solved, step);
      let blocked = false;
      for (let j = 0; j < dof; j++) {
        if (free[j] === 0) continue;
        const outward = (q[j]! >= upper[j]! && step[j]! > 0) || (q[j]! <= lower[j]! && step[j]! < 0);
        if (!outward) continue;
        free[j] = 0;
        blocked = true;
      }
      if (!blocked) return;
    }
  };

  return (start, iterations) => {
    for (let j = 0; j < dof; j++) q[j] = Math.min(upper[j]!, Math.max(lower[j]!, start[j]!));
    let cost = measure(q);
    let damping = 1e-3;
    let before = cost;
    for (let i = 0; i < iterations; i++) {
      if (isThere(error, toleranceM, toleranceRad)) return Array.from(q);
      if (i > 0 && i % PATIENCE === 0) {
        if (cost > before * 0.5) return null;
        before = cost;
      }
      propose(damping * cost + 1e-12);
      let longest = 0;
      for (let j = 0; j < dof; j++) longest = Math.max(longest, Math.abs(step[j]!));
      const k = longest > STEP_RAD ? STEP_RAD / longest : 1;
      for (let j = 0; j < dof; j++) trial[j] = Math.min(upper[j]!, Math.max(lower[j]!, q[j]! + k * step[j]!));
      const next = measure(trial);
      if (next < cost) {
        q.set(trial);
        cost = next;
        damping = Math.max(1e-6, damping * 0.2);
      } else {
        if (longest < 1e-9) return null;
        damping = Math.max(damping * 8, 1e-4);
        if (damping > 1e4) return null;
        cost = measure(q);
      }
    }
    return isThere(error, toleranceM, toleranceRad) ? Array.from(q) : null;
  };
}

const isThere = (e: Float64Array, toleranceM: number, toleranceRad: number): boolean =>
  e[0]! * e[0]! + e[1]! * e[1]! + e[2]! * e[2]! <= toleranceM * toleranceM &&
  e[3]! * e[3]! + e[4]! * e[4]! + e[5]! * e[5]! <= (toleranceRad * METRES_PER_RAD) ** 2;

/** Position error, then the rotation vector from here to the goal times `METRES_PER_RAD`; returns the squared length. */
function poseError(goal: Float64Array, m: Float64Array, at: number, out: Float64Array): number {
  out[0] = goal[3]! - m[at + 3]!;
  out[1] = goal[7]! - m[at + 7]!;
  out[2] = goal[11]! - m[at + 11]!;
  // Twice the rotation's axis times its sine, and its cosine, from R = goal · hereᵀ.
  let x = 0;
  let y = 0;
  let z = 0;
  let trace = 0;
  for (let k = 0; k < 3; k++) {
    const hx = m[at + k]!;
    const hy = m[at + 4 + k]!;
    const hz = m[at + 8 + k]!;
    const gx = goal[k]!;
    const gy = goal[4 + k]!;
    const gz = goal[8 + k]!;
    x += gz * hy - gy * hz;
    y += gx * hz - gz * hx;
    z += gy * hx - gx * hy;
    trace += gx * hx + gy * hy + gz * hz;
  }
  const sine = Math.hypot(x, y, z) / 2;
  const angle = Math.atan2(sine, (trace - 1) / 2);
  // Half a turn away the axis is not in the sine part; any direction will do to leave that point.
  const k = sine > 1e-9 ? (angle / sine / 2) * METRES_PER_RAD : 0.5 * METRES_PER_RAD;
  out[3] = sine > 1e-9 || angle < 1 ? x * k : Math.PI * METRES_PER_RAD;
  out[4] = y * k;
  out[5] = z * k;
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += out[i]! * out[i]!;
  return sum;
}

/** step = Jᵀ (J Jᵀ + damping·1)⁻¹ e over the free joints, by Cholesky of the 6x6. */
function dampedStep(
  jacobian: Float64Array,
  dof: number,
  free: Uint8Array,
  e: Float64Array,
  damping: number,
  normal: Float64Array,
  y: Float64Array,
  step: Float64Array,
): void {
  for (let r = 0; r < 6; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = r === c ? damping : 0;
      for (let j = 0; j < dof; j++) if (free[j] === 1) sum += jacobian[r * dof + j]! * jacobian[c * dof + j]!;
      for (let k = 0; k < c; k++) sum -= normal[r * 6 + k]! * normal[c * 6 + k]!;
      normal[r * 6 + c] = r === c ? Math.sqrt(Math.max(sum, 1e-15)) : sum / normal[c * 6 + c]!;
    }
    let v = e[r]!;
    for (let k = 0; k < r; k++) v -= normal[r * 6 + k]! * y[k]!;
    y[r] = v / normal[r * 6 + r]!;
  }
  for (let r = 5; r >= 0; r--) {
    let v = y[r]!;
    for (let k = r + 1; k < 6; k++) v -= normal[k * 6 + r]! * y[k]!;
    y[r] = v / normal[r * 6 + r]!;
  }
  for (let j = 0; j < dof; j++) {
    let sum = 0;
    if (free[j] === 1) for (let r = 0; r < 6; r++) sum += jacobian[r * dof + j]! * y[r]!;
    step[j] = sum;
  }
}
