// Feetech's wire against the manufacturer's examples, and against what a line does to bytes.
// Source of all packets here: Feetech, "Communication Protocol User Manual", 1.3.1 to 1.3.8, and of the registers its "STS
// memory table", both as public repositories keep copies of them: Feetech's own site could not be read from here.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEchoFilter } from "../../drivers/codec/feetech-echo.ts";
import {
  FEETECH_INSTRUCTION,
  feetechAction,
  feetechPing,
  feetechRead,
  feetechReboot,
  feetechRegWrite,
  feetechReply,
  feetechReset,
  feetechSyncRead,
  feetechSyncWrite,
  feetechWrite,
} from "../../drivers/codec/feetech-instructions.ts";
import { createFeetechDecoder, FEETECH_BROADCAST, sealFeetech } from "../../drivers/codec/feetech-packet.ts";
import {
  FEETECH_TORQUE,
  feetechCount,
  feetechFaults,
  feetechPosition,
  feetechRad,
  feetechSpeedPerCount,
  putFeetechCount,
  STS3215,
} from "../../drivers/codec/feetech-table.ts";
import { createPositionGate } from "../../drivers/codec/position-gate.ts";
import {
  assertCutsDoNotMatter,
  assertFlipsAreSeen,
  assertNoiseCostsNothing,
  type Decode,
  hex,
  join,
  written,
} from "./streams.ts";

/** Position 2048, time 0, speed 1000: what the manual writes to 0x2A. */
const GOAL = [0x00, 0x08, 0x00, 0x00, 0xe8, 0x03];

const decode: Decode = (chunks) => {
  const decoder = createFeetechDecoder();
  const seen: string[] = [];
  const take = ({ id, code, bytes, from, count }: Parameters<Parameters<typeof decoder.push>[1]>[0]): number =>
    seen.push(`${id} ${code} ${bytes.slice(from, from + count).join(" ")}`);
  for (const chunk of chunks) decoder.push(chunk, take);
  decoder.settle(take);
  return seen;
};

const WRITTEN: readonly (readonly [name: string, packet: string, write: (out: Uint8Array) => number])[] = [
  ["1.3.1 ping of servo 1", "FF FF 01 02 01 FB", (out) => feetechPing(out, 1)],
  ["1.3.2 read of 2 bytes at 0x38", "FF FF 01 04 02 38 02 BE", (out) => feetechRead(out, 1, 0x38, 2)],
  ["1.3.3 write of the id to all", "FF FF FE 04 03 05 01 F4", (out) => feetechWrite(out, FEETECH_BROADCAST, 5, [1])],
  ["1.3.3 write of a goal", "FF FF 01 09 03 2A 00 08 00 00 E8 03 D5", (out) => feetechWrite(out, 1, 0x2a, GOAL)],
  ["1.3.4 reg write of a goal", "FF FF 01 09 04 2A 00 08 00 00 E8 03 D4", (out) => feetechRegWrite(out, 1, 0x2a, GOAL)],
  ["1.3.5 action of all", "FF FF FE 02 05 FA", (out) => feetechAction(out)],
  [
    "1.3.6 sync write of goals to 4 servos",
    "FF FF FE 20 83 2A 06 01 00 08 00 00 E8 03 02 00 08 00 00 E8 03 03 00 08 00 00 E8 03 04 00 08 00 00 E8 03 58",
    (out) => feetechSyncWrite(out, 0x2a, 6, [1, 2, 3, 4], [...GOAL, ...GOAL, ...GOAL, ...GOAL]),
  ],
  [
    "1.3.7 sync read of 8 bytes of 2 servos",
    "FF FF FE 06 82 38 08 01 02 36",
    (out) => feetechSyncRead(out, 0x38, 8, [1, 2]),
  ],
  ["1.3.8 reset of servo 1", "FF FF 01 02 06 F6", (out) => feetechReset(out, 1)],
  ["1.3.1 answer to a ping", "FF FF 01 02 00 FC", (out) => feetechReply(out, 1, 0)],
  ["1.3.2 answer to a read: 1304", "FF FF 01 04 00 18 05 DD", (out) => feetechReply(out, 1, 0, [0x18, 0x05])],
  [
    "1.3.7 answer of servo 2 to a sync read",
    "FF FF 02 0A 00 FF 07 00 00 00 00 77 23 53",
    (out) => feetechReply(out, 2, 0, [0xff, 0x07, 0, 0, 0, 0, 0x77, 0x23]),
  ],
];

