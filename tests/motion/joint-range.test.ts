// Joint ranges along a curve: its own extrema count, not its points.
import { describe, expect, it } from "vitest";
import { curveAt, curveThrough } from "../../kernel/motion/curve.ts";
import { jointRangeBreach } from "../../kernel/motion/joint-range.ts";
import { fr3Chain, READY } from "./arms.ts";

const but = (joint: number, rad: number): number[] => READY.with(joint, rad);
const breach = (points: readonly (readonly number[])[]) => jointRangeBreach(fr3Chain, points);
const [LOWER, UPPER] = [-2.7437, 2.7437];

describe("joint ranges along a motion", () => {
  it("are kept to the limit itself, and breached from 2 µrad beyond it, at either end", () => {
    for (const [limitRad, out] of [
      [UPPER, 1],
      [LOWER, -1],
    ] as const) {
      expect(breach([READY, but(0, limitRad)])).toBeNull();
      expect(breach([READY, but(0, limitRad + out * 5e-7)])).toBeNull();
      expect(breach([READY, but(0, limitRad + out * 2e-6)])).toMatchObject({
        joint: 0,
        rad: expect.closeTo(limitRad + out * 2e-6, 12),
        limitRad,
      });
    }
  });

  it("are breached where a curve swings out between its points, at its highest", () => {
    // From below to just under the limit, and on at it with joint 6 alone: it swings past, and back.
    for (const sign of [1, -1]) {
      const way = [0.8, 0, 0].map((x, k) => but(2, sign * (2.9 - x)).with(5, 1.5 + 0.4 * k));
      const curve = curveThrough(way);
      expect(Math.max(...way.map((point) => Math.abs(point[2]!)))).toBeLessThan(2.9007);
      const found = jointRangeBreach(fr3Chain, curve);
      expect(found).toMatchObject({ joint: 2, limitRad: sign * 2.9007 });
      // Any look along the curve is no farther out than what is told.
      let most = 0;
      const q = new Float64Array(7);
      for (let k = 0; k <= 4000; k++) most = Math.max(most, Math.abs(at(curve, k / 4000, q)));
      expect(Math.abs(found!.rad)).toBeGreaterThanOrEqual(most - 1e-12);
      expect(Math.abs(found!.rad)).toBeLessThan(most + 1e-6);
    }
  });

  it("tell the worst of several", () => {
    const both = [READY, but(0, UPPER + 0.01), READY.with(4, -2.8065 - 0.03), READY];
    expect(breach(both)).toMatchObject({ joint: 4, limitRad: -2.8065 });
  });

  it("let a joint that starts outside move back in, not further out", () => {
    const out = but(0, UPPER + 0.05);
    expect(breach([out, READY])).toBeNull();
    expect(breach([out, out])).toBeNull();
    expect(breach([out, but(0, UPPER + 0.06)])).toMatchObject({ joint: 0, limitRad: UPPER });
    expect(breach([READY, out])).toMatchObject({ joint: 0, limitRad: UPPER });
  });
});

function at(curve: ReturnType<typeof curveThrough>, s: number, q: Float64Array): number {
  curveAt(curve, s, q);
  return q[2]!;
}
