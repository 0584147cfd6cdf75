// SIGINT, SIGTERM and SIGHUP stop the arm on its path before the process ends; a second one ends it at once.

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A shell's exit code for a process ended by SIGINT. */
const EXIT_INTERRUPTED = 130;

export interface StopRequests {
  /** True once a signal came; what has not begun must not begin. */
  isAsked(): boolean;
  /** Gives the signals back. */
  release(): void;
}

/** @param stop called at the first signal */
export function onStopSignal(stop: () => void): StopRequests {
  let isAsked = false;
  const heed = (): void => {
    if (isAsked) process.exit(EXIT_INTERRUPTED);
    isAsked = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, heed);
  return {
    isAsked: () => isAsked,
    release() {
      for (const signal of SIGNALS) process.off(signal, heed);
    },
  };
}
