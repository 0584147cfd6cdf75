// What a run found, from Stryker's own report or, of a sample, from the lines of lines-reporter.mjs.
import { readFileSync } from "node:fs";

/** `all`: how many mutants there are; `mutants`: those that were judged, or drawn and then left out. */
export function resultsOf(path) {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".ndjson")) {
    const [{ all }, ...mutants] = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    return { all, mutants };
  }
  const mutants = Object.entries(JSON.parse(text).files).flatMap(([file, { mutants: found, source }]) => {
    const lines = source.split("\n");
    return found.map((mutant) => ({ ...mutant, file, was: textAt(lines, mutant.location) }));
  });
  return { all: mutants.length, mutants };
}

/** What stands at a place, of its first line. */
export function textAt(lines, { start, end }) {
  const line = lines[start.line - 1] ?? "";
  return line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined).trim();
}
