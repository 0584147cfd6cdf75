// The arm as the kernel sees it: executor and driver behind one door, in whichever thread they live.
import type { Measured, Touch } from "./measured.ts";
import type { Permit } from "./permit.ts";
import type { Plan } from "./plan.ts";
import type { Finding } from "./verdict.ts";

export type Ending =
  | { readonly kind: "finished" }
  /** Someone asked for a stop; the arm was brought to rest on its path. */
  | { readonly kind: "stopped"; readonly finding: Finding }
  /** A during hook objected; the arm was brought to rest on its path. */
  | { readonly kind: "protective"; readonly hook: string; readonly finding: Finding }
  /** The driver refused the permit; nothing moved. */
  | { readonly kind: "refused"; readonly finding: Finding }
  | { readonly kind: "faulted"; readonly finding: Finding };

/** How a governor slowed a motion down. */
export interface Slowing {
  /** The governor. */
  readonly by: string;
  /** What it slowed for: a tracked zone's name. */
  readonly zone: string;
  /** The least rate that it allowed, in [0, 1], and for how long it allowed none. */
  readonly leastRate: number;
  readonly heldS: number;
  /** The least measured distance from the arm; `null` when nothing was measured, as with a sensor that is silent. */
  readonly nearestM: number | null;
}

export interface Execution {
  readonly ending: Ending;
  readonly after: Measured;
  /** Seconds on the driver's clock that execution took. */
  readonly tookS: number;
  /** Touches of what must not be touched, where the driver can measure them (simulation). */
  readonly touches: readonly Touch[];
  /** What slowed the motion down; absent or empty: nothing. */
  readonly slowed?: readonly Slowing[];
  /** The tool point's measured path, about every 20 ms: [atS, x, y, z] each. */
  readonly trail: readonly (readonly [atS: number, x: number, y: number, z: number])[];
}

export interface Progress {
  readonly atS: number;
  /** Of the whole plan, in [0, 1]. */
  readonly fraction: number;
}

export interface Arm {
  connect(): Promise<void>;
  arm(): Promise<void>;
  /** Takes power away once the execution under way has ended. */
  disarm(): Promise<void>;
  read(): Promise<Measured>;
  /** @param judgedIn the state that the permit's hash was taken of */
  execute(
    plan: Plan,
    permit: Permit,
    judgedIn: Measured,
    onProgress?: (progress: Progress) => void,
  ): Promise<Execution>;
  /** Returns at once; the execution under way ends `stopped`. Idempotent, legal at any moment. */
  stop(): void;
  /** How fast motion may go of what was planned, in [0, 1], from the next tick on; 1 from the start. 0 waits on the path. */
  override(rate: number): void;
  close(): Promise<void>;
}