describe("packets", () => {
  test.each(WRITTEN)("%s is written as the manual has it, and read back", (_, packet, write) => {
    const bytes = hex(packet);
    expect(written(write)).toEqual(bytes);
    expect(decode([bytes])).toEqual([`${bytes[2]} ${bytes[4]} ${bytes.slice(5, -1).join(" ")}`]);
  });

  // No example of a reboot was found in Feetech's own document; its code, 0x08, is from the instruction list there.
  test("a reboot has no parameters and instruction 8", () => {
    expect(written((out) => feetechReboot(out, 3))).toEqual(hex("FF FF 03 02 08 F2"));
  });

  test("both answers of a sync read come out of one chunk, with position, speed, load, voltage and temperature", () => {
    const stream = hex("FF FF 01 0A 00 00 08 00 00 00 00 79 1E 55 FF FF 02 0A 00 FF 07 00 00 00 00 77 23 53");
    const decoder = createFeetechDecoder();
    const seen: number[][] = [];
    decoder.push(stream, ({ id, bytes, from }) => {
      const at = (register: Parameters<typeof feetechCount>[0]): number =>
        feetechCount(register, bytes, from + register.address - 0x38);
      seen.push([id, at(STS3215.presentPosition), at(STS3215.presentVoltage), at(STS3215.presentTemperature)]);
    });
    expect(seen).toEqual([
      [1, 2048, 121, 30],
      [2, 2047, 119, 35],
    ]);
  });

  test("refuses to write ids, addresses, widths and lengths that do not fit, rather than cut them", () => {
    const out = new Uint8Array(300);
    for (const write of [
      () => feetechPing(out, 255),
      () => feetechPing(out, 1.5),
      () => feetechRead(out, 1, 256, 2),
      () => feetechRead(out, 1, 0, 0),
      () => feetechWrite(out, 1, 0, []),
      () => feetechWrite(out, 1, 0, new Uint8Array(254)),
      () => feetechSyncWrite(out, 0x2a, 2, [1, 2], [1, 2, 3]),
      () => feetechSyncRead(out, 0, 2, new Uint8Array(252)),
      () => feetechWrite(new Uint8Array(8), 1, 0, [1, 2, 3]),
      () => sealFeetech(out, 1, FEETECH_INSTRUCTION.write, 254),
    ]) {
      expect(write).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
    }
  });
});

const packets = fc
  .record({ id: fc.integer({ min: 0, max: 253 }), error: fc.nat(255), data: fc.uint8Array({ maxLength: 12 }) })
  .map(({ id, error, data }) => written((out) => feetechReply(out, id, error, data)));
const noise = fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.map((byte) => (byte === 0xff ? 0xfe : byte)));

