// The reference firmware in motion: how soon and how far it stops by itself, and what can never move it. Figures follow
// from v/a and v²/2a, by hand: 1 rad/s at 10 rad/s² is 100 ms and 50 mrad.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROBOOS_TYPE as T } from "../../drivers/codec/roboos-types.ts";
import { BARE, BRAKED, bytes, type FrameBench, frameBench } from "./frame-host.ts";

/** Setpoints each millisecond, joint 0 up to 1 rad/s within 0.1 s. */
function moving(bench: FrameBench, setpoints = 250): FrameBench {
  bench.arm(100);
  for (let i = 1, rad = bench.plant.trueRad[0]!; i <= setpoints; i++) {
    rad += Math.min(i / 100, 1) * 0.001;
    expect(bench.setpoint([rad, 0], [Math.min(i / 100, 1), 0])).toEqual([]);
  }
  expect(bench.plant.trueRadPerS[0]).toBeCloseTo(1, 2);
  return bench;
}

/** Milliseconds until joint 0 is at rest, and how far it went. */
function toRest(bench: FrameBench, mostMs = 2000): { ms: number; rad: number } {
  const from = bench.plant.trueRad[0]!;
  for (let ms = 0; ms <= mostMs; ms++) {
    if (Math.abs(bench.plant.trueRadPerS[0]!) < 1e-6) return { ms, rad: bench.plant.trueRad[0]! - from };
    bench.run(1);
  }
  return { ms: Number.POSITIVE_INFINITY, rad: Number.NaN };
}

describe("a stop", () => {
  test.each([
    [1, "disarmed"],
    [2, "held"],
  ] as const)("of category %i from 1 rad/s ends within 100 ms and 50 mrad, in %s", (category, mode) => {
    const bench = moving(frameBench());
    expect(bench.say(T.stop, bytes(category))).toEqual([`ack ${T.stop}`]);
    const { ms, rad } = toRest(bench);
    expect(ms).toBeGreaterThanOrEqual(99);
    expect(ms).toBeLessThanOrEqual(101);
    expect(rad).toBeGreaterThan(0.048);
    expect(rad).toBeLessThan(0.052);
    bench.run(5);
    expect(bench.device.mode()).toBe(mode);
  });

  test("is not undone by what comes meanwhile: setpoints and arming are refused until it has ended", () => {
    const bench = moving(frameBench());
    bench.say(T.stop, bytes(1));
    expect(bench.setpoint([0, 0])).toEqual([`nack ${T.setpoint}: not in this mode`]);
    expect(bench.say(T.arm)).toEqual([`nack ${T.arm}: not in this mode`]);
    expect(toRest(bench).ms).toBeLessThanOrEqual(99);
  });

  test("of category 0 under way is not softened by one of category 2", () => {
    const bench = moving(frameBench());
    bench.say(T.stop, bytes(0));
    bench.say(T.stop, bytes(2));
    bench.run(200);
    expect(bench.device.mode()).toBe("disarmed");
  });
});

describe("the watchdog", () => {
  test("trips 101 ms after the last fresh frame and says so; the arm has stood at its last setpoint since", () => {
    const bench = moving(frameBench());
    bench.heard();
    bench.run(99);
    expect(bench.device.mode()).toBe("armed");
    bench.run(3);
    expect(bench.heard()).toEqual(["error: watchdog tripped"]);
    expect(toRest(bench).ms).toBe(0);
    bench.run(5);
    expect(bench.device.mode()).toBe("disarmed");
  });

  test("is fed by no frame of another session, no repetition and none whose echo is old", () => {
    const bench = moving(frameBench());
    bench.heard();
    const repeated = bench.frame(T.heartbeat);
    const oldEchoMs = bench.state().measuredAtMs - 60;
    for (let ms = 0; ms < 103; ms++) {
      bench.device.receive(ms % 2 === 0 ? repeated : bench.frame(T.heartbeat, undefined, { session: 8 }));
      bench.device.receive(bench.frame(T.heartbeat, undefined, { echoMs: oldEchoMs }));
      bench.run(1);
    }
    expect(bench.heard()).toContain("error: watchdog tripped");
  });

  test.each([5000, -5000])(
    "trips when its clock leaps by %i ms: nothing can be told of the age of frames",
    (leapMs) => {
      const bench = moving(frameBench());
      bench.device.jumpClock(leapMs);
      bench.run(2);
      expect(bench.device.mode()).toBe("stopping");
    },
  );
});

