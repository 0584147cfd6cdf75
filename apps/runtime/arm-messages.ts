// What the main thread and the arm's worker say to each other. Stop, override and progress are no messages: they are
// words in shared memory (arm-memory.ts), so that they are seen at the next tick whatever either event loop is doing.
import type { WorldShape } from "../../drivers/sim/world-memory.ts";
import type { Execution } from "../../kernel/contract/arm.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { ErrorCode } from "../../kernel/contract/errors.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Permit } from "../../kernel/contract/permit.ts";
import type { Plan } from "../../kernel/contract/plan.ts";

export interface ArmWorkerData {
  readonly cell: Cell;
  /** Of what is simulated: physics and people. */
  readonly seed: number;
  readonly isRealtime: boolean;
  /** Of the `WorldMemory` that the physics worker serves. */
  readonly worldBuffer: SharedArrayBuffer;
  readonly lookahead: number;
  readonly answerMs: number;
  /** The per-boot permit key. */
  readonly permitKey: Uint8Array;
  /** Of the `ArmMemory`. */
  readonly armBuffer: SharedArrayBuffer;
  /** Of the `TrackedMemory`. */
  readonly trackedBuffer: SharedArrayBuffer;
  readonly trackedZones: number;
  /** Of a `TickTrace`, when somebody measures. */
  readonly traceBuffer: SharedArrayBuffer | null;
  readonly traceTicks: number;
}

export interface PhysicsWorkerData {
  readonly cell: Cell;
  readonly seed: number;
  readonly worldBuffer: SharedArrayBuffer;
  readonly watchdogMs: number;
}

export const worldShapeOf = (cell: Cell): WorldShape => ({
  dof: cell.robot.joints.length,
  objects: cell.objects.map(({ id }) => id),
});

export type ArmRequest =
  | { readonly kind: "connect" | "arm" | "disarm" | "read" }
  | {
      readonly kind: "execute";
      readonly plan: Plan;
      readonly permit: Permit;
      readonly judgedIn: Measured;
      /** The stop counter when this was asked; a later value stops it. */
      readonly stopsSeen: number;
    };

export interface ArmEnvelope {
  readonly id: number;
  readonly request: ArmRequest;
}

export type ArmReply =
  | { readonly kind: "done"; readonly id: number; readonly value: Measured | Execution | null }
  | { readonly kind: "failed"; readonly id: number; readonly code: ErrorCode; readonly message: string };
