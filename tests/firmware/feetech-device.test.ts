// The SO-101's bus of six servos as a host meets it. Packets written in hex are the manufacturer's own (Feetech,
// "Communication Protocol User Manual", 1.3.1 to 1.3.7) or summed by hand; times follow from steps, by hand.
import { describe, expect, test } from "vitest";
import { robotNamed } from "../../robots/registry.ts";
import { createFeetechDevice, type FeetechDevice } from "../../simulators/firmware/feetech-device.ts";
import { createJointModel, type JointModel } from "../../simulators/firmware/joint-model.ts";
import type { JointBuild } from "../../simulators/firmware/plant.ts";
import { unbrakedBuilds } from "../../simulators/firmware/robot-builds.ts";
import { hex } from "../codec/streams.ts";

const STEP = (2 * Math.PI) / 4096;
const REST = { shoulder_lift: -1.7, elbow_flex: 1.6, wrist_flex: 1.2 };
const JAW: JointBuild = {
  leastRad: -0.17,
  mostRad: 1.75,
  mostRadPerS: 3.5,
  accelerationRadPerS2: 15,
  hasBrake: false,
  fall: null,
};
const BUILDS = [...unbrakedBuilds(robotNamed("so101")!.joints, REST), JAW];

interface Bus {
  readonly device: FeetechDevice;
  readonly plant: JointModel;
  readonly got: number[];
  /** Sends a packet of these bytes with header and checksum round them; what came back within 3 ms, in hex. */
  say(id: number, ...rest: number[]): string;
  raw(packet: string): string;
  run(ms: number): void;
  /** Little-endian value of a register of two bytes, or of one. */
  get(id: number, address: number, width?: 1 | 2): number;
}

const text = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");

function bus(startSteps: readonly number[] = [], echoes = false): Bus {
  const start = BUILDS.map(({ fall }, i) =>
    startSteps[i] === undefined ? (fall?.restRad ?? 0) : startSteps[i]! * STEP,
  );
  const plant = createJointModel(BUILDS, start);
  const got: number[] = [];
  const device = createFeetechDevice({
    plant,
    ids: [1, 2, 3, 4, 5, 6],
    send: (bytes) => got.push(...bytes),
    baud: 1_000_000,
    echoes,
    replyDelayS: 0.0002,
  });
  const exchange = (bytes: Uint8Array): string => {
    got.length = 0;
    device.receive(bytes);
    device.advance(0.003);
    return text(got);
  };
  const say = (id: number, ...rest: number[]): string => {
    const body = [id, rest.length + 1, ...rest];
    const sum = body.reduce((total, byte) => total + byte, 0);
    return exchange(Uint8Array.from([0xff, 0xff, ...body, ~sum & 0xff]));
  };
  return {
    device,
    plant,
    got,
    say,
    raw: (packet) => exchange(hex(packet)),
    run: (ms) => device.advance(ms / 1000),
    get(id, address, width = 2) {
      const reply = hex(say(id, 2, address, width));
      expect([reply[2], reply.length]).toEqual([id, 6 + width]);
      return width === 1 ? reply[5]! : reply[5]! + 256 * reply[6]!;
    },
  };
}

