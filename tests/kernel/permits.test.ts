// A permit holds once, in time, for one exact plan, and only when the gate's key made it.
import { describe, expect, it } from "vitest";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { permitIssuer, permitVerifier } from "../../kernel/permits.ts";

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
});
