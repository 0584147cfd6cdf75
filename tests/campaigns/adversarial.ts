// Adversarial plans in physics: through zones, at joint limits, into itself, into the table, with things held, with people
// about, and forged ones. Nothing may be touched that must not be, no limit exceeded, and what is safe is carried out.
// Tells what it has found every 500 plans and when it is interrupted: a run that is cut short still counts.
//   npm run campaign:adversarial -- [count] [seed] [--workers N] [--from K]
import { type Fault, PLANS_A_CELL, type Range, type RangeResult, runRange } from "./adversarial/run.ts";
import { createTally } from "./adversarial/tally.ts";
import { readArguments, seedFrom, shareOut } from "./pool.ts";

const SHOWN = 15;
const TOLD_EVERY = 500;

const { plain, options } = readArguments(process.argv);
const count = Number(plain[0] ?? 500);
const seed = seedFrom(plain[1]);
const from = Number(options.get("from") ?? 0);
const workers = Number(options.get("workers") ?? 2);
console.log(`seed ${seed}: ${count} plans from ${from}`);

const tally = createTally();
const shown: Partial<Record<Fault["kind"], number>> = {};
const startedMs = performance.now();
let told = 0;
const tell = (more: { readonly partial?: true } = {}): boolean => {
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const { plans, passed, ...rest } = tally.summary();
  const isWhole = passed && plans === count;
  console.log(JSON.stringify({ seed, from, count: plans, passed: isWhole, ...more, ...rest, seconds }));
  return isWhole;
};
const take = (result: RangeResult): void => {
  tally.take(result);
  for (const { index, kind, about, detail } of result.faults) {
    shown[kind] = (shown[kind] ?? 0) + 1;
    if (shown[kind] <= SHOWN) console.log(`plan ${index}: ${kind}: ${about} ${detail}`);
  }
  const { plans } = tally.summary();
  if (plans < told + TOLD_EVERY || plans === count) return;
  told = plans;
  tell({ partial: true });
};
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    console.log(tally.table());
    tell({ partial: true });
    process.exit(1);
  });

if (workers === 0)
  for (let first = from; first < from + count; first += PLANS_A_CELL)
    take(await runRange({ seed, from: first, count: Math.min(PLANS_A_CELL, from + count - first) }));
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

console.log(tally.table());
process.exitCode = tell() ? 0 : 1;
