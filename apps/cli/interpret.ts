// `roboos interpret`: each line on stdin → what it means, as one JSON line, as soon as it is known.
// Nothing moves, and no physics is loaded.
import { builtDefaultCell } from "../../cells/built-cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Interpretation, SceneView } from "../../kernel/contract/interpretation.ts";
import { interpret } from "../../language/interpret.ts";
import { EXIT, type Io, linesOf, write } from "./io.ts";

interface InterpretOptions {
  readonly cell?: string;
}

/** A longer line is answered without echoing all of it, UTF-16 units. */
const MAX_ECHO = 10_000;
const SCENE: SceneView = { measured: null, lastObject: null };

export async function interpretCommand(_args: readonly string[], options: InterpretOptions, io: Io): Promise<number> {
  // Values only: whether the arm fits its space matters to what moves, and nothing does here.
  const cell = await cellOf(options.cell);
  for await (const { text } of linesOf(io.stdin)) {
    const isRead = await write(io.stdout, `${interpretationLine(text, cell)}\n`);
    if (!isRead) break;
  }
  return EXIT.ok;
}

async function cellOf(path: string | undefined): Promise<Cell> {
  const built = path === undefined ? builtDefaultCell() : null;
  if (built !== null) return built;
  const { defaultCellPath, loadCell } = await import("../../cells/load-cell.ts");
  return loadCell(path ?? defaultCellPath());
}

function interpretationLine(text: string, cell: Cell): string {
  const { say, outcome, calls, confidence, question, reason } = shortened(interpret(text, cell, SCENE));
  return JSON.stringify({
    say,
    outcome,
    calls,
    confidence,
    ...(question === undefined ? {} : { question }),
    ...(reason === undefined ? {} : { reason }),
  });
}

function shortened(read: Interpretation): Interpretation {
  const { length } = read.say;
  if (length <= MAX_ECHO) return read;
  const say = read.say.slice(0, MAX_ECHO).replace(/\p{Surrogate}$/u, "");
  const note = `the line has ${length} characters; say holds the first ${say.length}`;
  return { ...read, say, reason: read.reason === undefined ? note : `${read.reason} (${note})` };
}
