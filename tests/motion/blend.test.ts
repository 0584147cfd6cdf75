import { describe, expect, test } from "vitest";
import { blended } from "../../kernel/motion/blend.ts";
import { curveAt, curveThrough } from "../../kernel/motion/curve.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

const random = seededRandom(21);
const polygon = (corners: number): number[][] =>
  Array.from({ length: corners }, () => Array.from({ length: 7 }, () => 2 * random() - 1));

/** How far a point is from the nearest edge of a polygon. */
function fromPolygon(point: readonly number[], corners: readonly (readonly number[])[]): number {
  return Math.min(
    ...corners.slice(1).map((b, k) => {
      const a = corners[k]!;
      const [way, off] = [b.map((x, i) => x - a[i]!), point.map((x, i) => x - a[i]!)];
      const square = way.reduce((sum, x) => sum + x * x, 0);
      const share = square > 0 ? Math.min(1, Math.max(0, way.reduce((sum, x, i) => sum + x * off[i]!, 0) / square)) : 0;
      return Math.hypot(...off.map((x, i) => x - share * way[i]!));
    }),
  );
}

describe("rounded corners", () => {
  test.each([0.3, 0.05, 0.001])(
    "stay within %s of the polygon everywhere, and on its edges away from corners",
    (most) => {
      for (let n = 0; n < 20; n++) {
        const corners = polygon(3 + (n % 4));
        const { pointsRad, knots } = blended(corners, most);
        const curve = curveThrough(pointsRad, knots);
        const q = new Float64Array(7);
        let onEdges = 0;
        for (let k = 0; k <= 2_000; k++) {
          curveAt(curve, k / 2_000, q);
          const away = fromPolygon([...q], corners);
          expect(away).toBeLessThanOrEqual(most * (1 + 1e-9));
          if (away < 1e-12) onEdges++;
        }
        if (most < 0.01) expect(onEdges).toBeGreaterThan(1_800);
        expect(pointsRad[0]).toEqual(corners[0]);
        expect(pointsRad.at(-1)).toEqual(corners.at(-1));
      }
    },
  );

  test("pass corners at a distance of exactly what was asked, where edges are long enough", () => {
    const corners = [
      [0, 0],
      [1, 0],
      [1, 1],
    ];
    const { pointsRad, knots } = blended(corners, 0.05);
    const q = new Float64Array(2);
    curveAt(curveThrough(pointsRad, knots), 0.5, q);
    expect(Math.hypot(q[0]! - 1, q[1]!)).toBeCloseTo(0.05, 12);
  });

  test("use at most half of an edge, and leave straight ways, repeated points and single points as they are", () => {
    const zigzag = [
      [0, 0],
      [0.1, 0],
      [0.1, 0.1],
      [0.2, 0.1],
    ];
    const { pointsRad, knots } = blended(zigzag, 1);
    curveThrough(pointsRad, knots);
    expect(pointsRad).toHaveLength(7);
    const straight = [[0], [0.3], [0.3], [1]];
    expect(blended(straight, 0.1)).toEqual({ pointsRad: [[0], [1]], knots: [0, 1] });
    expect(blended([[2], [2]], 0.1)).toEqual({ pointsRad: [[2], [2]], knots: [0, 1] });
  });

  test("turn back on the spot without leaving the edge", () => {
    const { pointsRad, knots } = blended([[0], [1], [0.2]], 0.01);
    const q = new Float64Array(1);
    const curve = curveThrough(pointsRad, knots);
    let most = 0;
    for (let k = 0; k <= 1_000; k++) {
      curveAt(curve, k / 1_000, q);
      most = Math.max(most, q[0]!);
    }
    expect(most).toBeCloseTo(0.99, 3);
  });
});
