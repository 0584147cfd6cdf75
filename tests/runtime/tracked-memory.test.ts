import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { SharedFloats, sharedFloatBytes } from "../../apps/runtime/shared-floats.ts";
import { TrackedMemory } from "../../apps/runtime/tracked-memory.ts";

describe("tracked zones in shared memory", () => {
  it("have no report before the first", () => {
    const memory = new TrackedMemory(2);
    memory.refresh();
    expect(memory.readings.map(({ measuredAtS }) => measuredAtS)).toEqual([-Infinity, -Infinity]);
  });

  it("are read where another view of the same memory wrote them, once refreshed, each zone by itself", () => {
    const written = new TrackedMemory(2);
    const read = new TrackedMemory(2, written.buffer);
    expect(written.report(1, 3.5, [1, 2, 3], [0.1, 0.2, 0.3])).toBe(true);
    expect(read.readings[1]!.measuredAtS).toBe(-Infinity);
    read.refresh();
    expect(read.readings[0]!.measuredAtS).toBe(-Infinity);
    expect(read.readings[1]).toEqual({
      measuredAtS: 3.5,
      centreM: Float64Array.of(1, 2, 3),
      velocityMPerS: Float64Array.of(0.1, 0.2, 0.3),
    });
    written.report(1, 3.6, [1, 2, 4]);
    read.refresh();
    expect([...read.readings[1]!.velocityMPerS]).toEqual([NaN, NaN, NaN]);
  });

  it("are never read torn while another thread writes as fast as it can", async () => {
    const buffer = new SharedArrayBuffer(sharedFloatBytes(7));
    const ended = new Int32Array(new SharedArrayBuffer(4));
    // Plain JavaScript of its own, so that the writer does not share the reader's code: seven equal numbers a write.
    const writer = new Worker(
      `const { parentPort, workerData: { buffer, ended } } = require("node:worker_threads");
       const count = new Int32Array(buffer, 0, 1), values = new Float64Array(buffer, 8, 7);
       for (let k = 1; Atomics.load(ended, 0) === 0; k++) {
         Atomics.add(count, 0, 1); values.fill(k); Atomics.add(count, 0, 1);
         if (k === 1) parentPort.postMessage("writing");
       }`,
      { eval: true, workerData: { buffer, ended } },
    );
    await new Promise((resolve) => writer.once("message", resolve));
    const floats = new SharedFloats(buffer, 0, 7);
    const into = new Float64Array(7);
    let [whole, torn] = [0, 0];
    for (let k = 0; k < 20_000; k++) {
      if (!floats.read(into)) continue;
      whole++;
      if (into.some((value) => value !== into[0])) torn++;
    }
    Atomics.store(ended, 0, 1);
    await writer.terminate();
    expect(torn).toBe(0);
    expect(whole).toBeGreaterThan(0);
  });

  it("keep the report before when a writer died half-way, instead of waiting for it", () => {
    const memory = new TrackedMemory(1);
    memory.report(0, 1, [1, 1, 1]);
    memory.refresh();
    Atomics.add(new Int32Array(memory.buffer), 0, 1);
    memory.refresh();
    expect(memory.readings[0]!.measuredAtS).toBe(1);
    expect(memory.report(0, 2, [2, 2, 2])).toBe(false);
  });

  it("refuse a zone that is not there", () => {
    expect(() => new TrackedMemory(1).report(1, 0, [0, 0, 0])).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
  });
});
