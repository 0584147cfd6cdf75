// How long a move took when it was walked by one septic s(t) from rest to rest (docs/decisions/0006): what the timing
// in force is compared with. Kept here only.
import type { Chain } from "../kernel/motion/chain.ts";
import { jacobianAt, toolPoseAt } from "../kernel/motion/chain.ts";
import { curveThrough, pieceAt, pieceValues } from "../kernel/motion/curve.ts";
import type { SpeedLimits } from "../kernel/motion/speed-limits.ts";

const SAMPLES = 400;

/** The least duration of the septic within the joints' share of rated limits and the tool point's speed limits. */
export function septicDurationS(
  chain: Chain,
  pointsRad: readonly (readonly number[])[],
  jointScale: number,
  { toolMPerS, zoneMPerS }: SpeedLimits,
): number {
  const curve = curveThrough(pointsRad);
  const { dof } = chain;
  const [q, d1, d2, d3] = [0, 0, 0, 0].map(() => new Float64Array(dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const jacobian = new Float64Array(6 * dof);
  let leastS = 0;
  for (let i = 1; i < SAMPLES; i++) {
    const u = i / SAMPLES;
    const w = 1 - u;
    const s = u ** 4 * (35 + u * (-84 + u * (70 - 20 * u)));
    const [p1, p2, p3] = [140 * u ** 3 * w ** 3, 420 * u * u * w * w * (1 - 2 * u), 840 * u * w * (1 - 5 * u * w)];
    pieceValues(curve, pieceAt(curve, s), s, q, d1, d2, d3);
    for (let j = 0; j < dof; j++) {
      const v = Math.abs(d1[j]! * p1) / chain.velocity[j]!;
      const a = Math.abs(d2[j]! * p1 * p1 + d1[j]! * p2) / chain.acceleration[j]!;
      const k = Math.abs(d3[j]! * p1 ** 3 + 3 * d2[j]! * p1 * p2 + d1[j]! * p3) / chain.jerk[j]!;
      leastS = Math.max(leastS, v / jointScale, Math.sqrt(a / jointScale), Math.cbrt(k / jointScale));
    }
    jacobianAt(chain, q, jacobian);
    let square = 0;
    for (let row = 0; row < 3; row++) {
      let sum = 0;
      for (let j = 0; j < dof; j++) sum += jacobian[row * dof + j]! * d1[j]! * p1;
      square += sum * sum;
    }
    const [x, y, z] = toolPoseAt(chain, q).xyzM;
    leastS = Math.max(leastS, Math.sqrt(square) / Math.min(toolMPerS, zoneMPerS(x, y, z, 0.02)));
  }
  return leastS;
}
