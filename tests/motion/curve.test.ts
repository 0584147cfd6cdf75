import { describe, expect, test } from "vitest";
import { RoboError } from "../../kernel/contract/errors.ts";
import { type Curve, curveAt, curveThrough, pieceValues } from "../../kernel/motion/curve.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

const random = seededRandom(17);
const points = Array.from({ length: 7 }, () => Array.from({ length: 7 }, () => 2 * random() - 1));
const arrays = (): [Float64Array, Float64Array, Float64Array, Float64Array] => [
  new Float64Array(7),
  new Float64Array(7),
  new Float64Array(7),
  new Float64Array(7),
];
const valuesAt = (curve: Curve, s: number): [Float64Array, Float64Array, Float64Array, Float64Array] => {
  const out = arrays();
  curveAt(curve, s, ...out);
  return out;
};

describe("a curve", () => {
  test("passes through every point, spaced by distance in joint space", () => {
    const curve = curveThrough(points);
    const chords = points.slice(1).map((p, i) => Math.hypot(...p.map((x, j) => x - points[i]![j]!)));
    const total = chords.reduce((a, b) => a + b);
    let reach = 0;
    points.forEach((point, i) => {
      const [q] = valuesAt(curve, Math.min(1, reach / total));
      point.forEach((x, j) => {
        expect(q[j]).toBeCloseTo(x, 12);
      });
      reach += chords[i] ?? 0;
    });
  });

  test("is a straight line between two points", () => {
    const curve = curveThrough(points.slice(0, 2));
    for (const s of [0, 0.25, 0.9, 1]) {
      const [q, , second, third] = valuesAt(curve, s);
      q.forEach((x, j) => {
        expect(x).toBeCloseTo(points[0]![j]! + s * (points[1]![j]! - points[0]![j]!), 14);
      });
      expect(Math.max(...second, ...third)).toBe(0);
    }
  });

  test("has the derivatives that finite differences see", () => {
    const curve = curveThrough(points);
    const h = 1e-6;
    for (let n = 0; n < 50; n++) {
      const s = 0.01 + 0.98 * random();
      if (curve.knots.some((knot) => Math.abs(knot - s) < 2 * h)) continue;
      const [here, up, down] = [valuesAt(curve, s), valuesAt(curve, s + h), valuesAt(curve, s - h)];
      for (let order = 0; order < 3; order++) {
        for (let j = 0; j < 7; j++) {
          const slope = (up[order]![j]! - down[order]![j]!) / (2 * h);
          expect(Math.abs(slope - here[order + 1]![j]!)).toBeLessThan(1e-6 * (1 + Math.abs(slope)) + 1e-6);
        }
      }
    }
  });

  test("is continuous to the second derivative at every knot and natural at the ends", () => {
    const curve = curveThrough(points);
    for (let k = 1; k < points.length - 1; k++) {
      const [left, right] = [arrays(), arrays()];
      pieceValues(curve, k - 1, curve.knots[k]!, ...left);
      pieceValues(curve, k, curve.knots[k]!, ...right);
      for (let order = 0; order < 3; order++) {
        for (let j = 0; j < 7; j++) expect(left[order]![j]).toBeCloseTo(right[order]![j]!, 9);
      }
    }
    for (const end of [0, 1]) for (const x of valuesAt(curve, end)[2]) expect(x).toBeCloseTo(0, 9);
  });

  test("counts a repeated point once and stands still on one point", () => {
    const twice = [points[0]!, points[1]!, points[1]!, points[2]!];
    expect(curveThrough(twice)).toEqual(curveThrough(points.slice(0, 3)));
    for (const still of [[points[0]!], [points[0]!, points[0]!]]) {
      const [q, slope] = valuesAt(curveThrough(still), 0.4);
      expect([...q]).toEqual(points[0]);
      expect([...slope]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    }
  });

  test("refuses points that are not finite or differ in length", () => {
    expect(() => curveThrough([])).toThrow(RoboError);
    expect(() => curveThrough([[0, 1], [0]])).toThrow(RoboError);
    expect(() => curveThrough([[0], [Number.NaN]])).toThrow(RoboError);
    expect(() => curveThrough([[0], [Number.POSITIVE_INFINITY]])).toThrow(RoboError);
  });

  test("stands at its points at the knots given, and refuses knots that do not ascend from 0 to 1, one a point", () => {
    const knots = [0, 0.1, 0.3, 0.45, 0.8, 0.9, 1];
    const curve = curveThrough(points, knots);
    knots.forEach((s, k) => {
      const [q] = valuesAt(curve, s);
      for (const [j, x] of points[k]!.entries()) expect(q[j]).toBeCloseTo(x, 12);
    });
    for (const bad of [
      [0, 1],
      [0, 0.1, 0.1, 0.2, 0.3, 0.4, 1],
      [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 1],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.99],
      [0, 0.1, Number.NaN, 0.3, 0.4, 0.5, 1],
    ])
      expect(() => curveThrough(points, bad)).toThrow(RoboError);
  });
});
