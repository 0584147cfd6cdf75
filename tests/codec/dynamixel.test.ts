// Dynamixel protocol 2.0 against the manufacturer's examples, and against what a line does to bytes.
// Source of all packets here: ROBOTIS e-Manual, "Protocol 2.0", "Instruction Details" (https://emanual.robotis.com/docs/en/dxl/protocol2/).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partHolds, readFastStatus, writeFastStatus } from "../../drivers/codec/dynamixel-fast-status.ts";
import {
  DYNAMIXEL_INSTRUCTION,
  dynamixelAction,
  dynamixelBulkRead,
  dynamixelBulkWrite,
  dynamixelClearTurns,
  dynamixelFactoryReset,
  dynamixelPing,
  dynamixelRead,
  dynamixelReboot,
  dynamixelRegWrite,
  dynamixelStatus,
  dynamixelSyncRead,
  dynamixelSyncWrite,
  dynamixelWrite,
} from "../../drivers/codec/dynamixel-instructions.ts";
import {
  createDynamixelDecoder,
  DYNAMIXEL_BROADCAST,
  DYNAMIXEL_PARAMS,
  DYNAMIXEL_STATUS,
  type DynamixelPacket,
  finishDynamixel,
  sealDynamixel,
} from "../../drivers/codec/dynamixel-packet.ts";
import {
  busWatchdogCount,
  DYNAMIXEL_X,
  dynamixelCount,
  dynamixelError,
  dynamixelHardwareFaults,
  dynamixelPosition,
  dynamixelRad,
  putDynamixelCount,
} from "../../drivers/codec/dynamixel-table.ts";
import {
  assertCutsDoNotMatter,
  assertFlipsAreSeen,
  assertNoiseCostsNothing,
  type Decode,
  hex,
  join,
  written,
} from "./streams.ts";

const paramsOf = ({ bytes, from, count }: DynamixelPacket): Uint8Array => bytes.slice(from, from + count);
const decode: Decode = (chunks) => {
  const decoder = createDynamixelDecoder();
  const seen: string[] = [];
  const take = (packet: DynamixelPacket): number =>
    seen.push(`${packet.id} ${packet.instruction} ${packet.error}: ${paramsOf(packet).join(" ")}`);
  for (const chunk of chunks) decoder.push(chunk, take);
  decoder.settle(take);
  return seen;
};

const WRITTEN: readonly (readonly [name: string, packet: string, write: (out: Uint8Array) => number])[] = [
  ["ping", "FF FF FD 00 01 03 00 01 19 4E", (out) => dynamixelPing(out, 1)],
  ["ping of all", "FF FF FD 00 FE 03 00 01 31 42", (out) => dynamixelPing(out, DYNAMIXEL_BROADCAST)],
  ["read of the present position", "FF FF FD 00 01 07 00 02 84 00 04 00 1D 15", (out) => dynamixelRead(out, 1, 132, 4)],
  [
    "write of 512 to the goal position",
    "FF FF FD 00 01 09 00 03 74 00 00 02 00 00 CA 89",
    (out) => dynamixelWrite(out, 1, 116, [0, 2, 0, 0]),
  ],
  [
    "reg write of 200 to the goal velocity",
    "FF FF FD 00 01 09 00 04 68 00 C8 00 00 00 AE 8E",
    (out) => dynamixelRegWrite(out, 1, 104, [200, 0, 0, 0]),
  ],
  ["action", "FF FF FD 00 01 03 00 05 02 CE", (out) => dynamixelAction(out, 1)],
  ["factory reset of all but the id", "FF FF FD 00 01 04 00 06 01 A1 E6", (out) => dynamixelFactoryReset(out, 1, "id")],
  ["reboot", "FF FF FD 00 01 03 00 08 2F 4E", (out) => dynamixelReboot(out, 1)],
  ["clear of turns", "FF FF FD 00 01 08 00 10 01 44 58 4C 22 B1 DC", (out) => dynamixelClearTurns(out, 1)],
  [
    "sync read of two positions",
    "FF FF FD 00 FE 09 00 82 84 00 04 00 01 02 CE FA",
    (out) => dynamixelSyncRead(out, 132, 4, [1, 2]),
  ],
  [
    "sync write of two goals",
    "FF FF FD 00 FE 11 00 83 74 00 04 00 01 96 00 00 00 02 AA 00 00 00 82 87",
    (out) => dynamixelSyncWrite(out, 116, 4, [1, 2], [150, 0, 0, 0, 170, 0, 0, 0]),
  ],
  [
    "fast sync read of three positions",
    "FF FF FD 00 FE 0A 00 8A 84 00 04 00 03 07 04 20 F2",
    (out) => dynamixelSyncRead(out, 132, 4, [3, 7, 4], true),
  ],
  [
    "bulk read of a voltage and a temperature",
    "FF FF FD 00 FE 0D 00 92 01 90 00 02 00 02 92 00 01 00 1A 05",
    (out) =>
      dynamixelBulkRead(out, [
        { id: 1, address: 144, count: 2 },
        { id: 2, address: 146, count: 1 },
      ]),
  ],
  [
    "bulk write of two limits",
    "FF FF FD 00 FE 10 00 93 01 20 00 02 00 A0 00 02 1F 00 01 00 50 B7 68",
    (out) =>
      dynamixelBulkWrite(out, [
        { id: 1, address: 32, data: [0xa0, 0x00] },
        { id: 2, address: 31, data: [0x50] },
      ]),
  ],
  ["status of a write", "FF FF FD 00 01 04 00 55 00 A1 0C", (out) => dynamixelStatus(out, 1, 0)],
  [
    "status of a ping: model 1030, firmware 38",
    "FF FF FD 00 01 07 00 55 00 06 04 26 65 5D",
    (out) => dynamixelStatus(out, 1, 0, [0x06, 0x04, 0x26]),
  ],
  [
    "status of a read: 2,079",
    "FF FF FD 00 02 08 00 55 00 1F 08 00 00 BA BE",
    (out) => dynamixelStatus(out, 2, 0, [0x1f, 0x08, 0, 0]),
  ],
];

