// The line between host and device: the time of bytes at a baud rate, by hand, and what each fault does to them; then the
// reference firmware behind a line on which anything may go wrong, judged by where the joints truly are.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { putHello, putWatchdog } from "../../drivers/codec/roboos-control.ts";
import { createRoboosDecoder, ROBOOS_MOST_BYTES, sealRoboos } from "../../drivers/codec/roboos-frame.ts";
import { putSetpoint } from "../../drivers/codec/roboos-motion.ts";
import { ROBOOS_TYPE as T } from "../../drivers/codec/roboos-types.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { drawSchedule, FAULT_KINDS } from "../../simulators/firmware/fault-schedule.ts";
import { createFrameDevice, type FrameDevice } from "../../simulators/firmware/frame-device.ts";
import { createGrblDevice, type GrblDevice } from "../../simulators/firmware/grbl-device.ts";
import { grblSettings } from "../../simulators/firmware/grbl-settings.ts";
import { createJointModel, type JointModel } from "../../simulators/firmware/joint-model.ts";
import { createWire, QUIET, type Wire, type WireNoise } from "../../simulators/firmware/wire.ts";
import { createFaultyLine, type FaultyLine, type ScheduledFault } from "../../simulators/firmware/wire-faults.ts";
import { BRAKED } from "./frame-host.ts";

const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);
const counted = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % 256);

interface Heard {
  readonly wire: Wire;
  readonly got: number[];
}
function heard(baud: number, noise: Partial<WireNoise> = {}, seed = 1): Heard {
  const got: number[] = [];
  const wire = createWire(baud, seededRandom(seed), (bytes) => got.push(...bytes));
  wire.noise({ ...QUIET, ...noise });
  return { wire, got };
}
/** Writes 200 chunks of 10 numbered bytes, one every 2 ms, and gives all that came. */
function many(noise: Partial<WireNoise>, seed = 1): number[][] {
  const chunks: number[][] = [];
  const wire = createWire(1_000_000, seededRandom(seed), (bytes) => chunks.push([...bytes]));
  wire.noise({ ...QUIET, ...noise });
  for (let i = 0; i < 200; i++) {
    wire.write(Uint8Array.from({ length: 10 }, () => i));
    wire.advance((i + 1) * 0.002);
  }
  wire.advance(2);
  return chunks;
}

describe("a wire", () => {
  test("at 115,200 baud brings a stop byte behind 128 others after 11.2 ms, and 24 bytes after 2.1 ms", () => {
    const { wire, got } = heard(115_200);
    wire.write(counted(128));
    wire.write(bytesOf(0x18));
    wire.advance(24 * (10 / 115_200));
    expect(got.length).toBe(24);
    wire.advance(0.0111);
    expect(got.includes(0x18) && got.length).toBe(127);
    wire.advance(0.0112);
    expect([got.length, got.at(-1)]).toEqual([129, 0x18]);
  });

  test("without noise brings every byte once and in order, however they were written and time was cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 0, max: 9 })), {}),
        (writes) => {
          const { wire, got } = heard(57_600);
          let nowS = 0;
          for (const [bytes, ms] of writes) {
            wire.write(bytes);
            nowS += ms / 1000;
            wire.advance(nowS);
          }
          wire.advance(nowS + 10);
          expect(got).toEqual(writes.flatMap(([bytes]) => [...bytes]));
        },
      ),
      { numRuns: 100, seed: 4 },
    );
  });

  test("does the same again from the same seed, and something else from another", () => {
    const all = { jitterS: 0.01, lose: 0.2, duplicate: 0.2, reorder: 0.2, truncate: 0.2, flip: 0.01 };
    expect(many(all, 3)).toEqual(many(all, 3));
    expect(many(all, 3)).not.toEqual(many(all, 4));
  });

  test("loses about a fifth of the writes, whole, where it should", () => {
    const got = many({ lose: 0.2 });
    expect(got.every((chunk) => chunk.length === 10)).toBe(true);
    expect(got.length).toBeGreaterThan(140);
    expect(got.length).toBeLessThan(180);
  });

  test("brings about a fifth twice", () => {
    const got = many({ duplicate: 0.2 }).flat();
    expect(got.length).toBeGreaterThan(2200);
    expect(got.length).toBeLessThan(2600);
    expect(new Set(got).size).toBe(200);
  });

  test("swaps neighbours and loses none", () => {
    const got = many({ reorder: 0.3 }).flat();
    expect(got.length).toBe(2000);
    const sorted = [...got].sort((a, b) => a - b);
    expect(got).not.toEqual(sorted);
    expect(got.every((value, i) => Math.abs(value - sorted[i]!) <= 1)).toBe(true);
  });

  test("cuts writes to a beginning, and flips single bits in about one byte of a hundred", () => {
    const cut = many({ truncate: 0.5 });
    expect(cut.some((chunk) => chunk.length < 10)).toBe(true);
    expect(cut.every((chunk) => new Set(chunk).size === 1)).toBe(true);
    const flipped = many({ flip: 0.01 }).flat();
    const wrong = flipped.map((value, i) => value ^ Math.floor(i / 10)).filter((bits) => bits !== 0);
    expect(wrong.length).toBeGreaterThan(8);
    expect(wrong.length).toBeLessThan(35);
    expect(wrong.every((bits) => (bits & (bits - 1)) === 0)).toBe(true);
  });

  test("delays by 50 ms and keeps the order", () => {
    const { wire, got } = heard(1_000_000, { delayS: 0.05 });
    wire.write(bytesOf(1, 2));
    wire.advance(0.05);
    expect(got).toEqual([]);
    wire.write(bytesOf(3));
    wire.advance(0.1);
    expect(got).toEqual([1, 2]);
    wire.advance(0.1001);
    expect(got).toEqual([1, 2, 3]);
  });
});

