// Motion streams: random stops and changes of rate judged from outside (stop-case.ts), and the stream's own promises.
import { describe, expect, test } from "vitest";
import { createMotionStream } from "../../kernel/motion/motion-stream.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { fr3Chain, READY, ur5eChain } from "./arms.ts";
import { drawMove, drawWay, KINDS, stopCase } from "./stop-case.ts";

const UR_HOME = [0, -1.5, 1.5, -1.5, -1.5, 0];
const moveOf = (seed: number) => {
  const random = seededRandom(seed);
  return drawMove(fr3Chain, drawWay(fr3Chain, READY, "straight", random)!, random)!;
};

describe("a motion stream", () => {
  test("stopped at random, while its rate changes, stays inside rated limits and on the path, and comes to rest", () => {
    const random = seededRandom(11);
    let told = 0;
    for (let n = 0; n < 60; n++) {
      const [chain, home] = n % 2 === 0 ? [fr3Chain, READY] : ([ur5eChain, UR_HOME] as const);
      const kind = KINDS[n % KINDS.length]!;
      const way = drawWay(chain, home, kind, random);
      const move = way === null ? null : drawMove(chain, way, random, kind);
      if (move === null) continue;
      for (let k = 0; k < 5; k++) {
        const report = stopCase(chain, move, random);
        expect(Math.max(report.velocity, report.acceleration, report.jerk)).toBeLessThanOrEqual(1 + 1e-6);
        expect(report.offPathRad).toBeLessThan(1e-9);
        expect(report.restRad + report.restRadPerS).toBeLessThan(1e-9);
        expect(report.beganAtOnce).not.toBe(false);
        if (report.beganAtOnce !== null) told++;
      }
    }
    expect(told).toBeGreaterThan(100);
  });

  test("at rate 1 sends the move's own setpoints and ends where it ends", () => {
    const move = moveOf(3);
    const stream = createMotionStream(move, fr3Chain, 0.002);
    let ticks = 0;
    for (; !stream.hasEnded; ticks++) stream.next(1);
    expect(ticks).toBe(Math.ceil(move.durationS / 0.002 - 1e-9));
    for (const [j, rad] of move.pointsRad.at(-1)!.entries()) expect(stream.jointsRad[j]).toBeCloseTo(rad, 12);
    expect(Math.max(...stream.jointsRadPerS.map(Math.abs))).toBe(0);
  });

  test("waits at rate 0 on the path and goes on when allowed", () => {
    const move = moveOf(3);
    const stream = createMotionStream(move, fr3Chain, 0.002);
    for (let k = 0; k < 100; k++) stream.next(1);
    for (let k = 0; k < 400; k++) stream.next(0);
    expect(stream.rate).toBe(0);
    const heldS = stream.pathS;
    for (let k = 0; k < 100; k++) stream.next(0);
    expect(stream.pathS).toBe(heldS);
    expect(stream.hasEnded).toBe(false);
    let ticks = 0;
    for (; !stream.hasEnded && ticks < 5_000; ticks++) stream.next(1);
    expect(stream.pathS).toBe(move.durationS);
  });

  test("goes on from wherever it was made to wait, and takes no more than a second longer for it", () => {
    const random = seededRandom(12);
    let waits = 0;
    for (let n = 0; n < 20; n++) {
      const kind = KINDS[n % KINDS.length]!;
      const way = drawWay(fr3Chain, READY, kind, random);
      if (way === null) continue;
      const move = drawMove(fr3Chain, way, random, kind);
      if (move === null) continue;
      for (let share = 0; share < 1; share += 0.06) {
        const stream = createMotionStream(move, fr3Chain, 0.002);
        const from = Math.floor((share * move.durationS) / 0.002);
        const most = from + 300 + Math.ceil((move.durationS + 1) / 0.002);
        let ticks = 0;
        for (; !stream.hasEnded && ticks < most; ticks++) stream.next(ticks >= from && ticks < from + 300 ? 0 : 1);
        expect(stream.hasEnded).toBe(true);
        waits++;
      }
    }
    expect(waits).toBeGreaterThan(200);
  });

  test("takes a quarter of a second or more from a wait to full rate", () => {
    for (const seed of [3, 4, 5]) {
      const stream = createMotionStream(moveOf(seed), fr3Chain, 0.002);
      for (let k = 0; k < 400; k++) stream.next(k < 50 ? 1 : 0);
      let fastest = 0;
      for (let before = stream.rate; !stream.hasEnded; before = stream.rate) {
        stream.next(1);
        fastest = Math.max(fastest, (stream.rate - before) / 0.002);
      }
      expect(fastest).toBeGreaterThan(0.5);
      expect(fastest).toBeLessThanOrEqual(4 * (1 + 1e-9));
    }
  });

  test.each([0.5, Number.NaN, -1])("asked for rate %s from the start, never goes faster", (asked) => {
    const stream = createMotionStream(moveOf(4), fr3Chain, 0.002);
    for (let k = 0; k < 200; k++) {
      stream.next(asked);
      expect(stream.rate).toBeLessThanOrEqual(Number.isNaN(asked) ? 0 : Math.max(0, asked));
    }
  });

  test("writes the stop that it then flies, bit for bit, and is not changed by that", () => {
    const [stream, twin] = [0, 1].map(() => createMotionStream(moveOf(5), fr3Chain, 0.002));
    const rows = new Float64Array(400 * 14);
    for (let k = 0; k < 150; k++) {
      stream!.next(k < 60 ? 1 : 0.4);
      twin!.next(k < 60 ? 1 : 0.4);
      stream!.writeStop(rows);
      expect([...stream!.jointsRad]).toEqual([...twin!.jointsRad]);
    }
    const ticks = stream!.writeStop(rows);
    twin!.stop();
    for (let k = 0; k < ticks; k++) {
      twin!.next(1);
      expect([...rows.subarray(k * 14, k * 14 + 7)]).toEqual([...twin!.jointsRad]);
      expect([...rows.subarray(k * 14 + 7, k * 14 + 14)]).toEqual([...twin!.jointsRadPerS]);
    }
    expect(twin!.hasEnded).toBe(true);
    expect(twin!.pathS).toBeCloseTo(stream!.stopEndsS(), 12);
  });
});
