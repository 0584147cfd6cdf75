import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { randomOf } from "../otg/random.ts";
import { arrange } from "./arrange.ts";
import { bruteMinimum } from "./brute.ts";
import { drawHull, drawSegment } from "./draw.ts";
import { type Judge, judgeIn } from "./minimum.ts";
import { scenePairs, selfPairs } from "./pairs.ts";
import { pathThrough } from "./path.ts";
import { type OracleWorld, oracleWorld } from "./world.ts";

const random = randomOf(61);
const hulls = Array.from({ length: 4 }, () => drawHull(random, 0.1));
const home = fr3.homesRad.ready!;
let world: OracleWorld;
let judge: Judge;

beforeAll(async () => {
  world = await oracleWorld(fr3, IDENTITY_POSE, hulls);
  judge = judgeIn(world);
});
afterAll(() => world.delete());

const question = { fromS: 0, toS: 1, capM: 10, decideM: null, toleranceM: 5e-5 };

describe("the oracle's least distance over a motion", () => {
  it("is what brute force at 0.1 mm finds, against obstacles and itself, on 5 random motions", () => {
    for (let n = 0; n < 5; n++) {
      const site = { world, judge, reachM: 0.9, baseM: IDENTITY_POSE.xyzM, hulls };
      const { path } = arrange(random, site, drawSegment(random, fr3));
      for (const pairs of [
        scenePairs(world, ({ depth }) => depth === 0),
        ...(n === 0 ? [selfPairs(world, fr3)] : []),
      ]) {
        const { lowM, highM } = judge.minimum(path, pairs, question);
        expect(highM - lowM).toBeLessThanOrEqual(5e-5);
        const brute = bruteMinimum(world, path, pairs, 1e-4, 10);
        // How deep an overlap is, MuJoCo does not measure alike from place to place.
        if (highM < 0) {
          expect(brute).toBeLessThan(1e-4);
          continue;
        }
        expect(brute).toBeGreaterThanOrEqual(lowM);
        expect(brute).toBeLessThanOrEqual(highM + 1e-4);
      }
    }
  }, 120_000);

  it("sees a wall of 2 mm between two samples", () => {
    // The shoulder turns by half a turn; the wall stands across the way of the fingers, well inside one of 4 samples.
    const turn = (angle: number): number[] => home.map((x, j) => (j === 0 ? angle : x));
    const [x, y] = [Math.cos(0.2), Math.sin(0.2)];
    const wall = {
      shape: { kind: "box", sizeM: [0.02, 0.002, 0.02] },
      pose: { xyzM: [0.3069 * x, 0.3069 * y, 0.4869], quatXyzw: [0, 0, Math.sin(0.1), Math.cos(0.1)] },
    } as const;
    world.scene([wall], [], 0);
    const pairs = scenePairs(world, () => false);
    const path = pathThrough([turn(-1), turn(1)], null);
    const found = judge.minimum(path, pairs, { ...question, decideM: [0] });
    expect(found.highM).toBeLessThan(0);
    expect(Math.abs(found.s - 0.6)).toBeLessThan(0.05);
  });

  it("decides no more than it is asked to, and says so by its bracket", () => {
    const far = { shape: { kind: "sphere", radiusM: 0.1 }, pose: { xyzM: [0, 0, 3], quatXyzw: [0, 0, 0, 1] } } as const;
    world.scene([far], [], 0);
    const path = pathThrough([home, home.map((x) => x + 0.3)], null);
    const { lowM, highM, looks, pair } = judge.minimum(
      path,
      scenePairs(world, () => false),
      {
        ...question,
        capM: 0.5,
        decideM: [0.5],
      },
    );
    expect([lowM, highM, pair]).toEqual([0.5, 0.5, -1]);
    expect(looks).toBeLessThan(4);
  });

  it("narrows to a part of the motion", () => {
    const near = {
      shape: { kind: "sphere", radiusM: 0.05 },
      pose: { xyzM: [0.3069, 0, 0.4], quatXyzw: [0, 0, 0, 1] },
    } as const;
    world.scene([near], [], 0);
    const path = pathThrough([home, home.map((x, j) => (j === 0 ? 1.5 : x))], null);
    const pairs = scenePairs(world, () => false);
    const whole = judge.minimum(path, pairs, question);
    const later = judge.minimum(path, pairs, { ...question, fromS: 0.5 });
    expect(whole.s).toBeLessThan(0.1);
    expect(later.highM).toBeGreaterThan(whole.highM + 0.05);
    expect(later.s).toBeCloseTo(0.5, 2);
  });
});

describe("the oracle's path", () => {
  it("goes through its points, twice smoothly, and straight off its ends", () => {
    const points = Array.from({ length: 6 }, () => home.map((x) => x + random()));
    const path = pathThrough([points[0]!, ...points], null);
    const q = new Float64Array(7);
    const at = (s: number, j: number): number => {
      path.at(s, q);
      return q[j]!;
    };
    const lengths = points.slice(1).map((point, i) => Math.hypot(...point.map((x, j) => x - points[i]![j]!)));
    const whole = lengths.reduce((sum, x) => sum + x, 0);
    let s = 0;
    const h = 1e-4;
    const bend = (at0: number, j: number): number => (at(at0 + h, j) - 2 * at(at0, j) + at(at0 - h, j)) / (h * h);
    for (const [i, point] of points.entries()) {
      for (let j = 0; j < 7; j++) expect(at(s, j)).toBeCloseTo(point[j]!, 9);
      if (i > 0 && i < 5) expect(bend(s - 2 * h, 0)).toBeCloseTo(bend(s + 2 * h, 0), -1);
      s += (lengths[i] ?? 0) / whole;
    }
    expect(Math.abs(bend(h, 3))).toBeLessThan(1);
    expect(Math.abs(bend(1 - h, 3))).toBeLessThan(1);
  });

  it("bounds how far each joint gets from the middle, exactly", () => {
    const path = pathThrough(
      Array.from({ length: 5 }, () => home.map((x) => x + random())),
      [0, 0.1, 0.4, 0.8, 1],
    );
    const [q, middle, travel] = [new Float64Array(7), new Float64Array(7), new Float64Array(7)];
    for (let n = 0; n < 50; n++) {
      const a = random() * 0.8;
      const b = a + random() * (1 - a);
      path.travel(a, b, travel);
      path.at((a + b) / 2, middle);
      const most = new Float64Array(7);
      for (let k = 0; k <= 400; k++) {
        path.at(a + ((b - a) * k) / 400, q);
        for (let j = 0; j < 7; j++) most[j] = Math.max(most[j]!, Math.abs(q[j]! - middle[j]!));
      }
      for (let j = 0; j < 7; j++) {
        expect(travel[j]).toBeGreaterThanOrEqual(most[j]! - 1e-12);
        expect(travel[j]).toBeLessThan(most[j]! * 1.001 + 1e-9);
      }
    }
  });

  it("stands still when its points are one", () => {
    const path = pathThrough([home, [...home]], null);
    const [q, travel] = [new Float64Array(7), new Float64Array(7)];
    path.at(0.3, q);
    path.travel(0, 1, travel);
    expect([...q]).toEqual([...home]);
    expect([...travel]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
