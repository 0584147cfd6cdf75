// `roboos bench`: measurements as medians of several runs, each with what it is compared to in the same run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BENCHES } from "../../bench/list.ts";
import type { BenchContext, BenchResult } from "../../bench/measure.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

export async function benchCommand(
  _args: readonly string[],
  options: { readonly json?: boolean; readonly only?: string },
  io: Io,
): Promise<number> {
  const chosen = BENCHES.filter(({ name }) => options.only === undefined || name.startsWith(options.only));
  if (chosen.length === 0) {
    const names = BENCHES.map(({ name }) => name).join(", ");
    throw new RoboError("E_USAGE", `no measurement is called ${options.only}; there are ${names}`);
  }
  const results: BenchResult[] = [];
  const homeFolder = mkdtempSync(join(tmpdir(), "roboos-bench-"));
  const context: BenchContext = { io, homeFolder, command: commandLine() };
  try {
    for (const { name, run } of chosen) {
      io.stderr.write(`measuring ${name} …\n`);
      results.push(...(await run(context)));
    }
  } finally {
    rmSync(homeFolder, { recursive: true, force: true });
  }
  const machine = {
    cpu: cpus()[0]?.model ?? "?",
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  if (options.json) {
    await write(io.stdout, `${JSON.stringify({ machine, results })}\n`);
    return EXIT.ok;
  }
  const paint = styler(io.stdout, io.env);
  await write(io.stdout, `${paint("dim", `${machine.cpu}, ${machine.cores} cores, node ${machine.node}`)}\n`);
  for (const result of results) await write(io.stdout, `${lineOf(result, paint)}\n`);
  return EXIT.ok;
}

function lineOf(
  { name, p50, p99, unit, ratio, against, target, met }: BenchResult,
  paint: ReturnType<typeof styler>,
): string {
  const spread = p99 === undefined ? "" : `, p99 ${short(p99)}`;
  const compared = ratio === undefined ? "" : `, ${ratio.toFixed(2)} × ${against}`;
  const mark = met === undefined ? "" : met ? paint("green", "  met") : paint("red", "  not met");
  return `${name.padEnd(28)} p50 ${short(p50)} ${unit}${spread}${compared}${target === undefined ? "" : `  (target ${target})`}${mark}`;
}

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** How this same program is started again: as built output or through the checkout's launcher. */
function commandLine(): BenchContext["command"] {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = fileURLToPath(new URL(isSource ? "../../tools/roboos.mjs" : "./main.js", import.meta.url));
  const packageRoot = fileURLToPath(new URL(isSource ? "../../" : "../../../", import.meta.url));
  return {
    entry,
    packageRoot,
    isBuilt: !isSource,
    run: (args, input, env) =>
      spawnSync(process.execPath, [entry, ...args], { input, env: { ...process.env, ...env }, encoding: "utf8" }),
    runNpm: (args, input, env) =>
      spawnSync("npm", ["run", "--silent", "roboos", "--", ...args], {
        cwd: packageRoot,
        input,
        env: { ...process.env, ...env },
        encoding: "utf8",
      }),
  };
}
