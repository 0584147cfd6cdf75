// The default cell read ahead by the build is the very cell that the loader reads.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtDefaultCell, builtText } from "../../cells/built-cell.ts";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";

/** Zeros lose their sign in JSON; nothing else may be lost, as a function or an undefined member would be. */
function cellWithPlainZeros(value: unknown): unknown {
  if (value === 0) return 0;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cellWithPlainZeros);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cellWithPlainZeros(member)]));
}

describe("the built default cell", () => {
  it("comes back from its text unchanged, but for the sign of zeros", () => {
    const cell = loadCell(defaultCellPath());
    const { cell: back } = JSON.parse(builtText(readFileSync(defaultCellPath(), "utf8"), cell)) as { cell: unknown };
    expect(back).toStrictEqual(cellWithPlainZeros(cell));
  });

  it("is not there in sources, so that an edited cell file is always read", () => {
    expect(builtDefaultCell()).toBeNull();
  });
});
