// `roboos replay F`: carries a log's goals out again in a fresh simulation with the same cell and seed, and
// compares every verdict and every measured outcome bit for bit. Reports the first difference.

import { readFileSync } from "node:fs";
import { RoboError } from "../../kernel/contract/errors.ts";
import { canonicalJson } from "../../kernel/contract/json.ts";
import type { Origin } from "../../kernel/contract/verdict.ts";
import type { LogRecord } from "../../kernel/log/chain.ts";
import { verifyLogFile } from "../../kernel/log/log-file.ts";
import { homeFrom } from "../runtime/home.ts";
import { openSession } from "../runtime/session.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

/** Kinds of records that must come out the same; the rest holds ids and times of one run. */
const COMPARED = ["judged", "executed", "outcome"];

interface SessionRecord {
  readonly cellText: string;
  readonly cellFile: string;
  readonly seed: number;
}

interface GoalRecord {
  readonly text: string;
  readonly calls: readonly unknown[];
  readonly origin: Origin;
  readonly confidence: number;
}

export async function replayCommand(
  [file = ""]: readonly string[],
  options: { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const home = homeFrom(io.env);
  const check = verifyLogFile(file, home.anchorsFolder);
  if (!check.holds) throw new RoboError("E_LOG", `${file} does not hold, so it is not replayed: ${check.fault}`);
  const first = check.records.find(({ kind }) => kind === "session");
  if (first === undefined) throw new RoboError("E_LOG", `${file} is not the log of a session`);
  const { cellText, cellFile, seed } = first.data as SessionRecord;

  const approvals = check.records.filter(({ kind }) => kind === "approval");
  const session = await openSession({
    home,
    cellText,
    cellFile,
    seed,
    isRealtime: false,
    title: "replay",
    approve: async () => (approvals.shift()?.data as { approved?: boolean } | undefined)?.approved ?? false,
  });
  try {
    for (const { data } of check.records.filter(({ kind }) => kind === "goal")) {
      if (session.kernel.mode() === "disarmed") await session.kernel.arm();
      await session.kernel.carryOut(data as GoalRecord);
    }
  } finally {
    await session.close();
  }
  const again = verifyRecords(readFileSync(session.log.path, "utf8"));
  const difference = firstDifference(comparable(check.records), comparable(again));
  const compared = comparable(check.records).length;
  if (options.json) {
    await write(io.stdout, `${JSON.stringify({ same: difference === null, compared, ...difference })}\n`);
  } else {
    const paint = styler(io.stdout, io.env);
    const text =
      difference === null
        ? `${paint("green", "same")}: ${compared} records of verdicts, measurements and outcomes came out bit for bit the same`
        : `${paint("red", "differs")} at record ${difference.record} (${difference.kind}): ${difference.path} was ${difference.was}, is ${difference.is}`;
    await write(io.stdout, `${text}\n`);
  }
  return difference === null ? EXIT.ok : EXIT.failed;
}

const verifyRecords = (text: string): LogRecord[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogRecord);

const comparable = (records: readonly LogRecord[]): LogRecord[] =>
  records.filter(({ kind }) => COMPARED.includes(kind));

interface Difference {
  readonly record: number;
  readonly kind: string;
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

function firstDifference(was: readonly LogRecord[], is: readonly LogRecord[]): Difference | null {
  for (const [index, record] of was.entries()) {
    const other = is[index];
    const where = { record: record.seq, kind: record.kind };
    if (other === undefined) return { ...where, path: "record", was: "there", is: "missing" };
    if (record.kind !== other.kind) return { ...where, path: "kind", was: record.kind, is: other.kind };
    const found = differingPath(record.data, other.data, "data");
    if (found !== null) return { ...where, ...found };
  }
  const extra = is[was.length];
  return extra === undefined
    ? null
    : { record: extra.seq, kind: extra.kind, path: "record", was: "missing", is: "there" };
}

function differingPath(was: unknown, is: unknown, path: string): Pick<Difference, "path" | "was" | "is"> | null {
  if (typeof was === "object" && was !== null && typeof is === "object" && is !== null) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const found = differingPath((was as never)[key], (is as never)[key], `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (Object.is(was, is) || (was === 0 && is === 0)) return null;
  const shown = (value: unknown): string => (value === undefined ? "missing" : canonicalJson(value).slice(0, 120));
  return { path, was: shown(was), is: shown(is) };
}
