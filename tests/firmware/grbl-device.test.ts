// A Grbl board as a host meets it. Figures follow from the settings by hand; those that were measured on real firmware are
// named so (shared/facts.md: a hold from 100 mm/s at 500 mm/s² ends 244 ms and 14.5 mm later).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGrblLine } from "../../drivers/codec/grbl-replies.ts";
import { robotNamed } from "../../robots/registry.ts";
import { createGrblDevice, type GrblDevice } from "../../simulators/firmware/grbl-device.ts";
import { type AxisSetting, grblSettings } from "../../simulators/firmware/grbl-settings.ts";
import { createJointModel, type JointModel } from "../../simulators/firmware/joint-model.ts";
import type { JointBuild } from "../../simulators/firmware/plant.ts";
import { unbrakedBuilds } from "../../simulators/firmware/robot-builds.ts";

/** A millimetre of these axes is a milliradian of the plant; ±200 mm. */
const MM = 0.001;
const AXIS: JointBuild = {
  leastRad: -0.2,
  mostRad: 0.2,
  mostRadPerS: 1,
  accelerationRadPerS2: 1,
  hasBrake: true,
  fall: null,
};

interface Board {
  readonly device: GrblDevice;
  readonly plant: JointModel;
  /** Sends text (`\x18` and the like are bytes) and gives the lines that came since the last time. */
  say(text: string, ms?: number): string[];
  run(ms: number): string[];
  /** Machine position that is reported, and where axis 0 truly is, mm. */
  at(): number[];
  truly(axis?: number): number;
}

const SETTING = { stepsPerUnit: 250, ratePerMin: 6000, accelerationPerS2: 500, travel: 400 };

function board(
  settings: Readonly<Record<number, number>> = {},
  builds: readonly JointBuild[] = [AXIS, AXIS, AXIS],
  axes: readonly AxisSetting[] = [SETTING, SETTING, SETTING],
  radPerUnit = MM,
): Board {
  const plant = createJointModel(
    builds,
    builds.map(() => 0),
  );
  let text = "";
  const device = createGrblDevice({
    plant,
    settings: grblSettings(axes, settings),
    radPerUnit,
    home: [-190, -190, 190],
    send: (bytes) => {
      text += String.fromCharCode(...bytes);
    },
  });
  const heard = (): string[] => {
    const lines = text.split("\r\n").filter((line) => line !== "");
    text = "";
    return lines;
  };
  return {
    device,
    plant,
    say(sent, ms = 0) {
      device.receive(Uint8Array.from(sent, (character) => character.charCodeAt(0)));
      device.advance(ms / 1000);
      return heard();
    },
    run(ms) {
      device.advance(ms / 1000);
      return heard();
    },
    at() {
      heard();
      device.receive(Uint8Array.of(0x3f));
      const [, position = ""] = /MPos:([^|]+)/.exec(heard().join("")) ?? [];
      return position.split(",").map(Number);
    },
    truly: (axis = 0) => plant.trueRad[axis]! / radPerUnit,
  };
}

/** Running at 100 mm/s along x, 30 mm on its way. */
function running(settings: Readonly<Record<number, number>> = {}): Board {
  const bench = board(settings);
  bench.run(0);
  expect(bench.say("$X\nG1X150F6000\n").at(-1)).toBe("ok");
  bench.run(400);
  expect(bench.truly()).toBeCloseTo(30, 6);
  return bench;
}

const UNLOCK = "[MSG:'$H'|'$X' to unlock]";
const WELCOME = "Grbl 1.1h ['$' for help]";

