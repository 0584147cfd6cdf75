import { describe, expect, test } from "vitest";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { sinCosOf } from "../../kernel/motion/sincos.ts";

const ONE = 10n ** 50n;
/** 2π in units of 1e-50. source: OEIS A019692. */
const TURN = 628318530717958647692528676655900576839433879875021n;

/** A double as an exact multiple of 1e-50 (rounded down there). */
function exact(x: number): bigint {
  let [scaled, shift] = [x, 0n];
  while (!Number.isInteger(scaled)) [scaled, shift] = [scaled * 2, shift + 1n];
  return (BigInt(scaled) * ONE) >> shift;
}

/** Sine and cosine by their series in whole numbers of 1e-50: shares nothing with the code under test. */
function series(x: number): readonly [bigint, bigint] {
  const r = ((exact(x) % TURN) + TURN) % TURN;
  let [sine, cosine, term] = [0n, 0n, ONE];
  for (let n = 0n; n < 90n; n++) {
    const signed = n % 4n < 2n ? term : -term;
    if (n % 2n === 0n) cosine += signed;
    else sine += signed;
    term = (term * r) / (ONE * (n + 1n));
  }
  return [sine, cosine];
}

/** How far the sine and the cosine under test are off, the worse of the two. */
function errorAt(x: number): number {
  const found = both(x);
  return Math.max(...series(x).map((value, k) => Math.abs(Number(exact(found[k]!) - value)) / 1e50));
}

function both(x: number): readonly [number, number] {
  const out = new Float64Array(2);
  sinCosOf([x], 1, out);
  return [out[0]!, out[1]!];
}

describe("sine and cosine together", () => {
  test("are within 2e-16 of the exact values on 20,000 angles up to 4π, and at eighths of a turn", () => {
    const random = seededRandom(17);
    const eighths = Array.from({ length: 65 }, (_, k) => ((k - 32) * Math.PI) / 4);
    const drawn = Array.from({ length: 20_000 }, () => (random() * 2 - 1) * 4 * Math.PI);
    for (const x of [0, -0, 1e-300, 1e-9, ...eighths, ...eighths.map((x) => x + 1e-9), ...drawn]) {
      expect(errorAt(x)).toBeLessThanOrEqual(2e-16);
    }
  });

  test("keep their precision up to 100,000 rad, and beyond answer as Math.sin and Math.cos do", () => {
    const random = seededRandom(18);
    for (let n = 0; n < 2_000; n++) {
      expect(errorAt((random() * 2 - 1) * 1e5)).toBeLessThanOrEqual(2e-16);
    }
    for (const x of [1e5, -3e7, 1e300]) expect(both(x)).toEqual([Math.sin(x), Math.cos(x)]);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) expect(both(x)).toEqual([Number.NaN, Number.NaN]);
  });

  test("leave what lies beyond the count alone", () => {
    const out = new Float64Array(6).fill(9);
    sinCosOf([0.1, 0.2, 0.3], 2, out);
    expect([...out.slice(4)]).toEqual([9, 9]);
  });
});
