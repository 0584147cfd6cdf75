// What every driver must do, real or simulated: one suite that each driver's test file runs
// (kernel/contract/driver.ts states the obligations in words).
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../kernel/contract/clock.ts";
import type { Driver, Setpoint } from "../../kernel/contract/driver.ts";
import type { Permit, PermitVerifier } from "../../kernel/contract/permit.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { type PermitIssuer, permitIssuer, permitVerifier } from "../../kernel/permits.ts";

export interface DriverUnderTest {
  readonly name: string;
  readonly dof: number;
  /** A connected, disarmed driver in its start state. */
  create(permits: PermitVerifier): Promise<Driver>;
}

const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(8);

const waiting = (seconds: number): Plan => ({
  call: { tool: "wait", args: { seconds } },
  segments: [{ kind: "wait", seconds }],
  promised: {},
  blocked: null,
  rerouted: false,
});

export function driverConformance({ name, dof, create }: DriverUnderTest): void {
  describe(`driver ${name}`, () => {
    const plan = waiting(1);
    let clock: SimulatedClock;
    let gate: PermitIssuer;
    let driver: Driver;
    beforeEach(async () => {
      clock = simulatedClock(1000);
      gate = permitIssuer(KEY, clock);
      driver = await create(permitVerifier(KEY, clock));
    });
    afterEach(() => driver.close());

    const permitFor = (wanted: Plan): Permit => gate.issue(wanted, driver.read());
    /** Stays where it is measured to be. */
    const here = (): Setpoint => {
      const { jointsRad, gripper } = driver.read();
      return {
        jointsRad: Float64Array.from(jointsRad),
        jointsRadPerS: new Float64Array(dof),
        openingM: gripper.openingM,
        forceN: 0,
      };
    };
    const expectNoMotionOpen = (): void => {
      expect(() => driver.step(here())).toThrow(expect.objectContaining({ code: "E_PERMIT" }));
    };

    it("boots disarmed and refuses to begin", () => {
      expect(driver.begin(plan, permitFor(plan))?.code).toBe("E_DISARMED");
      expectNoMotionOpen();
    });

    it("does not use a permit up by refusing for another reason", () => {
      const permit = permitFor(plan);
      driver.begin(plan, permit);
      driver.arm();
      expect(driver.begin(plan, permit)).toBeNull();
    });

    it("carries out a proven permit, one tick a step", () => {
      driver.arm();
      expect(driver.begin(plan, permitFor(plan))).toBeNull();
      const startS = driver.read().atS;
      const setpoint = here();
      for (let k = 1; k <= 5; k++) expect(driver.step(setpoint).atS).toBeCloseTo(startS + k * driver.tickS, 9);
      driver.end();
      expectNoMotionOpen();
    });

    it("refuses a step without begin", () => {
      driver.arm();
      expectNoMotionOpen();
    });

    it("refuses a forged permit, and one whose fields were changed", () => {
      driver.arm();
      const forged = permitIssuer(OTHER_KEY, clock).issue(plan, driver.read());
      expect(driver.begin(plan, forged)?.code).toBe("E_PERMIT");
      const stretched = { ...permitFor(plan), expiresAtMs: clock.nowMs() + 1e9 };
      expect(driver.begin(plan, stretched)?.code).toBe("E_PERMIT");
      expect(driver.begin(plan, { ...permitFor(plan), mac: "" })?.code).toBe("E_PERMIT");
      expectNoMotionOpen();
    });

    it("refuses an expired permit", () => {
      driver.arm();
      const permit = permitFor(plan);
      clock.advance(60_000);
      expect(driver.begin(plan, permit)?.code).toBe("E_PERMIT");
      expectNoMotionOpen();
    });

    it("refuses a permit that was used before", () => {
      driver.arm();
      const permit = permitFor(plan);
      expect(driver.begin(plan, permit)).toBeNull();
      driver.end();
      expect(driver.begin(plan, permit)?.code).toBe("E_PERMIT");
      expectNoMotionOpen();
    });

    it("refuses a permit for another plan", () => {
      driver.arm();
      expect(driver.begin(waiting(2), permitFor(plan))?.code).toBe("E_PERMIT");
      expectNoMotionOpen();
    });

    it("has one motion at a time", () => {
      driver.arm();
      expect(driver.begin(plan, permitFor(plan))).toBeNull();
      expect(driver.begin(plan, permitFor(plan))?.code).toBe("E_BUSY");
      driver.step(here());
    });

    it.each([
      ["a position", (setpoint: Setpoint) => setpoint.jointsRad.fill(Number.NaN, 3, 4)],
      ["a speed", (setpoint: Setpoint) => setpoint.jointsRadPerS.fill(Number.POSITIVE_INFINITY, 0, 1)],
      [
        "the opening",
        (setpoint: Setpoint) => {
          setpoint.openingM = Number.NaN;
        },
      ],
      [
        "the force",
        (setpoint: Setpoint) => {
          setpoint.forceN = Number.NaN;
        },
      ],
    ])("throws on %s that is not finite, closes the motion and holds", (_, spoil) => {
      driver.arm();
      driver.begin(plan, permitFor(plan));
      driver.step(here());
      const before = driver.read();
      const setpoint = here();
      spoil(setpoint);
      expect(() => driver.step(setpoint)).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
      expectNoMotionOpen();
      const after = driver.read();
      for (let i = 0; i < dof; i++) {
        expect(Math.abs(after.jointsRad[i]! - before.jointsRad[i]!)).toBeLessThan(1e-3);
        expect(Number.isFinite(after.jointsRad[i])).toBe(true);
      }
      expect(driver.begin(plan, permitFor(plan))).toBeNull();
      driver.step(here());
    });

    it("throws on a setpoint of the wrong length", () => {
      driver.arm();
      driver.begin(plan, permitFor(plan));
      const short = { ...here(), jointsRad: new Float64Array(dof - 1) };
      expect(() => driver.step(short)).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
    });

    it("stops idempotently, at any moment, and needs a new permit after", () => {
      driver.stop();
      driver.arm();
      driver.stop();
      driver.begin(plan, permitFor(plan));
      driver.step(here());
      driver.stop();
      driver.stop();
      expectNoMotionOpen();
      expect(driver.begin(plan, permitFor(plan))).toBeNull();
    });

    it("ends its motion when disarmed, and begins none until armed again", () => {
      driver.arm();
      driver.begin(plan, permitFor(plan));
      driver.disarm();
      expectNoMotionOpen();
      expect(driver.begin(plan, permitFor(plan))?.code).toBe("E_DISARMED");
      driver.disarm();
      driver.arm();
      driver.arm();
      expect(driver.begin(plan, permitFor(plan))).toBeNull();
    });

    it("ends idempotently", () => {
      driver.end();
      driver.arm();
      driver.begin(plan, permitFor(plan));
      driver.end();
      driver.end();
      expectNoMotionOpen();
    });

    it("closes idempotently, and neither reads, arms, begins nor steps after", async () => {
      const permit = permitFor(plan);
      const setpoint = here();
      driver.arm();
      await driver.close();
      await driver.close();
      driver.stop();
      driver.end();
      driver.disarm();
      expect(() => driver.read()).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
      expect(() => driver.arm()).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
      expect(driver.begin(plan, permit)?.code).toBe("E_DRIVER");
      expect(() => driver.step(setpoint)).toThrow(expect.objectContaining({ code: "E_PERMIT" }));
      await expect(driver.connect()).rejects.toMatchObject({ code: "E_DRIVER" });
    });

    it("measures finite numbers for every joint, the tool and the gripper", () => {
      const { jointsRad, jointsRadPerS, tool, gripper, atS } = driver.read();
      expect(jointsRad).toHaveLength(dof);
      expect(jointsRadPerS).toHaveLength(dof);
      for (const value of [
        atS,
        ...jointsRad,
        ...jointsRadPerS,
        ...tool.xyzM,
        ...tool.quatXyzw,
        gripper.openingM,
        gripper.forceN,
      ]) {
        expect(Number.isFinite(value)).toBe(true);
      }
    });
  });
}