describe("packets", () => {
  test.each(WRITTEN)("%s is written as the manual has it, and read back", (_, packet, write) => {
    const bytes = hex(packet);
    expect(written(write)).toEqual(bytes);
    const isStatus = bytes[7] === DYNAMIXEL_STATUS;
    const [error, from] = isStatus ? [bytes[8]!, 9] : [0, 8];
    expect(decode([bytes])).toEqual([`${bytes[4]} ${bytes[7]} ${error}: ${bytes.slice(from, -2).join(" ")}`]);
  });

  // The manual's example ends in 20 F2, the CRC of its fast sync read; the servos' answers there are right. With the
  // CRC that its own procedure gives (and update_crc of the same manual), the packet ends in DA 2D.
  test("fast bulk read is the manual's packet, but for a CRC that is a slip there", () => {
    const reads = [
      { id: 3, address: 132, count: 4 },
      { id: 7, address: 124, count: 2 },
      { id: 4, address: 146, count: 1 },
    ];
    const packet = hex("FF FF FD 00 FE 12 00 9A 03 84 00 04 00 07 7C 00 02 00 04 92 00 01 00");
    expect(written((out) => dynamixelBulkRead(out, reads, true))).toEqual(join(packet, [0xda, 0x2d]));
  });

  // "Factory Reset", parameters: 0xFF all, 0x01 all but the id, 0x02 all but id and baud rate.
  test("a factory reset says what it keeps", () => {
    const kept = (["nothing", "id", "id and baud"] as const).map(
      (keep) => written((out) => dynamixelFactoryReset(out, 1, keep))[DYNAMIXEL_PARAMS],
    );
    expect(kept).toEqual([0xff, 0x01, 0x02]);
  });

  test("refuses to write what does not fit", () => {
    const out = new Uint8Array(64);
    for (const write of [
      () => dynamixelPing(out, 253),
      () => dynamixelRead(out, 1, 65_536, 4),
      () => dynamixelRead(out, 1, 0, 0),
      () => dynamixelSyncRead(out, 132, 4, [254]),
      () => dynamixelSyncWrite(out, 116, 4, [1, 2], [1, 2, 3, 4]),
      () => dynamixelWrite(out, 1, 116, new Uint8Array(60)),
      () => dynamixelWrite(new Uint8Array(16), 1, 116, [0xff, 0xff, 0xfd, 0]),
    ]) {
      expect(write).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
    }
  });
});