describe("a latch", () => {
  const anything = fc.oneof(
    fc.record({
      type: fc.constantFrom(...Object.values(T), 0, 0x3f).filter((type) => type !== T.release),
      payload: fc.uint8Array({ maxLength: 24 }),
      session: fc.constantFrom(7, 8, 0),
      sequence: fc.constantFrom(null, 0, 3, 0xffffffff),
      ttlMs: fc.constantFrom(0, 50, 0xffff),
    }),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom("reboot", "wait", "release of another"),
  );

  test("is cleared by no frame but its own release, by no noise and no power cycle, and nothing moves", () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 40 }), (events) => {
        const bench = frameBench();
        bench.arm();
        bench.say(T.latch);
        bench.run(10);
        const at = [...bench.plant.trueRad];
        for (const event of events) {
          if (event === "reboot") bench.device.reboot();
          else if (event === "wait") bench.run(50);
          else if (event === "release of another") bench.say(T.release, bytes(0, 0, 1, 0));
          else if (event instanceof Uint8Array) bench.device.receive(event);
          else {
            const { type, payload, session, sequence, ttlMs } = event;
            bench.say(type, bytes(...payload), { session, ttlMs, ...(sequence === null ? {} : { sequence }) });
          }
          bench.run(1);
          expect(bench.device.mode()).toBe("latched");
        }
        expect(bench.memory.latch).toBeGreaterThan(0);
        expect([...bench.plant.trueRad]).toEqual(at);
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  test("is opened by the release that names it, into disarmed, and an older release opens no newer one", () => {
    const bench = frameBench();
    bench.arm();
    bench.say(T.latch);
    const release = bench.frame(T.release, bytes(1, 0, 0, 0));
    bench.say(T.latch);
    bench.device.receive(release);
    bench.run(1);
    expect(bench.device.mode()).toBe("latched");
    expect(bench.say(T.release, bytes(2, 0, 0, 0))).toEqual([`ack ${T.release}`]);
    expect([bench.device.mode(), bench.memory]).toEqual(["disarmed", { latch: 0, newest: 2 }]);
  });
});

describe("a setpoint", () => {
  const refusedAs = (why: string): string[] => [`nack ${T.setpoint}: ${why}`];

  test("is refused with another count of joints, outside the range, or further than speed and time allow", () => {
    const bench = frameBench();
    bench.arm();
    expect(bench.setpoint([0])).toEqual(refusedAs("wrong count of joints"));
    expect(bench.say(T.setpoint, bytes(2, 0, 0, 0, 9))).toEqual(refusedAs("malformed payload"));
    expect(bench.setpoint([2.001, 0])).toEqual(refusedAs("outside of the range"));
    // At 2 rad/s, 5 ms after arming: 10 mrad, and 1 mrad more.
    expect(bench.setpoint([0, 0.02])).toEqual(refusedAs("too far from the last setpoint"));
    expect(bench.setpoint([0.01, 0.01])).toEqual([]);
    bench.run(90);
    expect(bench.plant.trueRad[0]).toBeCloseTo(0.01, 6);
  });

  test("earns no more reach than the watchdog's time, however long none came", () => {
    const bench = frameBench();
    bench.arm(50);
    for (let ms = 0; ms < 500; ms++) bench.say(T.heartbeat);
    expect(bench.setpoint([0.102, 0])).toEqual(refusedAs("too far from the last setpoint"));
    expect(bench.setpoint([0.1, 0])).toEqual([]);
  });
});

describe("faults of the arm", () => {
  test("a stuck joint is noticed 0.1 rad and 100 ms behind: does not follow, faulted, and stays so", () => {
    const bench = frameBench();
    bench.arm(1000);
    bench.plant.faults.set(1, "stuck");
    const heard = Array.from({ length: 300 }, (_, i) => bench.setpoint([0, 0.001 * i])).flat();
    expect(heard).toContain("error: does not follow");
    expect(bench.device.mode()).toBe("faulted");
    expect(bench.say(T.hello, bytes(10, 0))).toContain("capabilities");
    expect(bench.device.mode()).toBe("faulted");
  });

  test("frozen feedback is noticed too, an echo of the command is not: the host has to", () => {
    const heard = (["frozen", "echo"] as const).map((fault) => {
      const bench = frameBench();
      bench.arm(1000);
      bench.plant.faults.set(0, fault);
      return Array.from({ length: 300 }, (_, i) => bench.setpoint([0.001 * i, 0])).flat();
    });
    expect(heard[0]).toContain("error: does not follow");
    expect(heard[1]).toEqual([]);
  });

  test("a wrong homing reports 0.3 rad beside the truth", () => {
    const bench = frameBench();
    bench.plant.faults.offset(0, 0.3);
    bench.arm();
    bench.run(20);
    expect(bench.state().jointsRad[0]).toBeCloseTo(0.3, 6);
    expect(bench.plant.trueRad[0]).toBe(0);
  });
});

