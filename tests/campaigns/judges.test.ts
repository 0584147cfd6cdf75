// The campaigns' judges bite: what they are there to find, they find.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { IDENTITY_POSE, type PlacedShape } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { startState } from "../../kernel/start-state.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { arrange } from "../oracle/arrange.ts";
import { drawSegment } from "../oracle/draw.ts";
import { judgeIn } from "../oracle/minimum.ts";
import { oracleWorld } from "../oracle/world.ts";
import { randomOf } from "../otg/random.ts";
import type { Flight } from "./adversarial/arena.ts";
import { excessOf } from "./adversarial/limits.ts";
import { openWatch } from "./adversarial/watch.ts";
import { judgeCase } from "./segments/judge-case.ts";
import { emptyTally } from "./segments/tally.ts";

const TICK_S = 0.002;
const home = fr3.homesRad.ready!;

describe("limits re-computed from setpoints", () => {
  /** Joint 1 along q(t), the others at home. */
  const rows = (seconds: number, q: (t: number) => number): Float64Array =>
    Float64Array.from({ length: (Math.round(seconds / TICK_S) + 1) * 7 }, (_, at) =>
      at % 7 === 0 ? home[0]! + q(Math.floor(at / 7) * TICK_S) : home[at % 7]!,
    );
  /** From rest to rest over `metres` of joint in `seconds`, smooth in its jerk. */
  const smooth = (rad: number, seconds: number) => (t: number) => {
    const u = Math.min(1, t / seconds);
    return rad * u ** 4 * (35 - 84 * u + 70 * u * u - 20 * u ** 3);
  };
  const kinds = (found: ReturnType<typeof excessOf>): string[] => found.map(({ what }) => what).sort();

  it("finds nothing in a motion within them", () => {
    expect(excessOf(fr3, rows(2, smooth(1, 2)), TICK_S)).toEqual([]);
  });

  it("finds 3 % over the velocity, and 3 % below it is fine", () => {
    // The greatest speed of this motion is 35/16 of the mean.
    const at = (share: number): ReturnType<typeof excessOf> => {
      const seconds = ((35 / 16) * 1.5) / (2.62 * share);
      return excessOf(fr3, rows(seconds, smooth(1.5, seconds)), TICK_S);
    };
    expect(kinds(at(1.03))).toContain("velocity");
    expect(kinds(at(0.97))).not.toContain("velocity");
  });

  it("finds a stop that is too hard, a jump, and a joint past its end", () => {
    const rad = (t: number): number => 0.5 * smooth(1, 1)(t);
    expect(kinds(excessOf(fr3, rows(0.5, rad), TICK_S))).toEqual(["acceleration", "jerk"]);
    expect(
      kinds(
        excessOf(
          fr3,
          rows(1, (t) => (t < 0.5 ? 0 : 1e-4)),
          TICK_S,
        ),
      ),
    ).toEqual(["acceleration", "jerk"]);
    expect(kinds(excessOf(fr3, rows(4, smooth(2.7438, 4)), TICK_S))).toContain("position");
  });

  it("holds a joint to the speed that is left near its end", () => {
    // To 2.7 rad, 0.05 rad short of the law's end, where √(12 · 0.05) - 0.3 = 0.47 rad/s are allowed; it comes at 1.3.
    const found = excessOf(
      fr3,
      rows(2, (t) => 1.3 * t - (0.1 * Math.sin(13 * t)) / 13),
      TICK_S,
    );
    expect(kinds(found)).toContain("velocity");
  });
});

describe("the oracle over a flight", () => {
  it("sees the hand in a keep-out zone while the arm moves, and not while it stands", async () => {
    const cell = openCell();
    const watch = await openWatch(cell);
    const state = startState(cell);
    const inLamp = [0, 0.35, 0, -1.6, 0, 1.9, 0.785];
    const flight = (radPerS: number): Flight =>
      ({ before: state, looks: Float64Array.from([0, ...home, 0.5, 1, ...inLamp, radPerS]) }) as unknown as Flight;
    expect(watch.trespasses(flight(0.5)).join()).toContain("zone lamp");
    expect(watch.trespasses(flight(0.01))).toEqual([]);
    watch.close();
  });
});

describe("the campaign on segments", () => {
  it("finds a checker that takes the arm for 4 mm thinner than it is", async () => {
    const thinner = (part: PlacedShape): PlacedShape =>
      part.shape.kind === "capsule" ? { ...part, shape: { ...part.shape, radiusM: part.shape.radiusM - 0.004 } } : part;
    const thin: RobotDescription = {
      ...fr3,
      links: fr3.links.map((link) => ({ ...link, collision: link.collision.map(thinner) })),
    };
    const world = await oracleWorld(fr3, IDENTITY_POSE, []);
    const judge = judgeIn(world);
    const random = randomOf(4);
    const site = { world, judge, reachM: 0.9, baseM: IDENTITY_POSE.xyzM, hulls: [] };
    const kinds = new Set<string>();
    for (const [robot, seesThin] of [
      [fr3, false],
      [thin, true],
    ] as const) {
      const standing = { robot: fr3, chain: chainOf(robot, IDENTITY_POSE), world, judge };
      for (let n = 0; n < 150; n++) {
        const arrangement = arrange(random, site, { ...drawSegment(random, fr3), aim: "band" });
        for (const { kind } of judgeCase(standing, arrangement, { isBrute: false, isSelf: false }, emptyTally())) {
          if (seesThin) kinds.add(kind);
          else expect(kind).toBe("no fault");
        }
      }
    }
    expect(kinds).toContain("accepted too close");
    expect(kinds).toContain("least distance overstated");
    world.delete();
  });
});
