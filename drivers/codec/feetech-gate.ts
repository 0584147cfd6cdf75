// Which of the positions that a servo reports count. Behind a checksum of 8 bits one damaged reply in 256 looks whole,
// so a position counts only when the servo can have got there since the last one that counted, or when a second read
// says the same. The first one after power-on always needs its second.

export interface PositionGateOptions {
  readonly leastSteps: number;
  readonly mostSteps: number;
  /** Fastest that the joint can turn, by motor or by hand. */
  readonly mostStepsPerS: number;
  /** Noise of two reads of a joint at rest. */
  readonly slackSteps: number;
}

/**
 * `counts`: believe it; `read-again`: one more read decides; `jumped`: two reads agree on a place that the joint cannot
 * have reached: it was moved while nobody read it, or its zero was; `refused`: outside what the servo can report.
 */
export type PositionVerdict = "counts" | "read-again" | "jumped" | "refused";

export interface PositionGate {
  offer(steps: number, atMs: number): PositionVerdict;
}

export function createPositionGate(options: PositionGateOptions): PositionGate {
  const { leastSteps, mostSteps, mostStepsPerS, slackSteps } = options;
  let counted: { steps: number; atMs: number } | null = null;
  let asked: { steps: number; atMs: number } | null = null;
  const canBe = (before: { steps: number; atMs: number }, steps: number, atMs: number): boolean => {
    const elapsedS = Math.max(0, atMs - before.atMs) / 1000;
    return Math.abs(steps - before.steps) <= slackSteps + mostStepsPerS * elapsedS;
  };
  return {
    offer(steps, atMs) {
      if (!(Number.isInteger(steps) && steps >= leastSteps && steps <= mostSteps)) {
        asked = null;
        return "refused";
      }
      const now = { steps, atMs };
      if (counted !== null && canBe(counted, steps, atMs)) {
        counted = now;
        asked = null;
        return "counts";
      }
      if (asked === null || !canBe(asked, steps, atMs)) {
        asked = now;
        return "read-again";
      }
      const isFirst = counted === null;
      counted = now;
      asked = null;
      return isFirst ? "counts" : "jumped";
    },
  };
}
