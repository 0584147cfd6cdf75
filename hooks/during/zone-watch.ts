// The measured arm keeps out of keep-out zones, with its fingers wide open and what it holds, at every tick: by its
// distance, or by a distance found before that all motion since cannot have used up.
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { keepOutObstacles } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { proximityOf } from "../../kernel/motion/proximity.ts";
import { solidOf } from "../../kernel/motion/solid.ts";
import { perLoad } from "../load.ts";

/** The arm may lag its setpoints by this much of the clearance before it counts. */
const LAG_M = 0.005;
/** Distances are found exactly up to this much more than what is required; what is further may come as any bound. */
const ROOM_M = 0.1;
/** What rounding may take from a distance. */
const ROUNDING_M = 1e-6;

export const zoneWatch: DuringHook = {
  name: "zone-watch",
  watch(plan, cell) {
    // Out of a zone the way begins in it; that a jog goes no deeper was judged (hooks/pre/jog.ts).
    if (plan.call.tool === "jog") return () => null;
    const chain = chainOf(cell.robot, cell.base);
    const zones = keepOutObstacles(cell).map(({ name, shape, pose }) => ({
      name,
      solid: solidOf(shape),
      frame: writeFrame(pose, new Float64Array(12), 0),
    }));
    const arms = perLoad(plan, cell, (bodies) => ({
      near: proximityOf(chain, bodies),
      /** Where it was when distances were found last, and how far any of its points may move from there. */
      seenRad: new Float64Array(chain.dof),
      roomM: Number.NEGATIVE_INFINITY,
    }));
    const required = Math.max(0, cell.limits.clearanceM - LAG_M);
    return ({ segmentIndex, reading: { jointsRad } }) => {
      const arm = arms[segmentIndex];
      if (arm === undefined) return null;
      const { near, seenRad } = arm;
      // Turned by Δq about its joints, no point of the arm moves by more than Σ lever · |Δq|. NaN is never within.
      let movedM = 0;
      for (let j = 0; j < chain.dof; j++) movedM += near.levers[j]! * Math.abs(jointsRad[j]! - seenRad[j]!);
      if (movedM <= arm.roomM) return null;
      seenRad.set(jointsRad);
      arm.roomM = Number.POSITIVE_INFINITY;
      for (let k = 0; k < zones.length; k++) {
        const { name, solid, frame } = zones[k]!;
        const distanceM = near.distanceM(jointsRad, solid, frame, required + ROOM_M);
        arm.roomM = Math.min(arm.roomM, distanceM - required - ROUNDING_M);
        if (distanceM >= required) continue;
        const mm = (m: number): string => (m * 1000).toFixed(1);
        return {
          code: "E_ZONE",
          reason: `${near.nearest().name} is measured ${mm(distanceM)} mm from ${name} (least ${mm(required)} mm); stopped, look for what moved it there`,
          measured: distanceM,
          limit: required,
        };
      }
      return null;
    };
  },
};
