// The reference firmware against the table that makers read: the rows are taken from docs/roboos-frame.md itself, so that
// page and firmware cannot part.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { putRelease, putWatchdog } from "../../drivers/codec/roboos-control.ts";
import { ROBOOS_MODES, ROBOOS_REFUSALS, type RoboosMode, ROBOOS_TYPE as T } from "../../drivers/codec/roboos-types.ts";
import { bytes, type FrameBench, frameBench } from "./frame-host.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/roboos-frame.md", import.meta.url)), "utf8");
const cellsOf = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
const lines = page.split("\n");
const head = lines.findIndex((line) => line.startsWith("| | disarmed | armed"));
const modes = cellsOf(lines[head]!).slice(1) as RoboosMode[];
const rows = lines.slice(head + 2, lines.indexOf("", head)).map(cellsOf);
const entries = rows.flatMap(([name = "", ...cells]) => {
  const message = name.replaceAll("*", "");
  const said = cells.map((cell) => (cell === "as disarmed" ? cells[0]! : cell));
  return said.map((cell, i) => ({ message, mode: modes[i]!, cell }));
});

/** A bench whose device is in this mode, with a session open and, where the mode allows it, a watchdog of 1 s. */
function inMode(mode: RoboosMode): FrameBench {
  const bench = frameBench();
  if (mode === "disarmed") {
    bench.say(T.hello, bytes(10, 0));
    bench.say(T.watchdog, (out) => putWatchdog(out, 1000, 1));
  } else bench.arm(1000);
  if (mode === "stopping") {
    for (let i = 0; i < 100; i++) bench.setpoint([0.001 * i, 0], [1, 0]);
    bench.say(T.stop, bytes(1));
  }
  if (mode === "held") {
    bench.say(T.stop, bytes(2));
    bench.run(5);
  }
  if (mode === "latched") bench.say(T.latch);
  if (mode === "faulted") {
    bench.plant.faults.set(0, "stuck");
    for (let i = 0; i < 300; i++) bench.setpoint([0.001 * i, 0]);
  }
  expect(bench.device.mode()).toBe(mode);
  return bench;
}

const PAYLOADS: Readonly<Record<string, (bench: FrameBench) => string[]>> = {
  heartbeat: (bench) => bench.say(T.heartbeat),
  watchdog: (bench) => bench.say(T.watchdog, (out) => putWatchdog(out, 500, 1)),
  arm: (bench) => bench.say(T.arm),
  setpoint: (bench) => bench.setpoint([0, 0]),
  release: (bench) => bench.say(T.release, (out) => putRelease(out, Math.max(1, bench.memory.latch))),
};
const TYPES: Readonly<Record<string, number>> = {
  heartbeat: T.heartbeat,
  watchdog: T.watchdog,
  arm: T.arm,
  setpoint: T.setpoint,
  release: T.release,
};

/** What a cell of the table promises for a frame that is right in every way. */
function promised(message: string, mode: RoboosMode, cell: string): { heard: string[]; mode: RoboosMode } {
  const refusal = ROBOOS_REFUSALS.find((reason) => reason === cell);
  if (refusal !== undefined) return { heard: [`nack ${TYPES[message]}: ${refusal}`], mode };
  const next = ROBOOS_MODES.find((name) => cell.includes(`*${name}*`)) ?? mode;
  return { heard: /\back\b/.test(cell) ? [`ack ${TYPES[message]}`] : [], mode: next };
}

/** Where disarming leads from each mode. */
const DISARMING = [
  ["disarmed", "disarmed"],
  ["armed", "disarmed"],
  ["held", "disarmed"],
  ["stopping", "stopping"],
  ["latched", "latched"],
  ["faulted", "faulted"],
] as const;

