// Random motions over all robots and random cells, judged by the checker and re-judged by the oracle (tests/oracle):
// nothing that it accepts may come within the clearance less 1 mm, and little that is clear by twice may be refused.
//   npm run campaign:segments -- [count] [seed] [--workers N] [--from K] [--robots a,b] [--brute N]
import { readArguments, seedFrom, shareOut } from "./pool.ts";
import { CAMPAIGN_ROBOTS, type Found, type Range, type RangeResult } from "./segments/run.ts";
import { addTally, emptyTally, type Fault, type Tally } from "./segments/tally.ts";

const CHUNK = 250;
const SHOWN = 10;
const FATAL: readonly Fault["kind"][] = [
  "accepted too close",
  "accepted deeper",
  "accepted touching itself",
  "contact that is none",
  "least distance overstated",
  "oracle differs from brute force",
];

const { plain, options } = readArguments(process.argv);
const count = Number(plain[0] ?? 20_000);
const seed = seedFrom(plain[1]);
const firstCase = Number(options.get("from") ?? 0);
const robots = options.get("robots")?.split(",") ?? CAMPAIGN_ROBOTS;
// Odd, so that it falls on every robot.
const bruteEvery = Math.floor(count / Number(options.get("brute") ?? Math.min(1000, count / 500))) | 1;
const workers = Number(options.get("workers") ?? 2);
console.log(`seed ${seed}: ${count} segments from ${firstCase} over ${robots.join(", ")}`);

const tallies = new Map<string, Tally>();
const found: Found[] = [];
let trapped = 0;
const startedMs = performance.now();

const take = (result: RangeResult): void => {
  trapped += result.trapped;
  for (const [robot, tally] of Object.entries(result.tallies)) {
    const sum = tallies.get(robot) ?? emptyTally();
    addTally(sum, tally);
    tallies.set(robot, sum);
  }
  for (const one of result.found) {
    if (found.filter(({ kind }) => kind === one.kind).length < SHOWN) {
      console.log(`case ${one.index} (${one.robot}): ${one.kind}: ${one.detail}`);
    }
    found.push(one);
  }
};
await shareOut<Range, RangeResult>({
  entry: new URL("./segments-worker.ts", import.meta.url),
  workers,
  from: firstCase,
  count,
  chunk: CHUNK,
  rangeOf: (from, size) => ({ seed, from, count: size, bruteEvery, robots }),
  take,
});

const sum = emptyTally();
for (const tally of tallies.values()) addTally(sum, tally);
const kinds: Record<string, number> = {};
for (const { kind } of found) kinds[kind] = (kinds[kind] ?? 0) + 1;
const share = (part: number, of: number): number => (of === 0 ? 0 : Math.round((1e4 * part) / of) / 1e4);
const seconds = (performance.now() - startedMs) / 1000;
const shares = {
  clear: share(sum.clear, sum.cases),
  colliding: share(sum.colliding, sum.cases),
  band: share(sum.band, sum.cases),
  refusedOfClearByTwice: share(sum.clearRefused, sum.clearByTwice),
  selfRefusedOfClear: share(sum.selfClearRefused, sum.selfClear),
};
const isMixed = shares.clear >= 0.3 && shares.colliding >= 0.3 && shares.band >= 0.1;
const isSound = FATAL.every((kind) => (kinds[kind] ?? 0) === 0);
const passed = sum.cases === count && isMixed && isSound && shares.refusedOfClearByTwice <= 0.02;
console.log(
  JSON.stringify({
    seed,
    from: firstCase,
    count: sum.cases,
    passed,
    faults: kinds,
    trapped,
    shares,
    tally: sum,
    byRobot: Object.fromEntries(tallies),
    seconds: Math.round(seconds),
    usPerSegmentAndWorker: Math.round((1e6 * seconds * workers) / sum.cases),
    checkerUsPerSegment: Math.round(sum.checkerNs / sum.cases / 1000),
  }),
);
process.exitCode = passed ? 0 : 1;
