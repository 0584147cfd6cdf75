// Which of the positions that a device reports count. Behind a checksum of 8 bits (Feetech) one damaged reply in 256
// looks whole, and behind none (Grbl) any digit may be another; so a position counts only when the joint can have got
// there since the last one that counted, or when a second read says the same. The first one always needs its second.
// Positions are whole counts of what the device reports: steps, or thousandths of a millimetre.

export interface PositionGateOptions {
  readonly least: number;
  readonly most: number;
  /** Fastest that it can move, by motor or by hand, counts a second. */
  readonly mostPerS: number;
  /** Noise of two reads of a joint at rest. */
  readonly slack: number;
}

/**
 * `counts`: believe it; `read-again`: one more read decides; `jumped`: two reads agree on a place that the joint cannot
 * have reached: it was moved while nobody read it, or its zero was; `refused`: outside what the device can report.
 */
export type PositionVerdict = "counts" | "read-again" | "jumped" | "refused";

export interface PositionGate {
  offer(count: number, atMs: number): PositionVerdict;
}

export function createPositionGate(options: PositionGateOptions): PositionGate {
  const { least, most, mostPerS, slack } = options;
  let counted: { count: number; atMs: number } | null = null;
  let asked: { count: number; atMs: number } | null = null;
  const canBe = (before: { count: number; atMs: number }, count: number, atMs: number): boolean => {
    const elapsedS = Math.max(0, atMs - before.atMs) / 1000;
    return Math.abs(count - before.count) <= slack + mostPerS * elapsedS;
  };
  return {
    offer(count, atMs) {
      if (!(Number.isInteger(count) && count >= least && count <= most)) {
        asked = null;
        return "refused";
      }
      const now = { count, atMs };
      if (counted !== null && canBe(counted, count, atMs)) {
        counted = now;
        asked = null;
        return "counts";
      }
      if (asked === null || !canBe(asked, count, atMs)) {
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
