// The anchor on disk: two slots of one file, written in turn and in place. Whatever a crash leaves of the one that was
// being written, the other stands; and nothing but the slot itself has to reach the disk, no new file and no name.
import { createHash } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { canonicalJson } from "../contract/json.ts";
import type { Anchor } from "./chain.ts";

/** What disks write whole. */
const SLOT_BYTES = 512;
const CHECK_DIGITS = 16;

export interface AnchorFile {
  /** On disk when it returns. */
  write(anchor: Anchor): void;
  close(): void;
}

/** Creates the file with its first anchor. */
export function createAnchor(path: string, first: Anchor): AnchorFile {
  putWhole(path, slotOf(first) + slotOf(first));
  const file = openSync(path, "r+");
  let slot = 0;
  return {
    write(anchor) {
      writeSync(file, slotOf(anchor), slot * SLOT_BYTES);
      fdatasyncSync(file);
      slot = 1 - slot;
    },
    close() {
      closeSync(file);
    },
  };
}

const checkOf = ({ log, seq, hash }: Anchor): string =>
  createHash("sha256").update(canonicalJson({ log, seq, hash })).digest("hex").slice(0, CHECK_DIGITS);

/** One line, padded to the slot's length; of two halves of different anchors the check does not hold. */
function slotOf(anchor: Anchor): string {
  const text = canonicalJson({ ...anchor, check: checkOf(anchor) });
  const bytes = Buffer.byteLength(text);
  if (bytes >= SLOT_BYTES) throw new RangeError(`an anchor of ${bytes} bytes is too long; give the log a shorter id`);
  return `${text}${" ".repeat(SLOT_BYTES - 1 - bytes)}\n`;
}

/** The anchor furthest on; `null` where none can be read. A file of one anchor alone, as lies beside a log, has no check. */
export function readAnchor(path: string): Anchor | null {
  const lines = readFileSync(path, "utf8").split("\n");
  const found = lines.flatMap((line) => anchorOf(line, lines.length === 1) ?? []);
  return found.reduce<Anchor | null>((best, one) => (best === null || one.seq > best.seq ? one : best), null);
}

function anchorOf(line: string, isAlone: boolean): Anchor | null {
  try {
    const value = JSON.parse(line) as (Partial<Anchor> & { readonly check?: string }) | null;
    const { log, seq, hash, check } = value ?? {};
    if (typeof log !== "string" || typeof seq !== "number" || typeof hash !== "string") return null;
    const anchor = { log, seq, hash };
    return (isAlone && check === undefined) || check === checkOf(anchor) ? anchor : null;
  } catch {
    return null;
  }
}

/** The file is there whole or not at all, after a power cut too. */
export function putWhole(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, text, { flush: true });
  renameSync(temporary, path);
}
