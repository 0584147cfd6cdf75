// The rate allowed near people, worked out by hand for an arm of one ball on one joint.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Cell, Separation } from "../../kernel/contract/cell.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { TrackedReading } from "../../kernel/contract/tracking.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { type ArmInMotion, peopleWatchOf, reportAgeS, standingSeparationM } from "../../kernel/motion/people-watch.ts";
import { SEPARATION } from "../fixtures/separation-terms.ts";
import { fr3Like } from "./arms.ts";

/** A ball of 0.1 m at 0.5 m on a hand that turns about z. */
const robot = {
  ...fr3Like,
  name: "clock",
  links: [
    { ...fr3Like.links[0]!, name: "post", collision: [] },
    {
      ...fr3Like.links[1]!,
      name: "hand",
      collision: [
        {
          shape: { kind: "sphere", radiusM: 0.1 },
          pose: { xyzM: [0.5, 0, 0], quatXyzw: [0, 0, 0, 1] },
        },
      ],
    },
  ],
  joints: [{ ...fr3Like.joints[0]!, origin: IDENTITY_POSE }],
} as const;

const zone = {
  name: "person",
  topic: "/people",
  shape: { kind: "sphere", radiusM: 0.2 },
  staleS: 0.3,
  walk: null,
} as const;
const cellWith = (terms: Partial<Separation> = {}, zones = 1): Cell => ({
  ...openCell(),
  robot,
  base: IDENTITY_POSE,
  tracked: Array.from({ length: zones }, (_, k) => ({ ...zone, name: `person ${k}` })),
  separation: { ...SEPARATION, ...terms },
});
const seen = (x: number, measuredAtS = 10, velocity: number[] = [0, 0, 0]): TrackedReading => ({
  measuredAtS,
  centreM: Float64Array.of(x, 0, 0),
  velocityMPerS: Float64Array.from(velocity),
});
const arm = (of: Partial<ArmInMotion> = {}): ArmInMotion => ({
  jointsRad: [0],
  fullRadPerS: [1],
  rate: 0,
  stopTakesS: 0,
  stopRad: [0],
  fullStopS: 0.4,
  ...of,
});
const bodies = armBodies(chainOf(robot, IDENTITY_POSE), 0).filter(({ group }) => group === "link");
const watchOf = (cell: Cell) => peopleWatchOf(cell, bodies);
/** The person's centre when its surface is `gapM` from the ball. */
const away = (gapM: number): number => 0.6 + gapM + 0.2;

