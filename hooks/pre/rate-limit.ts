// A flood of goals is not a way to drive an arm: so many in a window, then wait.
import type { PreHook } from "../../kernel/contract/hook.ts";

const WINDOW_MS = 10_000;
const MOST_GOALS = 30;

export const rateLimit: PreHook = {
  name: "rate-limit",
  judge({ call, kernel: { admittedAtMs, nowMs } }) {
    // A held key beats many times a second; each beat is judged for itself (jog.ts).
    if (admittedAtMs === null || call.tool === "jog") return null;
    const recent = admittedAtMs.filter((atMs) => atMs > nowMs - WINDOW_MS).length;
    if (recent < MOST_GOALS) return null;
    return {
      code: "E_RATE",
      reason: `${recent} goals in ${WINDOW_MS / 1000} s (most ${MOST_GOALS}); wait a moment`,
      measured: recent,
      limit: MOST_GOALS,
    };
  },
};
