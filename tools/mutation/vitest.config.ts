// The tests that Stryker runs against each mutant: those of the chosen target only.
import { defineConfig } from "vitest/config";
import { CheapFirst } from "./cheap-first.mjs";
import { TARGETS } from "./targets.mjs";

const name = (process.env.MUTATION_TARGET ?? "hooks") as keyof typeof TARGETS;

export default defineConfig({
  test: {
    include: TARGETS[name].tests,
    testTimeout: 60_000,
    pool: "threads", // One worker for all files of a run, a new one each run: to start one per file takes longer than most tests.
    isolate: false,
    sequence: { sequencer: CheapFirst },
  },
});
