// The rate of path time on its way to another rate: by hand, and against its own derivatives.
import { describe, expect, it } from "vitest";
import { createRateProfile, createRateState, rateAt, setRate } from "../../kernel/motion/rate.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

const made = (rate: number, slope: number, target: number, down: number, up: number, bend: number) => {
  const profile = createRateProfile();
  setRate(profile, rate, slope, target, down, up, bend);
  return profile;
};
const state = createRateState();
const at = (profile: ReturnType<typeof made>, sinceS: number) => {
  rateAt(profile, sinceS, state);
  return { ...state };
};

describe("a change of rate", () => {
  it("from 0 to 1 with slopes up to 2 and bend 10 takes 0.2 s to bend, 0.3 s to hold and 0.2 s to bend back", () => {
    const profile = made(0, 0, 1, 5, 2, 10);
    expect(profile).toMatchObject({ first: 0.2, last: 0.2, firstBend: 10, lastBend: -10, fromRate: 0, fromSlope: 0 });
    expect(profile.hold).toBeCloseTo(0.3, 12);
    expect(profile.durationS).toBeCloseTo(0.7, 12);
    // It rises evenly about its middle: half of the time at rate 1.
    expect(profile.gainS).toBeCloseTo(0.35, 12);
    expect(at(profile, 0.1)).toMatchObject({ rate: expect.closeTo(0.05, 12), slope: expect.closeTo(1, 12) });
    expect(at(profile, 0.35)).toMatchObject({ rate: expect.closeTo(0.5, 12), slope: expect.closeTo(2, 12) });
    expect(at(profile, 0.6)).toMatchObject({ rate: expect.closeTo(0.95, 12), slope: expect.closeTo(1, 12) });
    expect(at(profile, 1.7)).toMatchObject({ rate: 1, slope: 0, gainedS: expect.closeTo(1.35, 12) });
  });

  it("from 1 to 0 holds the slope down, not the one up", () => {
    const profile = made(1, 0, 0, 2, 5, 10);
    expect(profile).toMatchObject({ first: 0.2, last: 0.2, firstBend: -10, lastBend: 10 });
    expect(profile.durationS).toBeCloseTo(0.7, 12);
    expect(at(profile, 0.35)).toMatchObject({ rate: expect.closeTo(0.5, 12), slope: expect.closeTo(-2, 12) });
  });

  it("too small to reach a slope bends there and back: 0.1 at bend 10 in 0.2 s, with no hold", () => {
    const profile = made(0.5, 0, 0.6, 5, 5, 10);
    expect(profile.hold).toBeCloseTo(0, 12);
    expect(profile.first).toBeCloseTo(0.1, 12);
    expect(profile.durationS).toBeCloseTo(0.2, 12);
    expect(at(profile, 0.1).slope).toBeCloseTo(1, 12);
  });

  it("to where the slope leads anyway only takes the slope back", () => {
    // From 0.5 at slope 1, taken back at 10: 0.05 more in 0.1 s.
    const profile = made(0.5, 1, 0.55, 5, 5, 10);
    expect(profile.durationS).toBeCloseTo(0.1, 9);
    expect(at(profile, 0.05).slope).toBeCloseTo(0.5, 9);
  });

  it("turns round where the slope leads past the target", () => {
    const profile = made(0.5, 1, 0.5, 5, 5, 10);
    expect(profile.firstBend).toBe(-10);
    expect(at(profile, profile.first).slope).toBeLessThan(-0.1);
    expect(at(profile, profile.durationS - 1e-9).rate).toBeCloseTo(0.5, 9);
  });

  it("is smooth, within its limits and ends at the target, in 100 random changes", () => {
    const random = seededRandom(3);
    const stepS = 1e-6;
    for (let n = 0; n < 100; n++) {
      const [down, up, bend] = [0.5 + 5 * random(), 0.5 + 5 * random(), 1 + 50 * random()];
      const slope = (random() < 0.5 ? -down : up) * random();
      const profile = made(random(), slope, random(), down, up, bend);
      expect(at(profile, 0)).toEqual({ rate: profile.fromRate, slope, gainedS: 0 });
      const { durationS, target } = profile;
      expect(at(profile, durationS * (1 - 1e-12)).rate).toBeCloseTo(target, 8);
      expect(at(profile, durationS * (1 - 1e-12)).slope).toBeCloseTo(0, 6);
      expect(at(profile, durationS * (1 - 1e-12)).gainedS).toBeCloseTo(profile.gainS, 8);
      for (let k = 0; k < 8; k++) {
        const s = durationS * random();
        const [one, next] = [at(profile, s), at(profile, s + stepS)];
        expect(one.slope).toBeGreaterThanOrEqual(-down - 1e-9);
        expect(one.slope).toBeLessThanOrEqual(up + 1e-9);
        expect(Math.abs(next.slope - one.slope)).toBeLessThanOrEqual(bend * stepS * 1.001);
        expect((next.rate - one.rate) / stepS).toBeCloseTo((one.slope + next.slope) / 2, 4);
        expect((next.gainedS - one.gainedS) / stepS).toBeCloseTo((one.rate + next.rate) / 2, 4);
      }
    }
  });
});
