// The confidence gate: is the proposal sure enough for what the call can do? The Sentience Layer
// will raise these thresholds and never lower them; neutral valence means the base values.
import type { Risk } from "./contract/tools.ts";
import type { Finding } from "./contract/verdict.ts";

export interface Threshold {
  /** At or above: runs by itself. */
  readonly run: number;
  /** At or above, but under `run`: a person approves. Below: asks, and nothing moves. */
  readonly ask: number;
}

const BASE_THRESHOLDS: Readonly<Record<Risk, Threshold>> = {
  stop: { run: 0, ask: 0 },
  read: { run: 0, ask: 0 },
  free: { run: 0.75, ask: 0.5 },
  contact: { run: 0.8, ask: 0.55 },
  irreversible: { run: 0.92, ask: 0.75 },
};

export type ConfidenceRuling =
  | { readonly kind: "run" }
  | { readonly kind: "approve"; readonly finding: Finding }
  | { readonly kind: "ask"; readonly finding: Finding };

/** @param confidence evidence for the proposal, in [0, 1]; anything else counts as 0 */
export function ruleOnConfidence(risk: Risk, confidence: number): ConfidenceRuling {
  const threshold = BASE_THRESHOLDS[risk];
  const sure = confidence >= 0 && confidence <= 1 ? confidence : 0;
  if (sure >= threshold.run) return { kind: "run" };
  const reason = `confidence ${sure.toFixed(2)} is under ${threshold.run} for ${risk} calls`;
  if (sure >= threshold.ask) {
    return {
      kind: "approve",
      finding: { code: "E_APPROVAL", reason: `${reason}; a person must approve`, measured: sure, limit: threshold.run },
    };
  }
  return {
    kind: "ask",
    finding: { code: "E_CONFIDENCE", reason: `${reason}; say it more plainly`, measured: sure, limit: threshold.ask },
  };
}
