// The kernel's statechart: which state follows which event, and nothing else. It boots disarmed.
// Stop and emergency stop are legal everywhere; only release leaves `estopped`, and only to disarmed.
import { setup } from "xstate";

/** How long a question for approval stands before it counts as no. */
export const APPROVAL_TIMEOUT_MS = 120_000;

export type MachineEvent =
  | { readonly type: "arm" }
  | { readonly type: "disarm" }
  | { readonly type: "propose" }
  | { readonly type: "deny" }
  | { readonly type: "ask approval" }
  | { readonly type: "approve" }
  | { readonly type: "refuse" }
  /** A permit was issued and handed to the arm. */
  | { readonly type: "permit" }
  | { readonly type: "end" }
  | { readonly type: "verify" }
  /** The step held what it promised and another one follows. */
  | { readonly type: "next" }
  | { readonly type: "protect" }
  | { readonly type: "reset" }
  /** The operator jogs out of a protective stop, one beat of a held key. */
  | { readonly type: "recover" }
  | { readonly type: "stop" }
  | { readonly type: "estop" }
  | { readonly type: "release" }
  | { readonly type: "fault" };

export const kernelMachine = setup({
  types: { events: {} as MachineEvent, input: {} as { latched: boolean }, context: {} as { latched: boolean } },
  guards: { isLatched: ({ context }) => context.latched },
  delays: { approvalTimeout: APPROVAL_TIMEOUT_MS },
}).createMachine({
  id: "kernel",
  context: ({ input }) => ({ latched: input.latched }),
  initial: "booting",
  on: { estop: ".estopped", fault: ".faulted" },
  states: {
    booting: { always: [{ guard: "isLatched", target: "estopped" }, { target: "disarmed" }] },
    disarmed: { on: { arm: "idle" } },
    idle: { on: { propose: "judging", disarm: "disarmed" } },
    judging: {
      on: { deny: "idle", "ask approval": "awaiting approval", permit: "executing", verify: "verifying", stop: "idle" },
    },
    "awaiting approval": {
      on: { approve: "judging", refuse: "idle", stop: "idle" },
      after: { approvalTimeout: "idle" },
    },
    executing: { on: { end: "verifying", stop: "stopping", protect: "protective" } },
    verifying: { on: { next: "judging", verify: "idle", protect: "protective", stop: "idle" } },
    stopping: { on: { end: "idle", protect: "protective" } },
    protective: { on: { reset: "idle", recover: "recovering" } },
    recovering: { on: { deny: "protective", end: "protective", protect: "protective", stop: "protective" } },
    estopped: { on: { release: "disarmed", fault: "estopped", estop: "estopped" } },
    faulted: { on: { estop: "estopped" } },
  },
});

export type KernelMode =
  | "disarmed"
  | "idle"
  | "judging"
  | "awaiting approval"
  | "executing"
  | "verifying"
  | "stopping"
  | "protective"
  | "recovering"
  | "estopped"
  | "faulted";
