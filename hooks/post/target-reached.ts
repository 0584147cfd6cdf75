// After a motion the tool is measured where it was promised.
import type { PostHook } from "../../kernel/contract/hook.ts";
import { distanceM, quatAngleRad } from "../../kernel/motion/transform.ts";

const MOST_M = 0.004;
const MOST_RAD = 0.02;

export const targetReached: PostHook = {
  name: "target-reached",
  judge({ plan: { promised }, after }) {
    if (promised.tool === undefined) return null;
    const offM = distanceM(promised.tool.xyzM, after.tool.xyzM);
    if (!(offM <= MOST_M)) {
      return {
        code: "E_TARGET_MISSED",
        reason: `the tool is measured ${(offM * 1000).toFixed(1)} mm from its target (most ${MOST_M * 1000} mm)`,
        measured: offM,
        limit: MOST_M,
      };
    }
    const offRad = quatAngleRad(promised.tool.quatXyzw, after.tool.quatXyzw);
    if (offRad <= MOST_RAD) return null;
    return {
      code: "E_TARGET_MISSED",
      reason: `the tool is measured turned ${((offRad * 180) / Math.PI).toFixed(1)} deg from its target (most ${((MOST_RAD * 180) / Math.PI).toFixed(1)} deg)`,
      measured: offRad,
      limit: MOST_RAD,
    };
  },
};
