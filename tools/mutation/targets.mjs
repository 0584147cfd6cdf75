// The parts of RoboOS whose tests are measured by mutation: what is mutated, which tests must notice, and the
// score that is asked for (issue 3, clause 8).
// Tests in physics and threads are left out: what they alone would notice counts as not noticed.
export const TARGETS = {
  hooks: {
    mutate: ["hooks/**/*.ts", "kernel/gate.ts", "kernel/confidence.ts", "kernel/permits.ts"],
    tests: [
      "tests/hooks/{pre,during,post}/*.test.ts",
      "tests/hooks/{force,power-cut,separation}.test.ts",
      "tests/kernel/{gate,confidence,permits}.test.ts",
    ],
    leastPercent: 90,
  },
  motion: {
    mutate: ["kernel/motion/**/*.ts"],
    tests: [
      "tests/{motion,otg}/*.test.ts",
      "tests/hooks/{pre,during,post}/*.test.ts",
      "tests/hooks/{force,power-cut,separation}.test.ts",
    ],
    leastPercent: 75,
  },
};
