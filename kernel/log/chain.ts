// The chain itself: how records hash, and what makes a file of them hold. Text in, findings out; no I/O.
import { createHash } from "node:crypto";
import { canonicalJson } from "../contract/json.ts";

export interface LogRecord {
  readonly seq: number;
  /** ISO 8601 wall time. */
  readonly at: string;
  readonly kind: string;
  readonly data: unknown;
  /** Hash of the record before; the first record's is the log's id hashed. */
  readonly prev: string;
  readonly hash: string;
}

/** How far the log is known to reach. Kept apart from the log, written after each record is on disk. */
export interface Anchor {
  readonly log: string;
  readonly seq: number;
  readonly hash: string;
}

export const genesisHash = (logId: string): string => createHash("sha256").update(`roboos-log:${logId}`).digest("hex");

/** A record's hash, over its canonical JSON without the hash, and its line in the log, which is that JSON with it. */
export function sealRecord(
  seq: number,
  at: string,
  kind: string,
  data: unknown,
  prev: string,
): { readonly hash: string; readonly text: string } {
  // Keys are sorted, so the hash stands between data and kind.
  const head = canonicalJson({ at, data }).slice(0, -1);
  const tail = canonicalJson({ kind, prev, seq }).slice(1);
  const hash = createHash("sha256").update(`${head},${tail}`).digest("hex");
  return { hash, text: `${head},"hash":"${hash}",${tail}` };
}

export interface LogCheck {
  readonly holds: boolean;
  readonly records: readonly LogRecord[];
  /** Why it does not hold, naming the line. */
  readonly fault: string | null;
  /** What is worth knowing about a log that holds. */
  readonly notices: readonly string[];
}

/** The id that a log's first line claims, or `null`. */
export function logIdOf(text: string): string | null {
  const first = parseRecord(text.slice(0, Math.max(0, text.indexOf("\n"))));
  const data = first?.data as { log?: unknown } | null | undefined;
  return typeof data?.log === "string" ? data.log : null;
}

/** Checks the whole chain against every anchor known for it; without one nothing proves that the end is there. */
export function checkLog(text: string, anchors: readonly Anchor[]): LogCheck {
  const records: LogRecord[] = [];
  const notices: string[] = [];
  const fails = (fault: string): LogCheck => ({ holds: false, records, fault, notices });

  const lines = text.split("\n");
  // Every whole record ends in a newline, so what follows the last one is a record torn by a crash.
  const torn = lines.pop() ?? "";
  const id = logIdOf(text);
  if (id === null) return fails("line 1: not the first record of a RoboOS log");
  let prev = genesisHash(id);
  for (const [index, line] of lines.entries()) {
    const record = parseRecord(line);
    if (record === null) return fails(`line ${index + 1}: not a record`);
    if (record.seq !== index) return fails(`line ${index + 1}: record ${record.seq} stands where ${index} belongs`);
    if (record.prev !== prev) return fails(`line ${index + 1}: does not follow the record before it`);
    const sealed = sealRecord(record.seq, record.at, record.kind, record.data, record.prev);
    if (sealed.hash !== record.hash || sealed.text !== line) return fails(`line ${index + 1}: was edited`);
    records.push(record);
    prev = record.hash;
  }
  if (torn !== "") notices.push(`the last record (line ${lines.length + 1}) is torn, as by a crash; it is left out`);

  const own = anchors.filter((anchor) => anchor.log === id);
  if (own.length === 0) return fails("no anchor of this log was found, so its end cannot be proved");
  for (const anchor of own) {
    if (anchor.seq >= records.length) {
      return fails(
        `ends at record ${records.length - 1}, but its anchor has seen record ${anchor.seq}: it was cut short`,
      );
    }
    const anchored = anchor.seq < 0 ? genesisHash(id) : records[anchor.seq]?.hash;
    if (anchored !== anchor.hash) return fails(`record ${anchor.seq} is not the one its anchor has seen`);
  }
  const reach = Math.max(...own.map((anchor) => anchor.seq));
  if (reach < records.length - 1) {
    notices.push(`${records.length - 1 - reach} record(s) after the last anchor, as after a crash`);
  }
  return { holds: true, records, fault: null, notices };
}

function parseRecord(line: string): LogRecord | null {
  try {
    const value = JSON.parse(line) as Partial<LogRecord> | null;
    if (typeof value !== "object" || value === null) return null;
    const { seq, at, kind, prev, hash } = value;
    const isWhole =
      typeof seq === "number" &&
      typeof at === "string" &&
      typeof kind === "string" &&
      typeof prev === "string" &&
      typeof hash === "string" &&
      "data" in value;
    return isWhole ? (value as LogRecord) : null;
  } catch {
    return null;
  }
}
