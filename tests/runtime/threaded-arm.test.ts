// The arm behind its workers: what happens when either of them dies, and that the process can end after.
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { type ThreadedArm, threadedArm } from "../../apps/runtime/threaded-arm.ts";
import { TrackedMemory } from "../../apps/runtime/tracked-memory.ts";
import type { Execution, Progress } from "../../kernel/contract/arm.ts";
import { systemClock } from "../../kernel/contract/clock.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { permitIssuer } from "../../kernel/permits.ts";

const cell = { ...openCell(), objects: [] };
const permitKey = new Uint8Array(32).fill(5);
const permits = permitIssuer(permitKey, systemClock);
const waiting = (seconds: number): Plan => ({
  call: { tool: "wait", args: { seconds } },
  segments: [{ kind: "wait", seconds }],
  promised: {},
  blocked: null,
  rerouted: false,
});

let arm: ThreadedArm;
const start = async (isRealtime: boolean): Promise<void> => {
  arm = threadedArm({ cell, seed: 0, isRealtime, permitKey, tracked: new TrackedMemory(0) });
  await arm.connect();
  await arm.arm();
};
const execute = async (plan: Plan, onProgress?: (progress: Progress) => void): Promise<Execution> => {
  const measured = await arm.read();
  return arm.execute(plan, permits.issue(plan, measured), measured, onProgress);
};
/** Resolves once the motion under way has gone some ticks. */
const underWay = (plan: Plan): { readonly begun: Promise<void>; readonly execution: Promise<Execution> } => {
  let tell: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { begun, execution: execute(plan, () => tell()) };
};
afterEach(() => arm.close());

describe("an arm behind two workers", () => {
  it("carries out a plan in its own time, far from the wall's", async () => {
    await start(false);
    const { ending, tookS } = await execute(waiting(30));
    expect(ending).toEqual({ kind: "finished" });
    expect(tookS).toBeCloseTo(30.2, 6);
  });

  it("stops while it waits in real time, and answers after", async () => {
    await start(true);
    const { begun, execution } = underWay(waiting(60));
    await begun;
    arm.stop();
    expect((await execution).ending.kind).toBe("stopped");
    expect((await arm.read()).jointsRad).toHaveLength(7);
  });

  it.each(["physics", "executor"] as const)(
    "faults and reads E_DRIVER once the %s worker has died in mid-motion",
    async (name) => {
      await start(true);
      const { begun, execution } = underWay(waiting(60));
      // oxlint-disable-next-line vitest/valid-expect -- awaited below, once the worker is gone
      const failed = expect(execution).rejects.toMatchObject({ code: "E_DRIVER" });
      await begun;
      await arm.threads[name].terminate();
      await failed;
      await expect(arm.read()).rejects.toMatchObject({ code: "E_DRIVER" });
      await expect(execute(waiting(1))).rejects.toMatchObject({ code: "E_DRIVER" });
    },
  );

  it("leaves no worker behind when closed, twice and in mid-motion too", async () => {
    await start(true);
    const { begun, execution } = underWay(waiting(60));
    // oxlint-disable-next-line vitest/valid-expect -- awaited below, once the worker is gone
    const failed = expect(execution).rejects.toMatchObject({ code: "E_DRIVER" });
    await begun;
    const ends = Promise.all([once(arm.threads.executor, "exit"), once(arm.threads.physics, "exit")]);
    await arm.close();
    await arm.close();
    await failed;
    await ends;
  });
});
