// Installs the dependencies when node_modules is missing or older than the lock file, so that a
// fresh clone needs one command. No dependencies of its own; all output goes to stderr.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export function ensureInstalled() {
  const marker = `${root}node_modules/.package-lock.json`;
  const lock = `${root}package-lock.json`;
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write("roboos: installing dependencies (once) …\n");
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const run = npm ? [process.execPath, [npm, ...args]] : ["npm", args];
  const { status } = spawnSync(run[0], run[1], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    process.stderr.write("roboos: npm install failed; see above. Needs Node >= 20.19 and a reachable npm registry.\n");
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
