// RoboOS's own wire: it is ours, so what the page says is written out here by hand, byte by byte, and compared. COBS
// vectors: Cheshire and Baker, "Consistent Overhead Byte Stuffing", 1999; its examples are shorter than a frame of ours,
// so the stuffing is judged by a decoder written apart from the codec, below.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32c } from "../../drivers/codec/crc32c.ts";
import {
  isEmpty,
  putAnswer,
  putCapabilities,
  putFault,
  putHello,
  putPulse,
  putRelease,
  putStop,
  putWatchdog,
  takeAnswer,
  takeCapabilities,
  takeFault,
  takeHello,
  takePulse,
  takeRelease,
  takeStop,
  takeWatchdog,
  type WireCapabilities,
} from "../../drivers/codec/roboos-control.ts";
import {
  createRoboosDecoder,
  elapsedMs,
  ROBOOS_MOST_BYTES,
  ROBOOS_MOST_PAYLOAD,
  ROBOOS_PAYLOAD,
  type RoboosFrame,
  type RoboosHeader,
  sealRoboos,
} from "../../drivers/codec/roboos-frame.ts";
import {
  putSetpoint,
  putState,
  ROBOOS_MOST_JOINTS,
  takeSetpoint,
  takeState,
  type WireSetpoint,
  type WireState,
} from "../../drivers/codec/roboos-motion.ts";
import {
  isRoboosStop,
  ROBOOS_ERRORS,
  ROBOOS_MODES,
  ROBOOS_REFUSALS,
  ROBOOS_TYPE,
} from "../../drivers/codec/roboos-types.ts";
import { createFrameWindow, windowOf } from "../../drivers/codec/roboos-window.ts";
import {
  assertCutsDoNotMatter,
  assertFlipsAreSeen,
  assertNoiseCostsNothing,
  type Decode,
  hex,
  join,
} from "./streams.ts";

const HEADER: RoboosHeader = {
  type: ROBOOS_TYPE.setpoint,
  session: 0xbeef,
  ttlMs: 100,
  sequence: 7,
  sentAtMs: 0x01020304,
  echoMs: 0x0a0b0c0d,
};

const framed = (put: (out: Uint8Array) => number, header: Partial<RoboosHeader> = {}): Uint8Array => {
  const out = new Uint8Array(ROBOOS_MOST_BYTES);
  return out.slice(0, sealRoboos(out, { ...HEADER, ...header }, put(out)));
};
const payload = (bytes: ArrayLike<number>): Uint8Array =>
  framed((out) => {
    out.set(Array.from(bytes), ROBOOS_PAYLOAD);
    return bytes.length;
  });
/** Decodes one frame and hands it to `take` while it is valid. */
function taken<T>(bytes: Uint8Array, take: (frame: RoboosFrame) => T): T | "no frame" {
  let result: T | "no frame" = "no frame";
  createRoboosDecoder().push(bytes, (frame) => {
    result = take(frame);
  });
  return result;
}
const decode: Decode = (chunks) => {
  const decoder = createRoboosDecoder();
  const seen: string[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk, ({ type, session, ttlMs, sequence, sentAtMs, echoMs, bytes, from, count }) =>
      seen.push(
        `${[type, session, ttlMs, sequence, sentAtMs, echoMs].join(",")}: ${bytes.slice(from, from + count).join(" ")}`,
      ),
    );
  }
  return seen;
};
/** COBS read as its paper says, from the wire bytes between the zeros. */
function unstuffed(wire: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < wire.length; ) {
    const code = wire[i]!;
    out.push(...wire.slice(i + 1, i + code));
    i += code;
    if (code < 255 && i < wire.length) out.push(0);
  }
  return out;
}