describe("the rate allowed near people", () => {
  it("of an arm that stands is 1 where the formula has room for full speed, and falls to 0 with the distance", () => {
    const watch = watchOf(cellWith());
    // Ball's rim at 0.6 m/s: 1.6 · (0.1 + 0.42) + 0.6 · (0.1 + 0.21) + 0.17 = 1.188 m.
    expect(watch.allowed([seen(away(1.189))], 10, arm(), 0)).toBe(1);
    expect(watch.nearestM).toBeCloseTo(1.189, 9);
    const some = watch.allowed([seen(away(1.187))], 10, arm(), 0);
    expect(some).toBeGreaterThan(0.99);
    expect(some).toBeLessThan(1);
    // At rest: 1.6 · (0.1 + 0.02) + 0.17 = 0.362 m.
    expect(watch.allowed([seen(away(0.363))], 10, arm(), 0)).toBeGreaterThan(0);
    expect(watch.allowed([seen(away(0.361))], 10, arm(), 0)).toBe(0);
    expect(watch.zone).toBe(0);
    expect(watch.nearestM).toBeCloseTo(0.361, 9);
  });

  it("is less by the margin asked for, and by 0.1 m for an arm that moves", () => {
    const watch = watchOf(cellWith());
    expect(watch.allowed([seen(away(1.189))], 10, arm(), 0.01)).toBeLessThan(1);
    expect(watch.allowed([seen(away(1.199))], 10, arm(), 0.01)).toBe(1);
    const moving = arm({ rate: 0.01 });
    expect(watch.allowed([seen(away(1.287))], 10, moving, 0)).toBeLessThan(1);
    expect(watch.allowed([seen(away(1.289))], 10, moving, 0)).toBe(1);
  });

  it("is 0 once the verified stop needs all there is: what it takes, where it leads, and the ball's own way", () => {
    const watch = watchOf(cellWith());
    // 1.6 · (0.1 + 0.5) + 0.5 · 0.6 · 0.1 + 1.1 · 0.2 · 0.6 + 0.17 = 1.292 m.
    const moving = arm({ rate: 0.5, stopTakesS: 0.5, stopRad: [0.2] });
    expect(watch.allowed([seen(away(1.291))], 10, moving, 0)).toBe(0);
    expect(watch.allowed([seen(away(1.293))], 10, moving, 0)).toBeGreaterThan(0.5);
    // What it may take longer: a person and ball that close in at 1.9 m/s, less a tick of 4 ms.
    watch.allowed([seen(away(1.482))], 10, moving, 0);
    expect(watch.mostStopS).toBeCloseTo(0.5 + 0.1 - 0.004, 9);
  });

  it("counts the report's age, and whoever is faster than assumed; not who is slower or of unknown speed", () => {
    const watch = watchOf(cellWith());
    // 0.1 s old: 1.6 · 0.1 + 0.6 · 0.1 = 0.22 m more than 1.188.
    expect(watch.allowed([seen(away(1.407), 9.9)], 10, arm(), 0)).toBeLessThan(1);
    expect(watch.allowed([seen(away(1.409), 9.9)], 10, arm(), 0)).toBe(1);
    expect(watch.allowed([seen(away(1.189), 10, [0, 0.1, 0])], 10, arm(), 0)).toBe(1);
    expect(watch.allowed([seen(away(1.189), 10, [0, Number.NaN, 0])], 10, arm(), 0)).toBe(1);
    // At 2.6 m/s, whichever way: 0.52 m more.
    for (const velocity of [
      [2.6, 0, 0],
      [0, -2.6, 0],
      [0, 0, 2.6],
    ]) {
      expect(watch.allowed([seen(away(1.707), 10, velocity)], 10, arm(), 0)).toBeLessThan(1);
      expect(watch.allowed([seen(away(1.709), 10, velocity)], 10, arm(), 0)).toBe(1);
    }
  });

  it("takes a stopping time that the cell declares in place of the arm's own", () => {
    const watch = watchOf(cellWith({ stoppingS: 0.6 }));
    // 1.6 · (0.1 + 0.6) + 0.6 · (0.1 + 0.3) + 0.17 = 1.53 m, whatever the arm's own stop takes.
    expect(watch.allowed([seen(away(1.529))], 10, arm(), 0)).toBeLessThan(1);
    expect(watch.allowed([seen(away(1.531))], 10, arm(), 0)).toBe(1);
    // At rest: 1.6 · 0.7 + 0.17 = 1.29 m.
    expect(watch.allowed([seen(away(1.289))], 10, arm(), 0)).toBe(0);
    expect(watch.allowed([seen(away(1.291))], 10, arm(), 0)).toBeGreaterThan(0);
  });

  it("is the least of all people's, and 0 for one whom nobody has seen", () => {
    const watch = watchOf(cellWith({}, 3));
    expect(watch.allowed([seen(away(3)), seen(away(0.5)), seen(away(0.8))], 10, arm(), 0)).toBeLessThan(0.5);
    expect([watch.zone, watch.nearestM]).toEqual([1, expect.closeTo(0.5, 9)]);
    expect(watch.allowed([seen(away(3)), seen(away(3))], 10, arm(), 0)).toBe(0);
    expect(watch.zone).toBe(2);
    expect(watch.allowed([seen(away(3)), seen(away(3)), seen(away(3))], 10, arm(), 0)).toBe(1);
    expect(watch.zone).toBe(-1);
  });

  it("is not for a cell without terms", () => {
    expect(() => peopleWatchOf({ ...cellWith(), separation: null }, bodies)).toThrow(/no separation terms/);
  });
});

describe("a report's age", () => {
  it("is Infinity when it is older than the zone lets it be, from more than 10 ms ahead, or not finite", () => {
    const age = (measuredAtS: number, x = 1): number => reportAgeS(zone, seen(x, measuredAtS), 10);
    expect(age(9.8)).toBeCloseTo(0.2, 12);
    expect(age(9.699)).toBe(Number.POSITIVE_INFINITY);
    expect(age(10.009)).toBe(0);
    expect(age(10.011)).toBe(Number.POSITIVE_INFINITY);
    expect(age(10, Number.NaN)).toBe(Number.POSITIVE_INFINITY);
    expect(age(Number.NaN)).toBe(Number.POSITIVE_INFINITY);
    expect(reportAgeS(zone, undefined, 10)).toBe(Number.POSITIVE_INFINITY);
  });

  it("counts into what an arm at rest keeps: 0.362 m, 1.6 m more for a second, and what the cell declares", () => {
    expect(standingSeparationM(SEPARATION, 0)).toBeCloseTo(0.362, 12);
    expect(standingSeparationM(SEPARATION, 1)).toBeCloseTo(1.962, 12);
    expect(standingSeparationM({ ...SEPARATION, stoppingS: 0.6 }, 0)).toBeCloseTo(1.29, 12);
  });
});
