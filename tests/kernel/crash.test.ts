// What a crash or a full disk leaves: logs cut at every byte, keys half written, a latch that cannot be.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { homeFrom } from "../../apps/runtime/home.ts";
import { ensureSupervisorKey, isSupervisor, supervisorKeyFile } from "../../apps/runtime/supervisor.ts";
import { fileLatch, type Latch } from "../../kernel/latch.ts";
import { openLog, verifyLogFile } from "../../kernel/log/log-file.ts";
import { localKernel } from "../fixtures/local-kernel.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roboos-crash-"));
});

describe("a log cut at any byte", () => {
  const place = () => ({
    path: join(folder, "log.jsonl"),
    anchorsFolder: join(folder, "anchors"),
    id: "log-1",
    wallTime: () => "2026-01-01T00:00:00.000Z",
  });

  it("holds with a notice beyond its anchor, and does not hold before it", () => {
    const log = openLog(place());
    for (let n = 0; n < 2; n++) log.append("event", { n, name: "réd" });
    const anchor = readFileSync(join(folder, "anchors", "log-1.json"));
    const anchoredBytes = readFileSync(log.path).length;
    log.append("event", { n: 2, name: "réd" });
    const whole = readFileSync(log.path);
    writeFileSync(join(folder, "anchors", "log-1.json"), anchor);
    let held = 0;
    for (let bytes = 0; bytes <= whole.length; bytes++) {
      writeFileSync(log.path, whole.subarray(0, bytes));
      const { holds, notices, records } = verifyLogFile(log.path, join(folder, "anchors"));
      expect([bytes, holds]).toEqual([bytes, bytes >= anchoredBytes]);
      if (!holds) continue;
      held++;
      expect(notices.length > 0).toBe(bytes > anchoredBytes);
      expect(records.length).toBe(bytes === whole.length ? 4 : 3);
    }
    expect(held).toBe(whole.length - anchoredBytes + 1);
  });

  it("does not hold when its anchor is ahead, and says when the anchor is gone", () => {
    const log = openLog(place());
    log.append("event", { n: 0 });
    const early = readFileSync(log.path);
    log.append("event", { n: 1 });
    writeFileSync(log.path, early);
    expect(verifyLogFile(log.path, join(folder, "anchors")).fault).toMatch(/cut short/);
    rmSync(join(folder, "anchors"), { recursive: true });
    expect(verifyLogFile(log.path, join(folder, "anchors")).fault).toMatch(/no anchor of this log was found/);
  });
});

describe("the supervisor's key", () => {
  const homeHere = () => homeFrom({ ROBOOS_HOME: folder });
  const crashes: readonly (readonly [string, () => void])[] = [
    ["nothing was written", () => {}],
    ["only the folder was made", () => mkdirSync(homeHere().stateFolder)],
    ["the key was written, its hash not", () => rmSync(join(homeHere().stateFolder, "supervisor.sha256"))],
    ["the hash was opened and is empty", () => truncateSync(join(homeHere().stateFolder, "supervisor.sha256"), 0)],
    ["the hash is torn", () => truncateSync(join(homeHere().stateFolder, "supervisor.sha256"), 10)],
  ];
  it.each(crashes)("fits after a crash in which %s", (name, crash) => {
    const home = homeHere();
    if (/key|hash/.test(name)) ensureSupervisorKey(home);
    crash();
    ensureSupervisorKey(home);
    expect(isSupervisor(home, supervisorKeyFile(home))).toBe(true);
  });

  it("stays the one that was shown first", () => {
    const home = homeHere();
    ensureSupervisorKey(home);
    const key = readFileSync(supervisorKeyFile(home), "utf8");
    rmSync(join(home.stateFolder, "supervisor.sha256"));
    ensureSupervisorKey(home);
    expect(readFileSync(supervisorKeyFile(home), "utf8")).toBe(key);
  });
});

describe("a latch that cannot be written", () => {
  it("counts what is in its place as latched", () => {
    mkdirSync(join(folder, "cell.estop.json"));
    expect(fileLatch(join(folder, "cell.estop.json")).isLatched()).toBe(true);
    // A folder that cannot be looked into hides a latch: as here, where a file stands in its place.
    writeFileSync(join(folder, "state"), "");
    expect(fileLatch(join(folder, "state", "cell.estop.json")).isLatched()).toBe(true);
    expect(fileLatch(join(folder, "none", "cell.estop.json")).isLatched()).toBe(false);
  });

  it("is pressed as an empty file where the disk is full", () => {
    const circular: Record<string, unknown> = { origin: "operator", at: "" };
    circular.reason = circular;
    const latch = fileLatch(join(folder, "cell.estop.json"));
    // A record that cannot be written stands in for a disk that takes no more bytes.
    latch.press(circular as never);
    expect([latch.isLatched(), latch.record()]).toEqual([true, null]);
  });

  it("stops the arm all the same, and says that it is not latched on disk", async () => {
    let stops = 0;
    const { kernel, latch } = await localKernel({
      through: (arm) => ({
        ...arm,
        stop: () => {
          stops++;
          arm.stop();
        },
      }),
    });
    (latch as { -readonly [K in keyof Latch]: Latch[K] }).press = () => {
      throw new Error("ENOSPC: no space left on device");
    };
    await kernel.arm();
    expect(() => kernel.emergencyStop("operator", "fire")).toThrow(/ENOSPC/);
    expect([stops, kernel.mode(), existsSync(latch.path)]).toEqual([1, "estopped", false]);
  });
});