describe("a frame", () => {
  test("is zero, COBS of header, payload and CRC-32C, zero: every byte as docs/roboos-frame.md lists it", () => {
    const bytes = payload([0xaa, 0x00, 0xbb]);
    expect([bytes[0], bytes.at(-1), bytes.indexOf(0, 1)]).toEqual([0, 0, bytes.length - 1]);
    const body = Uint8Array.from(unstuffed(bytes.slice(1, -1)));
    expect(body.slice(0, -4)).toEqual(hex("01 04 00 00 EF BE 64 00 07 00 00 00 04 03 02 01 0D 0C 0B 0A AA 00 BB"));
    const crc = crc32c(body, 0, body.length - 4);
    expect(body.slice(-4)).toEqual(Uint8Array.of(crc & 255, (crc >> 8) & 255, (crc >> 16) & 255, crc >>> 24));
    expect(bytes).toHaveLength(27 + 3);
  });

  test("takes 0 to 230 bytes of payload, whatever they are, and gives them back", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 230 }), fc.array(fc.constantFrom(0, 1, 255), { maxLength: 230 })),
        (data) => {
          const bytes = payload(data);
          expect(bytes.length).toBe(data.length + 27);
          expect(Array.from(bytes.slice(1, -1))).not.toContain(0);
          expect(decode([bytes])).toEqual([`4,48879,100,7,16909060,168496141: ${Array.from(data).join(" ")}`]);
        },
      ),
      { numRuns: 150 },
    );
    expect(payload(new Uint8Array(ROBOOS_MOST_PAYLOAD).fill(1))).toHaveLength(ROBOOS_MOST_BYTES);
    expect(() => framed(() => ROBOOS_MOST_PAYLOAD + 1)).toThrow("send one that is");
  });

  test("gives its header back, and refuses fields that do not fit", () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff });
    const u16 = fc.nat(0xffff);
    const header = fc.record({
      type: fc.nat(255),
      session: u16,
      ttlMs: u16,
      sequence: u32,
      sentAtMs: u32,
      echoMs: u32,
    });
    fc.assert(
      fc.property(header, (fields) => {
        expect(
          taken(
            framed(() => 0, fields),
            (frame) => ({ ...frame }),
          ),
        ).toMatchObject(fields);
      }),
    );
    for (const wrong of [{ session: 65_536 }, { ttlMs: -1 }, { sequence: 2 ** 32 }, { sentAtMs: 0.5 }, { type: 256 }]) {
      expect(() => framed(() => 0, wrong)).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
    }
  });

  test("of another version, or with flags that nobody knows, is foreign", () => {
    for (const at of [2, 4, 5]) {
      const out = new Uint8Array(ROBOOS_MOST_BYTES);
      const size = sealRoboos(out, { ...HEADER, echoMs: 0x11111111, sentAtMs: 0x11111111, sequence: 0x11111111 }, 0);
      const body = Uint8Array.from(unstuffed(out.slice(1, size - 1)));
      body[at - 2]! ^= 2;
      const crc = crc32c(body, 0, body.length - 4);
      body.set([crc & 255, (crc >> 8) & 255, (crc >> 16) & 255, crc >>> 24], body.length - 4);
      const stuffed: number[] = [];
      for (let i = 0; i <= body.length; ) {
        const zero = body.indexOf(0, i);
        const end = zero < 0 ? body.length : zero;
        stuffed.push(end - i + 1, ...body.slice(i, end));
        i = end + 1;
      }
      const decoder = createRoboosDecoder();
      decoder.push(Uint8Array.of(...stuffed, 0), () => expect.unreachable());
      expect(decoder.counts).toMatchObject({ foreign: 1, frames: 0 });
    }
  });
});

const frames = fc.uint8Array({ maxLength: 20 }).map((data) => payload(data));

describe("a stream", () => {
  test("gives the same frames however it is cut", () =>
    assertCutsDoNotMatter(decode, frames, fc.uint8Array({ maxLength: 12 })));
  test("loses no frame to noise of any bytes around it", () =>
    assertNoiseCostsNothing(decode, frames, fc.uint8Array({ maxLength: 12 })));
  test("has no frame after any one bit turned, but for the zeros around", () => {
    assertFlipsAreSeen(decode, fc.constant(payload([1, 2, 0, 3])), [0, 30]);
  });

  test("a frame cut short or damaged anywhere never costs the stop behind it", () => {
    const motion = payload(new Uint8Array(60).fill(7));
    const stop = framed((out) => putStop(out, 1), { type: ROBOOS_TYPE.stop });
    for (let at = 0; at < motion.length; at++) {
      expect(decode([join(motion.slice(0, at), stop)]).at(-1)).toBe(decode([stop])[0]);
      const damaged = motion.slice();
      damaged[at]! ^= 0x55;
      expect(decode([join(damaged, stop)]).at(-1)).toBe(decode([stop])[0]);
    }
  });

  test("of 100,000 bytes without a zero is held in 255 bytes and at most 4 looks a byte", () => {
    const decoder = createRoboosDecoder();
    decoder.push(new Uint8Array(100_000).fill(3), () => undefined);
    decoder.push(hex("00 01 00"), () => undefined);
    expect(decoder.counts.work / 100_003).toBeLessThanOrEqual(4);
    expect(decoder.counts).toMatchObject({ frames: 0, droppedBytes: 100_001 });
    decoder.push(hex("01 02"), () => undefined);
    decoder.clear();
    expect(decoder.counts.droppedBytes).toBe(100_003);
  });
});

