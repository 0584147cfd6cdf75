// What is mutated and which tests must notice, per target; `tools/mutate.mjs` chooses one by MUTATION_TARGET.
import { TARGETS } from "./targets.mjs";

const name = process.env.MUTATION_TARGET ?? "hooks";
const target = TARGETS[name];
const files = process.env.MUTATION_FILES?.split(",") ?? target.mutate;

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "tools/mutation/vitest.config.ts", related: false },
  mutate: files,
  ignorePatterns: ["dist", "reports", "docs", ".stryker-tmp", "tools/mutation/node_modules"],
  // TypeScript 7 has no compiler API, with which Stryker would rewrite a tsconfig: it is given none to find.
  tsconfigFile: "tools/mutation/no-tsconfig.json",
  coverageAnalysis: "perTest",
  concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
  incremental: true,
  incrementalFile: `reports/mutation/${name}-incremental.json`,
  // Static mutants (module constants) need a whole run each; they are counted all the same.
  ignoreStatic: false,
  timeoutMS: 20_000,
  timeoutFactor: 2,
  disableTypeChecks: false,
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
};
