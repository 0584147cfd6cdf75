// Inverse kinematics of any serial arm from a start: damped least squares (source: Levenberg 1944, Marquardt 1963) with
// joint limits as an active set. Walks down to the target or gives up; allocates only its answer.
import type { Pose } from "../contract/geometry.ts";
import { type Chain, jacobianFromFrames, toolFrameAt } from "./chain.ts";
import { writeFrame } from "./frame.ts";
import { METRES_PER_RAD } from "./singularity.ts";

/** Iterations in which the squared error must halve; a start that does not is left. */
const PATIENCE = 8;
/** Longest step of any joint in one iteration. */
const STEP_RAD = 0.5;

/** Which turns of the tool are left open: none, or that about its own z. */
export type Free = "none" | "yaw";

export interface Aim {
  readonly target: Pose;
  readonly free: Free;
  readonly marginRad: number;
  readonly toleranceM: number;
  readonly toleranceRad: number;
}

export type Descent = (start: ArrayLike<number>, iterations: number) => number[] | null;

/** A solver with its scratch: walks from a start to the target, or gives up. */
export function makeDescent(chain: Chain, { target, free: freed, marginRad, toleranceM, toleranceRad }: Aim): Descent {
  const { dof } = chain;
  const poseError = freed === "yaw" ? axisError : wholeError;
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
  const lower = Float64Array.from(chain.lowerRad, (x) => x + marginRad);
  const upper = Float64Array.from(chain.upperRad, (x) => x - marginRad);

  const measure = (joints: Float64Array): number => {
    toolFrameAt(chain, joints, frames, tool);
    return poseError(goal, frames, tool, error);
  };

  const propose = (damping: number): void => {
    jacobianFromFrames(chain, frames, tool, jacobian);
    if (freed === "yaw") dropTurnAboutZ(jacobian, dof, frames, tool);
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

/** Whether the frame at `at` stands at the goal within the aim's tolerances. */
export function isAtGoal(goal: Float64Array, m: Float64Array, at: number, aim: Aim): boolean {
  const error = new Float64Array(6);
  (aim.free === "yaw" ? axisError : wholeError)(goal, m, at, error);
  return isThere(error, aim.toleranceM, aim.toleranceRad);
}

const isThere = (e: Float64Array, toleranceM: number, toleranceRad: number): boolean =>
  e[0]! * e[0]! + e[1]! * e[1]! + e[2]! * e[2]! <= toleranceM * toleranceM &&
  e[3]! * e[3]! + e[4]! * e[4]! + e[5]! * e[5]! <= (toleranceRad * METRES_PER_RAD) ** 2;

/** Position error, then the rotation vector from here to the goal times `METRES_PER_RAD`; returns the squared length. */
function wholeError(goal: Float64Array, m: Float64Array, at: number, out: Float64Array): number {
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

/** As `wholeError`, with the shortest turn that lays the tool's z along the goal's. */
function axisError(goal: Float64Array, m: Float64Array, at: number, out: Float64Array): number {
  out[0] = goal[3]! - m[at + 3]!;
  out[1] = goal[7]! - m[at + 7]!;
  out[2] = goal[11]! - m[at + 11]!;
  const hx = m[at + 2]!;
  const hy = m[at + 6]!;
  const hz = m[at + 10]!;
  const x = hy * goal[10]! - hz * goal[6]!;
  const y = hz * goal[2]! - hx * goal[10]!;
  const z = hx * goal[6]! - hy * goal[2]!;
  const sine = Math.sqrt(x * x + y * y + z * z);
  const angle = Math.atan2(sine, hx * goal[2]! + hy * goal[6]! + hz * goal[10]!);
  // Straight opposed: about the tool's own x, as any other would do.
  const isOpposed = sine <= 1e-9 && angle > 1;
  const k = sine > 1e-9 ? (angle / sine) * METRES_PER_RAD : METRES_PER_RAD;
  out[3] = isOpposed ? m[at]! * angle * METRES_PER_RAD : x * k;
  out[4] = isOpposed ? m[at + 4]! * angle * METRES_PER_RAD : y * k;
  out[5] = isOpposed ? m[at + 8]! * angle * METRES_PER_RAD : z * k;
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += out[i]! * out[i]!;
  return sum;
}

/** Takes out of the Jacobian's angular rows what only turns the tool about its own z. */
function dropTurnAboutZ(jacobian: Float64Array, dof: number, m: Float64Array, at: number): void {
  const zx = m[at + 2]!;
  const zy = m[at + 6]!;
  const zz = m[at + 10]!;
  for (let j = 0; j < dof; j++) {
    const along = zx * jacobian[3 * dof + j]! + zy * jacobian[4 * dof + j]! + zz * jacobian[5 * dof + j]!;
    jacobian[3 * dof + j] = jacobian[3 * dof + j]! - along * zx;
    jacobian[4 * dof + j] = jacobian[4 * dof + j]! - along * zy;
    jacobian[5 * dof + j] = jacobian[5 * dof + j]! - along * zz;
  }
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
