// What the gate says about one proposed call, and what a hook says about one rule.
import type { ErrorCode } from "./errors.ts";

/** Who proposes. All pass the same gate; the origin is recorded, never trusted. */
export type Origin = "operator" | "agent" | "replay" | "skill" | "remote";

/** A hook's objection. `measured` and `limit` are in SI units. */
export interface Finding {
  readonly code: ErrorCode;
  /** What, the value, the limit and the remedy, in one line. */
  readonly reason: string;
  readonly measured?: number;
  readonly limit?: number;
}

export type Verdict =
  | { readonly kind: "allow"; readonly hook: string; readonly code: "OK"; readonly reason: string }
  | ({ readonly kind: "approve"; readonly hook: string } & Finding)
  | ({ readonly kind: "deny"; readonly hook: string } & Finding);
