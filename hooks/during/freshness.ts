// What is measured is of now. A reading whose time stands still, or lies behind, says nothing about where the arm is.
import type { DuringHook } from "../../kernel/contract/hook.ts";

/** Five ticks of 2 ms. */
const MOST_BEHIND_S = 0.01;

export const freshness: DuringHook = {
  name: "freshness",
  watch() {
    let lastS = Number.NEGATIVE_INFINITY;
    return ({ nowS, reading: { atS } }) => {
      const behindS = nowS - atS;
      const advances = atS > lastS;
      lastS = atS;
      if (advances && behindS <= MOST_BEHIND_S) return null;
      const what = advances
        ? `is ${(behindS * 1000).toFixed(0)} ms old (most ${MOST_BEHIND_S * 1000} ms)`
        : "stands still";
      return {
        code: "E_STALE",
        reason: `the measured state ${what}; check the link to the arm`,
        ...(advances ? { measured: behindS, limit: MOST_BEHIND_S } : {}),
      };
    };
  },
};
