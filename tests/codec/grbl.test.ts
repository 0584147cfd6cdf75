// Grbl 1.1 against the lines of its own documents. Source, where no other is named: gnea/grbl,
// doc/markdown/interface.md and doc/markdown/commands.md.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grblAlarm, grblErrorWords } from "../../drivers/codec/grbl-codes.ts";
import { createGrblDecoder } from "../../drivers/codec/grbl-decoder.ts";
import {
  GRBL_COMMAND,
  GRBL_PREAMBLE,
  type GrblAxes,
  grblBytes,
  grblDwell,
  grblMove,
  grblRapid,
  grblSet,
} from "../../drivers/codec/grbl-lines.ts";
import { GRBL_REALTIME, isGrblRealtime } from "../../drivers/codec/grbl-realtime.ts";
import type { GrblReply } from "../../drivers/codec/grbl-replies.ts";
import { createGrblWindow, GRBL_WINDOW_BYTES } from "../../drivers/codec/grbl-window.ts";
import { createPositionGate } from "../../drivers/codec/position-gate.ts";
import { assertCutsDoNotMatter, type Decode, join } from "./streams.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): GrblReply[] => {
  const replies: GrblReply[] = [];
  createGrblDecoder().push(bytesOf(text), (reply) => replies.push(reply));
  return replies;
};
const decode: Decode = (chunks) => {
  const decoder = createGrblDecoder();
  const seen: string[] = [];
  for (const chunk of chunks) decoder.push(chunk, (reply) => seen.push(JSON.stringify(reply)));
  return seen;
};

