// The one way in which every command comes to its cell: file → values judged → space judged.

import { pathText } from "../cells/cell-yaml.ts";
import { cellError, defaultCellPath, type ParsedCell, parseCell, readCellFile } from "../cells/load-cell.ts";
import type { Cell } from "../kernel/contract/cell.ts";
import { geometryFaults } from "./cli/cell-geometry.ts";

/** Everything that is wrong with a cell's text. */
export function checkCellText(text: string, fileName: string): ParsedCell {
  const parsed = parseCell(text, fileName);
  if (parsed.cell === null) return parsed;
  const faults = geometryFaults(parsed.cell).map(({ path, message }) => ({
    ...parsed.locate(path),
    path: pathText(path),
    message,
  }));
  return faults.length === 0 ? parsed : { ...parsed, cell: null, faults };
}

export const checkCellFile = (path: string): ParsedCell => checkCellText(readCellFile(path), path);

/** The cell of this file, or of the built-in tabletop. Throws E_CELL with every fault and its line. */
export function openCell(path: string = defaultCellPath()): Cell {
  const parsed = checkCellFile(path);
  if (parsed.cell === null) throw cellError(path, parsed.faults);
  return parsed.cell;
}
