// A permit: the gate's word that one exact plan may be executed once, from one state, before an
// expiry. Its MAC is made under a per-boot key that only the gate and the executor hold.

import type { Plan } from "./plan.ts";
import type { Finding } from "./verdict.ts";

export interface Permit {
  readonly id: string;
  /** SHA-256 of the plan's canonical JSON: tool, path, tool point and payload included. */
  readonly planHash: string;
  /** SHA-256 of the measured state that the plan was judged in. */
  readonly stateHash: string;
  /** Milliseconds on the process's monotonic clock. */
  readonly expiresAtMs: number;
  /** HMAC-SHA-256 over all of the above, hex. */
  readonly mac: string;
}

/** The executor's side of the key: says why a permit does not hold, else `null`. A permit that held is used up. */
export interface PermitVerifier {
  verify(permit: Permit, plan: Plan): Finding | null;
}