describe("motion", () => {
  test("140 mm at 100 mm/s and 500 mm/s² take 1.6 s, and what is reported is where it is", () => {
    const bench = board();
    expect(bench.say("G1X140F6000\n")).toEqual([WELCOME, "ok"]);
    bench.run(1590);
    expect(bench.device.state()).toBe("Run");
    bench.run(12);
    expect(bench.device.state()).toBe("Idle");
    expect([bench.at()[0], bench.truly()]).toEqual([140, expect.closeTo(140, 6)]);
  });

  test("fourteen queued moves of 122 mm in all go on for 2.5 s after the host has died", () => {
    const bench = board();
    bench.run(0);
    const lines = Array.from({ length: 14 }, (_, i) => `G1X${(((i + 1) * 122) / 14).toFixed(3)}F3000\n`).join("");
    expect(bench.say(lines).filter((line) => line === "ok").length).toBe(14);
    bench.run(2500);
    expect(bench.truly()).toBeGreaterThan(120);
    expect(bench.truly()).toBeLessThan(122);
    // 122 mm at 50 mm/s, and 0.1 s for getting fast and slow.
    bench.run(60);
    expect([bench.truly(), bench.device.state()]).toEqual([expect.closeTo(122, 3), "Idle"]);
  });

  test("a right angle is taken at the speed that a deviation of 0.01 mm allows: below 4 mm/s", () => {
    const bench = board();
    bench.say("G1X50F6000\nG1Y50\n");
    let slowest = 100;
    for (let ms = 0; ms < 1300; ms++) {
      bench.run(1);
      const speed = Math.hypot(bench.plant.trueRadPerS[0]!, bench.plant.trueRadPerS[1]!) / MM;
      if (ms > 300 && ms < 1000) slowest = Math.min(slowest, speed);
    }
    // √(500 × 0.01 × sin45° / (1 - sin45°)) = 3.5 mm/s.
    expect(slowest).toBeLessThan(5.5);
    expect(slowest).toBeGreaterThan(1);
  });

  test("any moves end where they were sent, no axis faster than its rate and none changing faster than it may", () => {
    const place = fc.integer({ min: -150, max: 150 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, place, fc.integer({ min: 1200, max: 9000 })), { minLength: 1, maxLength: 6 }),
        (moves) => {
          const bench = board();
          bench.say(moves.map(([x, y, feed]) => `G1X${x}Y${y}F${feed}\n`).join(""));
          const before = [0, 0];
          for (let ms = 0; ms < 600_000 && (ms === 0 || bench.device.state() !== "Idle"); ms += 10) {
            bench.run(10);
            for (const axis of [0, 1]) {
              const speed = bench.plant.trueRadPerS[axis]! / MM;
              expect(Math.abs(speed)).toBeLessThan(100.001);
              // Steps change their speed once a segment: by a × 10 ms, and twice that where two ends meet in one look;
              // a corner of small deviation adds its own.
              expect(Math.abs(speed - before[axis]!)).toBeLessThan(22);
              before[axis] = speed;
            }
          }
          expect(bench.truly(0)).toBeCloseTo(moves.at(-1)![0], 4);
          expect(bench.truly(1)).toBeCloseTo(moves.at(-1)![1], 4);
        },
      ),
      { numRuns: 15, seed: 4 },
    );
  });
});

describe("a hold", () => {
  test("from 100 mm/s ends 240 to 251 ms and 14 to 15 mm later: five prepared segments, then 500 mm/s²", () => {
    const bench = running();
    const from = bench.truly();
    bench.say("!");
    let ms = 0;
    while (bench.at() && !bench.say("?")[0]!.startsWith("<Hold:0")) {
      bench.run(1);
      ms++;
    }
    expect(ms).toBeGreaterThanOrEqual(239);
    expect(ms).toBeLessThanOrEqual(251);
    expect(bench.truly() - from).toBeGreaterThan(13.9);
    expect(bench.truly() - from).toBeLessThan(15.1);
    expect(bench.at()[0]).toBeCloseTo(bench.truly(), 3);
  });

  test("keeps lines waiting, and a resume goes on to the end of the move", () => {
    const bench = running();
    bench.say("!", 400);
    expect(bench.say("G1X100\n", 200)).toEqual([]);
    const at = bench.truly();
    bench.run(1000);
    expect(bench.truly()).toBe(at);
    expect(bench.say("~")).toEqual(["ok"]);
    bench.run(4000);
    expect([bench.truly(), bench.device.state()]).toEqual([expect.closeTo(100, 6), "Idle"]);
  });

  test("by the door is resumed only after it has come to rest", () => {
    const bench = running();
    expect(bench.say("\x84", 100)).toEqual(["[MSG:Check Door]"]);
    expect(bench.say("~?")[0]).toMatch(/^<Door:2\|/);
    bench.run(300);
    expect(bench.say("?")[0]).toMatch(/^<Door:0\|/);
    bench.say("~", 3000);
    expect(bench.truly()).toBeCloseTo(150, 6);
  });
});

