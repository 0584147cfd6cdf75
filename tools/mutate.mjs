// Mutation testing: changes the safety code one small step at a time and counts which changes no test notices.
// Usage: npm run mutation -- hooks|motion [--files a.ts,b.ts] [--sample N [--seed S]] [--workers N] [--report]
// Stryker is installed on first use into tools/mutation. Prints the score and every survivor with its place.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { TARGETS } from "./mutation/targets.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    workers: { type: "string" },
    report: { type: "boolean" },
  },
});
const name = positionals[0] ?? "";
const target = TARGETS[name];
if (target === undefined) {
  process.stderr.write(
    `usage: npm run mutation -- ${Object.keys(TARGETS).join("|")} [--files F,…] [--sample N [--seed S]] [--workers N] [--report]\n`,
  );
  process.exit(64);
}

const report = `reports/mutation/${name}${values.sample ? `-${values.sample}-of-seed-${values.seed}` : ""}.json`;
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
  const env = { ...process.env, MUTATION_TARGET: name, MUTATION_REPORT: report };
  if (values.files !== undefined) env.MUTATION_FILES = values.files;
  if (values.sample !== undefined) {
    env.MUTATION_SAMPLE = values.sample;
    env.MUTATION_SEED = values.seed;
  }
  if (values.workers !== undefined) env.MUTATION_WORKERS = values.workers;
  const { status } = spawnSync(process.execPath, [stryker, "run", "tools/mutation/stryker.config.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

const { files } = JSON.parse(readFileSync(`${root}${report}`, "utf8"));
const totals = { noticed: 0, missed: 0, timedOut: 0, notMeasured: 0 };
for (const [file, { mutants, source }] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
  const lines = source.split("\n");
  const missed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  totals.noticed += noticed;
  totals.timedOut += mutants.filter(({ status }) => status === "Timeout").length;
  totals.notMeasured += mutants.filter(({ status, static: isStatic }) => status === "Ignored" && isStatic).length;
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
const { noticed, missed, timedOut, notMeasured } = totals;
process.stdout.write(
  `${name}: ${noticed} of ${noticed + missed} mutants noticed, ${percent(noticed, missed)} (asked for: ${target.leastPercent} %)\n`,
);
process.stdout.write(`  ${timedOut} of them because it never ended\n`);
if (values.sample !== undefined) {
  const all = Object.values(files).reduce((sum, { mutants }) => sum + mutants.length, 0);
  const [low, high] = wilson(noticed, noticed + missed);
  process.stdout.write(
    `A random sample of ${all} mutants, seed ${values.seed}: with 95 % confidence ${low.toFixed(1)} to ${high.toFixed(1)} % of all are noticed.\n` +
      `  Not measured, and not counted: ${notMeasured} drawn that run only while modules load.\n`,
  );
}

function percent(some, others) {
  return `${((100 * some) / Math.max(1, some + others)).toFixed(1).padStart(5)} %`;
}

/** The 95 % interval of a share, in percent, of which `count` of `size` drawn were seen (Wilson, 1927). */
function wilson(count, size) {
  const z = 1.96;
  const share = count / size;
  const middle = share + z ** 2 / (2 * size);
  const half = z * Math.sqrt((share * (1 - share)) / size + (z / (2 * size)) ** 2);
  return [middle - half, middle + half].map((x) => (100 * x) / (1 + z ** 2 / size));
}
