// Joint torques as the force at the tool point that explains them best.
import { type Chain, jacobianAt } from "./chain.ts";

export interface ToolForce {
  /** Newton: |F| of the F that brings Jᵀ·F nearest to `torquesNm` at `q`. Allocates nothing. */
  newton(q: ArrayLike<number>, torquesNm: ArrayLike<number>): number;
}

/** Keeps the solution small in directions in which the arm cannot push at all. */
const DAMPING = 1e-6;

/** Least squares by the normal equations: (J·Jᵀ)·F = J·τ, three by three. */
export function toolForceOf(chain: Chain): ToolForce {
  const { dof } = chain;
  const jacobian = new Float64Array(6 * dof);
  const a = new Float64Array(9);
  const b = new Float64Array(3);
  return {
    newton(q, torquesNm) {
      jacobianAt(chain, q, jacobian);
      for (let r = 0; r < 3; r++) {
        let sum = 0;
        for (let j = 0; j < dof; j++) sum += jacobian[r * dof + j]! * torquesNm[j]!;
        b[r] = sum;
        for (let c = 0; c < 3; c++) {
          let product = r === c ? DAMPING : 0;
          for (let j = 0; j < dof; j++) product += jacobian[r * dof + j]! * jacobian[c * dof + j]!;
          a[r * 3 + c] = product;
        }
      }
      // Cramer's rule on a symmetric, positive definite matrix.
      const c0 = a[4]! * a[8]! - a[5]! * a[7]!;
      const c1 = a[5]! * a[6]! - a[3]! * a[8]!;
      const c2 = a[3]! * a[7]! - a[4]! * a[6]!;
      const determinant = a[0]! * c0 + a[1]! * c1 + a[2]! * c2;
      const x = (b[0]! * c0 + b[1]! * c1 + b[2]! * c2) / determinant;
      const y =
        (b[0]! * (a[2]! * a[7]! - a[1]! * a[8]!) +
          b[1]! * (a[0]! * a[8]! - a[2]! * a[6]!) +
          b[2]! * (a[1]! * a[6]! - a[0]! * a[7]!)) /
        determinant;
      const z =
        (b[0]! * (a[1]! * a[5]! - a[2]! * a[4]!) +
          b[1]! * (a[2]! * a[3]! - a[0]! * a[5]!) +
          b[2]! * (a[0]! * a[4]! - a[1]! * a[3]!)) /
        determinant;
      return Math.sqrt(x * x + y * y + z * z);
    },
  };
}
