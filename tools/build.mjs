// Builds dist/: tsc alone compiles; what is not TypeScript is copied; the default cell is read ahead and the
// libraries that every start needs become one file each, since a cold start is mostly the opening of files.
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
// Only libraries that are ES modules: what `export *` takes from others is not known ahead.
const LIBRARIES = ["commander", "ohm-js", "xstate", "zod"];

rmSync(dist, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
cpSync(join(root, "cells"), join(dist, "cells"), { recursive: true, filter: (path) => !path.endsWith(".ts") });

const { loadCell, defaultCellPath } = await import("../dist/cells/load-cell.js");
const { builtText } = await import("../dist/cells/built-cell.js");
const yaml = readFileSync(defaultCellPath(), "utf8");
writeFileSync(join(dist, "cells/tabletop.built.json"), builtText(yaml, loadCell(defaultCellPath())));

await bundleLibraries();
writeFileSync(join(dist, ".built"), new Date().toISOString());

/** Each library into dist/vendor, with its licence comments, and the imports in dist pointed there. */
async function bundleLibraries() {
  for (const name of LIBRARIES) {
    await build({
      stdin: { contents: `export * from "${name}";`, resolveDir: root },
      outfile: join(dist, "vendor", `${name}.js`),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      legalComments: "eof",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
  }
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(dist, "vendor")));
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    const pointed = LIBRARIES.reduce((text, name) => {
      const path = relative(dirname(file), join(dist, "vendor", `${name}.js`));
      return text.replaceAll(`from "${name}"`, `from "${path.startsWith(".") ? path : `./${path}`}"`);
    }, source);
    if (pointed !== source) writeFileSync(file, pointed);
  }
}
