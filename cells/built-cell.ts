// The default cell as the build has already read and checked it, so that commands which only need its
// values start without YAML and schemas. A checkout that is not built has none.
import { existsSync, readFileSync } from "node:fs";
import type { Cell } from "../kernel/contract/cell.ts";

interface BuiltCell {
  /** The text that it was read from. */
  readonly yaml: string;
  readonly cell: Cell;
}

const at = (name: string): URL => new URL(name, import.meta.url);

/** `null` when there is none, or when the YAML beside it is no longer the one it was made from. */
export function builtDefaultCell(): Cell | null {
  const file = at("./tabletop.built.json");
  if (!existsSync(file)) return null;
  const { yaml, cell } = JSON.parse(readFileSync(file, "utf8")) as BuiltCell;
  return yaml === readFileSync(at("./tabletop.yaml"), "utf8") ? cell : null;
}

/** What the build writes to `tabletop.built.json`. */
export const builtText = (yaml: string, cell: Cell): string => JSON.stringify({ yaml, cell } satisfies BuiltCell);
