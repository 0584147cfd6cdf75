// The separation formula against values worked out by hand, and what must hold for all values: more of anything
// asks for more distance, and the rate allowed is the greatest for which the distance suffices.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedRate, protectiveSeparationM, type SeparationTerms } from "../../kernel/motion/separation.ts";

const NOTHING: SeparationTerms = {
  humanSpeedMPerS: 0,
  robotSpeedMPerS: 0,
  reactionS: 0,
  stoppingS: 0,
  intrusionM: 0,
  sensorUncertaintyM: 0,
  robotUncertaintyM: 0,
};

const amount = fc.double({ min: 0, max: 5, noNaN: true });
const terms: fc.Arbitrary<SeparationTerms> = fc.record({
  humanSpeedMPerS: amount,
  robotSpeedMPerS: amount,
  reactionS: amount,
  stoppingS: amount,
  intrusionM: amount,
  sensorUncertaintyM: amount,
  robotUncertaintyM: amount,
});

describe("the protective separation distance", () => {
  it.each([
    // 1.6 · (0.1 + 0.3) = 0.64; 1 · 0.1 = 0.1; ½ · 1 · 0.3 = 0.15; 0.64 + 0.1 + 0.15 + 0.1 + 0.05 + 0.02
    [[1.6, 1, 0.1, 0.3, 0.1, 0.05, 0.02], 1.06],
    // 1.6 · 0.1 = 0.16 for an arm that stands and needs no time to stop, and C = 0.85 for a whole arm's reach
    [[1.6, 0, 0.1, 0, 0.85, 0, 0], 1.01],
    // 2 · (0.05 + 0.5) = 1.1; 0.25 · 0.05 = 0.0125; ½ · 0.25 · 0.5 = 0.0625
    [[2, 0.25, 0.05, 0.5, 0, 0, 0], 1.175],
    // nobody walks: 0.5 · 0.2 = 0.1; ½ · 0.5 · 0.4 = 0.1
    [[0, 0.5, 0.2, 0.4, 0, 0, 0], 0.2],
    // facts: 100 ms of latency cost 0.26 m at 1.6 + 1.0 m/s
    [[1.6, 1, 0.1, 0, 0, 0, 0], 0.26],
  ] as const)("of v_h, v_r, T_r, T_s, C, Z_d, Z_r = %j is %f m", ([vh, vr, tr, ts, c, zd, zr], metres) => {
    const asked: SeparationTerms = {
      humanSpeedMPerS: vh,
      robotSpeedMPerS: vr,
      reactionS: tr,
      stoppingS: ts,
      intrusionM: c,
      sensorUncertaintyM: zd,
      robotUncertaintyM: zr,
    };
    expect(protectiveSeparationM(asked)).toBeCloseTo(metres, 12);
  });

  it("grows with every one of its seven terms, and is nothing for nothing", () => {
    expect(protectiveSeparationM(NOTHING)).toBe(0);
    fc.assert(
      fc.property(
        terms,
        fc.constantFrom(...(Object.keys(NOTHING) as (keyof SeparationTerms)[])),
        amount,
        (t, key, by) => {
          expect(protectiveSeparationM({ ...t, [key]: t[key] + by })).toBeGreaterThanOrEqual(protectiveSeparationM(t));
        },
      ),
      { numRuns: 2_000 },
    );
    for (const key of ["intrusionM", "sensorUncertaintyM", "robotUncertaintyM"] as const)
      expect(protectiveSeparationM({ ...NOTHING, [key]: 0.1 })).toBeCloseTo(0.1, 12);
  });

  it("is not a number when any term is not", () => {
    for (const key of Object.keys(NOTHING)) expect(protectiveSeparationM({ ...NOTHING, [key]: Number.NaN })).toBeNaN();
  });
});

describe("the rate allowed", () => {
  const asked = fc.record({
    distanceM: amount,
    humanMPerS: amount,
    fullMPerS: amount,
    reactionS: fc.double({ min: 0, max: 1, noNaN: true }),
    leastStopS: fc.double({ min: 0, max: 0.5, noNaN: true }),
    perRateS: fc.double({ min: 0, max: 1, noNaN: true }),
    fixedM: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
  const rateOf = (a: Asked): number =>
    allowedRate(a.distanceM, a.humanMPerS, a.fullMPerS, a.reactionS, a.leastStopS, a.perRateS, a.fixedM);
  const needM = (a: Asked, rate: number): number =>
    protectiveSeparationM({
      humanSpeedMPerS: a.humanMPerS,
      robotSpeedMPerS: rate * a.fullMPerS,
      reactionS: a.reactionS,
      stoppingS: a.leastStopS + rate * a.perRateS,
      intrusionM: a.fixedM,
      sensorUncertaintyM: 0,
      robotUncertaintyM: 0,
    });

  it("keeps the formula: no more than the distance is needed at it, and more than it above it", () => {
    fc.assert(
      fc.property(asked, (a) => {
        const rate = rateOf(a);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
        if (rate > 0) expect(needM(a, rate)).toBeLessThanOrEqual(a.distanceM + 1e-9);
        const more = rate + 1e-3;
        if (more <= 1 && needM(a, 1) - needM(a, 0) > 1e-9) expect(needM(a, more)).toBeGreaterThan(a.distanceM - 1e-9);
      }),
      { numRuns: 5_000 },
    );
  });

  it("never rises when people come nearer or walk faster, or anything takes longer or is less certain", () => {
    const grow = fc.constantFrom(
      "humanMPerS",
      "fullMPerS",
      "reactionS",
      "leastStopS",
      "perRateS",
      "fixedM",
    ) as fc.Arbitrary<Exclude<keyof Asked, "distanceM">>;
    fc.assert(
      fc.property(asked, grow, amount, (a, key, by) => {
        expect(rateOf({ ...a, [key]: a[key] + by })).toBeLessThanOrEqual(rateOf(a) + 1e-12);
        expect(rateOf({ ...a, distanceM: a.distanceM + by })).toBeGreaterThanOrEqual(rateOf(a) - 1e-12);
      }),
      { numRuns: 5_000 },
    );
  });

  it("is worked out by hand: 1 at 1.06 m, 0 at 0.33 m", () => {
    // v_h 1.6, v 1, T_r 0.1, T_s 0 + 0.3 r, C + Z = 0.17: at r = 1 all of 1.06 m, at r = 0 1.6 · 0.1 + 0.17 = 0.33 m.
    expect(allowedRate(1.06, 1.6, 1, 0.1, 0, 0.3, 0.17)).toBe(1);
    expect(allowedRate(0.3299, 1.6, 1, 0.1, 0, 0.3, 0.17)).toBe(0);
    // at r = ½: 0.33 + ½ · (0.48 + 0.1) + ¼ · 0.15 = 0.6575
    expect(allowedRate(0.6575, 1.6, 1, 0.1, 0, 0.3, 0.17)).toBeCloseTo(0.5, 12);
  });

  it("is none for anything that is not a number", () => {
    for (let k = 0; k < 7; k++) {
      const values = [1, 1.6, 1, 0.1, 0.1, 0.1, 0.1];
      values[k] = Number.NaN;
      expect(allowedRate(...(values as Parameters<typeof allowedRate>))).toBe(0);
    }
  });
});