describe("replies", () => {
  test("ok, error and alarm of the document, with CR, LF or both behind them", () => {
    expect(read("ok\r\nerror:20\rALARM:3\n\r\n")).toEqual([
      { kind: "ok" },
      { kind: "error", code: 20 },
      { kind: "alarm", code: 3 },
    ]);
  });

  // interface.md, "Start Up Message"; "1.1h" is the version of the last release's readme.
  test.each(["Grbl 1.1h ['$' for help]", "Grbl 1.1e ['$' for help]"])("%s is a welcome", (line) => {
    expect(read(`\r\n${line}\r\n`)).toEqual([{ kind: "welcome", version: line.slice(5, 9) }]);
  });

  test("settings, startup lines and what they did", () => {
    expect(read("$100=250.000\n$N0=G54\n$N1=\n>G54G20:ok\n>:error:7\n")).toEqual([
      { kind: "setting", number: 100, value: 250 },
      { kind: "startup-line", number: 0, line: "G54" },
      { kind: "startup-line", number: 1, line: "" },
      { kind: "startup-ran", line: "G54G20", error: null },
      { kind: "startup-ran", line: "", error: 7 },
    ]);
  });

  test("feedback: messages, modes, parameters, help, build and echo", () => {
    const lines = [
      "[MSG:Caution: Unlocked]",
      "[GC:G0 G54 G17 G21 G90 G94 M0 M5 M9 T0 F0. S0.]",
      "[G54:0.000,0.000,0.000]",
      "[PRB:0.000,0.000,0.000:0]",
      "[HLP:$$ $# $G $I $N $x=val $Nx=line $J=line $SLP $C $X $H ~ ! ? ctrl-x]",
      "[VER:v1.1d.20161014:Some string]",
      "[echo:G1X0.540Y10.4F100]",
    ];
    expect(read(lines.join("\r\n").concat("\r\n"))).toEqual(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return { kind: "feedback", tag: line.slice(1, colon), text: line.slice(colon + 1, -1) };
      }),
    );
  });

  test("a status with the fields of the document", () => {
    expect(
      read("<Hold:1|MPos:0.000,-10.000,5.000|WCO:0.000,1.551,5.664|Bf:15,128|FS:500,8000|Pn:PZ|Ov:100,50,100|A:SFM>\n"),
    ).toEqual([
      {
        kind: "status",
        status: {
          state: "Hold",
          sub: 1,
          machineMm: [0, -10, 5],
          workMm: null,
          offsetMm: [0, 1.551, 5.664],
          feedPerMin: 500,
          freeBlocks: 15,
          freeBytes: 128,
          overridesPercent: [100, 50, 100],
          pins: "PZ",
        },
      },
    ]);
    expect(read("<Idle|WPos:-2.500,0.000,11.000|F:500|Ln:99999>\n")).toEqual([
      {
        kind: "status",
        status: expect.objectContaining({ state: "Idle", sub: null, workMm: [-2.5, 0, 11], feedPerMin: 500 }),
      },
    ]);
  });

  test.each([
    "<Idle|MPos:0.000,0.000,0.000|FS:0,0",
    "<Idle|MPos:0.000,0.0x0,0.000|FS:0,0>",
    "<Idle|MPos:0.000,,0.000|FS:0,0>",
    "<Idle|MPos:0.000,0.000|FS:0,0>",
    "<Idle|FS:0,0>",
    "<Idle|MPos:1e3,0.000,0.000>",
    "<Idle|MPos:NaN,0.000,0.000>",
    "<Idle|MPos:0.000,0.000,0.000|MPos:1.000,0.000,0.000>",
    "<Idle|MPos:0.000,0.000,0.000|WPos:0.000,0.000,0.000>",
    "<Idle|MPos:0.000,0.000,0.000|WCO:0.000,0.000,0.000,0.000>",
    "<Idlf|MPos:0.000,0.000,0.000>",
    "<Idle:1:2|MPos:0.000,0.000,0.000>",
    "<Idle|MPos:0.000,0.000,0.000|Pn:Q>",
    "<Idle|MPos:0.000,0.000,0.000|Bf:-1,128>",
    "ok ",
    " ok",
    "okok",
    "error:",
    "error:20 ",
    "ALARM:X",
    "alarm:1",
    "o\u0000k",
  ])("%j is unknown: a line counts whole or not at all", (line) => {
    expect(read(`${line}\n`)).toEqual([{ kind: "unknown", text: line }]);
  });

  test("a line past 256 bytes is dropped whole, and its tail is not read as an ok", () => {
    const decoder = createGrblDecoder();
    const replies: GrblReply[] = [];
    for (let i = 0; i < 300; i++) decoder.push(bytesOf("x"), (reply) => replies.push(reply));
    decoder.push(bytesOf("ok\nok\n"), (reply) => replies.push(reply));
    expect(replies).toEqual([{ kind: "overlong", bytes: 302 }, { kind: "ok" }]);
    expect(decoder.counts.droppedBytes).toBe(302);
  });

  test("what was cut off by a reset is forgotten", () => {
    const decoder = createGrblDecoder();
    const replies: GrblReply[] = [];
    decoder.push(bytesOf("<Run|MPos:1"), (reply) => replies.push(reply));
    decoder.clear();
    decoder.push(bytesOf("ok\n"), (reply) => replies.push(reply));
    expect(replies).toEqual([{ kind: "ok" }]);
  });

  test("the same replies come out however the stream is cut", () => {
    const line = fc.constantFrom(
      "ok\r\n",
      "error:2\n",
      "<Run|MPos:1.000,2.000,3.000|FS:10,0>\r\n",
      "[MSG:a]\r",
      "\r\n",
    );
    assertCutsDoNotMatter(decode, line.map(bytesOf), fc.uint8Array({ maxLength: 12 }));
  });

  test("error and alarm numbers in words; unknown ones lose the position", () => {
    expect(grblErrorWords(22)).toBe("no feed rate set");
    expect(grblErrorWords(99)).toBe("unknown error 99");
    expect(grblAlarm(2)).toEqual({ words: "a target beyond the machine's travel", keepsPosition: true });
    expect(grblAlarm(3).keepsPosition).toBe(false);
    expect(grblAlarm(10).keepsPosition).toBe(false);
    // error_codes_en_US.csv and alarm_codes_en_US.csv: 1…17, 20…38 and 1…9.
    const numbers = [...Array(17).keys()].map((i) => i + 1).concat([...Array(19).keys()].map((i) => i + 20));
    expect(numbers.filter((code) => grblErrorWords(code).startsWith("unknown"))).toEqual([]);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((code) => grblAlarm(code).words.startsWith("unknown"))).toEqual([]);
  });
});

