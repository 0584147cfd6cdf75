// A permit holds once, in time, for one exact plan, and only when the gate's key made it.
import { describe, expect, it } from "vitest";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { permitIssuer, permitVerifier, stateHashOf } from "../../kernel/permits.ts";

const key = new Uint8Array(32).fill(7);
const pose = { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } as const;
const state: Measured = {
  atS: 0,
  jointsRad: [0],
  jointsRadPerS: [0],
  tool: pose,
  gripper: { openingM: 0.08, forceN: 0, holding: null },
  objects: {},
};
const plan = (toRad: number): Plan => ({
  call: { tool: "go_home", args: {} },
  segments: [{ kind: "move", pointsRad: [[0], [toRad]], durationS: 1, line: false, carrying: null }],
  promised: {},
  blocked: null,
  rerouted: false,
});

describe("permits", () => {
  it("hold once and are then used up", () => {
    const clock = simulatedClock(1_000);
    const permit = permitIssuer(key, clock).issue(plan(1), state);
    const verifier = permitVerifier(key, clock);
    expect(verifier.verify(permit, plan(1))).toBeNull();
    expect(verifier.verify(permit, plan(1))?.reason).toMatch(/used before/);
  });

  it("do not hold for a plan that differs by a hundred-thousandth of a radian", () => {
    const clock = simulatedClock();
    const permit = permitIssuer(key, clock).issue(plan(1), state);
    expect(permitVerifier(key, clock).verify(permit, plan(1.00001))?.reason).toMatch(/another plan/);
  });

  it("do not hold after 2 s, nor with a later expiry written in", () => {
    const clock = simulatedClock();
    const permit = permitIssuer(key, clock).issue(plan(1), state);
    const verifier = permitVerifier(key, clock);
    clock.advance(2_001);
    expect(verifier.verify(permit, plan(1))?.reason).toMatch(/expired/);
    expect(verifier.verify({ ...permit, expiresAtMs: 1e12 }, plan(1))?.reason).toMatch(/not issued by this gate/);
  });

  it("cannot be made without the key, by copying fields or by leaving the MAC out", () => {
    const clock = simulatedClock();
    const verifier = permitVerifier(key, clock);
    const forged = permitIssuer(new Uint8Array(32).fill(8), clock).issue(plan(1), state);
    expect(verifier.verify(forged, plan(1))?.code).toBe("E_PERMIT");
    const real = permitIssuer(key, clock).issue(plan(1), state);
    for (const change of [
      { mac: "" },
      { id: "other" },
      { stateHash: real.planHash },
      { mac: real.mac.replace(/^./, "g") },
    ]) {
      expect(verifier.verify({ ...real, ...change }, plan(1))?.reason).toMatch(/not issued by this gate/);
    }
    expect(verifier.verify(real, plan(1))).toBeNull();
  });

  it("hold until 2 s have passed to the millisecond, are used up until then, and say how late they are", () => {
    const clock = simulatedClock(1_000);
    const issuer = permitIssuer(key, clock);
    const verifier = permitVerifier(key, clock);
    const [early, late] = [issuer.issue(plan(1), state), issuer.issue(plan(1), state)];
    expect(early.expiresAtMs).toBe(3_000);
    expect(verifier.verify(early, plan(1))).toBeNull();
    clock.advance(2_000);
    expect(verifier.verify(early, plan(1))).toEqual({
      code: "E_PERMIT",
      reason: "the permit was used before; ask the gate again",
    });
    expect(verifier.verify(late, plan(1))).toBeNull();
    clock.advance(0.5);
    expect(verifier.verify(issuer.issue(plan(2), state), plan(1))).toEqual({
      code: "E_PERMIT",
      reason: "the permit is for another plan; ask the gate again",
    });
    expect(verifier.verify(early, plan(1))).toEqual({
      code: "E_PERMIT",
      reason: "the permit expired 1 ms ago; ask the gate again",
    });
    expect(verifier.verify({ ...late, mac: "" }, plan(1))).toEqual({
      code: "E_PERMIT",
      reason: "the permit was not issued by this gate; ask the gate again",
    });
  });

  it("that were refused are not used up by it", () => {
    const clock = simulatedClock();
    const permit = permitIssuer(key, clock).issue(plan(1), state);
    const verifier = permitVerifier(key, clock);
    expect(verifier.verify(permit, plan(2))).not.toBeNull();
    expect(verifier.verify(permit, plan(1))).toBeNull();
  });

  it("name the state they were judged in by its SHA-256, whatever the order of its keys", () => {
    const permit = permitIssuer(key, simulatedClock()).issue(plan(1), state);
    expect(permit.stateHash).toBe(stateHashOf(state));
    expect(permit.stateHash).toBe(
      stateHashOf(Object.fromEntries(Object.entries(state).reverse()) as unknown as Measured),
    );
    expect(permit.stateHash).not.toBe(stateHashOf({ ...state, jointsRad: [1e-9] }));
    for (const hash of [permit.stateHash, permit.planHash, permit.mac]) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    // echo -n '"A"' | sha256sum
    expect(stateHashOf("A" as unknown as Measured)).toBe(
      "798640599597df7a8daa32b1132f07850a68b5e71bd295650399a38074f52804",
    );
  });

  it("are told apart by their names", () => {
    const issuer = permitIssuer(key, simulatedClock());
    expect(issuer.issue(plan(1), state).id).not.toBe(issuer.issue(plan(1), state).id);
  });
});
