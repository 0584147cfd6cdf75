// The error catalogue, its documentation and the sources name the same codes, in every direction.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ERRORS } from "../../kernel/contract/errors.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CATALOGUE = "kernel/contract/errors.ts";
const FOLDERS = ["kernel", "hooks", "drivers", "simulators", "language", "robots", "cells", "apps"];
const CODE = /\bE_[A-Z_]+\b/g;

const sources = new Map(
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  )
    .filter((path) => path.endsWith(".ts") && path !== CATALOGUE)
    .map((path) => [path, new Set(readFileSync(join(ROOT, path), "utf8").match(CODE))]),
);

/** Rows of the tables in docs/errors.md: code → the files or folders said to raise it. */
const documented = new Map(
  readFileSync(join(ROOT, "docs/errors.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `E_"))
    .map((line) => {
      const cells = line.split("|").map((cell) => cell.trim());
      const files = [...(cells[3] ?? "").matchAll(/`([^`]+)`/g)].map(([, file]) => file!);
      return [cells[1]!.replaceAll("`", ""), { cells, files }] as const;
    }),
);
const codes = Object.keys(ERRORS);

/** @param place a file, or a folder that holds one */
const isRaisedIn = (place: string, code: string): boolean =>
  [...sources].some(([path, named]) => (path === place || path.startsWith(`${place}/`)) && named.has(code));

describe("error catalogue", () => {
  test("docs/errors.md lists the codes of the catalogue, no more and no fewer", () => {
    expect([...documented.keys()].toSorted()).toEqual(codes.toSorted());
  });

  test.each(codes)("%s is documented with meaning, source and remedy, and raised where it says", (code) => {
    const row = documented.get(code);
    expect(row?.cells.slice(2, 5).every((cell) => cell.length > 0)).toBe(true);
    expect(row?.files.length).toBeGreaterThan(0);
    expect(row?.files.filter((file) => !isRaisedIn(file, code))).toEqual([]);
  });

  test("every code that the sources name is in the catalogue", () => {
    const unknown = [...sources].flatMap(([path, named]) =>
      [...named].filter((code) => !Object.hasOwn(ERRORS, code)).map((code) => `${path}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  test("every message is whole sentences that end in a full stop", () => {
    for (const [code, text] of Object.entries(ERRORS)) expect(`${code}: ${text}`).toMatch(/: [A-Z].*\.$/);
  });
});