describe("a stream", () => {
  test("gives the same packets however it is cut", () =>
    assertCutsDoNotMatter(decode, packets, fc.uint8Array({ maxLength: 12 })));
  test("loses no packet to noise around it", () => assertNoiseCostsNothing(decode, packets, noise));
  test("has no packet after any one bit turned outside the length", () => assertFlipsAreSeen(decode, packets, [3]));

  test("finds a packet behind a header without a packet, and inside one with a damaged length", () => {
    const ping = hex("FF FF 01 02 00 FC");
    expect(decode([join(hex("FF FF FF"), ping)])).toEqual(["1 0 "]);
    expect(decode([join(hex("FF FF 05 40 02"), ping)])).toEqual(["1 0 "]);
  });

  test("holds a packet back behind a damaged length only until the line falls silent", () => {
    const decoder = createFeetechDecoder();
    const seen: number[] = [];
    decoder.push(hex("FF FF 05 40 02 FF FF 01 02 00 FC"), ({ id }) => seen.push(id));
    expect(seen).toEqual([]);
    decoder.settle(({ id }) => seen.push(id));
    expect(seen).toEqual([1]);
    expect(decoder.counts).toMatchObject({ frames: 1, droppedBytes: 5 });
  });

  test("of 100,000 headers in a row does at most 260 looks a byte and keeps what it holds bounded", () => {
    const decoder = createFeetechDecoder();
    const stream = Uint8Array.from({ length: 100_000 }, (_, i) => [0xff, 0xff, 0x01, 0xff][i % 4]!);
    decoder.push(stream, () => undefined);
    expect(decoder.counts.work / stream.length).toBeLessThanOrEqual(260);
    decoder.clear();
    expect(decoder.counts.frames * 259 + decoder.counts.droppedBytes).toBe(stream.length);
  });
});

describe("an echo", () => {
  const through = (
    sent: Uint8Array | null,
    chunks: readonly Uint8Array[],
  ): { bytes: Uint8Array; whole: number; broken: number } => {
    const filter = createEchoFilter(64);
    const passed: Uint8Array[] = [];
    if (sent !== null) filter.sent(sent, sent.length);
    for (const chunk of chunks) filter.push(chunk, (bytes) => passed.push(bytes.slice()));
    filter.settle((bytes) => passed.push(bytes.slice()));
    return { bytes: join(...passed), ...filter.counts };
  };
  const ping = hex("FF FF 01 02 01 FB");
  const answer = hex("FF FF 01 02 00 FC");

  test("of a ping is taken out although it reads as an answer with a voltage fault", () => {
    expect(decode([ping])).toEqual(["1 1 "]);
    expect(through(ping, [ping, answer])).toEqual({ bytes: answer, whole: 1, broken: 0 });
    expect(through(ping, [join(ping, answer)])).toEqual({ bytes: answer, whole: 1, broken: 0 });
    expect(
      through(
        ping,
        Array.from(join(ping, answer), (byte) => Uint8Array.of(byte)),
      ).bytes,
    ).toEqual(answer);
  });

  test("that does not come, or comes damaged, takes nothing of the answer with it, and is counted", () => {
    expect(through(ping, [answer])).toEqual({ bytes: answer, whole: 0, broken: 1 });
    const damaged = hex("FF FF 01 03 01 FB");
    expect(through(ping, [damaged, answer])).toEqual({ bytes: join(damaged, answer), whole: 0, broken: 1 });
    expect(through(ping, [hex("FF FF")])).toEqual({ bytes: hex("FF FF"), whole: 0, broken: 1 });
  });

  test("that is still awaited when the next packet goes out is given up, and counted", () => {
    const filter = createEchoFilter(64);
    filter.sent(ping, ping.length);
    filter.sent(answer, answer.length);
    filter.push(answer, () => expect.unreachable());
    expect(filter.counts).toEqual({ whole: 1, broken: 1 });
    expect(() => filter.sent(new Uint8Array(65), 65)).toThrow("the bytes sent");
  });

  test("passes everything where nothing was sent", () => {
    expect(through(null, [answer])).toEqual({ bytes: answer, whole: 0, broken: 0 });
  });
});

