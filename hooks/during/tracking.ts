// The arm follows its setpoints. One that lags behind is pushing against something, or is broken.
import type { DuringHook } from "../../kernel/contract/hook.ts";

const MOST_RAD = 0.06;

export const tracking: DuringHook = {
  name: "tracking",
  watch:
    (_plan, cell) =>
    ({ setpointRad, reading }) => {
      for (let j = 0; j < setpointRad.length; j++) {
        const offRad = Math.abs(reading.jointsRad[j]! - setpointRad[j]!);
        if (offRad <= MOST_RAD) continue;
        if (!Number.isFinite(offRad))
          return { code: "E_STALE", reason: `joint ${j + 1} is not measured as a number; check the encoder` };
        return {
          code: "E_TRACKING",
          reason: `joint ${cell.robot.joints[j]?.name ?? j + 1} is ${offRad.toFixed(3)} rad behind its setpoint (most ${MOST_RAD}); look for what holds it`,
          measured: offRad,
          limit: MOST_RAD,
        };
      }
      return null;
    },
};
