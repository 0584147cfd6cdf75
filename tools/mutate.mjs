// Mutation testing: changes the safety code one small step at a time and counts which changes no test notices.
// Usage: npm run mutation -- hooks|motion [--files a.ts,b.ts] [--workers N] [--report]
// Stryker is installed on first use into tools/mutation. Prints the score and every survivor with its place.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { TARGETS } from "./mutation/targets.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: "string" }, workers: { type: "string" }, report: { type: "boolean" } },
});
const name = positionals[0] ?? "";
const target = TARGETS[name];
if (target === undefined) {
  process.stderr.write(
    `usage: npm run mutation -- ${Object.keys(TARGETS).join("|")} [--files F,…] [--workers N] [--report]\n`,
  );
  process.exit(64);
}

const report = `${root}reports/mutation/${name}.json`;
if (!values.report) {
  const folder = `${root}tools/mutation`;
  if (!existsSync(`${folder}/node_modules/@stryker-mutator/core`)) {
    const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) process.exit(1);
  }
  const stryker = `${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  const env = { ...process.env, MUTATION_TARGET: name };
  if (values.files !== undefined) env.MUTATION_FILES = values.files;
  if (values.workers !== undefined) env.MUTATION_WORKERS = values.workers;
  const { status } = spawnSync(process.execPath, [stryker, "run", "tools/mutation/stryker.config.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

const { files } = JSON.parse(readFileSync(report, "utf8"));
const totals = { noticed: 0, missed: 0 };
for (const [file, { mutants, source }] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
  const lines = source.split("\n");
  const missed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  totals.noticed += noticed;
  totals.missed += missed.length;
  if (noticed + missed.length === 0) continue;
  process.stdout.write(
    `${percent(noticed, missed.length)}  ${file} (${missed.length} of ${noticed + missed.length} not noticed)\n`,
  );
  for (const { location, replacement, mutatorName, status } of missed) {
    const { line, column } = location.start;
    const was = lines[line - 1]
      .slice(column - 1, location.end.line === line ? location.end.column - 1 : undefined)
      .trim();
    const now = (replacement ?? "").replaceAll(/\s+/g, " ").slice(0, 60);
    process.stdout.write(
      `    ${line}:${column} ${mutatorName} ${status === "NoCoverage" ? "(not covered) " : ""}${was.slice(0, 60)} → ${now}\n`,
    );
  }
}
const { noticed, missed } = totals;
process.stdout.write(
  `${name}: ${noticed} of ${noticed + missed} mutants noticed, ${percent(noticed, missed)} (asked for: ${target.leastPercent} %)\n`,
);

function percent(some, others) {
  return `${((100 * some) / Math.max(1, some + others)).toFixed(1).padStart(5)} %`;
}
