// `roboos check`: judges each line's calls as from the cell's home, armed and idle. Nothing moves.
import type { Verdict } from "../../kernel/contract/verdict.ts";
import type { Gate, Judged } from "../../kernel/gate.ts";
import { startState } from "../../kernel/start-state.ts";
import { openCell } from "../cell.ts";
import { cellGate } from "../runtime/cell-gate.ts";
import { EXIT, type Io, linesOf, write } from "./io.ts";

/** Searches of `check` are seeded, so the same line gets the same answer everywhere. */
const SEED = 0;

export async function checkCommand(
  _args: readonly string[],
  options: { readonly cell?: string },
  io: Io,
): Promise<number> {
  const cell = openCell(options.cell);
  const gate = cellGate(cell, SEED);
  const home = startState(cell);
  const judgeAll = (calls: readonly unknown[]): readonly Judged[] =>
    gate.judgeAll(calls, 1, home, { mode: "idle", nowMs: 0, admittedAtMs: null, speedScale: 1, tracked: null });
  for await (const { text, isCut } of linesOf(io.stdin)) {
    const answer = isCut ? denied(null, "the line is too long") : answerTo(text, judgeAll);
    if (!(await write(io.stdout, `${lineOf(answer)}\n`))) break;
  }
  return EXIT.ok;
}

function answerTo(line: string, judgeAll: (calls: readonly unknown[]) => ReturnType<Gate["judgeAll"]>): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return denied(null, "the line is not JSON; send {id, calls:[{tool, args}]}");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return denied(null, "the line is not an object {id, calls:[{tool, args}]}");
  }
  const { id = null, calls, ...rest } = value as { id?: unknown; calls?: unknown };
  const extra = Object.keys(rest);
  if (extra.length > 0) return denied(id, `unknown member ${extra[0]?.slice(0, 40)}; send {id, calls:[{tool, args}]}`);
  if (!Array.isArray(calls)) return denied(id, "calls is not an array; send {id, calls:[{tool, args}]}");
  if (calls.length === 0) return denied(id, "there are no calls to judge");
  const judged = judgeAll(calls);
  const decisive =
    judged.find(({ verdict }) => verdict.kind === "deny") ?? judged.find(({ verdict }) => verdict.kind === "approve");
  const { kind, code, reason } = (decisive ?? judged[0])?.verdict ?? DENIED_EMPTY;
  return { id, verdict: kind, code, reason, steps: judged.map(({ tool, verdict }) => stepOf(tool, verdict)) };
}

/** JSON is read deeper than it can be written; only the echoed id can be that deep. */
function lineOf(answer: object): string {
  try {
    return JSON.stringify(answer);
  } catch {
    return JSON.stringify(denied(null, "the id is nested too deep; send a string or a number"));
  }
}

const DENIED_EMPTY: Verdict = { kind: "deny", hook: "schema", code: "E_EMPTY", reason: "there are no calls to judge" };

const denied = (id: unknown, reason: string): object => ({ id, verdict: "deny", code: "E_EMPTY", reason, steps: [] });

export function stepOf(tool: string, verdict: Verdict): object {
  const { kind, hook, code, reason } = verdict;
  const numbers = verdict.kind === "allow" ? {} : { measured: verdict.measured, limit: verdict.limit };
  return { tool, verdict: kind, hook, code, reason, ...numbers };
}