interface Grbl {
  readonly line: FaultyLine;
  readonly device: GrblDevice;
  readonly plant: JointModel;
  readonly got: () => string;
  readonly seen: { readonly byte: number; readonly atS: number }[];
  text(line: string): boolean;
}
function grbl(schedule: readonly ScheduledFault[] = []): Grbl {
  const plant = createJointModel([BRAKED], [0]);
  const axis = { stepsPerUnit: 100, ratePerMin: 6000, accelerationPerS2: 500, travel: 200 };
  const seen: { readonly byte: number; readonly atS: number }[] = [];
  let device: GrblDevice | null = null;
  let got = "";
  const line = createFaultyLine({
    baud: 115_200,
    random: seededRandom(5),
    schedule,
    make(send) {
      device = createGrblDevice({
        plant,
        settings: grblSettings([axis], {}),
        send,
        radPerUnit: Math.PI / 180,
        home: [0],
      });
      return { device, joints: plant.faults };
    },
    toHost: (bytes) => {
      got += String.fromCharCode(...bytes);
    },
    atDevice: (bytes, atS) => seen.push(...Array.from(bytes, (byte) => ({ byte, atS }))),
  });
  return {
    line,
    device: device!,
    plant,
    got: () => got,
    seen,
    text: (text) => line.write(Uint8Array.from(text, (character) => character.charCodeAt(0))),
  };
}

describe("a line", () => {
  test("brings Grbl's reset byte behind 128 bytes of lines 11 ms late, and it stops then", () => {
    const { line, plant, seen, text } = grbl();
    text("G1X90F6000\n");
    line.advance(0.4);
    text("(".padEnd(127, ".").concat("\n"));
    text("\x18");
    line.advance(0.05);
    const at = seen.find(({ byte }) => byte === 0x18)!.atS;
    expect(at - 0.4).toBeGreaterThan(0.0111);
    expect(at - 0.4).toBeLessThan(0.0122);
    const stopped = plant.trueRad[0];
    line.advance(1);
    expect(plant.trueRad[0]).toBe(stopped);
  });

  test("that is unplugged fails writes and loses what is under way, while queued moves go on", () => {
    const { line, plant, got, seen, text } = grbl([{ atS: 0.5, fault: { kind: "unplug", forS: 0.3 } }]);
    text("G1X90F1200\n");
    line.advance(0.495);
    text(`(${"-".repeat(98)})`);
    line.advance(0.005);
    // 11 bytes of the move, and of these 100 what 4.5 ms carry: 52.
    expect(seen.length).toBeGreaterThan(55);
    expect(seen.length).toBeLessThan(70);
    expect([line.isPlugged(), text("?")]).toEqual([false, false]);
    const before = got();
    line.advance(0.25);
    expect(got()).toBe(before);
    expect(plant.trueRadPerS[0]).toBeCloseTo((20 * Math.PI) / 180, 6);
    line.advance(0.1);
    expect([line.isPlugged(), text("?")]).toEqual([true, true]);
    line.advance(0.02);
    expect(seen.length).toBeLessThan(71);
    text(")?");
    line.advance(0.02);
    expect(got()).toMatch(/<Run\|MPos:1\d\.\d{3}/);
  });

  test.each(["to-device", "to-host"] as const)("that is dead %s takes writes and brings nothing", (direction) => {
    const { line, got, seen, text } = grbl([{ atS: 0.1, fault: { kind: "half-open", direction, forS: 0.5 } }]);
    line.advance(0.2);
    const before = [got(), seen.length];
    expect(text("?")).toBe(true);
    line.advance(0.1);
    expect(got()).toBe(before[0]);
    expect(seen.length - Number(before[1])).toBe(direction === "to-device" ? 0 : 1);
  });

  test("reboots the device, sticks a joint and lets it go, each at its time", () => {
    const { line, device, plant, got, text } = grbl([
      { atS: 0.2, fault: { kind: "joint", joint: 0, fault: "stuck", forS: 0.1 } },
      { atS: 0.5, fault: { kind: "reboot" } },
    ]);
    text("G1X90F1200\n");
    line.advance(0.2);
    const at = plant.trueRad[0];
    line.advance(0.09);
    expect(plant.trueRad[0]).toBe(at);
    line.advance(0.05);
    expect(plant.trueRad[0]).toBeGreaterThan(at!);
    line.advance(0.3);
    expect(device.state()).toBe("Idle");
    expect(got().match(/Grbl 1\.1h/g)?.length).toBe(2);
  });
});

