// The measured tool point keeps the cell's speed limit, and a zone's where it is in one.

import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { toolSpeedLimit } from "../../kernel/motion/allowances.ts";
import { chainOf, jacobianAt, toolPoseAt } from "../../kernel/motion/chain.ts";

/** Measured speed may ripple this much above the limit. */
const RIPPLE = 1.1;
const RIPPLE_M_PER_S = 0.02;

export const toolSpeed: DuringHook = {
  name: "tool-speed",
  watch(_plan, cell) {
    const chain = chainOf(cell.robot, cell.base);
    const jacobian = new Float64Array(6 * chain.dof);
    const limitAt = toolSpeedLimit(cell, 0);
    const slowest = Math.min(
      cell.limits.toolSpeedMPerS,
      ...cell.zones.map((zone) => (zone.kind === "reduced_speed" ? zone.maxToolSpeedMPerS : Number.POSITIVE_INFINITY)),
    );
    return ({ reading }) => {
      jacobianAt(chain, reading.jointsRad, jacobian);
      let square = 0;
      for (let row = 0; row < 3; row++) {
        let sum = 0;
        for (let j = 0; j < chain.dof; j++) sum += jacobian[row * chain.dof + j]! * reading.jointsRadPerS[j]!;
        square += sum * sum;
      }
      const mPerS = Math.sqrt(square);
      if (mPerS <= slowest) return null;
      const pointM: Vec3 = toolPoseAt(chain, reading.jointsRad).xyzM;
      const limit = limitAt(pointM);
      if (mPerS <= limit * RIPPLE + RIPPLE_M_PER_S) return null;
      return {
        code: "E_TOOL_SPEED",
        reason: `the tool point moves at ${mPerS.toFixed(2)} m/s where ${limit} m/s is allowed; stopped`,
        measured: mPerS,
        limit,
      };
    };
  },
};
