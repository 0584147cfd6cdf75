// The watchdog on the world's side, with a script in place of the other thread and of time.
import { describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import { OPERATION, WorldMemory } from "../../drivers/sim/world-memory.ts";
import { serveWorld } from "../../drivers/sim/world-server.ts";
import type { RoboError } from "../../kernel/contract/errors.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";

const cell = { ...loadCell(defaultCellPath()), objects: [] };
const dof = cell.robot.joints.length;

/** A request, or that none came in time. */
type Event = readonly [operation: number, count: number] | "nothing came";

/** Serves the events one by one; `see` is called with what each was answered. */
async function served(
  events: readonly Event[],
  see: (index: number, fault: RoboError | null, memory: WorldMemory) => void,
) {
  const world = await createMujocoWorld(cell);
  const memory = new WorldMemory({ dof, objects: [] });
  const running = {
    jointsRad: Float64Array.from(cell.homeRad),
    jointsRadPerS: new Float64Array(dof).fill(0.8, 0, 1),
    openingM: 0.08,
    forceN: 0,
  };
  let index = -1;
  const waits: number[] = [];
  const { turns } = memory;
  turns.awaitRequest = (mostMs) => {
    waits.push(mostMs);
    const event = events[++index];
    running.jointsRad[0] = running.jointsRad[0]! + 0.8 * world.tickS;
    memory.putSetpoint(0, running);
    return event !== "nothing came";
  };
  turns.operation = () => (events[index] as readonly number[])[0]!;
  turns.count = () => (events[index] as readonly number[])[1]!;
  turns.reply = (_done, fault) => see(index, fault, memory);
  serveWorld(world, memory, { watchdogMs: 40 });
  return waits;
}

const steps = (count: number): Event[] => Array.from({ length: count }, (): Event => [OPERATION.step, 1]);

describe("the watchdog of a served world", () => {
  it("brakes by itself when setpoints cease in an open motion, and then takes none until the next", async () => {
    const speeds: number[] = [];
    const faults: (string | null)[] = [];
    const events: Event[] = [
      [OPERATION.guard, 1],
      ...steps(150),
      [OPERATION.read, 0],
      "nothing came",
      [OPERATION.read, 0],
      [OPERATION.step, 1],
      [OPERATION.guard, 0],
      [OPERATION.guard, 1],
      [OPERATION.step, 1],
      [OPERATION.close, 0],
    ];
    await served(events, (index, fault, memory) => {
      const event = events[index];
      if (event === "nothing came" || event === undefined) return;
      if (event[0] === OPERATION.read) speeds.push(Math.abs(memory.getMeasured().jointsRadPerS[0]!));
      if (event[0] === OPERATION.step && index > 151) faults.push(fault?.message ?? null);
    });
    expect(speeds[0]).toBeGreaterThan(0.5);
    expect(speeds[1]).toBeLessThan(1e-3);
    expect(faults).toEqual([expect.stringContaining("no setpoint came for 40 ms"), null]);
  });

  it("waits without a bound while no motion is open", async () => {
    const waits = await served(
      [
        [OPERATION.read, 0],
        [OPERATION.guard, 1],
        [OPERATION.guard, 0],
        [OPERATION.close, 0],
      ],
      () => {},
    );
    expect(waits).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 40, Number.POSITIVE_INFINITY]);
  });
});
