// Documents keep up with the tree: links lead somewhere, named files exist, every command is in the README,
// and every dependency has its line with the licence that the package states.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runInProcess } from "../cli/streams.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SAFETY.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
];
/** What looks like a path of this tree: a known folder, then a file. */
const NAMED =
  /`((?:apps|cells|docs|drivers|examples|hooks|kernel|language|robots|simulators|tests|tools)\/[\w./-]+\.\w+)`/g;

describe("documents", () => {
  test.each(documents)("%s: every link leads somewhere", (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });

  test.each(documents)("%s: every file it names exists", (path) => {
    const files = [...read(path).matchAll(NAMED)].map(([, file]) => file!);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test("docs/decisions/README.md lists every decision, none missing and no number twice", () => {
    const pages = readdirSync(join(ROOT, "docs/decisions")).filter((name) => name !== "README.md");
    const index = read("docs/decisions/README.md");
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
    const numbers = pages.map((page) => Number(page.slice(0, 4))).sort((a, b) => a - b);
    expect(numbers).toEqual(pages.map((_, i) => i + 1));
  });

  test("kernel/motion/README.md names every file of the folder once", () => {
    const files = readdirSync(join(ROOT, "kernel/motion"), { recursive: true, encoding: "utf8" });
    const named = [...read("kernel/motion/README.md").matchAll(/`([\w/-]+\.ts)`/g)].map(([, file]) => file!);
    expect(named.filter((name) => !name.startsWith("tests/")).sort()).toEqual(
      files.filter((name) => name.endsWith(".ts")).sort(),
    );
  });

  test("README.md has every command that the program has", async () => {
    const { stdout } = await runInProcess(["--help"]);
    const commands = stdout.slice(stdout.indexOf("Commands:")).match(/^ {2}[a-z]+/gm) ?? [];
    const names = commands.map((name) => name.trim()).filter((name) => name !== "help");
    expect(names.length).toBeGreaterThan(8);
    const rows = read("README.md")
      .match(/^\| `[a-z]+/gm)
      ?.map((row) => row.slice(3));
    expect(names.filter((name) => !rows?.includes(name))).toEqual([]);
  });
});

describe("dependencies", () => {
  const manifest = JSON.parse(read("package.json")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const rows = read("docs/dependencies.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"));

  test.each(names)("%s is documented, with the licence it states", (name) => {
    const row = rows.find((line) => line.split("|")[1]?.includes(`\`${name}\``));
    const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { readonly license: string };
    expect(row?.split("|")[3]?.trim().toLowerCase()).toBe(license.toLowerCase());
    expect(row?.split("|")[4]?.trim().length).toBeGreaterThan(20);
  });

  test("none is documented that is not used", () => {
    const documented = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
    );
    expect(documented.toSorted()).toEqual(names.toSorted());
  });
});
