// The log on disk: append-only JSON lines, each synced before its anchor moves on, so that a crash
// at any moment leaves a log at least as long as its anchor.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RoboError } from "../contract/errors.ts";
import { canonicalJson } from "../contract/json.ts";
import { createAnchor, putWhole, readAnchor } from "./anchor-file.ts";
import { type Anchor, checkLog, genesisHash, type LogCheck, logIdOf, sealRecord } from "./chain.ts";

export interface Log {
  readonly path: string;
  append(kind: string, data: unknown): void;
  close(): void;
}

export interface LogPlace {
  readonly path: string;
  /** Folder of anchors, apart from the logs: one `<log id>.json` each. */
  readonly anchorsFolder: string;
  /** Unique, file-name-safe. */
  readonly id: string;
  readonly wallTime: () => string;
}

/** Opens a new log; throws E_LOG when one is already there. */
export function openLog(place: LogPlace): Log {
  const { path, anchorsFolder, id, wallTime } = place;
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(anchorsFolder, { recursive: true, mode: 0o700 });
  if (existsSync(path)) throw new RoboError("E_LOG", `a log is already at ${path}; logs are never reopened`);
  const anchorPath = join(anchorsFolder, `${id}.json`);
  let seq = 0;
  let prev = genesisHash(id);
  const anchor = createAnchor(anchorPath, { log: id, seq: -1, hash: prev });

  // The first record comes into being whole, by rename, so no log is ever without its id.
  const first = sealRecord(seq, wallTime(), "opened", { log: id }, prev);
  const firstLine = `${first.text}\n`;
  putWhole(path, firstLine);
  let lengthBytes = Buffer.byteLength(firstLine);
  prev = first.hash;
  anchor.write({ log: id, seq, hash: prev });
  const file = openSync(path, "a");
  let open = true;

  return {
    path,
    append(kind, data) {
      if (!open) throw new RoboError("E_LOG", `the log ${path} is closed`);
      const record = sealRecord(seq + 1, wallTime(), kind, data, prev);
      const line = `${record.text}\n`;
      try {
        writeFileSync(file, line);
        fdatasyncSync(file);
      } catch (cause) {
        // A record that is half on a full disk would spoil those after it.
        ftruncateSync(file, lengthBytes);
        throw new RoboError("E_LOG", `the log ${path} cannot be written (${String(cause)}); make room there`, {
          cause,
        });
      }
      lengthBytes += Buffer.byteLength(line);
      seq++;
      prev = record.hash;
      anchor.write({ log: id, seq, hash: prev });
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(file);
      anchor.close();
      // A copy beside the log lets the folder be verified on another machine.
      putWhole(`${path}.anchor`, canonicalJson({ log: id, seq, hash: prev }));
    },
  };
}

/** Verifies a log file wherever it lies: by the anchor in `anchorsFolder` and the one beside it. */
export function verifyLogFile(path: string, anchorsFolder: string): LogCheck {
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new RoboError("E_LOG", `no log file at ${resolve(path)}`);
  }
  const text = readFileSync(path, "utf8");
  const id = logIdOf(text);
  const anchors: Anchor[] = [];
  const places = [
    `${path}.anchor`,
    ...(id !== null && /^[\w.-]+$/.test(id) ? [join(anchorsFolder, `${id}.json`)] : []),
  ];
  for (const place of places) {
    if (!existsSync(place)) continue;
    const anchor = readAnchor(place);
    if (anchor === null) return { holds: false, records: [], fault: `its anchor ${place} cannot be read`, notices: [] };
    anchors.push(anchor);
  }
  return checkLog(text, anchors);
}
