// Adversarial plans in physics: through zones, at joint limits, into itself, into the table, with things held, with people
// about, and forged ones. Nothing may be touched that must not be, no limit exceeded, and what is safe is carried out.
//   npm run campaign:adversarial -- [count] [seed] [--workers N] [--from K]
import {
  type Counts,
  type Fault,
  noCounts,
  PLANS_A_CELL,
  type Range,
  type RangeResult,
  runRange,
} from "./adversarial/run.ts";
import { readArguments, seedFrom, shareOut } from "./pool.ts";

const LEAST_CARRIED_OUT = 0.995;
const SHOWN = 15;

const { plain, options } = readArguments(process.argv);
const count = Number(plain[0] ?? 500);
const seed = seedFrom(plain[1]);
const from = Number(options.get("from") ?? 0);
const workers = Number(options.get("workers") ?? 2);
console.log(`seed ${seed}: ${count} plans from ${from}`);

const byKind: Record<string, Counts> = {};
const codes: Record<string, number> = {};
const faults: Record<string, number> = {};
const startedMs = performance.now();
const take = (result: RangeResult): void => {
  for (const [kind, counts] of Object.entries(result.counts)) {
    byKind[kind] ??= noCounts();
    add(byKind[kind], counts);
  }
  for (const [code, times] of Object.entries(result.codes)) codes[code] = (codes[code] ?? 0) + times;
  for (const { index, kind, detail } of result.faults as Fault[]) {
    faults[kind] = (faults[kind] ?? 0) + 1;
    if (faults[kind] <= SHOWN) console.log(`plan ${index}: ${kind}: ${detail}`);
  }
};
function add(sum: Counts, more: Counts): void {
  for (const key of Object.keys(more) as (keyof Counts)[]) sum[key] += more[key];
}
if (workers === 0) take(await runRange({ seed, from, count }));
else
  await shareOut<Range, RangeResult>({
    entry: new URL("./adversarial-worker.ts", import.meta.url),
    workers,
    from,
    count,
    chunk: PLANS_A_CELL,
    rangeOf: (first, size) => ({ seed, from: first, count: size }),
    take,
  });

const sum = noCounts();
for (const counts of Object.values(byKind)) add(sum, counts);
const carriedOut = sum.safe === 0 ? 0 : sum.safeCarriedOut / sum.safe;
const isSound = ["contact", "limit", "trespass"].every((kind) => (faults[kind] ?? 0) === 0);
const passed = sum.plans === count && isSound && carriedOut >= LEAST_CARRIED_OUT;
const seconds = Math.round((performance.now() - startedMs) / 1000);
const shares = {
  safeCarriedOut: Math.round(1e4 * carriedOut) / 1e4,
  meantSafeCarriedOut: Math.round((1e4 * sum.meantSafeCarriedOut) / Math.max(1, sum.meantSafe)) / 1e4,
};
console.log(JSON.stringify({ seed, from, count: sum.plans, passed, faults, shares, sum, codes, byKind, seconds }));
process.exitCode = passed ? 0 : 1;
