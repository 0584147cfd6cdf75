// The statechart: what may follow what. Stops are legal everywhere, and nothing but release leaves the latch.
import { describe, expect, it } from "vitest";
import { createActor } from "xstate";
import { simulatedClock } from "../../kernel/contract/clock.ts";
import { APPROVAL_TIMEOUT_MS, type KernelMode, kernelMachine, type MachineEvent } from "../../kernel/machine.ts";

const EVENTS: readonly MachineEvent["type"][] = [
  "arm",
  "disarm",
  "propose",
  "deny",
  "ask approval",
  "approve",
  "refuse",
  "permit",
  "end",
  "verify",
  "next",
  "protect",
  "reset",
  "recover",
  "stop",
  "estop",
  "release",
  "fault",
];
const WAYS: Readonly<Record<KernelMode, readonly MachineEvent["type"][]>> = {
  disarmed: [],
  idle: ["arm"],
  judging: ["arm", "propose"],
  "awaiting approval": ["arm", "propose", "ask approval"],
  executing: ["arm", "propose", "permit"],
  verifying: ["arm", "propose", "permit", "end"],
  stopping: ["arm", "propose", "permit", "stop"],
  protective: ["arm", "propose", "permit", "protect"],
  recovering: ["arm", "propose", "permit", "protect", "recover"],
  estopped: ["estop"],
  faulted: ["fault"],
};

function machineIn(mode: KernelMode, clock = simulatedClock()) {
  const actor = createActor(kernelMachine, { clock, input: { latched: false } }).start();
  for (const type of WAYS[mode]) actor.send({ type });
  expect(actor.getSnapshot().value).toBe(mode);
  return actor;
}

const modes = Object.keys(WAYS) as KernelMode[];

describe("the kernel's statechart", () => {
  it("boots disarmed, and estopped when the latch is set", () => {
    expect(
      createActor(kernelMachine, { input: { latched: false } })
        .start()
        .getSnapshot().value,
    ).toBe("disarmed");
    expect(
      createActor(kernelMachine, { input: { latched: true } })
        .start()
        .getSnapshot().value,
    ).toBe("estopped");
  });

  it.each(modes)("an emergency stop in %s latches, and only release leaves it, to disarmed", (mode) => {
    const actor = machineIn(mode);
    actor.send({ type: "estop" });
    for (const type of EVENTS.filter((event) => event !== "release")) {
      actor.send({ type });
      expect(actor.getSnapshot().value).toBe("estopped");
    }
    actor.send({ type: "release" });
    expect(actor.getSnapshot().value).toBe("disarmed");
  });

  it("lets motion begin only from judging, which only idle leads to", () => {
    const reached = (event: MachineEvent["type"], to: KernelMode): KernelMode[] =>
      modes.filter((mode) => {
        const actor = machineIn(mode);
        actor.send({ type: event });
        return mode !== to && actor.getSnapshot().value === to;
      });
    expect(EVENTS.flatMap((event) => reached(event, "executing").map((mode) => [event, mode]))).toEqual([
      ["permit", "judging"],
    ]);
    expect(EVENTS.flatMap((event) => reached(event, "judging").map((mode) => [event, mode]))).toEqual([
      ["propose", "idle"],
      ["approve", "awaiting approval"],
      ["next", "verifying"],
    ]);
  });

  it("stops a motion in executing and waits for its end", () => {
    const actor = machineIn("executing");
    actor.send({ type: "stop" });
    expect(actor.getSnapshot().value).toBe("stopping");
    actor.send({ type: "permit" });
    expect(actor.getSnapshot().value).toBe("stopping");
    actor.send({ type: "end" });
    expect(actor.getSnapshot().value).toBe("idle");
  });

  it("leaves a protective stop only by reset (or for the worse), and a fault only by an emergency stop", () => {
    for (const [mode, ways] of [
      ["protective", ["estop", "fault", "recover", "reset"]],
      ["recovering", ["deny", "end", "estop", "fault", "protect", "stop"]],
      ["faulted", ["estop"]],
    ] as const) {
      const leaving = EVENTS.filter((type) => {
        const actor = machineIn(mode);
        actor.send({ type });
        return actor.getSnapshot().value !== mode;
      });
      expect(leaving.toSorted()).toEqual(ways);
    }
  });

  it("leads from recovering back to the protective stop, whatever ends it, and never straight on", () => {
    for (const type of ["deny", "end", "protect", "stop"] as const) {
      const actor = machineIn("recovering");
      actor.send({ type });
      expect(actor.getSnapshot().value).toBe("protective");
    }
    const entered = modes.filter((mode) => {
      const actor = machineIn(mode);
      actor.send({ type: "recover" });
      return mode !== "recovering" && actor.getSnapshot().value === "recovering";
    });
    expect(entered).toEqual(["protective"]);
  });

  it("takes silence for no after two minutes", () => {
    const clock = simulatedClock();
    const actor = machineIn("awaiting approval", clock);
    clock.advance(APPROVAL_TIMEOUT_MS - 1);
    expect(actor.getSnapshot().value).toBe("awaiting approval");
    clock.advance(1);
    expect(actor.getSnapshot().value).toBe("idle");
  });
});
