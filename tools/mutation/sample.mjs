// A random sample of mutants in place of all of them: kernel/motion has over twelve thousand, too many to run.
// Every mutant has the same chance. They are listed first and drawn before they are placed, so that code without a
// chosen mutant runs at its own speed. (Stryker's own ignorers see syntax nodes, not mutants: what they leave out
// takes whatever stands inside it along. So this stands in the way of its collector instead.)
import { createHash } from "node:crypto";
import { relative } from "node:path";

// Installed on first use, so not imported by name.
const stryker = (file) => import(new URL(`node_modules/@stryker-mutator/${file}`, import.meta.url).href);
const { Instrumenter } = await stryker("instrumenter/dist/src/index.js");
const { MutantCollector } = await stryker("instrumenter/dist/src/transformers/mutant-collector.js");
const { MutantTestPlanner } = await stryker("core/dist/src/mutants/mutant-test-planner.js");

const NOT_DRAWN = "not in the sample";
/** A change counts as one that never ends when it is reached ten times as often as in all tests; Stryker waits for 100. */
const PATIENCE = 10 / 100;

/** From now on Stryker, in this process, keeps `size` mutants of those it finds, drawn by `seed`; the rest it ignores. */
export function drawSample(size, seed) {
  const { instrument } = Instrumenter.prototype;
  const { collect } = MutantCollector.prototype;
  const { makePlan } = MutantTestPlanner.prototype;
  Instrumenter.prototype.instrument = async function (files, options) {
    const all = (await instrument.call(this, files, options)).mutants.filter(({ status }) => status === undefined);
    const drawn = new Set(
      all
        .map((mutant) => numberOf(mutant, seed))
        .sort()
        .slice(0, size),
    );
    MutantCollector.prototype.collect = function (...found) {
      const mutant = collect.apply(this, found);
      if (!drawn.has(numberOf(mutant.toApiMutant(), seed))) mutant.ignoreReason = NOT_DRAWN;
      return mutant;
    };
    return instrument.call(this, files, options);
  };
  // In the order of the draw, so that the first so many are a sample too.
  MutantTestPlanner.prototype.makePlan = async function (mutants) {
    const inOrder = mutants.toSorted((a, b) => (numberOf(a, seed) < numberOf(b, seed) ? -1 : 1));
    const plans = await makePlan.call(this, inOrder);
    for (const { runOptions } of plans) if (runOptions?.hitLimit > 0) runOptions.hitLimit *= PATIENCE;
    return plans;
  };
}

/** As good as random, and the same in every run: what a mutant is, hashed with the seed. */
function numberOf({ fileName, location: { start, end }, mutatorName, replacement }, seed) {
  const name = [relative(process.cwd(), fileName), start.line, start.column, end.line, end.column];
  return createHash("sha256")
    .update(JSON.stringify([seed, ...name, mutatorName, replacement]))
    .digest("hex");
}
