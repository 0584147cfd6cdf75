// No joint works harder than it is rated for, where the arm measures its effort: one that does is held, overloaded or
// about to trip its own drive.
import type { DuringHook } from "../../kernel/contract/hook.ts";

/** Ticks in a row before it counts; peaks of one or two are the servo's own. */
const TICKS = 10;

export const effort: DuringHook = {
  name: "effort",
  watch(_plan, cell) {
    const { joints } = cell.robot;
    const over = new Int32Array(joints.length);
    return ({ reading }) => {
      for (let j = 0; j < joints.length; j++) {
        const nm = Math.abs(reading.effortNm[j]!);
        const rated = joints[j]!.limits.effortNm;
        over[j] = nm > rated ? over[j]! + 1 : 0;
        if (over[j]! < TICKS) continue;
        return {
          code: "E_EFFORT",
          reason: `joint ${joints[j]!.name} works at ${nm.toFixed(0)} N m (rated ${rated}); look for what holds it, or take a lighter load`,
          measured: nm,
          limit: rated,
        };
      }
      return null;
    };
  },
};
