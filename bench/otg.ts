// State-to-state planning for seven joints, next to the fixed arithmetic loop in the same run.
import { createStatePlanner, type StateRequest } from "../kernel/motion/otg/otg.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { arithmeticLoopUs, type Bench, type BenchResult, perCallUs, timed } from "./measure.ts";

const ROUNDS = 25;
const CASES = 512;
const DOF = 7;

/** As the campaign draws them (tests/campaigns/otg.ts): positions N(0, 4), the rest N(0, 0.8), limits from U(0.1, 12). */
function drawCases(): readonly StateRequest[] {
  const random = seededRandom(7);
  const normal = (deviation: number): number[] =>
    Array.from(
      { length: DOF },
      () => deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    );
  const limit = (least: readonly number[]): number[] => least.map((x) => 0.1 + 11.9 * random() + Math.abs(x));
  return Array.from({ length: CASES }, () => {
    const start = { p: normal(4), v: normal(0.8), a: normal(0.8) };
    const target = { p: normal(4), v: normal(0.8), a: normal(0.8) };
    return { start, target, limits: { v: limit(target.v), a: limit(target.a), j: limit(normal(0)) } };
  });
}

export const otg: Bench = {
  name: "otg",
  run() {
    const planner = createStatePlanner(DOF);
    const cases = drawCases().filter((request) => planner.plan(request).kind === "trajectory");
    const [p, v, a, j] = [0, 0, 0, 0].map(() => new Float64Array(DOF)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const trajectory = planner.plan(cases[0]!);
    const loop = arithmeticLoopUs();
    const result = (name: string, times: readonly number[], targetUs?: number): BenchResult =>
      timed(`otg ${name}`, times, loop, targetUs);
    return [
      result(
        "state to state, 7 joints",
        perCallUs(ROUNDS, 4_000, (k) => void planner.plan(cases[k % cases.length]!)),
        10,
      ),
      result(
        "sample, 7 joints",
        perCallUs(ROUNDS, 4_000, (k) => {
          if (trajectory.kind === "trajectory") trajectory.at((k / 4_000) * trajectory.durationS, p, v, a, j);
        }),
      ),
    ];
  },
};
