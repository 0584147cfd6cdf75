// The contract that every driver keeps, real or simulated: it proves a permit, then carries out the
// setpoints that the executor streams. Obligations: `begin` refuses a permit that it cannot prove, that
// is expired, was used before, or is bound to another plan; `step` without an open motion throws
// E_PERMIT; `stop` and `close` are idempotent and callable at any moment; one motion at a time.
import type { Measured, Touch } from "./measured.ts";
import type { Permit } from "./permit.ts";
import type { Load, Plan } from "./plan.ts";
import type { Finding } from "./verdict.ts";

/** What the executor sends each tick. One object, reused: a driver reads it and does not keep it. */
export interface Setpoint {
  readonly jointsRad: Float64Array;
  readonly jointsRadPerS: Float64Array;
  /** Commanded distance between the pads, metres; the driver ramps towards it at the gripper's own speed. */
  openingM: number;
  /** Greatest squeeze, newton. */
  forceN: number;
}

/** What is measured each tick. One object, reused: read it before the next `step`. */
export interface TickReading {
  /** Seconds on the driver's clock. */
  atS: number;
  readonly jointsRad: Float64Array;
  readonly jointsRadPerS: Float64Array;
  /** Measured joint torques, newton metres, gravity's share included; NaN where the arm measures none. */
  readonly effortNm: Float64Array;
  openingM: number;
  forceN: number;
  /** The gripper has come to rest: fully closed, at its commanded width, or squeezing at its force limit. */
  gripperSettled: boolean;
  /** The object both pads hold, or `null`. */
  holding: string | null;
}

export interface Driver {
  readonly name: string;
  /** Seconds between setpoints. */
  readonly tickS: number;
  connect(): Promise<void>;
  arm(): void;
  disarm(): void;
  read(): Measured;
  /** Proves the permit and opens one motion; returns why not, else `null`. */
  begin(plan: Plan, permit: Permit): Finding | null;
  /** Tells the arm's own controller what hangs on the flange beside the gripper, before it moves with it; `null`: nothing. */
  carry?(load: Load | null): void;
  /** Sends one setpoint, lets one tick pass and returns what is measured then. */
  step(setpoint: Setpoint): TickReading;
  /** How many setpoints it takes ahead of their ticks; absent or 0: none, as for any real arm. */
  readonly lookahead?: number;
  /**
   * Tells a setpoint that is to be sent after those told before it. A hint: a driver whose time is simulated may work
   * ahead, and when `step` then sends something else it goes back to that tick as if nothing had been. Tell no more
   * than `lookahead`, and only when all that was told before has been sent or is no longer meant.
   */
  foresee?(setpoint: Setpoint): void;
  /** Touches of what must not be touched since the last call (drivers that cannot measure them return none). */
  takeTouches(): readonly Touch[];
  /** Closes the open motion; the arm holds where it is. */
  end(): void;
  /** Removes power or holds at once; whatever motion is open is closed. */
  stop(): void;
  close(): Promise<void>;
}
