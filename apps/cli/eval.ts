// `roboos eval F`: how well the interpreter reads a corpus of sentences, and whether anything that must
// not move would have. Nothing moves here either.
import { readFileSync } from "node:fs";
import { RoboError } from "../../kernel/contract/errors.ts";
import { type Score, type ScoredLine, scoreCorpus } from "../../language/score.ts";
import { openCell } from "../cell.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

interface EvalOptions {
  readonly cell?: string;
  readonly json?: boolean;
}

/** Least share of sentences read as expected. source: issue 2, done when 3 */
const LEAST_SHARE = 0.98;

export async function evalCommand([file = ""]: readonly string[], options: EvalOptions, io: Io): Promise<number> {
  const cell = openCell(options.cell);
  const score = scoreCorpus(linesOfFile(file), cell);
  if (score.total === 0) throw new RoboError("E_USAGE", `${file} holds no sentences; a line is {"say", "expect"}`);
  const isGood = score.passed >= LEAST_SHARE * score.total && score.unsafe.length === 0;
  if (options.json === true) await write(io.stdout, `${JSON.stringify(jsonOf(score, isGood))}\n`);
  else await report(score, isGood, io);
  return isGood ? EXIT.ok : EXIT.failed;
}

async function report(score: Score, isGood: boolean, io: Io): Promise<void> {
  const paint = styler(io.stdout, io.env);
  for (const failure of score.lines.filter(({ pass }) => !pass)) {
    await write(
      io.stdout,
      `${paint("red", "fail")} line ${failure.line}: ${shown(failure.say)}\n     ${failure.why}\n`,
    );
  }
  for (const say of score.unsafe) await write(io.stdout, `${paint("red", "unsafe")} planned: ${shown(say)}\n`);
  const share = `${score.passed} of ${score.total} (${percent(score)} %)`;
  const verdict = isGood ? paint("green", "ok") : paint("red", "below the mark");
  await write(io.stdout, `${verdict}: ${share} as expected, ${score.unsafe.length} unsafe\n`);
}

function jsonOf(score: Score, isGood: boolean): object {
  const failures = score.lines
    .filter(({ pass }) => !pass)
    .map(({ line, say, why, got }: ScoredLine) => ({ line, say, why, got }));
  const { total, passed, unsafe } = score;
  return { ok: isGood, total, passed, percent: percent(score), unsafe, failures };
}

const percent = ({ passed, total }: Score): number => Math.floor((1000 * passed) / total) / 10;
const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

function linesOfFile(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RoboError("E_USAGE", `cannot read the corpus ${file}: ${why}`, { cause });
  }
}