const setpointOf = (joints: number): WireSetpoint => ({
  jointsRad: new Float64Array(joints),
  jointsRadPerS: new Float64Array(joints),
  hasGripper: false,
  openingM: 0,
  forceN: 0,
});
const stateOf = (joints: number): WireState => ({
  ...setpointOf(joints),
  measuredAtMs: 0,
  seen: 0,
  mode: "disarmed",
  isMoving: false,
  latchId: 0,
  effortNm: new Float64Array(joints),
});

describe("setpoints and states", () => {
  test("of one joint are these bytes", () => {
    const setpoint = setpointOf(1);
    setpoint.jointsRad[0] = -1;
    setpoint.jointsRadPerS[0] = 0.5;
    Object.assign(setpoint, { hasGripper: true, openingM: 0.08, forceN: 20 });
    const out = new Uint8Array(ROBOOS_MOST_BYTES);
    const count = putSetpoint(out, setpoint);
    // -1,000,000 is FF F0 BD C0; 500,000 is 00 07 A1 20; 80,000 is 00 01 38 80; 20,000 is 00 00 4E 20.
    expect(out.slice(ROBOOS_PAYLOAD, ROBOOS_PAYLOAD + count)).toEqual(
      hex("01 01 00 00 C0 BD F0 FF 20 A1 07 00 80 38 01 00 20 4E 00 00"),
    );
  });

  test("come back to half a micro-radian, in one frame for 12 joints", () => {
    const angle = fc.double({ min: -2147, max: 2147, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(angle, { minLength: 1, maxLength: ROBOOS_MOST_JOINTS }),
        fc.boolean(),
        fc.boolean(),
        (angles, hasGripper, hasEffort) => {
          const joints = angles.length;
          const sent = stateOf(joints);
          angles.forEach((value, i) => {
            sent.jointsRad[i] = value;
            sent.jointsRadPerS[i] = -value / 3;
            sent.effortNm[i] = hasEffort ? value / 7 : Number.NaN;
          });
          Object.assign(sent, { hasGripper, openingM: hasGripper ? 0.0123 : 0, forceN: hasGripper ? 4.5 : 0 });
          Object.assign(sent, { measuredAtMs: 0xfffffff0, seen: 123, mode: "latched", isMoving: true, latchId: 9 });
          const state = stateOf(joints);
          expect(
            taken(
              framed((out) => putState(out, sent)),
              (frame) => takeState(frame, state),
            ),
          ).toBe(true);
          const { jointsRad, jointsRadPerS, effortNm, ...rest } = state;
          const { jointsRad: _a, jointsRadPerS: _b, effortNm: _c, ...wanted } = sent;
          expect({ ...rest, openingM: wanted.openingM }).toEqual(wanted);
          expect(rest.openingM).toBeCloseTo(wanted.openingM, 9);
          for (let i = 0; i < joints; i++) {
            expect(Math.abs(jointsRad[i]! - sent.jointsRad[i]!)).toBeLessThanOrEqual(0.5001e-6);
            expect(Math.abs(jointsRadPerS[i]! - sent.jointsRadPerS[i]!)).toBeLessThanOrEqual(0.5001e-6);
            expect(
              hasEffort ? Math.abs(effortNm[i]! - sent.effortNm[i]!) <= 0.5001e-3 : Number.isNaN(effortNm[i]),
            ).toBe(true);
          }
          const setpoint = setpointOf(joints);
          expect(
            taken(
              framed((out) => putSetpoint(out, sent)),
              (frame) => takeSetpoint(frame, setpoint),
            ),
          ).toBe(true);
          expect(setpoint.jointsRad).toEqual(jointsRad);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("are not sent with what is not finite or past 2147 rad, and not with 13 joints", () => {
    const out = new Uint8Array(ROBOOS_MOST_BYTES);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2148, -2148]) {
      const setpoint = setpointOf(2);
      setpoint.jointsRad[1] = value;
      expect(() => putSetpoint(out, setpoint)).toThrow("a position");
    }
    expect(() => putSetpoint(out, setpointOf(13))).toThrow("the count of joints");
  });

  test("are refused with a byte more or less, another count of joints, or flags that nobody knows", () => {
    const out = new Uint8Array(ROBOOS_MOST_BYTES);
    const good = (put: (out: Uint8Array) => number): number[] =>
      Array.from(out.slice(ROBOOS_PAYLOAD, ROBOOS_PAYLOAD + put(out)));
    const setpoint = good((buffer) => putSetpoint(buffer, setpointOf(2)));
    const state = good((buffer) => putState(buffer, stateOf(2)));
    const asSetpoint = (bytes: number[], joints = 2): unknown =>
      taken(payload(bytes), (frame) => takeSetpoint(frame, setpointOf(joints)));
    const asState = (bytes: number[], joints = 2): unknown =>
      taken(payload(bytes), (frame) => takeState(frame, stateOf(joints)));
    expect([asSetpoint(setpoint), asState(state)]).toEqual([true, true]);
    for (const [read, bytes] of [
      [asSetpoint, setpoint],
      [asState, state],
    ] as const) {
      expect([read([...bytes, 0]), read(bytes.slice(0, -1)), read([]), read(bytes, 3)]).toEqual([
        false,
        false,
        false,
        false,
      ]);
    }
    expect(asSetpoint(setpoint.with(1, 2))).toBe(false);
    expect(asSetpoint(setpoint.with(2, 1))).toBe(false);
    expect(asState(state.with(12, ROBOOS_MODES.length))).toBe(false);
    expect(asState(state.with(13, 8))).toBe(false);
    expect(asState(state.with(15, 1))).toBe(false);
  });
});

describe("the rest of the messages", () => {
  const capabilities: WireCapabilities = {
    name: "bench arm 2",
    firmware: 0x01020003,
    hasGripper: true,
    stopCategories: [0, 1, 2],
    hasBrakes: false,
    measuresEffort: true,
    isHomed: true,
    windowBytes: 512,
    statePeriodMs: 10,
    leastWatchdogMs: 20,
    mostWatchdogMs: 1000,
    joints: [
      { leastRad: -1.5, mostRad: 1.5, mostRadPerS: 2 },
      { leastRad: -3, mostRad: 0.25, mostRadPerS: 1.25 },
    ],
  };

  test("come back as they were sent", () => {
    const back = <T>(put: (out: Uint8Array) => number, take: (frame: RoboosFrame) => T): T | "no frame" =>
      taken(framed(put), take);
    expect(back((out) => putHello(out, 10), takeHello)).toEqual({ periodMs: 10 });
    expect(back(() => 0, isEmpty)).toBe(true);
    expect(back((out) => putStop(out, 2), takeStop)).toBe(2);
    expect(back((out) => putRelease(out, 0xfffffffe), takeRelease)).toEqual({ latchId: 0xfffffffe });
    expect(back((out) => putWatchdog(out, 100, 1), takeWatchdog)).toEqual({ timeoutMs: 100, category: 1 });
    const pulse = { seen: 0x80000001, latchId: 3, mode: "held" } as const;
    expect(back((out) => putPulse(out, pulse), takePulse)).toEqual(pulse);
    const answer = { sequence: 0xffffffff, type: 4, refusal: "e-stop latched" } as const;
    expect(back((out) => putAnswer(out, answer), takeAnswer)).toEqual(answer);
    const fault = { error: "watchdog tripped", joint: 0, detail: -5 } as const;
    expect(back((out) => putFault(out, fault), takeFault)).toEqual(fault);
    expect(back((out) => putCapabilities(out, capabilities), takeCapabilities)).toEqual(capabilities);
  });

  test("of an arm that can do nothing but move say so", () => {
    const bare = {
      ...capabilities,
      hasGripper: false,
      measuresEffort: false,
      isHomed: false,
      hasBrakes: true,
      name: "",
    };
    expect(
      taken(
        framed((out) => putCapabilities(out, { ...bare, stopCategories: [1] })),
        takeCapabilities,
      ),
    ).toEqual({ ...bare, stopCategories: [1] });
  });

  test("of the greatest arm fit a frame", () => {
    const joint = { leastRad: -2147, mostRad: 2147, mostRadPerS: 2147 };
    const great = { ...capabilities, name: "x".repeat(32), joints: Array(12).fill(joint) };
    expect(
      taken(
        framed((out) => putCapabilities(out, great)),
        takeCapabilities,
      ),
    ).toEqual(great);
  });

  test("are refused with a byte too many or too few, or numbers without a meaning", () => {
    const takers: readonly ((frame: RoboosFrame) => unknown)[] = [
      takeHello,
      takeRelease,
      takeWatchdog,
      takePulse,
      takeAnswer,
      takeFault,
      takeCapabilities,
    ];
    for (const take of takers) {
      for (let count = 0; count < 30; count++) {
        const found = taken(payload(new Uint8Array(count).fill(0xff)), take);
        if (found !== null)
          expect([take === takeHello && count === 2, take === takeRelease && count === 4]).toContain(true);
      }
    }
    const out = new Uint8Array(ROBOOS_MOST_BYTES);
    const good = Array.from(out.slice(ROBOOS_PAYLOAD, ROBOOS_PAYLOAD + putCapabilities(out, capabilities)));
    const bytes = Array.from(out.slice(ROBOOS_PAYLOAD, ROBOOS_PAYLOAD + good.length));
    const asCapabilities = (of: number[]): unknown => taken(payload(of), takeCapabilities);
    expect(asCapabilities(bytes)).toEqual(capabilities);
    for (const [at, value] of [
      [0, 0],
      [0, 3],
      [0, 13],
      [1, 2],
      [2, 8],
      [3, 8],
      [9, 255],
      [40, 10],
      [40, 33],
      [41, 7],
    ] as const) {
      expect(asCapabilities(bytes.with(at, value)), `byte ${at}`).toBeNull();
    }
  });

  test("a stop that cannot be read is a controlled one, and stops are known by their type alone", () => {
    expect(taken(payload([9]), takeStop)).toBe(1);
    expect(taken(payload([]), takeStop)).toBe(1);
    expect(Object.values(ROBOOS_TYPE).filter(isRoboosStop)).toEqual([ROBOOS_TYPE.stop, ROBOOS_TYPE.latch]);
  });

  test("numbers of modes, refusals and errors are fixed: firmware is written against them", () => {
    expect(ROBOOS_MODES.indexOf("latched")).toBe(4);
    expect([ROBOOS_REFUSALS.indexOf("e-stop latched"), ROBOOS_REFUSALS.length]).toEqual([7, 14]);
    expect([ROBOOS_ERRORS.indexOf("watchdog tripped"), ROBOOS_ERRORS.length]).toEqual([1, 9]);
  });
});

describe("time and bytes in flight", () => {
  test("age is counted across the wrap of 32 bits", () => {
    expect(elapsedMs(0xfffffff0, 0x10)).toBe(32);
    expect(elapsedMs(100, 90)).toBe(-10);
  });

  test("a line of 115,200 baud may hold 115 bytes, 10 ms of it; a device with less buffer less", () => {
    expect(windowOf(115_200, 512)).toBe(115);
    expect(windowOf(1_000_000, 512)).toBe(512);
    expect(windowOf(1_000_000, 4096)).toBe(1000);
  });

  test("what was not seen counts, what was seen does not, and one frame always fits an empty line", () => {
    const window = createFrameWindow(115);
    expect(window.hasRoom(200)).toBe(true);
    window.wrote(1, 60);
    window.wrote(3, 50);
    expect([window.hasRoom(5), window.hasRoom(6)]).toEqual([true, false]);
    window.seen(2);
    expect(window.inFlightBytes()).toBe(50);
    window.seen(3);
    expect(window.inFlightBytes()).toBe(0);
    for (let i = 0; i < 64; i++) window.wrote(4 + i, 1);
    expect(window.hasRoom(1)).toBe(false);
    expect(() => window.wrote(99, 1)).toThrow("send one that is");
    window.clear();
    expect([window.inFlightBytes(), window.hasRoom(115)]).toEqual([0, true]);
  });
});