describe("stuffing", () => {
  // The manual's rule, "Processing Order of Transmission": FF FF FD becomes FF FF FD FD, length and CRC after that. It
  // gives no whole packet as an example; the CRC here is the codec's own.
  test("puts FD behind every FF FF FD of the parameters, and counts it in the length", () => {
    const packet = written((out) => dynamixelWrite(out, 1, 116, [0xff, 0xff, 0xfd, 0xff, 0xff, 0xfd]));
    expect(packet.slice(5, -2)).toEqual(hex("0D 00 03 74 00 FF FF FD FD FF FF FD FD"));
    expect(decode([packet])).toEqual(["1 3 0: 116 0 255 255 253 255 255 253"]);
  });

  test("comes off again whatever the parameters are", () => {
    const byte = fc.constantFrom(0xff, 0xfd, 0x00, 0x01);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (data) => {
        const packet = written((out) => dynamixelWrite(out, 1, 0xffff, data));
        expect(decode([packet])).toEqual([`1 3 0: ${[0xff, 0xff, ...data].join(" ")}`]);
        const inside = Array.from(packet.slice(4)).join(" ");
        expect(inside).not.toContain("255 255 253 0");
      }),
      { numRuns: 300 },
    );
  });

  test("that is missing makes a packet malformed though its CRC is right", () => {
    const decoder = createDynamixelDecoder();
    const packet = written((out) => {
      out.set([DYNAMIXEL_INSTRUCTION.write, 116, 0, 0xff, 0xff, 0xfd, 0x01], DYNAMIXEL_PARAMS - 1);
      return finishDynamixel(out, 1, 6);
    });
    decoder.push(packet, () => expect.unreachable());
    expect(decoder.counts()).toMatchObject({ malformed: 1, droppedBytes: 0 });
  });

  test("a status without an error byte is malformed", () => {
    const decoder = createDynamixelDecoder();
    decoder.push(
      written((out) => sealDynamixel(out, 1, DYNAMIXEL_STATUS, 0)),
      () => expect.unreachable(),
    );
    expect(decoder.counts().malformed).toBe(1);
  });
});

describe("a fast read's answer", () => {
  const sync = hex("FF FF FD 00 FE 19 00 55 00 03 A6 00 00 00 84 08 00 07 1F 08 00 00 16 CA 00 04 FF 03 00 00 D1 9E");
  const bulk = hex("FF FF FD 00 FE 14 00 55 00 03 A6 00 00 00 67 A4 00 07 A5 01 24 74 00 04 1F D9 C1");
  const read = (packet: Uint8Array, ids: readonly number[], widths: readonly number[]): unknown => {
    let found: unknown = "no packet";
    createDynamixelDecoder().push(packet, (status) => {
      const parts = readFastStatus(status, ids, widths);
      found =
        parts?.map(({ id, error, from, width }) => [id, error, ...status.bytes.slice(from, from + width)]) ?? null;
    });
    return found;
  };

  test("to three positions is taken apart, and written, as the manual has it", () => {
    const answers = [
      { id: 3, error: 0, data: [0xa6, 0, 0, 0] },
      { id: 7, error: 0, data: [0x1f, 0x08, 0, 0] },
      { id: 4, error: 0, data: [0xff, 0x03, 0, 0] },
    ];
    expect(read(sync, [3, 7, 4], [4, 4, 4])).toEqual(answers.map(({ id, error, data }) => [id, error, ...data]));
    expect(written((out) => writeFastStatus(out, answers))).toEqual(sync);
  });

  test("to a bulk read of 4, 2 and 1 bytes is the manual's too", () => {
    expect(read(bulk, [3, 7, 4], [4, 2, 1])).toEqual([
      [3, 0, 0xa6, 0, 0, 0],
      [7, 0, 0xa5, 0x01],
      [4, 0, 0x1f],
    ]);
    expect([14, 20, 25].map((end) => partHolds(bulk, end))).toEqual([true, true, true]);
  });

  test("by other servos, or of other widths, than were asked is none", () => {
    expect(read(sync, [3, 4, 7], [4, 4, 4])).toBeNull();
    expect(read(sync, [3, 7], [4, 4])).toBeNull();
    expect(read(sync, [3, 7, 4], [4, 4, 5])).toBeNull();
    expect(read(sync, [], [])).toBeNull();
    expect(read(hex("FF FF FD 00 01 04 00 55 00 A1 0C"), [1], [0])).toBeNull();
  });

  test("may hold FF FF FD unstuffed, as the manual notes", () => {
    const answers = [
      { id: 1, error: 0x80, data: [0xff, 0xff, 0xfd, 0x00] },
      { id: 2, error: 0, data: [1, 2, 3, 4] },
    ];
    const packet = written((out) => writeFastStatus(out, answers));
    expect(read(packet, [1, 2], [4, 4])).toEqual([
      [1, 0x80, 0xff, 0xff, 0xfd, 0x00],
      [2, 0, 1, 2, 3, 4],
    ]);
  });
});