describe("the manual's packets", () => {
  test("a ping of servo 1 is answered, one of all and one of nobody is not", () => {
    const { raw, say } = bus();
    expect(raw("FF FF 01 02 01 FB")).toBe("FF FF 01 02 00 FC");
    expect(say(0xfe, 1)).toBe("");
    expect(say(9, 1)).toBe("");
  });

  test("a read of the position 1304 is answered as printed", () => {
    expect(bus([1304 - 2048]).raw("FF FF 01 04 02 38 02 BE")).toBe("FF FF 01 04 00 18 05 DD");
  });

  test("a write of a goal is confirmed, and not to all, and not at reply level 0", () => {
    const { raw, say } = bus();
    expect(raw("FF FF 01 09 03 2A 00 08 00 00 E8 03 D5")).toBe("FF FF 01 02 00 FC");
    expect(say(0xfe, 3, 0x2a, 0, 8)).toBe("");
    expect(say(1, 3, 8, 0)).toBe("");
    expect(say(1, 3, 0x2a, 0, 8)).toBe("");
    expect(raw("FF FF 01 02 01 FB")).toBe("FF FF 01 02 00 FC");
  });

  test("a reg write waits for the action of all, and says so meanwhile", () => {
    const { raw, get } = bus();
    expect(raw("FF FF 01 09 04 2A 00 08 00 00 E8 03 D4")).toBe("FF FF 01 02 00 FC");
    expect([get(1, 42), get(1, 64, 1)]).toEqual([0, 1]);
    expect(raw("FF FF FE 02 05 FA")).toBe("");
    expect([get(1, 42), get(1, 46), get(1, 64, 1)]).toEqual([2048, 1000, 0]);
  });

  test("a sync write sets four servos without a word, and leaves the others", () => {
    const { raw, get } = bus();
    const goals = "01 00 08 00 00 E8 03 02 00 08 00 00 E8 03 03 00 08 00 00 E8 03 04 00 08 00 00 E8 03";
    expect(raw(`FF FF FE 20 83 2A 06 ${goals} 58`)).toBe("");
    expect([1, 2, 3, 4, 5].map((id) => get(id, 42))).toEqual([2048, 2048, 2048, 2048, 0]);
  });

  test("a sync read is answered by each in the order asked: position, speed, load, volts, degrees", () => {
    const { raw } = bus([0, -1]);
    expect(raw("FF FF FE 06 82 38 08 01 02 36")).toBe(
      // Position 2048 and 2047, at rest, 12.0 V, 25 °C. The second falls: 3 ms at 5 rad/s² come after it was read.
      "FF FF 01 0A 00 00 08 00 00 00 00 78 19 5B FF FF 02 0A 00 FF 07 00 00 00 00 78 19 5C",
    );
  });

  test("a reply that its host talks into is lost", () => {
    const { device, raw } = bus();
    expect(raw("FF FF 01 02 01 FB FF FF 02 02 01 FA")).toBe("FF FF 02 02 00 FB");
    expect(device.collisions()).toBe(1);
  });

  test("on an adapter that hears itself, the instruction comes back before the answer", () => {
    expect(bus([], true).raw("FF FF 01 02 01 FB")).toBe("FF FF 01 02 01 FB FF FF 01 02 00 FC");
  });

  test("a reply comes after the servo's return delay and the time of its bytes, six of them one after another", () => {
    const { device, say, got } = bus();
    expect(say(1, 3, 7, 250)).toBe("FF FF 01 02 00 FC");
    got.length = 0;
    device.receive(hex("FF FF 01 02 01 FB"));
    // 250 × 2 µs, 0.2 ms of the bus, 6 bytes at 1 Mbaud: 0.76 ms.
    device.advance(0.00075);
    expect(got.length).toBe(0);
    device.advance(0.00002);
    expect(got.length).toBe(6);
    got.length = 0;
    device.receive(hex("FF FF FE 0A 82 38 02 01 02 03 04 05 06 26"));
    // 0.2 ms and 8 bytes each, and once the delay of servo 1: 2.18 ms.
    device.advance(0.0021);
    expect(got.length).toBe(40);
    device.advance(0.0001);
    expect([got.length, got[42]]).toEqual([48, 6]);
  });

  test("a damaged instruction is neither done nor answered, and half of one is forgotten in 2 ms", () => {
    const { raw } = bus();
    expect(raw("FF FF 01 02 01 FA")).toBe("");
    expect(raw("FF FF 01 09 03 2A")).toBe("");
    expect(raw("FF FF 01 02 01 FB")).toBe("FF FF 01 02 00 FC");
  });
});

describe("motion", () => {
  test("1000 steps at 1000 steps/s and 5000 steps/s² take 1.2 s, and go on although the host says nothing more", () => {
    const { device, plant, say, run, get } = bus();
    say(5, 3, 0x28, 0);
    // Acceleration 50 of 100 steps/s², goal 3048, time 0, speed 1000; then torque on.
    say(5, 3, 0x29, 50, 0xe8, 0x0b, 0, 0, 0xe8, 0x03);
    say(5, 3, 0x28, 1);
    run(600);
    expect(get(5, 66, 1)).toBe(1);
    expect(plant.trueRadPerS[4]! / STEP).toBeCloseTo(1000, 0);
    run(570);
    expect(Math.abs(plant.trueRad[4]! / STEP - 1000)).toBeGreaterThan(0.5);
    run(80);
    expect(Math.abs(plant.trueRad[4]! / STEP - 1000)).toBeLessThan(0.01);
    expect([get(5, 56), get(5, 66, 1)]).toEqual([3048, 0]);
    expect(device.collisions()).toBe(0);
  });

  test("switching torque on goes to the goal that was written last, although the arm has sunk since", () => {
    const { plant, say, run, get } = bus([0, 0]);
    say(2, 3, 0x2a, 0, 8);
    say(2, 3, 0x28, 1);
    run(1000);
    expect(get(2, 56)).toBe(2048);
    say(2, 3, 0x28, 0);
    run(2000);
    expect(plant.trueRad[1]).toBe(REST.shoulder_lift);
    say(2, 3, 0x28, 1);
    run(2000);
    expect(get(2, 56)).toBe(2048);
  });

  test("a quarter of the torque accelerates a quarter as fast", () => {
    const { plant, say, run } = bus();
    say(5, 3, 48, 250, 0);
    say(5, 3, 0x2a, 0xe8, 0x0b);
    say(5, 3, 0x28, 1);
    run(97);
    // Half of 15 rad/s² / 4 × (0.1 s)².
    expect(plant.trueRad[4]).toBeCloseTo(0.01875, 3);
  });

  test("a goal outside the range kept by the servo ends at the range", () => {
    const { say, run, get } = bus();
    say(5, 3, 0x37, 0);
    say(5, 3, 9, 0, 4, 0, 9);
    say(5, 3, 0x28, 1, 0, 0xff, 0x0f);
    run(3000);
    expect(get(5, 56)).toBe(0x900);
  });
});

