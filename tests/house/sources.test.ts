// House rules that no linter knows: a source file opens with a sentence that says what and why, stays one
// idea long, and leaves nothing for later.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = [
  "kernel",
  "hooks",
  "drivers",
  "simulators",
  "language",
  "robots",
  "cells",
  "apps",
  "tools",
  "examples",
];
const MOST_LINES = 300;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|mjs)$/.test(path) && !path.includes("node_modules"))
    .map((path) => `${folder}/${path}`),
).map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

const breaking = (isBroken: (text: string) => boolean): string[] =>
  sources.filter(({ text }) => isBroken(text)).map(({ path }) => path);

test("every source file opens with a sentence", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(breaking((text) => !/^(#!.*\n)?\/\/ \S.{20,}/.test(text))).toEqual([]);
});

test(`no source file is longer than ${MOST_LINES} lines`, () => {
  expect(breaking((text) => text.trimEnd().split("\n").length > MOST_LINES)).toEqual([]);
});

test("nothing is left for later", () => {
  const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`);
  expect(breaking((text) => later.test(text))).toEqual([]);
});

test("types are never imported in passing, where the layer lint does not look", () => {
  expect(breaking((text) => /[:<|&=(]\s*(typeof )?import\("/.test(text))).toEqual([]);
});
