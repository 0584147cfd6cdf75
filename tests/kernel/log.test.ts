// The log holds exactly when nothing was edited, removed, reordered or cut off.
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { openLog, verifyLogFile } from "../../kernel/log/log-file.ts";

let folder: string;
let anchorsFolder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "roboos-log-"));
  anchorsFolder = join(folder, "anchors");
  path = join(folder, "log.jsonl");
});

function writeLog(records: number, close = true): string[] {
  const log = openLog({ path, anchorsFolder, id: "log-1", wallTime: () => "2026-01-01T00:00:00.000Z" });
  for (let n = 0; n < records; n++) log.append("event", { n, name: "red_cube" });
  if (close) log.close();
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

const rewrite = (lines: readonly string[]): void => writeFileSync(path, lines.map((line) => `${line}\n`).join(""));

describe("log verify", () => {
  it("holds as written, open or closed, here or copied elsewhere", () => {
    writeLog(5, false);
    expect(verifyLogFile(path, anchorsFolder)).toMatchObject({ holds: true, fault: null, notices: [] });
    const copy = join(folder, "copy.jsonl");
    copyFileSync(path, copy);
    expect(verifyLogFile(copy, anchorsFolder).holds).toBe(true);
  });

  it("shows an edited record", () => {
    const lines = writeLog(5);
    rewrite(lines.map((line) => line.replace('"n":2', '"n":7')));
    expect(verifyLogFile(path, anchorsFolder)).toMatchObject({ holds: false, fault: "line 4: was edited" });
  });

  it("shows a record edited and hashed anew, because the next does not follow it", () => {
    const lines = writeLog(5);
    const other = join(folder, "other.jsonl");
    const forged = openLog({
      path: other,
      anchorsFolder: join(folder, "x"),
      id: "log-1",
      wallTime: () => "2026-01-01T00:00:00.000Z",
    });
    for (const n of [0, 1, 9, 3, 4]) forged.append("event", { n, name: "red_cube" });
    const forgedLines = readFileSync(other, "utf8").trimEnd().split("\n");
    rewrite([...lines.slice(0, 3), forgedLines[3]!, ...lines.slice(4)]);
    expect(verifyLogFile(path, anchorsFolder)).toMatchObject({
      holds: false,
      fault: "line 5: does not follow the record before it",
    });
    // Even a chain rebuilt to its end is not the one that the anchor has seen.
    rewrite(forgedLines);
    expect(verifyLogFile(path, anchorsFolder)).toMatchObject({
      holds: false,
      fault: "record 5 is not the one its anchor has seen",
    });
  });

  it("shows a deleted, a reordered and an added line", () => {
    const lines = writeLog(5);
    rewrite([...lines.slice(0, 2), ...lines.slice(3)]);
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
    rewrite([lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)]);
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
    rewrite([...lines, lines[5]!]);
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
    rewrite([...lines, "{}"]);
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
  });

  it("shows white space or another key order as an edit", () => {
    const lines = writeLog(2);
    rewrite([lines[0]!, lines[1]!.replace(",", ", "), lines[2]!]);
    expect(verifyLogFile(path, anchorsFolder)).toMatchObject({ holds: false, fault: "line 2: was edited" });
  });

  it("shows a log cut shorter than its anchor, by a line or by a byte", () => {
    const lines = writeLog(5);
    rewrite(lines.slice(0, -1));
    expect(verifyLogFile(path, anchorsFolder).fault).toMatch(/cut short/);
    writeFileSync(path, `${lines.join("\n")}`);
    expect(verifyLogFile(path, anchorsFolder).fault).toMatch(/cut short/);
  });

  it("holds with a notice when longer than its anchor or torn after it, as a crash leaves it", () => {
    writeLog(3, false);
    const anchor = readFileSync(join(anchorsFolder, "log-1.json"), "utf8");
    const log = readFileSync(path, "utf8");
    const lines = log.trimEnd().split("\n");
    const earlier = JSON.parse(lines[2]!) as { hash: string };
    writeFileSync(join(anchorsFolder, "log-1.json"), JSON.stringify({ log: "log-1", seq: 2, hash: earlier.hash }));
    const longer = verifyLogFile(path, anchorsFolder);
    expect(longer).toMatchObject({ holds: true, notices: ["1 record(s) after the last anchor, as after a crash"] });
    writeFileSync(join(anchorsFolder, "log-1.json"), anchor);
    writeFileSync(path, `${log}{"at":"2026-01-0`);
    const torn = verifyLogFile(path, anchorsFolder);
    expect(torn.holds).toBe(true);
    expect(torn.notices[0]).toMatch(/torn/);
  });

  it("does not hold without any anchor, or with one that cannot be read", () => {
    writeLog(2, false);
    expect(verifyLogFile(path, join(folder, "nowhere")).fault).toMatch(/no anchor/);
    writeFileSync(join(anchorsFolder, "log-1.json"), "{");
    expect(verifyLogFile(path, anchorsFolder).fault).toMatch(/cannot be read/);
  });

  it("stands by its other slot when a crash tears the one being written, at any byte, and by no mixture of the two", () => {
    writeLog(4, false);
    const anchorPath = join(anchorsFolder, "log-1.json");
    const after = readFileSync(anchorPath);
    const slots = [after.subarray(0, 512), after.subarray(512)];
    const seqs = slots.map((slot) => (JSON.parse(slot.toString()) as { seq: number }).seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual([3, 4]);
    const newest = seqs.indexOf(4);
    for (let bytes = 0; bytes <= 512; bytes += 1) {
      // The slot held record 2 before; record 4's is written over it up to some byte.
      const torn = Buffer.from(after);
      const before = JSON.parse(slots[newest]!.toString()) as Record<string, unknown>;
      const old = `${JSON.stringify({ ...before, seq: 2, hash: "0".repeat(64) })}`.padEnd(511);
      Buffer.from(`${old}\n`).copy(torn, newest * 512 + bytes, bytes);
      writeFileSync(anchorPath, torn);
      const { holds, notices } = verifyLogFile(path, anchorsFolder);
      expect([bytes, holds]).toEqual([bytes, true]);
      expect(notices.length).toBe(torn.equals(after) ? 0 : 1);
    }
  });

  it("does not take an empty file, a picture or another log's anchor for a log", () => {
    writeFileSync(path, "");
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
    writeFileSync(path, "\u0000\u0001PNG");
    expect(verifyLogFile(path, anchorsFolder).holds).toBe(false);
    expect(() => verifyLogFile(join(folder, "missing"), anchorsFolder)).toThrow(/no log file/);
  });

  it("never reopens a log", () => {
    writeLog(1);
    expect(() => writeLog(1)).toThrow(/never reopened/);
  });
});
