// What is mutated and which tests must notice, per target; `tools/mutate.mjs` chooses one by MUTATION_TARGET.
import { TARGETS } from "./targets.mjs";

const name = process.env.MUTATION_TARGET ?? "hooks";
const target = TARGETS[name];
const files = process.env.MUTATION_FILES?.split(",") ?? target.mutate;
const report = process.env.MUTATION_REPORT ?? `reports/mutation/${name}.json`;
const sampleSize = Number(process.env.MUTATION_SAMPLE ?? 0);
if (sampleSize > 0) {
  const { drawSample } = await import("./sample.mjs");
  drawSample(sampleSize, Number(process.env.MUTATION_SEED));
}

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner", "./tools/mutation/lines-reporter.mjs"],
  vitest: { configFile: "tools/mutation/vitest.config.ts", related: false },
  mutate: files,
  ignorePatterns: ["dist", "reports", "docs", ".stryker-tmp", "tools/mutation/node_modules"],
  // TypeScript 7 has no compiler API, with which Stryker would rewrite a tsconfig: it is given none to find.
  tsconfigFile: "tools/mutation/no-tsconfig.json",
  coverageAnalysis: "perTest",
  concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
  // A sample is measured anew, whatever earlier runs found: what they found may hang on files changed since.
  incremental: sampleSize === 0,
  incrementalFile: `reports/mutation/${name}-incremental.json`,
  // What runs only while modules load needs a whole run for each mutant: counted all the same, but not in a sample.
  // What runs in tests too is then judged by those tests alone.
  ignoreStatic: sampleSize > 0,
  // On top of what the tests took when coverage was counted, which slows them.
  timeoutMS: 10_000,
  timeoutFactor: 1,
  disableTypeChecks: false,
  reporters: ["progress-append-only", sampleSize > 0 ? "lines" : "json"],
  jsonReporter: { fileName: report },
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
};