describe("lines", () => {
  test("are words with at most three decimals, without zeros that say nothing and without minus zero", () => {
    expect(grblMove({ X: 10, Y: -1.5, Z: 0.0004 }, 600)).toBe("G1X10Y-1.5Z0F600\n");
    expect(grblMove({ X: -0.0001, A: 90.1239 }, 0.5)).toBe("G1X0A90.124F0.5\n");
    expect(grblRapid({ Z: 1e-9 })).toBe("G0Z0\n");
    expect(grblDwell(0.25)).toBe("G4P0.25\n");
    expect(grblSet(10, 3)).toBe("$10=3\n");
    expect(grblMove({ Y: 5 }, 100, true)).toBe("$J=G90G21Y5F100\n");
  });

  test("say millimetres and absolute before anything moves, and the commands of the document", () => {
    expect(GRBL_PREAMBLE.slice(0, 2)).toEqual(["G21\n", "G90\n"]);
    expect(Object.values(GRBL_COMMAND)).toEqual([
      "$H\n",
      "$X\n",
      "$C\n",
      "$$\n",
      "$G\n",
      "$#\n",
      "$I\n",
      "$N\n",
      "$SLP\n",
    ]);
  });

  test("are refused for what is not finite, too great, too long, without axis, feed or time", () => {
    const wide: GrblAxes = { X: -99999.999, Y: -99999.999, Z: -99999.999, A: -99999.999, B: -99999.999, C: -99999.999 };
    for (const write of [
      () => grblMove({ X: Number.NaN }, 100),
      () => grblMove({ X: Number.POSITIVE_INFINITY }, 100),
      () => grblMove({ X: 100_000 }, 100),
      () => grblMove({ X: 1 }, 0),
      () => grblMove({ X: 1 }, Number.NaN),
      () => grblMove({}, 100),
      () => grblMove(wide, 99999.999, true),
      () => grblDwell(-1),
      () => grblDwell(Number.NaN),
      () => grblSet(1.5, 0),
      () => grblSet(256, 0),
    ]) {
      expect(write).toThrow(expect.objectContaining({ code: "E_DRIVER" }));
    }
    expect(grblMove(wide, 99999.999)).toHaveLength(79);
  });

  test("of any finite axes read back to a thousandth, in bytes that Grbl takes nothing out of", () => {
    const value = fc.double({ min: -99_999, max: 99_999, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.double({ min: 0.001, max: 99_999, noNaN: true }), (x, y, feed) => {
        const text = grblMove({ X: x, Y: y }, feed);
        const [, xs, ys] = /^G1X(-?[\d.]+)Y(-?[\d.]+)F[\d.]+\n$/.exec(text) ?? [];
        expect(Math.abs(Number(xs) - x)).toBeLessThanOrEqual(0.0005001);
        expect(Math.abs(Number(ys) - y)).toBeLessThanOrEqual(0.0005001);
        expect(Array.from(grblBytes(text)).some(isGrblRealtime)).toBe(false);
      }),
    );
  });

  test("never hold a byte that Grbl obeys at once", () => {
    for (const text of ["G1X1!\n", "G4?\n", "~\n", "\u0018\n", "G1\u0084\n", "G1\u0000\n"]) {
      expect(() => grblBytes(text)).toThrow("obeys at once");
    }
  });

  test("realtime bytes are those of the document", () => {
    const { hold, resume, status, reset, door, jogCancel } = GRBL_REALTIME;
    expect([hold, resume, status, reset, door, jogCancel]).toEqual([0x21, 0x7e, 0x3f, 0x18, 0x84, 0x85]);
    const { feedFull, feedUp10, feedDown10, feedUp1, feedDown1, rapidFull, rapidHalf, rapidQuarter } = GRBL_REALTIME;
    expect([feedFull, feedUp10, feedDown10, feedUp1, feedDown1, rapidFull, rapidHalf, rapidQuarter]).toEqual([
      0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97,
    ]);
    expect(Object.values(GRBL_REALTIME).every(isGrblRealtime)).toBe(true);
  });
});