describe("a reset", () => {
  test("in motion ends the steps at once, is alarm 3, and half a second later a new start that is locked", () => {
    const bench = running();
    const reported = bench.at()[0]!;
    expect(bench.say("\x18", 2)).toEqual(["ALARM:3"]);
    // The motor runs on for 10 ms at 100 mm/s: what is reported from here on is 1 mm beside the truth.
    expect(bench.truly() - reported).toBeCloseTo(1, 3);
    const at = bench.truly();
    expect(bench.say("G1X0F600\n$X\n", 400)).toEqual([]);
    expect(bench.run(200)).toEqual([WELCOME, UNLOCK]);
    expect([bench.truly(), bench.at()[0]]).toEqual([at, expect.closeTo(reported, 3)]);
    expect(bench.say("G1X0F600\n")).toEqual(["error:9"]);
    expect(bench.say("$X\n")).toEqual(["[MSG:Caution: Unlocked]", "ok"]);
    expect(bench.device.state()).toBe("Idle");
  });

  test("that is repeated while its alarm is said changes nothing", () => {
    expect(running().say("\x18\x18", 600)).toEqual(["ALARM:3", WELCOME, UNLOCK]);
  });

  test("at rest, and in a hold that has ended, keeps the position and needs no unlocking", () => {
    const bench = running();
    bench.say("!", 400);
    const at = bench.truly();
    expect(bench.say("\x18")).toEqual([WELCOME]);
    expect([bench.device.state(), bench.at()[0]]).toEqual(["Idle", expect.closeTo(at, 3)]);
    bench.run(1000);
    expect(bench.truly()).toBe(at);
  });

  test("answers ok for a line that was waiting for room and is never carried out", () => {
    const bench = board();
    bench.run(0);
    const lines = Array.from({ length: 16 }, (_, i) => `G1X${i + 1}F60\n`).join("");
    expect(bench.say(lines).filter((line) => line === "ok").length).toBe(15);
    expect(bench.say("\x18", 600)).toEqual(["ALARM:3", "ok", WELCOME, UNLOCK]);
  });
});

describe("the receive buffer", () => {
  test("holds 128 bytes behind a full planner and loses the rest without a word; realtime bytes pass", () => {
    const bench = board();
    bench.say(Array.from({ length: 16 }, (_, i) => `G1X${i + 1}F60\n`).join(""));
    bench.say("(".padEnd(127, "-"));
    expect(bench.say("?")[0]).toContain("|Bf:0,1|");
    bench.say("--)\n");
    expect(bench.device.lost()).toBe(3);
    expect(bench.say("!?")[0]).toMatch(/^<Hold:1\|.*\|Bf:0,0\|/);
  });

  test("of 80 characters in one line makes error 11, and the line after it counts again", () => {
    const bench = board();
    expect(bench.say(`G1X10F600${"0".repeat(71)}\nG4P0\n`, 5)).toEqual([WELCOME, "error:11", "ok"]);
  });
});