describe("an arm without brakes", () => {
  test("lowers itself at 0.3 rad/s before the power goes, after a stop of category 1", () => {
    const bench = moving(frameBench([BARE, BRAKED]), 1050);
    bench.say(T.stop, bytes(1));
    bench.run(110);
    let fastest = 0;
    for (let ms = 0; ms < 3300; ms++) {
      bench.run(1);
      fastest = Math.max(fastest, Math.abs(bench.plant.trueRadPerS[0]!));
    }
    expect(bench.device.mode()).toBe("stopping");
    bench.run(300);
    expect(bench.device.mode()).toBe("disarmed");
    expect(bench.plant.trueRad[0]).toBeCloseTo(-1, 2);
    expect(fastest).toBeLessThan(0.301);
  });

  test.each([
    ["disarm", T.disarm, bytes()],
    ["a hello of another host", T.hello, bytes(10, 0)],
  ])("lowers itself, and is not dropped, when it stands still and %s comes", (_what, type, payload) => {
    const bench = moving(frameBench([BARE, BRAKED]), 1048);
    for (let i = 0; i < 300; i++) bench.setpoint([0, 0]);
    bench.say(type, payload);
    let fastest = 0;
    for (let ms = 0; ms < 3800; ms++) {
      bench.run(1);
      fastest = Math.max(fastest, Math.abs(bench.plant.trueRadPerS[0]!));
      if (ms === 100) expect(bench.device.mode()).toBe("stopping");
    }
    expect(bench.device.mode()).toBe("disarmed");
    expect(bench.plant.trueRad[0]).toBeCloseTo(-1, 2);
    expect(fastest).toBeLessThan(0.301);
  });

  test("falls when its power is cut: 1 rad in 0.58 s, and is not at rest before", () => {
    const bench = moving(frameBench([BARE, BRAKED]), 1048);
    for (let i = 0; i < 300; i++) bench.setpoint([0, 0]);
    bench.say(T.stop, bytes(0));
    // 0.5 s and 0.75 rad until 3 rad/s, then 0.25 rad in 0.083 s.
    bench.run(570);
    expect(bench.plant.trueRad[0]).toBeGreaterThan(-1);
    expect(bench.device.mode()).toBe("stopping");
    bench.run(16);
    expect(bench.plant.trueRad[0]).toBe(-1);
    expect(bench.device.mode()).toBe("disarmed");
  });
});

describe("the device", () => {
  test("pulses every 100 ms without a session, then reports every 10 ms as agreed", () => {
    const bench = frameBench();
    bench.run(1000);
    expect(bench.heard()).toEqual(Array.from({ length: 10 }, () => "pulse"));
    bench.say(T.hello, bytes(10, 0));
    const first = bench.state().measuredAtMs;
    bench.run(100);
    expect(bench.state().measuredAtMs - first).toBe(100);
  });

  test("drops what is held when its buffer overruns, says so, and lives on", () => {
    const bench = frameBench();
    bench.arm();
    const many = Array.from({ length: 20 }, () => bench.frame(T.heartbeat));
    for (const frame of many) bench.device.receive(frame);
    expect(bench.heard()).toContain("error: input buffer overran");
    bench.run(1);
    expect(bench.say(T.arm)).toEqual([`ack ${T.arm}`]);
  });

  test("continues nothing after power was off: disarmed, no session, no watchdog", () => {
    const bench = moving(frameBench([BRAKED, BRAKED]));
    bench.device.reboot();
    bench.run(200);
    const at = bench.plant.trueRad[0];
    expect(bench.setpoint([at!, 0])).toEqual([`nack ${T.setpoint}: another session`]);
    bench.run(200);
    expect([bench.device.mode(), bench.plant.trueRad[0]]).toEqual(["disarmed", at]);
  });

  test("sends the same bytes and moves the same however time is cut", () => {
    const run = (cutMs: number): string => {
      const bench = moving(frameBench([BARE, BRAKED]));
      for (let ms = 0; ms < 300; ms += cutMs) bench.run(cutMs);
      return JSON.stringify([bench.heard(), [...bench.plant.trueRad], bench.state()]);
    };
    expect(run(0.25)).toBe(run(100));
  });
});
