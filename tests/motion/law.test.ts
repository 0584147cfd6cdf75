import { describe, expect, test } from "vitest";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { MoveSegment, Phase } from "../../kernel/contract/plan.ts";
import { lawOf, moveSampler } from "../../kernel/motion/law.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

const random = seededRandom(17);
const points = Array.from({ length: 7 }, () => Array.from({ length: 7 }, () => 2 * random() - 1));
const move = (pointsRad: number[][], durationS: number, phases?: readonly Phase[]): MoveSegment => ({
  kind: "move",
  pointsRad,
  durationS,
  ...(phases === undefined ? {} : { phases }),
  line: false,
  carrying: null,
});
const arrays = (): [Float64Array, Float64Array, Float64Array, Float64Array] => [
  new Float64Array(7),
  new Float64Array(7),
  new Float64Array(7),
  new Float64Array(7),
];

describe("a move in time", () => {
  test("without phases of its own goes jerk +, -, -, + over a quarter each", () => {
    const sampler = moveSampler(move([new Array<number>(7).fill(0), new Array<number>(7).fill(1)], 2));
    const out = arrays();
    // s = 16 u³/3 in the first quarter (u = t/T), by symmetry one half at half time, at a speed of 2/T.
    sampler.at(0.4, ...out);
    expect(out[0][0]).toBeCloseTo((16 / 3) * 0.2 ** 3, 12);
    expect(out[3][0]).toBeCloseTo(32 / 8, 12);
    sampler.at(1, ...out);
    expect(out[0][0]).toBeCloseTo(0.5, 12);
    expect(out[1][0]).toBeCloseTo(1, 12);
  });

  test("starts and ends at rest", () => {
    const sampler = moveSampler(move(points, 3));
    const out = arrays();
    for (const [tS, point] of [
      [0, points[0]!],
      [-1, points[0]!],
      [3, points[6]!],
      [9, points[6]!],
    ] as const) {
      sampler.at(tS, ...out);
      for (const [j, x] of point.entries()) expect(out[0][j]).toBeCloseTo(x, 12);
      for (const order of [1, 2]) for (const x of out[order]!) expect(Math.abs(x)).toBeLessThan(1e-9);
    }
  });

  test.each([2, 7])(
    "through %i points has the velocity, acceleration and jerk that finite differences see",
    (count) => {
      const sampler = moveSampler(move(points.slice(0, count), 2));
      const [here, up, down] = [arrays(), arrays(), arrays()];
      const h = 1e-5;
      for (let tS = 0.05; tS < 2; tS += 0.1) {
        sampler.at(tS, ...here);
        sampler.at(tS + h, ...up);
        sampler.at(tS - h, ...down);
        for (let order = 0; order < 3; order++) {
          for (let j = 0; j < 7; j++) {
            const seen = (up[order]![j]! - down[order]![j]!) / (2 * h);
            expect(Math.abs(seen - here[order + 1]![j]!)).toBeLessThan(5e-6 * Math.max(1, Math.abs(seen)));
          }
        }
      }
    },
  );

  test.each<[string, number, readonly Phase[]]>([
    ["that last longer than they say", 1.1, plain(1)],
    ["that do not arrive", 1, plain(1).map(([h, j]): Phase => [h, j * 0.999])],
    ["that arrive moving", 0.5, plain(1).slice(0, 2)],
    ["that run backwards first", 1, [[0.1, -20], [0.1, 20], ...plain(0.8)]],
    ["of negative duration", 1, [[-0.1, 0], [0.1, 0], ...plain(1)]],
    ["that are not numbers", 1, plain(1).map(([h]): Phase => [h, Number.NaN])],
    ["of no duration", 0, [[0, 0]]],
    ["that are none", 1, []],
  ])("refuses phases %s", (_, durationS, phases) => {
    expect(() => lawOf(durationS, phases)).toThrow(RoboError);
  });
});

function plain(durationS: number): Phase[] {
  return [1, -1, -1, 1].map((sign) => [durationS / 4, (32 * sign) / durationS ** 3]);
}