describe("lines", () => {
  test.each([
    ["G1X10", "error:22"],
    ["G2X10Y0I5F100", "error:20"],
    ["G0G1X10F100", "error:21"],
    ["X10X20", "error:25"],
    ["10", "error:1"],
    ["GX", "error:2"],
    ["G1X10F-5", "error:4"],
    ["G1X10P3F100", "error:36"],
    ["G4", "error:28"],
    ["G92", "error:26"],
    ["G1A10F100", "error:20"],
    ["$Q", "error:3"],
    ["$999=1", "error:3"],
    ["$110=-1", "error:4"],
    ["$20=1", "error:10"],
    ["$H", "error:5"],
    ["$J=X10", "error:22"],
    ["$J=G1X10F100", "error:16"],
    ["$110=3000", "ok"],
    ["g1 x10 (a comment) f600 ; more", "ok"],
    ["", "ok"],
  ])("%j is answered %s", (line, reply) => {
    const bench = board();
    bench.run(0);
    expect(bench.say(`${line}\n`, 5).filter((said) => said !== WELCOME)).toEqual([reply]);
  });

  test("that are already there run on behind an error", () => {
    const bench = board();
    expect(bench.say("G1X10F6000\nG2X5\nG1X20\n", 2000)).toEqual([WELCOME, "ok", "error:20", "ok"]);
    expect(bench.truly()).toBeCloseTo(20, 6);
  });

  test("in check mode are judged and not carried out, and its end is a new start", () => {
    const bench = board();
    bench.run(0);
    expect(bench.say("$C\nG1X20F600\nG1X5Z\nG91G1X5\n", 500)).toEqual(["[MSG:Enabled]", "ok", "ok", "error:2", "ok"]);
    expect([bench.truly(), bench.device.state()]).toEqual([0, "Check"]);
    expect(bench.say("$C\n")).toEqual(["[MSG:Disabled]", "ok", WELCOME]);
    expect(bench.device.state()).toBe("Idle");
  });

  test("are inches and steps by so much where they say so, from an origin that was moved", () => {
    const bench = board();
    bench.say("G20G91G1X1F100\nG92X0\nG21G90G1X-5.4\n", 4000);
    expect(bench.truly()).toBeCloseTo(20, 3);
  });

  test("a dwell of 0.5 s is answered when it is over, behind the moves before it", () => {
    const bench = board();
    bench.run(0);
    expect(bench.say("G1X10F6000\nG4P0.5\n", 700)).toEqual(["ok"]);
    // 10 mm need 2 × √(10 / 500) = 0.283 s.
    expect(bench.run(95)).toEqual(["ok"]);
  });
});

describe("soft limits", () => {
  const LIMITS = { 20: 1, 22: 1 };

  test("stop a target 1 mm beyond the range before it moves: alarm 2, and only a reset is heard", () => {
    const bench = board(LIMITS);
    bench.say("$X\n");
    expect(bench.say("G1X201F600\n", 600)).toEqual(["ALARM:2", "[MSG:Reset to continue]"]);
    expect(bench.say("?$X\nG1X0F600\n", 1000)).toEqual([]);
    expect(bench.truly()).toBe(0);
    expect(bench.say("\x18")).toEqual(["ok", WELCOME, UNLOCK]);
    expect(bench.say("$X\n")).toEqual(["[MSG:Caution: Unlocked]", "ok"]);
  });

  test("in motion hold first, and the position is kept", () => {
    const bench = running(LIMITS);
    bench.say("G1X-201\n", 200);
    expect(bench.run(100)).toEqual(["ALARM:2"]);
    bench.say("\x18", 600);
    bench.say("\x18$X\n");
    expect(bench.at()[0]).toBeCloseTo(bench.truly(), 3);
    expect(bench.truly()).toBeLessThan(46);
  });

  test("refuse a jog beyond them with error 15 and no alarm", () => {
    const bench = board(LIMITS);
    expect(bench.say("$X\n$J=G90X300F600\n").slice(2)).toEqual(["[MSG:Caution: Unlocked]", "ok", "error:15"]);
    expect(bench.device.state()).toBe("Idle");
  });
});

describe("a jog", () => {
  test("is cancelled by 0x85 within 250 ms at 100 mm/s, and back to idle with its position", () => {
    const bench = board();
    expect(bench.say("$J=G91X150F6000\n")).toEqual([WELCOME, "ok"]);
    bench.run(400);
    expect(bench.say("G1X0F600\n")).toEqual(["error:9"]);
    bench.say("\x85", 251);
    expect(bench.device.state()).toBe("Idle");
    expect(bench.at()[0]).toBeCloseTo(bench.truly(), 3);
    expect(bench.truly()).toBeLessThan(45.1);
  });

  test("that waits in the buffer runs although the one before it was cancelled", () => {
    const bench = board();
    bench.say("$J=X150F6000\n", 400);
    bench.say("\x85$J=X0F6000\n", 3000);
    expect(bench.truly()).toBeCloseTo(0, 3);
  });
});

