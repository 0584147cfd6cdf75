// How far an arm stands from a singularity, where some motion of the tool asks for endless joint speed.
import { type Chain, jacobianAt } from "./chain.ts";

/** Metres that count as much as a radian of the tool's turning: about the reach of a hand from the wrist, and to the base. */
export const METRES_PER_RAD = 0.35;
/** Sweeps of rotations; a few do for matrices of this size. */
const SWEEPS = 24;
/** Cosine of the angle between two vectors that counts as a right angle. */
const SQUARE = 1e-14;

/**
 * The smallest singular value of the tool point's Jacobian, turning weighted by `METRES_PER_RAD`: m/rad, ≥ 0. In its
 * hardest direction the tool moves so far for one radian of joint travel (of all joints together), so a tool speed v
 * asks for at most v / margin. An arm of fewer than six joints is measured in the directions it has. An FR3 at its
 * ready pose has 0.18, nearly outstretched 0.02; 0 is singular.
 */
export function singularityMargin(chain: Chain, q: ArrayLike<number>): number {
  const { dof } = chain;
  const jacobian = new Float64Array(6 * dof);
  jacobianAt(chain, q, jacobian);
  for (let k = 3 * dof; k < 6 * dof; k++) jacobian[k] = jacobian[k]! * METRES_PER_RAD;
  return dof >= 6 ? leastSingularValue(jacobian, 6, dof) : leastSingularValue(transposed(jacobian, 6, dof), dof, 6);
}

function transposed(m: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = m[r * columns + c]!;
  return out;
}

/** One-sided Jacobi rotations (source: Hestenes 1958) until all rows are square to each other; then the shortest. Destroys `m`. */
function leastSingularValue(m: Float64Array, rows: number, columns: number): number {
  for (let sweep = 0, turned = true; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let a = 0; a < rows; a++) {
      for (let b = a + 1; b < rows; b++) turned = squareUp(m, a * columns, b * columns, columns) || turned;
    }
  }
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += m[r * columns + c]! ** 2;
    least = Math.min(least, sum);
  }
  return Math.sqrt(least);
}

/** Turns the rows at `a` and `b` in their plane until they are square to each other; whether it had to. */
function squareUp(m: Float64Array, a: number, b: number, columns: number): boolean {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let c = 0; c < columns; c++) {
    aa += m[a + c]! * m[a + c]!;
    bb += m[b + c]! * m[b + c]!;
    ab += m[a + c]! * m[b + c]!;
  }
  if (ab === 0 || Math.abs(ab) <= SQUARE * Math.sqrt(aa * bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (let c = 0; c < columns; c++) {
    const x = m[a + c]!;
    const y = m[b + c]!;
    m[a + c] = cosine * x - sine * y;
    m[b + c] = sine * x + cosine * y;
  }
  return true;
}
