// The port through which the sim driver moves a physics world; simulators implement it. A world knows
// nothing of permits: it obeys setpoints, measures, and tells which touches were not expected.
// Obligations: time passes only in `step` and `hold`; reading changes nothing; the same setpoints from
// the same state give the same bits.
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured, Touch } from "../../kernel/contract/measured.ts";

/** What a plan means to touch; every other touch of the robot, or of what it holds, is reported. */
export interface ExpectedTouches {
  /** The objects that fingers and pads may touch. */
  readonly grips: readonly string[];
  /** Where something is put down: near `centreM` it may touch its supports (object ids or "table"; none named: any). */
  readonly places: { readonly object: string; readonly supports: readonly string[]; readonly centreM: Vec3 } | null;
}

export const NOTHING_EXPECTED: ExpectedTouches = { grips: [], places: null };

export interface World {
  /** Seconds that one `step` lasts. */
  readonly tickS: number;
  readonly dof: number;
  /** Lets one tick pass under this setpoint (finite; the caller checks). The reading is one reused object. */
  step(setpoint: Setpoint): TickReading;
  /** How many setpoints it takes ahead of their ticks; absent or 0: none. */
  readonly lookahead?: number;
  /** As `Driver.foresee`. */
  foresee?(setpoint: Setpoint): void;
  /** A motion opens or closes. While one is open, a world in a thread of its own brakes when setpoints cease. */
  guard?(isMoving: boolean): void;
  /** Brakes to rest where the arm is (at most 1 s of simulated time); does nothing when it rests. */
  hold(): void;
  read(): Measured;
  /** The tool point in the cell's frame. */
  toolPointM(): Vec3;
  expectTouches(expected: ExpectedTouches): void;
  /** Unexpected touches since the last call, one a pair: when it began, where and how deep it was at its deepest. */
  takeTouches(): readonly Touch[];
  /**
   * All that the next steps depend on, and the touches so far; `restoreState` of it continues bit for bit. An array
   * that it returned before may be given to be written again; whether it was, the return value tells.
   */
  saveState(into?: Float64Array): Float64Array;
  restoreState(state: Float64Array): void;
  /** SHA-256 over positions, velocities, time and controls, hex. */
  stateHash(): string;
  /** Back to the cell's start. */
  reset(): void;
  /** Frees the world; idempotent. Any other call after it throws E_DRIVER. */
  close(): void;
}
