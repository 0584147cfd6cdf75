// A world in another thread is the same world: whatever is handed to it ahead, the bits are those of one tick a turn.
import { afterEach, describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { type PhysicsThread, type PhysicsThreadOptions, physicsThread } from "../fixtures/physics-thread.ts";

const cell = loadCell(defaultCellPath());
const dof = cell.robot.joints.length;
const TICKS = 400;

const threads: PhysicsThread[] = [];
const thread = async (options: PhysicsThreadOptions, of = cell): Promise<PhysicsThread> => {
  const started = await physicsThread(of, options);
  threads.push(started);
  return started;
};
afterEach(async () => {
  for (const { end } of threads.splice(0)) await end();
});

/** The setpoint of a tick: down into the table beside the cubes, so that there are touches too. */
const setpointAt = (tick: number): Setpoint => {
  const share = Math.min(1, tick / TICKS);
  const to = [0.3, 1.15, 0, -1.9, 0, 3, 0.785];
  return {
    jointsRad: Float64Array.from(cell.homeRad, (rad, i) => rad + share * share * (3 - 2 * share) * (to[i]! - rad)),
    jointsRadPerS: new Float64Array(dof),
    openingM: tick < TICKS / 2 ? 0.08 : 0.01,
    forceN: 20,
  };
};
const copyOf = (reading: TickReading): object => ({
  ...reading,
  jointsRad: [...reading.jointsRad],
  jointsRadPerS: [...reading.jointsRadPerS],
  effortNm: [...reading.effortNm],
});
const endOf = (world: World): object => ({ hash: world.stateHash(), read: world.read(), touches: world.takeTouches() });

/** Every reading of the whole motion, tick by tick in this thread. */
async function alone(): Promise<{ readings: object[]; end: object }> {
  const world = await createMujocoWorld(cell, { seed: 3 });
  const readings: object[] = [];
  for (let tick = 0; tick < TICKS; tick++) readings.push(copyOf(world.step(setpointAt(tick))));
  const end = endOf(world);
  world.close();
  return { readings, end };
}

describe("a world over shared memory", () => {
  it.each([0, 1, 7, 64])("gives every reading and touch bit for bit, %i setpoints ahead", async (lookahead) => {
    const { world } = await thread({ seed: 3, lookahead });
    const readings: object[] = [];
    let told = 0;
    for (let tick = 0; tick < TICKS; tick++) {
      if (told === 0) {
        for (; told < Math.min(lookahead, TICKS - tick); told++) world.foresee?.(setpointAt(tick + told));
      }
      if (told > 0) told--;
      readings.push(copyOf(world.step(setpointAt(tick))));
    }
    const expected = await alone();
    expect(readings).toEqual(expected.readings);
    expect(endOf(world)).toEqual(expected.end);
    expect(JSON.stringify(expected.end)).toContain('"touches":[{');
  });

  it("in real time waits for each tick's end once its setpoint is out, except for the first after anything else", async () => {
    const waited: number[] = [];
    const { world } = await thread({ untilEnd: (atS) => waited.push(atS) });
    const ends: number[] = [];
    for (let tick = 0; tick < 5; tick++) ends.push(world.step(setpointAt(tick)).atS);
    expect(waited).toEqual(ends.slice(1));
    // Holding lets time pass: where the next tick ends is not known before it was measured.
    world.hold();
    world.step(setpointAt(5));
    expect(waited).toHaveLength(4);
    const { atS } = world.step(setpointAt(6));
    expect(waited).toHaveLength(5);
    expect(waited.at(-1)).toBe(atS);
  });

  it("goes back bit for bit when something else is sent than was told, at any tick of what was told", async () => {
    const { world } = await thread({ seed: 3, lookahead: 16 });
    const wrong = setpointAt(0);
    wrong.jointsRad[0] = 0.5;
    const readings: object[] = [];
    for (let tick = 0; tick < TICKS; ) {
      // Ever more of what is told is right, then follows a tick that is not; the world has run through all of it.
      const right = Math.floor(tick / 20) % 16;
      for (let k = 0; k < 16; k++) world.foresee?.(k < right ? setpointAt(tick + k) : wrong);
      for (let k = 0; k <= right && tick < TICKS; k++) readings.push(copyOf(world.step(setpointAt(tick++))));
    }
    const expected = await alone();
    expect(readings).toEqual(expected.readings);
    expect(endOf(world)).toEqual(expected.end);
  });

  it("tells of the tick that was sent, not of one done ahead, whatever it is asked in between", async () => {
    const { world } = await thread({ seed: 3, lookahead: 32 });
    for (let k = 0; k < 32; k++) world.foresee?.(setpointAt(k));
    for (let k = 0; k < 5; k++) world.step(setpointAt(k));
    expect(world.read().atS).toBeCloseTo(0.01, 12);
    const other = await createMujocoWorld(cell, { seed: 3 });
    for (let k = 0; k < 5; k++) other.step(setpointAt(k));
    expect(endOf(world)).toEqual(endOf(other));
    other.close();
  });

  it("reads E_DRIVER for ever once its thread has died, in mid-motion and at rest", async () => {
    const { world, worker, memory } = await thread({ lookahead: 8 });
    world.step(setpointAt(0));
    await worker.terminate();
    memory.turns.markGone();
    for (const call of [() => world.step(setpointAt(1)), () => world.read(), () => world.hold(), () => world.reset()])
      expect(call).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
  });

  it("reads E_DRIVER once its thread has not answered in time, and takes no late answer for another's", async () => {
    const { world, worker } = await thread({ answerMs: 50 });
    world.step(setpointAt(0));
    await worker.terminate();
    expect(() => world.step(setpointAt(1))).toThrow(/did not answer within 50 ms/);
    expect(() => world.read()).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
  });

  it("says why it could not be made", async () => {
    const [first] = cell.objects;
    await expect(thread({}, { ...cell, objects: [first!, first!] })).rejects.toMatchObject({ code: "E_DRIVER" });
  });
});
