// The measured arm keeps out of keep-out zones. Looked at every few ticks; the plan was swept before.
import type { DuringHook } from "../../kernel/contract/hook.ts";
import { keepOutObstacles, stageBodies } from "../../kernel/motion/allowances.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { configurationClear } from "../../kernel/motion/sweep.ts";
import { findingOf } from "../swept.ts";

const EVERY_TICKS = 10;
/** The arm may lag its setpoints by this much of the clearance before it counts. */
const LAG_M = 0.005;

export const zoneWatch: DuringHook = {
  name: "zone-watch",
  watch(_plan, cell) {
    const chain = chainOf(cell.robot, cell.base);
    const obstacles = keepOutObstacles(cell);
    const openingM = cell.robot.gripper.strokeM;
    const bodies = stageBodies(chain, { held: null, openingM, endOpeningM: openingM })[0] ?? [];
    const required = Math.max(0, cell.limits.clearanceM - LAG_M);
    let tick = 0;
    return ({ reading }) => {
      if (tick++ % EVERY_TICKS !== 0) return null;
      const result = configurationClear(chain, Array.from(reading.jointsRad), bodies, obstacles, () => required);
      return result.kind === "contact" ? findingOf("E_ZONE", result) : null;
    };
  },
};
