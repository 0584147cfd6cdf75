// Compiles to dist/ with tsc alone, copies what is not TypeScript, and stamps the build.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const tsc = `${root}node_modules/typescript/bin/tsc`;
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
cpSync(`${root}cells`, `${root}dist/cells`, { recursive: true, filter: (path) => !path.endsWith(".ts") });
writeFileSync(`${root}dist/.built`, new Date().toISOString());
