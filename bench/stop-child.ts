// Stops at random moments of motions in real time, the main thread blocked at random: does the first setpoint that goes
// out after the executor could know of it slow down, every time? Judged from the setpoints themselves, against the
// motion as planned. Several arms at once, so that many stops fit into a short time.
import { systemClock } from "../kernel/contract/clock.ts";
import { moveSampler } from "../kernel/motion/law.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { quantile } from "./measure.ts";
import { sleep, spin, TICK_MS, type TimedArm, timedArm } from "./timed-arm.ts";

const ARMS = 4;
const STOPS = 55;
const EARLIEST_MS = 100;
const LATEST_MS = 350;
const BLOCKED_MS = 60;
/** Setpoints as planned are those of the plan to within rounding; the first of a stop is further off. */
const ROUNDING_RAD = 1e-15;

const random = seededRandom(5);
const seenUs: number[] = [];
let stops = 0;
let inNextTick = 0;

async function stopOnce({ arm, trace, swing }: TimedArm): Promise<void> {
  const { segment, firstTick, execution } = await swing();
  await sleep(EARLIEST_MS + random() * (LATEST_MS - EARLIEST_MS));
  if (random() < 0.5) spin(random() * BLOCKED_MS);
  const decidedMs = systemClock.nowMs();
  arm.stop();
  const writtenMs = systemClock.nowMs();
  if (random() < 0.5) spin(random() * BLOCKED_MS);
  const { ending } = await execution;
  if (ending.kind !== "stopped") throw new Error(`a swing ended ${ending.kind}`);

  const ticks = trace.since(firstTick);
  const sampler = moveSampler(segment);
  const [q, speeds] = [new Float64Array(7), new Float64Array(7)];
  let pathS = 0;
  const slowed = ticks.findIndex(({ jointsRad }) => {
    pathS = Math.min(segment.durationS, pathS + TICK_MS / 1000);
    sampler.at(pathS, q, speeds);
    return jointsRad.some((rad, j) => Math.abs(rad - q[j]!) > ROUNDING_RAD);
  });
  const next = ticks.findIndex(({ wokeAtMs }) => wokeAtMs > writtenMs);
  stops++;
  seenUs.push(1000 * (ticks[next]!.wokeAtMs - decidedMs));
  if (slowed >= 0 && slowed <= next) inNextTick++;
}

const arms = await Promise.all(Array.from({ length: ARMS }, (_, seed) => timedArm(seed)));
await Promise.all(
  arms.map(async (one) => {
    for (let k = 0; k < STOPS; k++) await stopOnce(one);
    await one.arm.close();
  }),
);
seenUs.sort((a, b) => a - b);
process.stdout.write(
  `${JSON.stringify({ stops, inNextTick, p50Us: quantile(seenUs, 0.5), p99Us: quantile(seenUs, 0.99) })}\n`,
);