const packets = fc
  .record({ id: fc.integer({ min: 0, max: 252 }), error: fc.nat(255), data: fc.uint8Array({ maxLength: 12 }) })
  .map(({ id, error, data }) => written((out) => dynamixelStatus(out, id, error, data)));
const noise = fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.map((byte) => (byte === 0xfd ? 0xfc : byte)));

describe("a stream", () => {
  test("gives the same packets however it is cut", () =>
    assertCutsDoNotMatter(decode, packets, fc.uint8Array({ maxLength: 12 })));
  test("loses no packet to noise around it", () => assertNoiseCostsNothing(decode, packets, noise));
  test("has no packet after any one bit turned outside the length", () => assertFlipsAreSeen(decode, packets, [5, 6]));

  test("of 100,000 headers in a row does at most 513 looks a byte", () => {
    const decoder = createDynamixelDecoder();
    const header = hex("FF FF FD 00 01 F0 01 55");
    const stream = Uint8Array.from({ length: 100_000 }, (_, i) => header[i % header.length]!);
    decoder.push(stream, () => undefined);
    expect(decoder.counts().work / stream.length).toBeLessThanOrEqual(513);
  });

  test("waits for no packet longer than the longest that can come", () => {
    expect(decode([join(hex("FF FF FD 00 01 00 70"), hex("FF FF FD 00 01 04 00 55 00 A1 0C"))])).toEqual(["1 85 0: "]);
  });
});

describe("registers", () => {
  test("are two's complement: velocity -200, PWM -885, watchdog -1 when it tripped", () => {
    expect(dynamixelCount(DYNAMIXEL_X.goalVelocity, hex("38 FF FF FF"), 0)).toBe(-200);
    expect(dynamixelCount(DYNAMIXEL_X.goalPwm, hex("8B FC"), 0)).toBe(-885);
    expect(dynamixelCount(DYNAMIXEL_X.busWatchdog, hex("FF"), 0)).toBe(-1);
    expect(dynamixelCount(DYNAMIXEL_X.presentVoltage, hex("77 00"), 0)).toBe(119);
  });

  test("hold every value of theirs, put and taken again, and refuse one more", () => {
    const count = fc.oneof(
      fc.integer({ min: -40_000, max: 70_000 }),
      fc.integer(),
      fc.integer({ min: 0, max: 2 ** 32 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(DYNAMIXEL_X)), count, (register, value) => {
        const bytes = new Uint8Array(4);
        const span = 2 ** (8 * register.bytes);
        const [least, most] = register.isSigned ? [-span / 2, span / 2 - 1] : [0, span - 1];
        const put = (): void => putDynamixelCount(register, bytes, 0, value);
        if (value < least || value > most) {
          expect(put).toThrow("send one that is");
          return;
        }
        put();
        expect(dynamixelCount(register, bytes, 0)).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test("of the watchdog are units of 20 ms, never later than asked, and at least one", () => {
    expect(busWatchdogCount(2000)).toBe(100);
    expect(busWatchdogCount(59)).toBe(2);
    expect(() => busWatchdogCount(19)).toThrow("send one that is");
    expect(() => busWatchdogCount(2560)).toThrow("send one that is");
  });

  test("are worth 360 degrees in 4096 steps and 0.229 rev/min", () => {
    expect(dynamixelRad(2048)).toBe(0);
    expect(dynamixelPosition(Math.PI / 2)).toBe(3072);
    expect((DYNAMIXEL_X.goalVelocity.perCount * 60) / (2 * Math.PI)).toBeCloseTo(0.229, 9);
  });

  test("of errors: bit 7 is the alert, the rest a number; hardware bits in words, unknown ones too", () => {
    expect(dynamixelError(0x84)).toEqual({ isAlert: true, words: expect.stringContaining("watchdog") });
    expect(dynamixelError(0)).toEqual({ isAlert: false, words: null });
    expect(dynamixelError(0x11)).toEqual({ isAlert: false, words: "unknown error 17" });
    expect(dynamixelHardwareFaults(0x24)).toEqual(["too hot", "overloaded"]);
    expect(dynamixelHardwareFaults(0x42)).toEqual(["unknown bits 0x42"]);
  });
});
