// `roboos interpret`: each line on stdin → what it means, as one JSON line, as soon as it is known.
// Nothing moves, and no physics is loaded.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Interpretation, SceneView } from "../../kernel/contract/interpretation.ts";
import { interpret } from "../../language/interpret.ts";
import { openCell } from "../cell.ts";
import { EXIT, type Io, linesOf, write } from "./io.ts";

interface InterpretOptions {
  readonly cell?: string;
}

/** A longer line is answered without echoing all of it, UTF-16 units. */
const MAX_ECHO = 10_000;
const SCENE: SceneView = { measured: null, lastObject: null };

export async function interpretCommand(_args: readonly string[], options: InterpretOptions, io: Io): Promise<number> {
  const cell = openCell(options.cell);
  for await (const { text } of linesOf(io.stdin)) {
    const isRead = await write(io.stdout, `${interpretationLine(text, cell)}\n`);
    if (!isRead) break;
  }
  return EXIT.ok;
}

function interpretationLine(text: string, cell: Cell): string {
  return lineOf(text.length > MAX_ECHO ? tooLong(text) : interpret(text, cell, SCENE));
}

/** No request to an arm is this long; what was meant cannot be told from a part of it. */
function tooLong(text: string): Interpretation {
  const say = text.slice(0, MAX_ECHO).replace(/\p{Surrogate}$/u, "");
  const length = `${text.length} characters`;
  return {
    say,
    outcome: "clarify",
    calls: [],
    confidence: 0,
    question: `That is ${length} long. What should the arm do, in a sentence or two?`,
    reason: `the line has ${length}; say holds the first ${MAX_ECHO}`,
  };
}

function lineOf({ say, outcome, calls, confidence, question, reason }: Interpretation): string {
  return JSON.stringify({
    say,
    outcome,
    calls,
    confidence,
    ...(question === undefined ? {} : { question }),
    ...(reason === undefined ? {} : { reason }),
  });
}