describe("the four axes of grbl4", () => {
  const deg = Math.PI / 180;
  const builds = unbrakedBuilds(robotNamed("grbl4")!.joints, {});
  const axes = builds.map(({ mostRadPerS, accelerationRadPerS2 }) => ({
    stepsPerUnit: 177.778,
    ratePerMin: (mostRadPerS / deg) * 60,
    accelerationPerS2: accelerationRadPerS2 / deg,
    travel: 300,
  }));
  const arm = (): Board => board({ 20: 1, 22: 1 }, builds, axes, deg);

  test("count degrees, X Y Z A, and all arrive at once", () => {
    const bench = arm();
    bench.say("$X\nG1X30Y20Z90A60F3000\n");
    // √(30² + 20² + 90² + 60²) = 113.6 units at 50 a second, and the ramps.
    bench.run(2200);
    expect([0, 1, 2, 3].map((axis) => bench.truly(axis) / 113.6 < 1)).toEqual([true, true, true, true]);
    bench.run(400);
    expect(bench.at()).toEqual([30, 20, 90, 60]);
    expect([0, 1, 2, 3].map((axis) => Math.round(bench.truly(axis)))).toEqual([30, 20, 90, 60]);
  });

  test("end at their joints' range: an elbow at -1 degree is alarm 2", () => {
    expect(arm().say("$X\nG1Z-1F600\n", 10).at(-1)).toBe("ALARM:2");
  });

  test("a rapid move is as fast as the axis that has farthest to go: 114.6 degrees/s", () => {
    const bench = arm();
    bench.say("$X\nG0X100Z50\n", 700);
    expect(bench.plant.trueRadPerS[0]).toBeCloseTo(2, 3);
    expect(bench.plant.trueRadPerS[2]).toBeCloseTo(1, 3);
  });
});

describe("the position", () => {
  test("is zero wherever the arm is when power comes on, and locked where homing is on", () => {
    const bench = running({ 22: 1 });
    bench.device.reboot();
    expect(bench.run(100)).toEqual([WELCOME, UNLOCK]);
    expect([bench.at()[0], bench.truly()]).toEqual([0, expect.closeTo(30, 0)]);
  });

  test("is found by homing at its seek rate, and off by what the switch is off", () => {
    const bench = board({ 22: 1, 25: 6000 });
    bench.device.missHome(0, 7);
    expect(bench.say("$H\n", 1800)).toEqual([WELCOME, UNLOCK]);
    expect(bench.run(200)).toEqual(["ok"]);
    expect(bench.at()).toEqual([-190, -190, 190]);
    expect([bench.truly(0), bench.truly(1)]).toEqual([expect.closeTo(-183, 6), expect.closeTo(-190, 6)]);
  });

  test("is reported as sent although a stuck axis does not move", () => {
    const bench = board();
    bench.plant.faults.set(0, "stuck");
    bench.say("G1X10F6000\n", 1000);
    expect([bench.at()[0], bench.truly()]).toEqual([10, 0]);
  });
});

describe("reports", () => {
  test("bear the origin's offset in the first, the overrides in the second, and both again ten later when idle", () => {
    const bench = board();
    bench.run(0);
    const reports = Array.from({ length: 12 }, () => bench.say("?").at(-1)!);
    expect(reports[0]).toBe("<Idle|MPos:0.000,0.000,0.000|Bf:15,128|FS:0,0|WCO:0.000,0.000,0.000>");
    expect(reports[1]).toBe("<Idle|MPos:0.000,0.000,0.000|Bf:15,128|FS:0,0|Ov:100,100,100>");
    expect(reports.map((report) => report.includes("WCO")).lastIndexOf(true)).toBe(10);
  });

  test("and everything else that it says is read by the driver's grammar", () => {
    const bench = running();
    const said = [
      bench.say("?"),
      bench.say("!?", 400),
      bench.say("?~$G\n"),
      bench.run(3000),
      bench.say("$\n$$\n$#\n$I\n$N\n$Q\nM3S90\nM30\n", 10),
      bench.say("$SLP\n?\x18?"),
    ].flat();
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((line) => readGrblLine(line).kind === "unknown")).toEqual([]);
  });
});