describe("registers", () => {
  test("keep their sign where the manual puts it: position bit 15, load bit 10, homing offset bit 11", () => {
    const raw = (register: Parameters<typeof feetechCount>[0], bits: number): number =>
      feetechCount(register, Uint8Array.of(bits & 0xff, bits >> 8), 0);
    expect(raw(STS3215.presentPosition, 0x8000 | 100)).toBe(-100);
    expect(raw(STS3215.presentLoad, 0x0400 | 250)).toBe(-250);
    expect(raw(STS3215.homingOffset, 0x0800 | 7)).toBe(-7);
    expect(raw(STS3215.presentPosition, 0x8000)).toBe(0);
    expect(Object.is(raw(STS3215.presentPosition, 0x8000), -0)).toBe(false);
  });

  test("hold every value of theirs, put and taken again, and refuse one more", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(STS3215)),
        fc.integer({ min: -40_000, max: 70_000 }),
        (register, count) => {
          const bytes = new Uint8Array(2);
          const most = register.signBit === null ? 2 ** (8 * register.bytes) - 1 : 2 ** register.signBit - 1;
          const put = (): void => putFeetechCount(register, bytes, 0, count);
          if (count > most || count < (register.signBit === null ? 0 : -most)) {
            expect(put).toThrow("send one that is");
            return;
          }
          put();
          expect(feetechCount(register, bytes, 0)).toBe(count);
        },
      ),
    );
  });

  test("are worth 360 degrees in 4096 steps, 0.1 V, 6.5 mA and a thousandth", () => {
    expect(STS3215.goalPosition.perCount * 4096).toBeCloseTo(2 * Math.PI, 12);
    expect([STS3215.presentVoltage.perCount, STS3215.presentCurrent.perCount, STS3215.presentLoad.perCount]).toEqual([
      0.1, 0.0065, 0.001,
    ]);
    expect(feetechRad(2048)).toBe(0);
    expect(feetechRad(3072)).toBeCloseTo(Math.PI / 2, 12);
    expect(feetechPosition(-Math.PI / 2)).toBe(1024);
    // Memory table, 3.1, bit 2: 0.732 rpm or 0.0146 rpm.
    expect((feetechSpeedPerCount(0) * 60) / (2 * Math.PI)).toBeCloseTo(0.732, 3);
    expect((feetechSpeedPerCount(4) * 60) / (2 * Math.PI)).toBeCloseTo(0.0146, 4);
    expect(FEETECH_TORQUE).toEqual({ off: 0, on: 1, damped: 2 });
  });

  // Memory table, 3.2: "overvoltage/undervoltage and servo overheating, the servo state value is 4 + 1 = 5".
  test("of status 5 say voltage and heat; a bit that the manual leaves empty is a fault too", () => {
    expect(feetechFaults(5)).toEqual(["supply voltage out of range", "too hot"]);
    expect(feetechFaults(0x40)).toEqual(["unknown bits 0x40"]);
    expect(feetechFaults(0)).toEqual([]);
  });
});

describe("a position counts", () => {
  const gateOf = (): ReturnType<typeof createPositionGate> =>
    createPositionGate({ least: 0, most: 4095, mostPerS: 4000, slack: 8 });

  test("at once where the joint can have got in the time, and at first only after a second read", () => {
    const gate = gateOf();
    expect(gate.offer(2048, 0)).toBe("read-again");
    expect(gate.offer(2050, 2)).toBe("counts");
    expect(gate.offer(2090, 12)).toBe("counts");
    expect(gate.offer(2090 + 8 + 40 + 1, 22)).toBe("read-again");
  });

  test("not for one read that jumps; two that agree are a joint that was moved", () => {
    const gate = gateOf();
    gate.offer(2048, 0);
    gate.offer(2048, 2);
    expect(gate.offer(3000, 4)).toBe("read-again");
    expect(gate.offer(2049, 6)).toBe("counts");
    expect(gate.offer(3000, 8)).toBe("read-again");
    expect(gate.offer(3001, 10)).toBe("jumped");
    expect(gate.offer(3001, 12)).toBe("counts");
  });

  test("never outside of what a servo can report", () => {
    const gate = gateOf();
    expect([-1, 4096, 7.5, Number.NaN].map((steps) => gate.offer(steps, 0))).toEqual(Array(4).fill("refused"));
  });
});
