// The contract of a hook: one rule in one file. Hooks judge and never mutate; one that throws is a denial.
import type { Slowing } from "./arm.ts";
import type { Cell } from "./cell.ts";
import type { TickReading } from "./driver.ts";
import type { Measured, Touch } from "./measured.ts";
import type { Plan } from "./plan.ts";
import type { ToolCall } from "./tools.ts";
import type { TrackedReading } from "./tracking.ts";
import type { Finding, Origin } from "./verdict.ts";

/** What the kernel knows of itself when it asks the pre hooks. */
export interface KernelFacts {
  readonly mode: "disarmed" | "idle" | "busy" | "protective" | "estopped" | "faulted";
  readonly nowMs: number;
  /** Clock times of the calls admitted lately, oldest first; `null` switches the rate limit off (offline checks). */
  readonly admittedAtMs: readonly number[] | null;
  /** The speed scale in force, in (0, 1]. */
  readonly speedScale: number;
  /** Who proposes; absent counts as anyone. Only the operator may jog. */
  readonly origin?: Origin;
  /** When the key that is held to jog beat last, on the clock of `nowMs`; absent: none is held. */
  readonly beatAtMs?: number;
  /** True for the steps of a goal after its first: there a person who comes near is waited for, not refused. */
  readonly isUnderWay?: boolean;
  /** What sensors say of the cell's tracked zones at `atS` on the driver's clock; `null` where nothing can move (offline checks). */
  readonly tracked: { readonly atS: number; readonly readings: readonly TrackedReading[] } | null;
}

export interface PreContext {
  readonly call: ToolCall;
  readonly plan: Plan;
  /** The state that the plan starts from: measured, or predicted for later steps of a sequence. */
  readonly state: Measured;
  readonly cell: Cell;
  readonly kernel: KernelFacts;
}

export interface PreHook {
  readonly name: string;
  judge(context: PreContext): Finding | null;
}

export interface DuringContext {
  readonly segmentIndex: number;
  /** Seconds on the driver's clock by the executor's own count of ticks; a fresh `reading` is as old as this. */
  readonly nowS: number;
  /** Rate of path time in force, in [0, 1]: 1 as planned, 0 at rest on the path. */
  readonly rate: number;
  /** What sensors say of the cell's tracked zones, in the cell's order. */
  readonly tracked: readonly TrackedReading[];
  /** The setpoint of the tick before, which `reading` should follow; one per joint. */
  readonly setpointRad: Float64Array;
  readonly setpointRadPerS: Float64Array;
  /** How long the verified stop from that setpoint takes, seconds, and the joints at its end; 0 and the setpoint at rest. */
  readonly stopTakesS: number;
  readonly stopRad: Float64Array;
  readonly reading: TickReading;
}

/** Judges every tick on one reused context: allocates nothing unless it objects. */
export type DuringJudge = (context: DuringContext) => Finding | null;

export interface DuringHook {
  readonly name: string;
  /** Called once before the plan's first tick; what it returns may count ticks of this plan only. */
  watch(plan: Plan, cell: Cell): DuringJudge;
}

/**
 * The greatest rate of path time allowed now, in [0, 1]; asked every tick on the judges' context. 0: come to rest on
 * the path and wait there; the motion goes on by itself once more than 0 is allowed. Allocates nothing.
 */
export interface Governor {
  (context: DuringContext): number;
  /**
   * After each answer: how long the stop after the next setpoint may take, seconds. A setpoint whose stop would take
   * longer is not sent; the arm goes along the stop that it has instead. Absent: however long.
   */
  readonly mostStopS?: () => number;
  /** What it did to this motion so far; `null` when it let it pass as planned. */
  readonly slowed?: () => Slowing | null;
}

/** A rule that slows a motion down instead of ending it. */
export interface GoverningHook {
  readonly name: string;
  /** Called once before the plan's first tick. */
  govern(plan: Plan, cell: Cell): Governor;
}

export interface PostContext {
  readonly plan: Plan;
  readonly before: Measured;
  readonly after: Measured;
  readonly touches: readonly Touch[];
  readonly cell: Cell;
}

export interface PostHook {
  readonly name: string;
  judge(context: PostContext): Finding | null;
}
