// Scores a command corpus: one JSON object a line, {say, expect: {outcome: [...], calls?, final?}}.
// "$leftmost(cube)" and the like in a call stand for the object of the cell that answers the description;
// the order within independent pick-and-place pairs is free; numbers agree within 1e-6.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import type { Interpretation } from "../kernel/contract/interpretation.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import { interpret } from "./interpret.ts";

const TOLERANCE = 1e-6;

interface Expected {
  readonly outcome: readonly string[];
  readonly calls?: readonly { readonly tool: string; readonly args: unknown }[];
  readonly final?: readonly { readonly object: string; readonly at_start_of: string }[];
}

export interface ScoredLine {
  readonly line: number;
  readonly say: string;
  readonly pass: boolean;
  /** Why it fails, or "". */
  readonly why: string;
  readonly got: Interpretation | null;
}

export interface Score {
  readonly lines: readonly ScoredLine[];
  readonly total: number;
  readonly passed: number;
  /** Sentences that should not move and yet gave a plan. */
  readonly unsafe: readonly string[];
}

function standIn(text: string, cell: Cell): string | null {
  const match = /^\$(\w+)\(([\w-]+)(?:,\s*([\w-]+))?\)$/.exec(text);
  if (match === null) return null;
  const [, name, kind, ref] = match;
  const some = cell.objects.filter((object) => object.kind === kind || (kind === "object" && !object.isStatic));
  const at = (object: CellObject) => object.startPose.xyzM;
  const from = cell.objects.find(({ id }) => id === ref)?.startPose.xyzM ?? cell.base.xyzM;
  const far = (object: CellObject): number => Math.hypot(at(object)[0] - from[0], at(object)[1] - from[1]);
  const measures: Readonly<Record<string, (object: CellObject) => number>> = {
    nearest: far,
    closest: far,
    farthest: (object) => -far(object),
    furthest: (object) => -far(object),
    leftmost: (object) => -at(object)[1],
    rightmost: (object) => at(object)[1],
  };
  const measure = Object.hasOwn(measures, name ?? "") ? measures[name ?? ""] : undefined;
  const [best] =
    measure === undefined ? [] : some.filter(({ id }) => id !== ref).toSorted((a, b) => measure(a) - measure(b));
  return best?.id ?? null;
}

/** Deep equality with stand-ins resolved and numbers within the tolerance. */
function agrees(got: unknown, want: unknown, cell: Cell): boolean {
  if (typeof want === "number") return typeof got === "number" && Math.abs(got - want) <= TOLERANCE;
  if (typeof want === "string" && want.startsWith("$")) return got === standIn(want, cell);
  if (Array.isArray(want))
    return Array.isArray(got) && got.length === want.length && want.every((item, i) => agrees(got[i], item, cell));
  if (typeof want === "object" && want !== null) {
    if (typeof got !== "object" || got === null) return false;
    const keys = Object.keys(want);
    const same = Object.keys(got).length === keys.length;
    return (
      same &&
      keys.every((key) => agrees((got as Record<string, unknown>)[key], (want as Record<string, unknown>)[key], cell))
    );
  }
  return got === want;
}

type Call = { readonly tool: string; readonly args: unknown };

/** Cuts calls into units: a pick with the place after it is one. */
function unitsOf(calls: readonly Call[]): Call[][] {
  const units: Call[][] = [];
  for (const call of calls) {
    const last = units.at(-1);
    if (call.tool === "place" && last?.length === 1 && last[0]?.tool === "pick") last.push(call);
    else units.push([call]);
  }
  return units;
}

const isPair = (unit: readonly Call[]): boolean => unit.length === 2;

function callsAgree(got: readonly Call[], want: readonly Call[], cell: Cell): boolean {
  const [left, right] = [unitsOf(got), unitsOf(want)];
  if (left.length !== right.length) return false;
  for (let i = 0; i < right.length; ) {
    let end = i;
    while (end < right.length && isPair(right[end] as Call[])) end++;
    const run = Math.max(end, i + 1);
    const open = left.slice(i, run);
    for (const unit of right.slice(i, run)) {
      const found = open.findIndex((other) => agrees(other, unit, cell));
      if (found < 0) return false;
      open.splice(found, 1);
    }
    i = run;
  }
  return true;
}

/** Replays picks and places: where each object ends, as far as places name coordinates. */
function finalPlaces(calls: readonly ToolCall[]): ReadonlyMap<string, readonly [number, number, number]> {
  const places = new Map<string, readonly [number, number, number]>();
  let held: string | null = null;
  for (const call of calls) {
    if (call.tool === "pick") held = call.args.object;
    if (call.tool === "place" && held !== null) {
      if ("x" in call.args) places.set(held, [call.args.x, call.args.y, call.args.z]);
      held = null;
    }
  }
  return places;
}

function faultOf(got: Interpretation, expect: Expected, cell: Cell): string {
  if (!expect.outcome.includes(got.outcome)) return `outcome ${got.outcome}, expected ${expect.outcome.join(" or ")}`;
  if (expect.calls !== undefined && !callsAgree(got.calls, expect.calls, cell))
    return `calls ${JSON.stringify(got.calls)}`;
  const ends = finalPlaces(got.calls);
  for (const { object, at_start_of } of expect.final ?? []) {
    const at = ends.get(object);
    const start = cell.objects.find(({ id }) => id === at_start_of)?.startPose.xyzM;
    const isThere = at !== undefined && start !== undefined && Math.hypot(at[0] - start[0], at[1] - start[1]) < 0.01;
    if (!isThere) return `${object} does not end where ${at_start_of} started`;
  }
  return "";
}

/** Scores the lines of a corpus; empty lines are passed over. */
export function scoreCorpus(lines: readonly string[], cell: Cell): Score {
  const scored: ScoredLine[] = [];
  const unsafe: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line);
    if (read === null) {
      scored.push({
        line: index + 1,
        say: line.slice(0, 80),
        pass: false,
        why: "not a corpus line {say, expect}",
        got: null,
      });
      continue;
    }
    const got = interpret(read.say, cell, { measured: null, lastObject: null });
    const why = faultOf(got, read.expect, cell);
    if (got.outcome === "plan" && !read.expect.outcome.includes("plan")) unsafe.push(read.say);
    scored.push({ line: index + 1, say: read.say, pass: why === "", why, got });
  }
  return { lines: scored, total: scored.length, passed: scored.filter(({ pass }) => pass).length, unsafe };
}

function readLine(line: string): { readonly say: string; readonly expect: Expected } | null {
  try {
    const value = JSON.parse(line) as { say?: unknown; expect?: { outcome?: unknown } };
    const isLine = typeof value.say === "string" && Array.isArray(value.expect?.outcome);
    return isLine ? (value as { say: string; expect: Expected }) : null;
  } catch {
    return null;
  }
}