/** Streams a slow swing at 100 Hz to the reference firmware, presses the e-stop at `pressS` and on, and then goes on. */
function swing(
  seed: number,
  pressS: number,
): { plant: JointModel; device: FrameDevice; trace: number[][]; latchedS: number } {
  const random = seededRandom(seed);
  const plant = createJointModel([BRAKED, BRAKED], [0, 0]);
  const decoder = createRoboosDecoder();
  const out = new Uint8Array(ROBOOS_MOST_BYTES);
  let device: FrameDevice | null = null;
  let echoMs = 0;
  let sequence = 0;
  const line = createFaultyLine({
    baud: 1_000_000,
    random,
    schedule: drawSchedule({ random, kinds: FAULT_KINDS, withinS: 1.5, count: 3, joints: 2 }),
    make(send) {
      device = createFrameDevice({
        plant,
        send,
        memory: { latch: 0, newest: 0 },
        estopCategory: 1,
        stopCategories: [0, 1, 2],
        bufferBytes: 512,
        leastWatchdogMs: 10,
        mostWatchdogMs: 1000,
      });
      return { device, joints: plant.faults, jumpClock: device.jumpClock };
    },
    toHost: (bytes) =>
      decoder.push(bytes, ({ sentAtMs }) => {
        echoMs = sentAtMs;
      }),
  });
  const say = (type: number, count: number): void => {
    const header = { type, session: 7, ttlMs: 60, sequence: ++sequence, sentAtMs: sequence, echoMs };
    line.write(out.slice(0, sealRoboos(out, header, count)));
  };
  const trace: number[][] = [];
  let latchedS = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 250; i++) {
    const nowS = i / 100;
    if (i === 1) say(T.hello, putHello(out, 10));
    if (i === 4) say(T.watchdog, putWatchdog(out, 100, 1));
    if (i === 7) say(T.arm, 0);
    if (nowS >= pressS && nowS < pressS + 0.3) say(T.latch, 0);
    const swings = Math.sin(2 * nowS - 0.2);
    const setpoint = {
      jointsRad: Float64Array.of(0.3 * swings, 0),
      jointsRadPerS: new Float64Array(2),
      hasGripper: false,
      openingM: 0,
      forceN: 0,
    };
    // It falls silent in the end.
    if (i > 10 && i < 200) say(T.setpoint, putSetpoint(out, setpoint));
    line.advance(0.01);
    if (device!.mode() === "latched") latchedS = Math.min(latchedS, nowS);
    trace.push([...plant.trueRad]);
  }
  return { plant, device: device!, trace, latchedS };
}

describe("the reference firmware on a line where three of fifteen kinds of faults happen", () => {
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

  test("rests for good within 0.3 s of its latch, whatever comes after, in 40 seeded scenarios", () => {
    let latched = 0;
    for (const seed of seeds) {
      const { trace, latchedS } = swing(seed, 0.8);
      if (latchedS === Number.POSITIVE_INFINITY) continue;
      latched++;
      const still = trace.slice(Math.ceil((latchedS + 0.3) * 100));
      expect([seed, still.filter((at) => at[0] !== still[0]![0] || at[1] !== still[0]![1])]).toEqual([seed, []]);
    }
    expect(latched).toBeGreaterThan(30);
  });

  test("rests for good within 0.4 s of its host's last word, in 40 more", () => {
    for (const seed of seeds) {
      const { trace } = swing(1000 + seed, Number.POSITIVE_INFINITY);
      const still = trace.slice(240);
      expect([seed, still.filter((at) => at[0] !== still[0]![0])]).toEqual([seed, []]);
    }
  });

  test("is the same scenario again from the same seed", () => {
    expect(swing(7, 0.8).trace).toEqual(swing(7, 0.8).trace);
    expect(new Set(seeds.map((seed) => swing(seed, 2).trace[80]![0])).size).toBeGreaterThan(10);
  });

  test("meets every kind of fault that is drawn from", () => {
    const random = seededRandom(1);
    const schedule = drawSchedule({ random, kinds: FAULT_KINDS, withinS: 1, count: 500, joints: 2 });
    const kinds = schedule.map(({ fault }) => (fault.kind === "joint" ? fault.fault : fault.kind));
    expect([...new Set(kinds)].sort()).toEqual(
      ["clock-jump", "echo", "frozen", "half-open", "noise", "reboot", "stuck", "unplug", "wrong-homing"].sort(),
    );
    expect(FAULT_KINDS.length).toBe(15);
    expect(schedule.every(({ atS }) => atS >= 0 && atS < 1)).toBe(true);
  });
});
