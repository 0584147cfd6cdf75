// What the schema objects to, in words a person can act on: what was found, what fits, and where.
import type { z } from "zod";
import { type CellData, type CellFault, pathText } from "./cell-yaml.ts";

type Issue = z.core.$ZodIssue;

export function schemaFaults(source: CellData, issues: readonly Issue[]): CellFault[] {
  return issues.flatMap((issue) => faultsOf(source, issue, []));
}

function faultsOf(source: CellData, issue: Issue, prefix: readonly PropertyKey[]): CellFault[] {
  const path = [...prefix, ...issue.path].filter((step) => typeof step !== "symbol");
  const at = pathText(path);
  const found = valueAt(source.data, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      ...source.locateKey([...path, key]),
      path: pathText([...path, key]),
      message: `unknown key ${shown(key)}; remove it, or correct its name (units are part of the name, as in at_m)`,
    }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const kind = found === null ? "null" : typeof found;
    const member = issue.errors.find((errors) => !errors.some((e) => e.code === "invalid_type" && e.path.length === 0));
    if (kind === "object" && member !== undefined) return member.flatMap((inner) => faultsOf(source, inner, path));
    return [{ ...source.locate(path), path: at, message: `${described(found)} does not fit; see cells/tabletop.yaml` }];
  }
  if (found === undefined) {
    const key = String(path.at(-1) ?? "cell");
    return [{ ...source.locate(path), path: at, message: `${key} is missing here; ${need(issue)}` }];
  }
  const bare = typeof found === "string" && issue.code === "invalid_type" && issue.expected === "number";
  const remedy = bare ? ", written bare: no quotes, no unit (the key names it)" : "";
  return [{ ...source.locate(path), path: at, message: `${described(found)} does not fit: ${need(issue)}${remedy}` }];
}

function need(issue: Issue): string {
  if (issue.code === "too_small" && issue.origin === "number") {
    return `must be ${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
  }
  if (issue.code === "too_big" && issue.origin === "number") return `must be at most ${issue.maximum}`;
  if (issue.code === "too_big") return `must hold at most ${issue.maximum}`;
  if (issue.code === "invalid_type" && issue.expected === "object") return "must be a mapping of keys to values";
  return issue.message.replace(/^Invalid input: /, "");
}

function described(value: unknown): string {
  if (typeof value === "string") return `the text "${shown(value)}"`;
  if (typeof value === "number" && !Number.isFinite(value)) return `${value} (not a finite number)`;
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : `a ${typeof value}`;
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