describe("what it keeps", () => {
  test("an offset written behind the lock is lost with power, one written unlocked is not", () => {
    const { device, say, get } = bus();
    say(1, 3, 31, 10, 0);
    expect(get(1, 56)).toBe(2048 - 10);
    device.reboot();
    expect(get(1, 56)).toBe(2048);
    say(1, 3, 0x37, 0);
    say(1, 3, 31, 10, 0x08);
    device.reboot();
    // Bit 11 is the sign: minus 10.
    expect(get(1, 56)).toBe(2048 + 10);
    expect([get(1, 55, 1), get(1, 40, 1)]).toEqual([1, 0]);
  });

  test("a measured value cannot be written, and 128 into the torque register makes here the middle", () => {
    const { say, get } = bus([300]);
    say(1, 3, 56, 0, 0);
    expect(get(1, 56)).toBe(2348);
    say(1, 3, 0x28, 128);
    expect([get(1, 56), get(1, 40, 1)]).toEqual([2048, 0]);
  });

  test("a reset brings factory values and keeps the id; a reboot of all loosens the arm", () => {
    const { plant, say, run, get } = bus([0, 0]);
    say(2, 3, 0x37, 0);
    say(2, 3, 5, 12);
    expect([get(12, 5, 1), get(12, 3)]).toEqual([12, 777]);
    say(12, 3, 21, 16);
    say(12, 6);
    expect([get(12, 5, 1), get(12, 21, 1)]).toEqual([12, 32]);
    say(0xfe, 8);
    run(2000);
    expect(plant.trueRad[1]).toBe(REST.shoulder_lift);
  });
});

describe("faults", () => {
  test("a stuck joint overloads after 2 s: the bit is in every reply, and the torque is gone until it is set anew", () => {
    const { plant, say, run } = bus();
    plant.faults.set(4, "stuck");
    say(5, 3, 0x2a, 0xe8, 0x0b);
    say(5, 3, 0x28, 1);
    run(1900);
    expect(say(5, 1)).toBe("FF FF 05 02 00 F8");
    run(200);
    expect(say(5, 1)).toBe("FF FF 05 02 20 D8");
    plant.faults.set(4, null);
    run(1000);
    expect(plant.trueRad[4]).toBe(0);
    expect(say(5, 3, 0x28, 1)).toBe("FF FF 05 02 00 F8");
    run(2000);
    expect(plant.trueRad[4]! / STEP).toBeCloseTo(1000, 2);
  });

  test("a stall heats it to 70 °C in 54 s; there it lets go and takes hold by itself, and gets no hotter", () => {
    const { plant, say, run, get } = bus();
    // Protection by load off (36: 100 %), to see the other.
    say(5, 3, 36, 100);
    plant.faults.set(4, "stuck");
    say(5, 3, 0x2a, 0xe8, 0x0b);
    say(5, 3, 0x28, 1);
    // 25 °C + 100 K × (1 - e^(-t / 90 s)) is 70 °C after 54 s.
    run(52_000);
    expect([get(5, 63, 1), say(5, 1)]).toEqual([expect.closeTo(69, -1), "FF FF 05 02 00 F8"]);
    const loads = new Set<number>();
    for (let ms = 0; ms < 10_000; ms++) {
      run(1);
      if (ms > 4000) loads.add(plant.load[4]!);
    }
    expect(loads).toEqual(new Set([0, 1]));
    expect(get(5, 63, 1)).toBe(70);
  });

  test("supply of 15 V is a fault in every reply", () => {
    const { device, say } = bus();
    device.supply(15);
    expect(say(1, 1)).toBe("FF FF 01 02 01 FB");
  });

  test("frozen feedback stands still while the joint moves; an echo of the command is there before the joint", () => {
    const reads = (["frozen", "echo"] as const).map((fault) => {
      const { plant, say, run, get } = bus();
      plant.faults.set(4, fault);
      say(5, 3, 0x2a, 0xe8, 0x0b);
      say(5, 3, 0x28, 1);
      run(100);
      const early = get(5, 56);
      run(2000);
      expect(plant.trueRad[4]! / STEP).toBeCloseTo(1000, 2);
      return [early, get(5, 56)];
    });
    expect(reads).toEqual([
      [2048, 2048],
      [3048, 3048],
    ]);
  });

  test("a wrong homing moves the arm to a place 100 steps beside the one it reports", () => {
    const { plant, say, run, get } = bus();
    plant.faults.offset(4, 100 * STEP);
    say(5, 3, 0x2a, 0xe8, 0x0b);
    say(5, 3, 0x28, 1);
    run(2000);
    expect(get(5, 56)).toBe(3048);
    expect(plant.trueRad[4]! / STEP).toBeCloseTo(900, 2);
  });
});
