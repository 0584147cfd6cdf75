// Mutation testing: changes the safety code one small step at a time and counts which changes no test notices.
// Usage: npm run mutation -- hooks|motion [--files a.ts,b.ts] [--sample N [--seed S] [--minutes M]] [--workers N] [--report]
// Stryker is installed on first use into tools/mutation. Prints the score and every survivor with its place.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { resultsOf } from "./mutation/results.mjs";
import { TARGETS } from "./mutation/targets.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string" },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string" },
    workers: { type: "string" },
    report: { type: "boolean" },
  },
});
const name = positionals[0] ?? "";
const target = TARGETS[name];
if (target === undefined || (values.minutes !== undefined && values.sample === undefined)) {
  process.stderr.write(
    `usage: npm run mutation -- ${Object.keys(TARGETS).join("|")} [--files F,…] [--sample N [--seed S] [--minutes M]] [--workers N] [--report]\n`,
  );
  process.exit(64);
}

const report =
  values.sample === undefined
    ? `reports/mutation/${name}.json`
    : `reports/mutation/${name}-${values.sample}-of-seed-${values.seed}.ndjson`;
if (!values.report) {
  const folder = `${root}tools/mutation`;
  if (!existsSync(`${folder}/node_modules/@stryker-mutator/core`)) {
    const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) process.exit(1);
  }
  const env = { ...process.env, MUTATION_TARGET: name, MUTATION_REPORT: report };
  if (values.files !== undefined) env.MUTATION_FILES = values.files;
  if (values.sample !== undefined) {
    env.MUTATION_SAMPLE = values.sample;
    env.MUTATION_SEED = values.seed;
  }
  if (values.workers !== undefined) env.MUTATION_WORKERS = values.workers;
  const status = await stryker(`${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`, env);
  if (status !== 0) process.exit(status);
}

if (!existsSync(`${root}${report}`)) {
  process.stderr.write(`nothing was judged: there is no ${report}\n`);
  process.exit(1);
}
const { all, mutants } = resultsOf(`${root}${report}`);
const files = new Map();
for (const mutant of mutants) files.set(mutant.file, [...(files.get(mutant.file) ?? []), mutant]);
const totals = { noticed: 0, missed: 0 };
for (const [file, found] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const missed = found.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const noticed = found.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  totals.noticed += noticed;
  totals.missed += missed.length;
  if (noticed + missed.length === 0) continue;
  process.stdout.write(
    `${percent(noticed, missed.length)}  ${file} (${missed.length} of ${noticed + missed.length} not noticed)\n`,
  );
  for (const { location, was, replacement, mutatorName, status } of missed) {
    const { line, column } = location.start;
    const now = (replacement ?? "").replaceAll(/\s+/g, " ").slice(0, 60);
    process.stdout.write(
      `    ${line}:${column} ${mutatorName} ${status === "NoCoverage" ? "(not covered) " : ""}${was.slice(0, 60)} → ${now}\n`,
    );
  }
}
const { noticed, missed } = totals;
const endless = mutants.filter(({ status }) => status === "Timeout").length;
process.stdout.write(
  `${name}: ${noticed} of ${noticed + missed} mutants noticed, ${percent(noticed, missed)} (asked for: ${target.leastPercent} %); ${endless} because they never ended\n`,
);
if (values.sample !== undefined) {
  const [low, high] = wilson(noticed, noticed + missed);
  const loading = mutants.filter(({ status }) => status === "Ignored").length;
  process.stdout.write(
    `A random sample of ${all} mutants, the first ${noticed + missed} drawn with seed ${values.seed}: with 95 % confidence ${low.toFixed(1)} to ${high.toFixed(1)} % of all are noticed.\n` +
      `${loading} more that were drawn run only while modules load: not measured, not counted.\n`,
  );
}

/** Runs Stryker with all that it starts, for `--minutes` at most; its exit code, 0 when time ended it. */
function stryker(path, env) {
  const child = spawn(process.execPath, [path, "run", "tools/mutation/stryker.config.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
    detached: true,
  });
  const end = () => process.kill(0 - Number(child.pid), "SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);
  let isOver = false;
  const timer =
    values.minutes === undefined
      ? undefined
      : setTimeout(() => {
          isOver = true;
          end();
        }, Number(values.minutes) * 60_000);
  return new Promise((resolve) => {
    child.on("exit", (code) => {
      clearTimeout(timer);
      resolve(isOver ? 0 : (code ?? 1));
    });
  });
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
