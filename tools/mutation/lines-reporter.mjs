// A reporter that writes each result down as soon as it is there, a line of JSON each: a sample that is stopped is a
// smaller sample. The first line tells how many mutants there are in all.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { textAt } from "./results.mjs";

const path = process.env.MUTATION_REPORT ?? "reports/mutation/lines.ndjson";

const lines = {
  onMutationTestingPlanReady({ mutantPlans }) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ all: mutantPlans.length })}\n`);
  },
  onMutantTested({ fileName, location, mutatorName, replacement, status, static: isStatic }) {
    // Not drawn.
    if (status === "Ignored" && isStatic !== true) return;
    const was = textAt(readFileSync(fileName, "utf8").split("\n"), location);
    const file = relative(process.cwd(), fileName);
    appendFileSync(path, `${JSON.stringify({ file, location, was, mutatorName, replacement, status })}\n`);
  },
};

export const strykerPlugins = [{ kind: "Reporter", name: "lines", value: lines }];
