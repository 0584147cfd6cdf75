// The default cell as the build has already read and checked it, so that commands which only need its
// values start without YAML and schemas. A checkout that is not built has none.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Cell } from "../kernel/contract/cell.ts";

interface BuiltCell {
  /** SHA-256 of the YAML text it was read from, hex. */
  readonly sha256: string;
  readonly cell: Cell;
}

const at = (name: string): URL => new URL(name, import.meta.url);
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** `null` when there is none, or when the YAML beside it is no longer the one it was made from. */
export function builtDefaultCell(): Cell | null {
  const file = at("./tabletop.built.json");
  if (!existsSync(file)) return null;
  const { sha256, cell } = JSON.parse(readFileSync(file, "utf8")) as BuiltCell;
  return sha256 === hashOf(readFileSync(at("./tabletop.yaml"), "utf8")) ? cell : null;
}

/** What the build writes to `tabletop.built.json`. */
export const builtText = (yaml: string, cell: Cell): string =>
  JSON.stringify({ sha256: hashOf(yaml), cell } satisfies BuiltCell);