test("a position with a changed digit waits for a second read, and is gone with it: Grbl has no checksum", () => {
  // 3,000 mm/min, in thousandths of a millimetre; reports every 200 ms.
  const gate = createPositionGate({ least: -400_000, most: 400_000, mostPerS: 50_000, slack: 2 });
  const said = (line: string, atMs: number): string => {
    const [reply] = read(`${line}\n`);
    if (reply?.kind !== "status") return "no status";
    return gate.offer(Math.round(reply.status.machineMm![0]! * 1000), atMs);
  };
  expect(said("<Run|MPos:10.000,0.000,0.000>", 0)).toBe("read-again");
  expect(said("<Run|MPos:10.500,0.000,0.000>", 20)).toBe("counts");
  expect(said("<Run|MPos:90.500,0.000,0.000>", 220)).toBe("read-again");
  expect(said("<Run|MPos:11.500,0.000,0.000>", 240)).toBe("counts");
  expect(said("<Run|MPos:900.500,0.000,0.000>", 440)).toBe("refused");
});

describe("the window", () => {
  test("holds 127 bytes, gives each ok to the oldest line, and takes no more than fits", () => {
    const window = createGrblWindow();
    window.sent(1, 60);
    window.sent(2, 60);
    expect([window.hasRoom(7), window.hasRoom(8), window.inFlightBytes()]).toEqual([true, false, 120]);
    expect(() => window.sent(3, 8)).toThrow("send one that is");
    expect(window.answered(true)).toEqual({ kind: "answered", line: 1 });
    expect([window.inFlightBytes(), window.hasRoom(GRBL_WINDOW_BYTES - 60)]).toEqual([60, true]);
  });

  test("is closed by an error until a reset, and says which line was refused and which still run", () => {
    const window = createGrblWindow();
    for (const line of [1, 2, 3]) window.sent(line, 20);
    window.answered(true);
    expect(window.answered(false)).toEqual({ kind: "answered", line: 2 });
    expect([window.refused(), window.inFlightLines(), window.hasRoom(1)]).toEqual([2, [3], false]);
    expect(window.answered(true)).toEqual({ kind: "unmatched" });
    window.reset();
    expect([window.refused(), window.hasRoom(127), window.inFlightBytes()]).toEqual([null, true, 0]);
  });

  test("does not give an ok to a line that was never sent", () => {
    expect(createGrblWindow().answered(true)).toEqual({ kind: "unmatched" });
  });

  test("counts as Grbl's buffer does, whatever is sent and answered", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constant("ok" as const)), { maxLength: 60 }),
        (steps) => {
          const window = createGrblWindow();
          const buffer: number[] = [];
          for (const [line, step] of steps.entries()) {
            if (step === "ok") {
              window.answered(true);
              buffer.shift();
            } else if (window.hasRoom(step)) {
              window.sent(line, step);
              buffer.push(step);
            }
            const inBuffer = buffer.reduce((sum, size) => sum + size, 0);
            expect(window.inFlightBytes()).toBe(inBuffer);
            expect(inBuffer).toBeLessThanOrEqual(127);
          }
        },
      ),
    );
  });
});

test("noise of any bytes never makes an ok of a line that holds something else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (noise) => {
      const shown = noise.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x2e : byte));
      expect(decode([join(shown, bytesOf("ok\n"))])).not.toContain('{"kind":"ok"}');
    }),
  );
});
