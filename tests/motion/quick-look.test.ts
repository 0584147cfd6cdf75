import { describe, expect, test } from "vitest";
import type { Pose } from "../../kernel/contract/geometry.ts";
import { armBodies, type Body } from "../../kernel/motion/bodies.ts";
import { quickLookOf } from "../../kernel/motion/quick-look.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { checkerOf, type Obstacle, selfCheckerOf } from "../../kernel/motion/sweep.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3Chain, READY } from "./arms.ts";

const bodies = armBodies(fr3Chain, 0.08);
const random = seededRandom(61);
const within = (low: number, high: number): number => low + random() * (high - low);
/** Round the arm, beside its foot. */
function somewhere(): Pose {
  const [around, outM] = [within(-3, 3), within(0.45, 0.9)];
  return {
    xyzM: [outM * Math.cos(around), outM * Math.sin(around), within(0, 1.1)],
    quatXyzw: quatFromRpy(within(-3, 3), within(-1, 1), within(-3, 3)),
  };
}
const shapes = [
  { kind: "box", sizeM: [0.3, 0.2, 0.1] },
  { kind: "sphere", radiusM: 0.12 },
  { kind: "capsule", radiusM: 0.05, lengthM: 0.3 },
  { kind: "cylinder", radiusM: 0.1, heightM: 0.3 },
] as const;
const drawn: readonly Obstacle[] = Array.from({ length: 8 }, (_, k) => ({
  name: `thing ${k}`,
  shape: shapes[k % 4]!,
  pose: somewhere(),
}));
const table: Obstacle = {
  name: "table",
  shape: { kind: "box", sizeM: [4, 4, 1] },
  pose: { xyzM: [0, 0, -0.5], quatXyzw: [0, 0, 0, 1] },
};

