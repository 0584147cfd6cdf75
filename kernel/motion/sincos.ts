// Sine and cosine together, several angles at once and without a branch: what forward kinematics spends
// most of its time on. Absolute error at most 2e-16 (tests/motion/sincos.test.ts measures it).

/** Beyond this the short reduction loses digits; no joint turns so far, and `Math.sin` and `Math.cos` answer. */
const FAR_RAD = 1e5;
const QUARTERS_PER_RAD = 2 / Math.PI;
/** π/2 in three parts (source: Cody and Waite 1980): n times the first two is exact for |n| < 2²⁰. */
const QUARTER_A = 1.5707963267341256;
const QUARTER_B = 6.077100506303966e-11;
const QUARTER_C = 2.0222662487959506e-21;

/** Writes sin q[i] at `out[2i]` and cos q[i] at `out[2i + 1]` for i < `count`. */
export function sinCosOf(q: ArrayLike<number>, count: number, out: Float64Array): void {
  for (let i = 0; i < count; i++) {
    const x = q[i]!;
    if (!(x < FAR_RAD && x > -FAR_RAD)) {
      out[2 * i] = Math.sin(x);
      out[2 * i + 1] = Math.cos(x);
      continue;
    }
    const n = Math.floor(x * QUARTERS_PER_RAD + 0.5);
    const r = x - n * QUARTER_A - n * QUARTER_B - n * QUARTER_C;
    // Taylor's series; over |r| ≤ π/4 the first term left out is below 5e-17 (sine) and 3e-18 (cosine).
    const z = r * r;
    const zz = z * z;
    const z4 = zz * zz;
    const s0 = -1 / 6 + z * (1 / 120) + zz * (-1 / 5040 + z * (1 / 362880));
    const s1 = -1 / 39916800 + z * (1 / 6227020800) + zz * (-1 / 1307674368000);
    const c0 = 1 / 24 + z * (-1 / 720) + zz * (1 / 40320 + z * (-1 / 3628800));
    const c1 = 1 / 479001600 + z * (-1 / 87178291200) + zz * (1 / 20922789888000);
    const s = r + r * z * (s0 + z4 * s1);
    const c = 1 - 0.5 * z + zz * (c0 + z4 * c1);
    // Quarter turns: odd ones swap the two; weights of exactly 0 and 1 pick without a branch.
    const quarter = n & 3;
    const odd = quarter & 1;
    const even = 1 - odd;
    const sineSign = 1 - (quarter & 2);
    const cosineSign = 1 - ((quarter + 1) & 2);
    out[2 * i] = sineSign * (even * s + odd * c);
    out[2 * i + 1] = cosineSign * (even * c + odd * s);
  }
}
