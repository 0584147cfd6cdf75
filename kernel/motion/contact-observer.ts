// The torque that something from outside puts on each joint: what the arm's momentum does that neither its own effort
// nor its weight and motion explain. It needs no accelerations, so no measured noise is differentiated.
// source: De Luca, Albu-Schäffer, Haddadin, Hirzinger (2006), Collision detection and safe reaction with the DLR-III
// lightweight manipulator arm, section III: r = K·(p - ∫(τ + Cᵀq̇ - g + r) dt - p(0)).
import type { Dynamics } from "./dynamics.ts";

/** What is found follows what is there with this time constant, seconds; shorter lets more noise through. */
const FILTER_S = 0.02;
/** After a gap as long as this the integral says nothing: it starts anew. */
const GAP_S = 0.02;

export interface ContactObserver {
  /** External torque on each joint, N m, as of the last `update`. */
  readonly externalNm: Float64Array;
  /** Takes one measurement in: joint positions, velocities and efforts at `atS` seconds. Allocates nothing. */
  update(atS: number, q: ArrayLike<number>, radPerS: ArrayLike<number>, effortNm: ArrayLike<number>): void;
  /** Forgets the past, as when the load changes: what is in the integral was of the old one. */
  restart(): void;
}

export function contactObserver(dynamics: Dynamics): ContactObserver {
  const { dof } = dynamics.chain;
  const momentum = new Float64Array(dof);
  const drift = new Float64Array(dof);
  /** p(0) + ∫(τ + drift + r) dt: the momentum that is accounted for. */
  const accounted = new Float64Array(dof);
  const externalNm = new Float64Array(dof);
  let lastS = Number.NaN;
  return {
    externalNm,
    update(atS, q, radPerS, effortNm) {
      const sinceS = atS - lastS;
      lastS = atS;
      dynamics.momentum(q, radPerS, momentum, drift);
      if (!(sinceS > 0 && sinceS < GAP_S)) {
        // What was found stays found across the gap.
        for (let j = 0; j < dof; j++) accounted[j] = momentum[j]! - externalNm[j]! * FILTER_S;
        return;
      }
      for (let j = 0; j < dof; j++) {
        accounted[j] = accounted[j]! + (effortNm[j]! + drift[j]! + externalNm[j]!) * sinceS;
        externalNm[j] = (momentum[j]! - accounted[j]!) / FILTER_S;
      }
    },
    restart() {
      lastS = Number.NaN;
    },
  };
}