describe("a quick look", () => {
  test("gives the checkers' answer at 3,000 configurations, at once or in any order", () => {
    const required = (body: { frame: number }, thing: Obstacle): number =>
      thing === table && body.frame < 2 ? Number.NEGATIVE_INFINITY : thing.name === "thing 1" ? 0.05 : 0.01;
    const obstacles = [table, ...drawn];
    const checker = checkerOf(fr3Chain, bodies, obstacles, required);
    const itself = selfCheckerOf(fr3Chain, bodies);
    const quick = quickLookOf(fr3Chain, bodies, obstacles, required);
    let [clear, different] = [0, 0];
    for (let n = 0; n < 3_000; n++) {
      const q = Array.from(fr3Chain.lowerRad, (low, j) => within(low, fr3Chain.upperRad[j]!));
      const isClear = checker.look(q).kind === "clear" && itself.look(q).kind === "clear";
      if (isClear) clear++;
      if (quick.isClear(q) !== isClear || quick.isClear(q) !== isClear) different++;
    }
    expect(different).toBe(0);
    expect(clear).toBeGreaterThan(100);
    expect(clear).toBeLessThan(2_900);
  });

  test("lets pass what only the arm itself is in the way of, and nothing else", () => {
    const quick = quickLookOf(fr3Chain, bodies, drawn, () => 0.01);
    const checker = checkerOf(fr3Chain, bodies, drawn, () => 0.01);
    let itselfOnly = 0;
    for (let n = 0; n < 1_000; n++) {
      const q = Array.from(fr3Chain.lowerRad, (low, j) => within(low, fr3Chain.upperRad[j]!));
      expect(quick.isClearOfThings(q)).toBe(checker.look(q).kind === "clear");
      if (quick.isClearOfThings(q) && !quick.isClear(q)) itselfOnly++;
    }
    expect(itselfOnly).toBeGreaterThan(0);
  });

  test("gives the checkers' answer of what stands about the foot, in and out of the inner links' reach, for hulls too", () => {
    const wedge: Body = {
      name: "wedge",
      link: "wedge",
      frame: 8,
      shape: {
        kind: "hull",
        pointsM: [
          [-0.1, -0.05, 0.1],
          [0.1, -0.05, 0.1],
          [0, 0.1, 0.12],
          [0, 0, 0.25],
          [0.02, 0.1, 0.2],
        ],
      },
      pose: { xyzM: [0.02, 0, 0], quatXyzw: quatFromRpy(0.3, 0, 0.4) },
      group: "held",
    };
    const [blocked, different] = [
      [0, 0],
      [0, 0],
    ];
    for (let n = 0; n < 160; n++) {
      const [around, outM] = [within(-3, 3), within(0.1, 0.6)];
      const thing: Obstacle = {
        name: "thing",
        shape: n % 2 === 0 ? { kind: "sphere", radiusM: within(0.02, 0.15) } : shapes[(n >> 1) % 4]!,
        pose: {
          xyzM: [outM * Math.cos(around), outM * Math.sin(around), within(-0.1, 1)],
          quatXyzw: quatFromRpy(within(-3, 3), within(-1, 1), within(-3, 3)),
        },
      };
      // The foot alone would answer for all configurations; the inner links alone, the outer ones in no way.
      const most = n % 4 < 2 ? 3 : 9;
      const some = [...bodies, wedge].filter(({ frame }) => frame > 0 && frame < most);
      const requiredM = within(0, 0.05);
      const quick = quickLookOf(fr3Chain, some, [thing], () => requiredM);
      const checker = checkerOf(fr3Chain, some, [thing], () => requiredM);
      for (let k = 0; k < 40; k++) {
        const q = Array.from(fr3Chain.lowerRad, (low, j) => within(low, fr3Chain.upperRad[j]!));
        const isClear = checker.look(q).kind === "clear";
        if (!isClear) blocked[n % 2]!++;
        if (quick.isClearOfThings(q) !== isClear) different[n % 2]!++;
      }
    }
    expect(different).toEqual([0, 0]);
    for (const count of blocked) expect(count).toBeGreaterThan(200);
  });

  test("measures room: what is kept with 15 mm more asked for has 15 mm of room, to 0.01 mm", () => {
    const quick = quickLookOf(fr3Chain, bodies, drawn, () => 0.01);
    const nothing = quickLookOf(fr3Chain, bodies, [], () => 0);
    let measured = 0;
    for (let n = 0; n < 500; n++) {
      const q = Array.from(fr3Chain.lowerRad, (low, j) => within(low, fr3Chain.upperRad[j]!));
      const roomM = quick.roomM(q, 0.1);
      expect(roomM >= -1e-6).toBe(quick.isClear(q));
      expect(quick.roomM(q, 0.02)).toBeCloseTo(Math.min(roomM, 0.02), 6);
      if (roomM <= 0 || roomM >= 0.1) continue;
      measured++;
      const kept = (byM: number): boolean =>
        checkerOf(fr3Chain, bodies, drawn, () => 0.01 + byM).look(q).kind === "clear" && nothing.roomM(q, 0.1) >= byM;
      expect(kept(roomM - 1e-5)).toBe(true);
      expect(kept(roomM + 1e-5)).toBe(false);
    }
    expect(measured).toBeGreaterThan(20);
  });

  test("finds the arm folded into itself, and clear where nothing stands", () => {
    const quick = quickLookOf(fr3Chain, bodies, [], () => 0);
    expect(quick.isClear(READY)).toBe(true);
    expect(quick.isClear([0, -0.5, 0, -3.04, 0, 0.6, 0])).toBe(
      selfCheckerOf(fr3Chain, bodies).look([0, -0.5, 0, -3.04, 0, 0.6, 0]).kind === "clear",
    );
  });

  test("takes a configuration that is not a number for not clear, and a requirement that is not for stale", () => {
    const quick = quickLookOf(fr3Chain, bodies, drawn, () => 0);
    const nothingNear = quickLookOf(
      fr3Chain,
      bodies,
      [{ ...table, pose: { ...table.pose, xyzM: [0, 0, -9] } }],
      () => 0,
    );
    for (let joint = 0; joint < 7; joint++) {
      const lost = READY.map((x, j) => (j === joint ? Number.NaN : x));
      for (const look of [quick, nothingNear]) {
        expect(look.isClear(lost)).toBe(false);
        expect(look.isClearOfThings(lost)).toBe(false);
      }
    }
    expect(() => quickLookOf(fr3Chain, bodies, drawn, () => Number.NaN)).toThrow(/no distance given/);
  });
});
