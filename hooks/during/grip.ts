// While carrying, the grip holds: an object that is no longer between the pads stops the arm.
import type { DuringHook } from "../../kernel/contract/hook.ts";

/** Ticks without a measured hold before it counts as lost; contact flickers for a tick or two. */
const LOST_TICKS = 15;

export const grip: DuringHook = {
  name: "grip",
  watch(plan) {
    let ticksWithout = 0;
    return ({ segmentIndex, reading }) => {
      const segment = plan.segments[segmentIndex];
      if (segment?.kind !== "move" || segment.carrying === null || reading.holding === segment.carrying.object) {
        ticksWithout = 0;
        return null;
      }
      ticksWithout++;
      if (ticksWithout < LOST_TICKS) return null;
      return {
        code: "E_GRIP_LOST",
        reason: `${segment.carrying.object} slipped out of the gripper; see where it fell`,
      };
    };
  },
};
