// The emergency stop's latch: one small file per cell. It outlives crashes; a file that cannot be
// read counts as latched. source: ISO 13850, 4.1.4 (reset only by intentional human action)
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { RoboError } from "./contract/errors.ts";
import type { Origin } from "./contract/verdict.ts";

export interface LatchRecord {
  readonly reason: string;
  readonly origin: Origin;
  /** ISO 8601. */
  readonly at: string;
}

export interface Latch {
  readonly path: string;
  isLatched(): boolean;
  /** Who pressed and why; `null` when not latched or unreadable. */
  record(): LatchRecord | null;
  press(record: LatchRecord): void;
  /** Only `releaseLatch` calls this. */
  clear(): void;
}

export function fileLatch(path: string): Latch {
  return {
    path,
    isLatched() {
      try {
        lstatSync(path);
        return true;
      } catch (cause) {
        // Only a file that is surely not there is no latch.
        return (cause as NodeJS.ErrnoException).code !== "ENOENT";
      }
    },
    record() {
      try {
        return JSON.parse(readFileSync(path, "utf8")) as LatchRecord;
      } catch {
        return null;
      }
    },
    press(record) {
      if (existsSync(path)) return;
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.${process.pid}.tmp`;
      const file = openSync(temporary, "w", 0o600);
      try {
        writeSync(file, JSON.stringify(record));
        fsyncSync(file);
      } catch {
        // On a full disk the latch is an empty file: that it is there is what counts.
      }
      closeSync(file);
      renameSync(temporary, path);
    },
    clear: () => rmSync(path, { force: true }),
  };
}

/** Releases the latch for a person who has shown the supervisor credential and gives a reason; else throws E_CREDENTIAL. */
export function releaseLatch(latch: Latch, isSupervisor: boolean, reason: string): void {
  if (!isSupervisor) {
    throw new RoboError(
      "E_CREDENTIAL",
      "only a person with the supervisor's key may release the emergency stop; show it with --key FILE",
    );
  }
  if (reason.trim() === "") throw new RoboError("E_CREDENTIAL", 'a release needs its reason: --reason "…"');
  latch.clear();
}
