import { describe, expect, test } from "vitest";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { envelopeOf } from "../../kernel/motion/envelope.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { type Obstacle, setCheckerOf } from "../../kernel/motion/sweep.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { READY } from "./arms.ts";

const chain = chainOf(fr3, { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] });
const bodies = armBodies(chain, 0.06).filter(({ frame }) => frame > 0);
const random = seededRandom(17);
const spread = (low: number, high: number): number => low + random() * (high - low);
const CLEARANCE_M = 0.01;

const cellWith = (obstacles: readonly Obstacle[]) =>
  setCheckerOf(chain, bodies, [{ obstacles, requiredM: () => CLEARANCE_M }, "self"]);
const isClear = (checker: ReturnType<typeof cellWith>, q: readonly number[]): boolean =>
  checker.look(q).every(({ kind }) => kind === "clear");

describe("a box of configurations", () => {
  test("that is called clear has no configuration too close, in 150 random cells and 60 looks each", () => {
    let [clear, split] = [0, 0];
    for (let n = 0; n < 150; n++) {
      const ball: Obstacle = {
        name: "ball",
        shape: { kind: "sphere", radiusM: spread(0.03, 0.15) },
        pose: { xyzM: [spread(-0.2, 0.8), spread(-0.6, 0.6), spread(0, 0.9)], quatXyzw: [0, 0, 0, 1] },
      };
      const checker = cellWith([ball]);
      const envelope = envelopeOf(chain, checker);
      const q = READY.map((x) => x + spread(-0.6, 0.6));
      const radius = q.map(() => spread(0, 0.12));
      const atOnce = envelope.boxClear(q, radius);
      const halved = envelope.boxClear(q, radius, 64);
      if (atOnce) expect(halved).toBe(true);
      if (halved) clear++;
      if (halved && !atOnce) split++;
      for (let k = 0; k < 60; k++) {
        // Corners more often than not: extremes live there.
        const at = q.map((x, j) => x + radius[j]! * (k % 3 > 0 ? Math.sign(random() - 0.5) : spread(-1, 1)));
        if (halved) expect(isClear(checker, at)).toBe(true);
      }
    }
    expect(clear).toBeGreaterThan(50);
    expect(clear).toBeLessThan(145);
    expect(split).toBeGreaterThan(5);
  });

  test("is looked at whole when it is halved: every configuration is in a box that was proven", () => {
    const proven: { readonly q: readonly number[]; readonly radius: readonly number[] }[] = [];
    const narrow = {
      boxClear: (q: ArrayLike<number>, radius: ArrayLike<number>): boolean => {
        if (Math.max(...Array.from(radius).slice(0, 4)) > 0.06) return false;
        proven.push({ q: Array.from(q), radius: Array.from(radius) });
        return true;
      },
    };
    const radius = [0.1, 0.1, 0.05, 0.2, 0.01, 0, 0.03];
    expect(envelopeOf(chain, narrow).boxClear(READY, radius, 8)).toBe(false);
    proven.length = 0;
    expect(envelopeOf(chain, narrow).boxClear(READY, radius, 200)).toBe(true);
    for (let n = 0; n < 2_000; n++) {
      const at = READY.map((x, j) => x + radius[j]! * (n % 2 === 0 ? Math.sign(random() - 0.5) : spread(-1, 1)));
      const holds = proven.some((box) => at.every((x, j) => Math.abs(x - box.q[j]!) <= box.radius[j]! + 1e-12));
      expect(holds).toBe(true);
    }
  });

  test("of no width is one configuration, and of NaN never clear", () => {
    const checker = cellWith([]);
    const envelope = envelopeOf(chain, checker);
    const still = READY.map(() => 0);
    expect(envelope.boxClear(READY, still)).toBe(true);
    expect(envelope.boxClear([0, -0.5, 0, -3.0, 0, 0.6, 0.785], still, 8)).toBe(false);
    expect(envelope.boxClear(READY, still.with(3, Number.NaN), 8)).toBe(false);
    expect(envelope.boxClear(READY.with(2, Number.NaN), still, 8)).toBe(false);
  });
});