describe("the table of docs/roboos-frame.md", () => {
  test("has five messages and six modes", () => {
    expect(modes).toEqual([...ROBOOS_MODES]);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(TYPES).map((name) => `**${name}**`));
    expect(entries.length).toBe(30);
  });

  test.each(entries)("$message while $mode: $cell", ({ message, mode, cell }) => {
    const bench = inMode(mode);
    const { heard, mode: next } = promised(message, mode, cell);
    expect(PAYLOADS[message]!(bench)).toEqual(heard);
    expect(bench.device.mode()).toBe(next);
  });

  test("arming without a watchdog is refused", () => {
    const fresh = frameBench();
    fresh.say(T.hello, bytes(10, 0));
    expect(fresh.say(T.arm)).toEqual([`nack ${T.arm}: no watchdog set`]);
    expect(fresh.device.mode()).toBe("disarmed");
  });

  test("a release of another latch is refused by its number, in latched", () => {
    const bench = inMode("latched");
    expect(bench.say(T.release, (out) => putRelease(out, 9))).toEqual([`nack ${T.release}: wrong latch`]);
    expect([bench.device.mode(), bench.memory.latch]).toEqual(["latched", 1]);
  });
});

describe("what comes before the table, in its order", () => {
  test.each(ROBOOS_MODES)("an e-stop while %s latches under a new number and is acknowledged", (mode) => {
    const bench = inMode(mode);
    const before = bench.memory.newest;
    const strange = { session: 999, sequence: 0, ttlMs: 0, echoMs: 0 };
    expect(bench.say(T.latch, bytes(1, 2, 3), strange)).toEqual([`ack ${T.latch}`]);
    expect([bench.device.mode(), bench.memory.latch]).toEqual(["latched", before + 1]);
  });

  test.each([
    ["disarmed", 1, "disarmed"],
    ["disarmed", 2, "disarmed"],
    ["armed", 0, "disarmed"],
    ["armed", 2, "held"],
    ["held", 2, "held"],
    ["held", 77, "disarmed"],
    ["stopping", 2, "disarmed"],
    ["latched", 0, "latched"],
    ["faulted", 1, "faulted"],
  ] as const)("a stop while %s of category %i, of no session and any age, ends in %s", (mode, category, ends) => {
    const bench = inMode(mode);
    expect(bench.say(T.stop, bytes(category), { session: 999, sequence: 0, ttlMs: 1, echoMs: 0 })).toEqual([
      `ack ${T.stop}`,
    ]);
    bench.run(500);
    expect(bench.device.mode()).toBe(ends);
  });

  test.each(DISARMING)("a disarm while %s, however old, leads to %s", (mode, next) => {
    const bench = inMode(mode);
    expect(bench.say(T.disarm, undefined, { echoMs: 0x7fffffff })).toEqual([`ack ${T.disarm}`]);
    expect(bench.device.mode()).toBe(next);
  });

  test.each(DISARMING)("a hello while %s opens its session, forgets the watchdog and leads to %s", (mode, next) => {
    const bench = inMode(mode);
    expect(bench.say(T.hello, bytes(20, 0), { session: 8, sequence: 1 })).toEqual(["capabilities"]);
    expect(bench.device.mode()).toBe(next);
    expect(bench.say(T.heartbeat)).toEqual([`nack ${T.heartbeat}: another session`]);
    const arming = bench.say(T.arm, undefined, { session: 8, sequence: 2 });
    const isReady = next === "disarmed";
    expect(arming).toEqual([
      `nack ${T.arm}: ${isReady ? "no watchdog set" : next === "latched" ? "e-stop latched" : "not in this mode"}`,
    ]);
  });

  test("a frame of another session, of an old sequence, too old, of no age or of no known type is refused", () => {
    const bench = inMode("armed");
    bench.run(50);
    const at = bench.state().measuredAtMs;
    expect(bench.say(T.heartbeat, undefined, { session: 8 })).toEqual([`nack ${T.heartbeat}: another session`]);
    expect(bench.say(T.heartbeat, undefined, { sequence: 2 })).toEqual([`nack ${T.heartbeat}: sequence not newer`]);
    const old = `nack ${T.heartbeat}: echo older than the time to live`;
    expect(bench.say(T.heartbeat, undefined, { ttlMs: 2, echoMs: at - 20 })).toEqual([old]);
    expect(bench.say(T.heartbeat, undefined, { ttlMs: 0 })).toEqual([old]);
    expect(bench.say(T.heartbeat, undefined, { echoMs: at + 1000 })).toEqual([old]);
    expect(bench.say(0x3f)).toEqual([`nack ${0x3f}: unknown type`]);
  });
});
