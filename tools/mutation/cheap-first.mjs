// The order of test files under mutation: cheap ones first. A mutant's run ends at the first test that notices it, so
// what takes seconds is reached only by mutants that nothing quicker notices.
import { basename } from "node:path";
import { BaseSequencer } from "vitest/node";

/** Dearest last; whatever is not named takes less than a second. Tests of hooks load whole cells: after those of files. */
const DEAR = [
  "timing",
  "motion-stream",
  "dynamics",
  "certificate",
  "blend",
  "sincos",
  "closed-form",
  "motion-bound",
  "distance",
  "sweep",
  "sweep-brute",
];

const costOf = (moduleId) => {
  const dear = DEAR.indexOf(basename(moduleId, ".test.ts"));
  return dear >= 0 ? 1 + dear : moduleId.includes("/tests/hooks/") ? 0 : -1;
};

export class CheapFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((a, b) => costOf(a.moduleId) - costOf(b.moduleId) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}
