// A random sample of mutants in place of all of them: kernel/motion has some nine thousand, too many to run.
// Every mutant has the same chance. They are listed first and drawn before they are placed, so that code without a
// chosen mutant runs at its own speed. (Stryker's own ignorers see syntax nodes, not mutants: what they leave out
// takes whatever stands inside it along. So this stands in the way of its collector instead.)
import { createHash } from "node:crypto";
import { relative } from "node:path";

// Installed on first use, so not imported by name.
const instrumenter = (file) =>
  import(new URL(`node_modules/@stryker-mutator/instrumenter/dist/src/${file}`, import.meta.url).href);
const { Instrumenter } = await instrumenter("index.js");
const { MutantCollector } = await instrumenter("transformers/mutant-collector.js");

const NOT_DRAWN = "not in the sample";

/** From now on Stryker, in this process, keeps `size` mutants of those it finds, drawn by `seed`; the rest it ignores. */
export function drawSample(size, seed) {
  const { instrument } = Instrumenter.prototype;
  const { collect } = MutantCollector.prototype;
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
}

/** As good as random, and the same in every run: what a mutant is, hashed with the seed. */
function numberOf({ fileName, location: { start, end }, mutatorName, replacement }, seed) {
  const name = [relative(process.cwd(), fileName), start.line, start.column, end.line, end.column];
  return createHash("sha256")
    .update(JSON.stringify([seed, ...name, mutatorName, replacement]))
    .digest("hex");
}
