// Permits: the gate's word, bound to one exact plan, one state and an expiry, and usable once.
// Issuer and verifier share a per-boot key and nothing else; whoever lacks the key can make none.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { Clock } from "./contract/clock.ts";
import { canonicalJson } from "./contract/json.ts";
import type { Measured } from "./contract/measured.ts";
import type { Permit, PermitVerifier } from "./contract/permit.ts";
import type { Plan } from "./contract/plan.ts";
import type { Finding } from "./contract/verdict.ts";

/** How long after its judgement a plan may still start. A command never executes late. */
const PERMIT_LIFE_MS = 2_000;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const stateHashOf = (state: Measured): string => sha256(canonicalJson(state));

function macOf(key: Uint8Array, permit: Omit<Permit, "mac">): string {
  const { id, planHash, stateHash, expiresAtMs } = permit;
  return createHmac("sha256", key).update(canonicalJson({ id, planHash, stateHash, expiresAtMs })).digest("hex");
}

export interface PermitIssuer {
  /** @param lifeMs how long after this the plan may still start; default 2 s */
  issue(plan: Plan, state: Measured, lifeMs?: number): Permit;
}

/** @param key 32 random bytes, made anew at each boot */
export function permitIssuer(key: Uint8Array, clock: Clock): PermitIssuer {
  return {
    issue(plan, state, lifeMs = PERMIT_LIFE_MS) {
      const permit = {
        id: randomUUID(),
        planHash: sha256(canonicalJson(plan)),
        stateHash: stateHashOf(state),
        expiresAtMs: clock.nowMs() + lifeMs,
      };
      return { ...permit, mac: macOf(key, permit) };
    },
  };
}

export function permitVerifier(key: Uint8Array, clock: Clock): PermitVerifier {
  const usedUntilMs = new Map<string, number>();

  const faultOf = (permit: Permit, plan: Plan, nowMs: number): string | null => {
    const mac = Buffer.from(permit.mac, "hex");
    const expected = Buffer.from(macOf(key, permit), "hex");
    if (mac.length !== expected.length || !timingSafeEqual(mac, expected))
      return "the permit was not issued by this gate";
    if (nowMs > permit.expiresAtMs) return `the permit expired ${Math.ceil(nowMs - permit.expiresAtMs)} ms ago`;
    if (usedUntilMs.has(permit.id)) return "the permit was used before";
    if (permit.planHash !== sha256(canonicalJson(plan))) return "the permit is for another plan";
    return null;
  };

  return {
    verify(permit, plan): Finding | null {
      const nowMs = clock.nowMs();
      // A used permit needs remembering only until it would have expired anyway.
      for (const [id, untilMs] of usedUntilMs) if (nowMs > untilMs) usedUntilMs.delete(id);
      const fault = faultOf(permit, plan, nowMs);
      if (fault !== null) return { code: "E_PERMIT", reason: `${fault}; ask the gate again` };
      usedUntilMs.set(permit.id, permit.expiresAtMs);
      return null;
    },
  };
}
