// What 8 bits let through and the second read stops: positions of a servo of which one in ten is replaced by a random
// one behind a right checksum (on a real line: one in 256 of those that are damaged at all).
import { createPositionGate } from "../../../drivers/codec/position-gate.ts";
import { noiseOf } from "./mutate.ts";

const PERIOD_MS = 5;
const MOST_STEPS_PER_S = 4000;
const SLACK_STEPS = 8;

export interface GateFigures {
  readonly reads: number;
  readonly falseReads: number;
  /** False ones that counted: all within what the joint could have done in the time. */
  readonly falseCounted: number;
  /** Farthest from the truth that a position counted, and what is promised: reach of the time since the last plus slack. */
  readonly worstSteps: number;
  readonly promisedSteps: number;
  /** Two false ones in a row that agree: reported as a joint that was moved, which is a fault and no motion. */
  readonly falseJumps: number;
  readonly trueRefused: number;
  readonly isMet: boolean;
}

export function fuzzGate(reads: number, seed: number): GateFigures {
  const noise = noiseOf(seed);
  const gate = createPositionGate({
    least: 0,
    most: 4095,
    mostPerS: MOST_STEPS_PER_S,
    slack: SLACK_STEPS,
  });
  let [falseReads, falseCounted, worstSteps, falseJumps, trueRefused, promisedSteps] = [0, 0, 0, 0, 0, 0];
  let countedAtMs = 0;
  let before = true;
  gate.offer(2048, 0);
  gate.offer(2048, 0);
  for (let i = 1; i <= reads; i++) {
    const atMs = i * PERIOD_MS;
    const truth = Math.round(2048 + 1500 * Math.sin(atMs / 2000));
    const isFalse = noise.below(10) === 0;
    const steps = isFalse ? noise.below(noise.below(2) === 0 ? 4096 : 65_536) : truth;
    const verdict = gate.offer(steps, atMs);
    if (isFalse) falseReads++;
    // Of two in a row the true one counts at once or, behind a false one that counted, by its second.
    if (!isFalse && verdict === "refused") trueRefused++;
    if (verdict === "counts") {
      if (isFalse) falseCounted++;
      worstSteps = Math.max(worstSteps, Math.abs(steps - truth));
      const reach = 2 * (SLACK_STEPS + (MOST_STEPS_PER_S * (atMs - countedAtMs)) / 1000);
      promisedSteps = Math.max(promisedSteps, reach);
      countedAtMs = atMs;
    }
    if (verdict === "jumped") {
      if (isFalse || !before) falseJumps++;
      countedAtMs = atMs;
    }
    before = !isFalse;
  }
  const isMet = trueRefused === 0 && worstSteps <= promisedSteps;
  return { reads, falseReads, falseCounted, worstSteps, promisedSteps, falseJumps, trueRefused, isMet };
}
