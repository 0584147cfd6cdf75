// Starts RoboOS in a checkout: installs what is missing, then runs the built output when it is
// at least as new as the sources, else the TypeScript sources through tsx in this same process.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./ensure-installed.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const sourceFolders = ["kernel", "hooks", "drivers", "simulators", "language", "robots", "cells", "apps", "bench"];

function newestMs(folder) {
  let newest = 0;
  if (!existsSync(folder)) return newest;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const ms = entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs;
    if (ms > newest) newest = ms;
  }
  return newest;
}

function isBuiltFresh() {
  const stamp = join(root, "dist", ".built");
  if (!existsSync(stamp)) return false;
  const builtMs = statSync(stamp).mtimeMs;
  return sourceFolders.every((folder) => newestMs(join(root, folder)) <= builtMs);
}

ensureInstalled();
if (isBuiltFresh()) {
  await import("../dist/apps/cli/main.js");
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("../apps/cli/main.ts");
}
