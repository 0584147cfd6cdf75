import { describe, expect, test } from "vitest";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Pose, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { armBodies, type Body, heldBodies } from "../../kernel/motion/bodies.ts";
import { type Chain, chainOf, linkFramesAt, toolPoseAt } from "../../kernel/motion/chain.ts";
import { curveAt, curveThrough } from "../../kernel/motion/curve.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { poseOfFrame } from "../../kernel/motion/frame.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import {
  checkerOf,
  configurationClear,
  type Obstacle,
  type SweepResult,
  selfClear,
  setCheckerOf,
  sweepClear,
} from "../../kernel/motion/sweep.ts";
import { composePose, distanceM, quatFromAxisAngle, quatFromRpy } from "../../kernel/motion/transform.ts";
import { rare, runs } from "../fixtures/runs.ts";
import { fr3Chain, fr3Like, READY, ur5eChain } from "./arms.ts";

const at = (x: number, y: number, z: number, quatXyzw: Pose["quatXyzw"] = [0, 0, 0, 1]): Pose => ({
  xyzM: [x, y, z],
  quatXyzw,
});
const obstacle = (shape: Shape, pose: Pose, name = "it"): Obstacle => ({ name, shape, pose });
const ball = (radiusM: number): Shape => ({ kind: "sphere", radiusM });
const box = (x: number, y: number, z: number): Shape => ({ kind: "box", sizeM: [x, y, z] });

/** One joint turning about z, with a ball of 50 mm at the end of a metre: every distance has a formula. */
const clockHand: RobotDescription = {
  ...fr3Like,
  name: "clock hand",
  links: [
    { ...fr3Like.links[0]!, name: "post", collision: [] },
    { ...fr3Like.links[1]!, name: "hand", collision: [{ shape: ball(0.05), pose: at(1, 0, 0) }] },
  ],
  joints: [{ ...fr3Like.joints[0]!, origin: IDENTITY_POSE }],
};
const clock = chainOf(clockHand, IDENTITY_POSE);
const clockBodies = armBodies(clock, 0).filter((body) => body.group === "link");
const clockSweep = (points: number[][], it: Obstacle, requiredM: number): SweepResult =>
  sweepClear(clock, points, clockBodies, [it], () => requiredM);

describe("a sweep", () => {
  test("sees a 2 mm wall that every one of 50 even samples misses", () => {
    const points = [[0], [2]];
    // The ball is 100 mm wide and 50 samples are 40 mm apart: a needle-thin wall far from any of them needs
    // a thin body, so the body here is a ball of 1 mm.
    const thin: Body[] = [{ ...clockBodies[0]!, shape: ball(0.001) }];
    const angle = 2 * (17.5 / 50);
    const wall = obstacle(
      box(0.2, 0.002, 0.2),
      at(Math.cos(angle), Math.sin(angle), 0, quatFromAxisAngle([0, 0, 1], angle)),
    );
    for (let n = 0; n <= 50; n++) {
      expect(configurationClear(clock, [(2 * n) / 50], thin, [wall], () => 0.001).kind).toBe("clear");
    }
    const found = sweepClear(clock, points, thin, [wall], () => 0.001);
    expect(found.kind).toBe("contact");
    if (found.kind === "contact") {
      // Its surface, 1 mm of wall and 1 mm of clearance before the middle.
      expect(found.s * 2).toBeCloseTo(angle - 0.003, 3);
      expect(found.requiredM).toBe(0.001);
      expect(found.distanceM).toBeLessThan(0.001);
      expect(found.distanceM).toBeGreaterThan(0.0008);
    }
  });

  test("passes a ball at its clearance plus 1 mm and stops at its clearance less 1 mm", () => {
    // The tip's path passes the obstacle's centre at 0.2 m; the two radii take 0.08 m of it: 0.12 m are left.
    const it = obstacle(ball(0.03), at(1.2 * Math.cos(0.7), 1.2 * Math.sin(0.7), 0));
    expect(clockSweep([[0], [2]], it, 0.119).kind).toBe("clear");
    expect(clockSweep([[0], [2]], it, 0.121).kind).toBe("contact");
    const close = clockSweep([[0], [2]], it, 0.1199);
    expect(close.kind).toBe("clear");
    if (close.kind === "clear") expect(close.leastM).toBeCloseTo(0.12, 3);
  });

  test("ends at exactly the required distance when the motion does", () => {
    const it = obstacle(box(1, 1, 1), at(0, 0, -0.06 - 0.5));
    expect(clockSweep([[0], [2]], it, 0.01).kind).toBe("clear");
    const atEnd = obstacle(ball(0.05), at(Math.cos(1.2), Math.sin(1.2), 0));
    const gap = 2 * Math.sin(0.1) - 0.1;
    expect(clockSweep([[0], [1]], atEnd, gap).kind).toBe("clear");
    expect(clockSweep([[0], [1.001]], atEnd, gap).kind).toBe("contact");
  });

  test("reports the first contact along the way, not the deepest", () => {
    const first = obstacle(ball(0.01), at(Math.cos(0.5), Math.sin(0.5), 0.05), "first");
    const second = obstacle(ball(0.1), at(Math.cos(1.5), Math.sin(1.5), 0), "second");
    const found = sweepClear(clock, [[0], [2]], clockBodies, [second, first], () => 0);
    expect(found).toMatchObject({ kind: "contact", obstacle: "first", body: "hand" });
    if (found.kind === "contact") {
      // Centres 60 mm apart in space: √(0.06² - 0.05²) along the chord.
      expect(found.s * 2).toBeCloseTo(0.5 - 2 * Math.asin(Math.sqrt(0.06 ** 2 - 0.05 ** 2) / 2), 3);
      expect(found.jointsRad[0]).toBeCloseTo(found.s * 2, 12);
      expect(distanceM(found.atM, first.pose.xyzM)).toBeLessThan(0.0101);
    }
  });

  test("takes its way along the spline, not along the chords", () => {
    // Three points, the middle one a detour that the spline overshoots.
    const points = [[0], [1], [0.6]];
    const curve = curveThrough(points);
    const q = new Float64Array(1);
    let most = 0;
    for (let n = 0; n <= 1000; n++) {
      curveAt(curve, n / 1000, q);
      most = Math.max(most, q[0]!);
    }
    expect(most).toBeGreaterThan(1.005);
    const angle = most + 0.1;
    const it = obstacle(ball(0.01), at(Math.cos(angle), Math.sin(angle), 0));
    const gap = 2 * Math.sin(0.05) - 0.06;
    expect(clockSweep(points, it, gap - 0.0005).kind).toBe("clear");
    expect(clockSweep(points, it, gap + 0.0005).kind).toBe("contact");
  });

  test("ignores a pair that asks for -Infinity and refuses one that asks for NaN", () => {
    const it = obstacle(ball(0.5), at(1, 0, 0));
    expect(clockSweep([[0], [1]], it, Number.NEGATIVE_INFINITY).kind).toBe("clear");
    expect(() => clockSweep([[0], [1]], it, Number.NaN)).toThrow(RoboError);
    expect(() => clockSweep([[0], [Number.NaN]], it, 0)).toThrow(RoboError);
    expect(clockSweep([[0], [1]], obstacle(ball(0.1), at(Number.NaN, 0, 0)), 0).kind).toBe("contact");
  });
});

describe("a sweep that starts too close", () => {
  // 5 mm from the ball at the start, asked to keep 20 mm.
  const it = obstacle(ball(0.05), at(Math.cos(0.2), Math.sin(0.2), 0));
  const start = 0.2 - 2 * Math.asin(0.105 / 2);

  test("may move out", () => {
    expect(clockSweep([[start], [-1]], it, 0.02).kind).toBe("clear");
  });

  test("may stand still, and lose 0.09 mm but not 0.11 mm", () => {
    expect(clockSweep([[start], [start]], it, 0.02).kind).toBe("clear");
    expect(clockSweep([[start], [start + 0.00009]], it, 0.02).kind).toBe("clear");
    const deeper = clockSweep([[start], [start + 0.00011]], it, 0.02);
    expect(deeper.kind).toBe("contact");
    if (deeper.kind === "contact") expect(deeper.requiredM).toBeCloseTo(0.0049, 6);
  });

  test("may not come back once it is out", () => {
    // Out to 25 mm and back to 10 mm: nearer than asked, though farther than at the start.
    const back = clockSweep([[start], [start - 0.02], [start - 0.005]], it, 0.02);
    expect(back.kind).toBe("contact");
    if (back.kind === "contact") expect(back.requiredM).toBe(0.02);
    expect(clockSweep([[start], [start - 0.01], [start - 0.005]], it, 0.02).kind).toBe("clear");
  });

  test("may hover within 0.1 mm of what was asked", () => {
    // The distance changes about as much as the angle: out by 60 µm, back by 80, out by 200, and then not back.
    const gap = 2 * Math.sin(0.1) - 0.1;
    const [home, out, back] = [[0.000002], [-0.00006], [0.00002]];
    const near = obstacle(ball(0.05), at(Math.cos(0.2), Math.sin(0.2), 0));
    expect(clockSweep([home, out, back, out, back], near, gap).kind).toBe("clear");
    expect(clockSweep([home, [-0.0002], back], near, gap).kind).toBe("contact");
  });

  test("may leave an overlap, but one configuration in it is a contact", () => {
    const inside = obstacle(ball(0.05), at(1, 0, 0.097));
    expect(clockSweep([[0], [-1]], inside, 0.01).kind).toBe("clear");
    expect(configurationClear(clock, [0], clockBodies, [inside], () => 0.01)).toMatchObject({ kind: "contact", s: 0 });
    expect(configurationClear(clock, [-1], clockBodies, [inside], () => 0.01).kind).toBe("clear");
  });
});

/** Least distance of any pair at `count` even samples, by the plain functions, and where it first falls below by more than 1 µm. */
function sampled(
  chain: Chain,
  points: readonly (readonly number[])[],
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  count: number,
  requiredM: number,
): { least: number; firstS: number } {
  const curve = curveThrough(points);
  const q = new Float64Array(chain.dof);
  const frames = new Float64Array(chain.frameCount * 12);
  let least = Number.POSITIVE_INFINITY;
  let firstS = Number.POSITIVE_INFINITY;
  for (let n = 0; n <= count; n++) {
    curveAt(curve, n / count, q);
    linkFramesAt(chain, q, frames);
    for (const body of bodies) {
      const placed = { shape: body.shape, pose: composePose(poseOfFrame(frames, body.frame * 12), body.pose) };
      for (const it of obstacles) {
        const d = distanceBetween(placed, it).distanceM;
        least = Math.min(least, d);
        if (d < requiredM - 1.1e-6 && firstS > 1) firstS = n / count;
      }
    }
  }
  return { least, firstS };
}

describe("against brute force", () => {
  const random = seededRandom(31);
  const spread = (low: number, high: number): number => low + random() * (high - low);
  const shapes = (): Shape => {
    const kind = Math.floor(random() * 4);
    if (kind === 0) return ball(spread(0.02, 0.1));
    if (kind === 1) return box(spread(0.01, 0.3), spread(0.01, 0.3), spread(0.01, 0.3));
    if (kind === 2) return { kind: "cylinder", radiusM: spread(0.01, 0.05), heightM: spread(0.02, 0.2) };
    return { kind: "capsule", radiusM: spread(0.01, 0.05), lengthM: spread(0.05, 0.3) };
  };
  const bodies = armBodies(fr3Chain, 0.06).filter((body) => body.frame >= 2);

  test("150 random motions: no false clear, no false contact, and the first contact is the first", () => {
    let [contacts, clears] = [0, 0];
    for (let n = 0; n < runs(150); n++) {
      const length = 2 + (n % 3);
      const points = Array.from({ length }, () => READY.map((x) => x + spread(-0.7, 0.7)));
      const obstacles = Array.from({ length: 2 }, (_, k) =>
        obstacle(
          shapes(),
          at(spread(-0.2, 0.8), spread(-0.6, 0.6), spread(0, 0.9), quatFromRpy(spread(-3, 3), spread(-3, 3), 0)),
          `o${k}`,
        ),
      );
      const requiredM = [0, 0.01, 0.03][n % 3]!;
      if (configurationClear(fr3Chain, points[0]!, bodies, obstacles, () => requiredM).kind === "contact") continue;
      const result = sweepClear(fr3Chain, points, bodies, obstacles, () => requiredM);
      const brute = sampled(fr3Chain, points, bodies, obstacles, 250, requiredM);
      if (result.kind === "clear") {
        clears++;
        expect(result.leastM).toBeGreaterThanOrEqual(requiredM - 1e-6);
        expect(brute.least).toBeGreaterThanOrEqual(result.leastM - 2e-7);
        expect(brute.least).toBeGreaterThanOrEqual(requiredM - 1.1e-6);
      } else {
        contacts++;
        expect(result.distanceM).toBeLessThan(requiredM);
        expect(result.s).toBeLessThanOrEqual(Math.min(1, brute.firstS) + 1e-9);
        const there = sampled(fr3Chain, [result.jointsRad, result.jointsRad], bodies, obstacles, 1, requiredM);
        expect(there.least).toBeLessThan(requiredM);
      }
    }
    expect(contacts).toBeGreaterThan(rare(30));
    expect(clears).toBeGreaterThan(rare(30));
  });

  test("100 random motions of the arm against itself: the distance proven is never more than the least sampled", () => {
    const arm = armBodies(fr3Chain, 0.06);
    const apart = (a: Body, b: Body): boolean =>
      Math.abs(a.frame - b.frame) > 1 &&
      !fr3Chain.robot.allowedPairs.some(([x, y]) => (x === a.link && y === b.link) || (x === b.link && y === a.link));
    let [clears, contacts] = [0, 0];
    for (let n = 0; n < runs(100); n++) {
      const length = 2 + (n % 3);
      const points = Array.from({ length }, () =>
        READY.map((_, j) => spread(fr3Chain.lowerRad[j]!, fr3Chain.upperRad[j]!)),
      );
      const result = selfClear(fr3Chain, points, arm);
      const curve = curveThrough(points);
      const q = new Float64Array(7);
      const frames = new Float64Array(fr3Chain.frameCount * 12);
      let least = Number.POSITIVE_INFINITY;
      let firstS = 2;
      for (let k = 0; k <= 100; k++) {
        curveAt(curve, k / 100, q);
        linkFramesAt(fr3Chain, q, frames);
        const placed = arm.map((body) => ({
          body,
          shape: body.shape,
          pose: composePose(poseOfFrame(frames, body.frame * 12), body.pose),
        }));
        for (const [i, a] of placed.entries()) {
          for (const b of placed.slice(0, i)) {
            if (!apart(a.body, b.body)) continue;
            const d = distanceBetween(a, b).distanceM;
            least = Math.min(least, d);
            if (d < -1.1e-6 && k > 0) firstS = Math.min(firstS, k / 100);
          }
        }
        // A start in contact is another matter.
        if (k === 0 && least < 0) break;
      }
      if (least < 0 && firstS > 1) continue;
      if (result.kind === "clear") {
        clears++;
        expect(result.leastM).toBeGreaterThanOrEqual(-1e-6);
        expect(least).toBeGreaterThanOrEqual(result.leastM - 2e-7);
      } else {
        contacts++;
        expect(result.distanceM).toBeLessThan(2e-6);
        expect(result.s).toBeLessThanOrEqual(Math.min(1, firstS) + 1e-9);
      }
    }
    expect(clears).toBeGreaterThan(rare(20));
    expect(contacts).toBeGreaterThan(rare(4));
  });

  test("one configuration agrees with the plain distances, 300 times", () => {
    let contacts = 0;
    for (let n = 0; n < runs(300); n++) {
      const q = READY.map((x) => x + spread(-1, 1));
      const obstacles = Array.from({ length: 4 }, () =>
        obstacle(shapes(), at(spread(-0.1, 0.6), spread(-0.4, 0.4), spread(0.1, 0.9))),
      );
      const { least } = sampled(fr3Chain, [q, q], bodies, obstacles, 1, 0.01);
      const found = configurationClear(fr3Chain, q, bodies, obstacles, () => 0.01);
      if (Math.abs(least - 0.01) > 1e-5) expect(found.kind).toBe(least < 0.01 ? "contact" : "clear");
      if (found.kind === "clear") expect(found.leastM).toBeLessThanOrEqual(least + 1e-9);
      else contacts++;
    }
    expect(contacts).toBeGreaterThan(rare(20));
    expect(contacts).toBeLessThan(runs(280));
  });
});

describe("what moves", () => {
  const table = obstacle(box(4, 4, 1), at(0, 0, -0.5), "table");
  const cube = {
    id: "cube",
    kind: "cube",
    color: null,
    shape: { kind: "box", sizeM: [0.04, 0.04, 0.04] },
    startPose: IDENTITY_POSE,
    massKg: 0.05,
    isStatic: false,
    isContainer: false,
  } as const;

  test("is every link, the hand, both fingers at the opening, and what is held", () => {
    const bodies = [...armBodies(fr3Chain, 0.06), ...heldBodies(fr3Chain, cube, at(0, 0, 0.01))];
    expect(bodies.map((body) => body.name)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `link${i}`),
      "hand",
      "left finger",
      "right finger",
      "cube",
    ]);
    const frames = new Float64Array(fr3Chain.frameCount * 12);
    linkFramesAt(fr3Chain, READY, frames);
    const where = (name: string): Vec3 => {
      const body = bodies.find((one) => one.name === name)!;
      return composePose(poseOfFrame(frames, body.frame * 12), body.pose).xyzM;
    };
    // Pads' inner faces 60 mm apart; a finger is 12 mm thick about its centre.
    expect(distanceM(where("left finger"), where("right finger"))).toBeCloseTo(0.072, 9);
    const tool = toolPoseAt(fr3Chain, READY);
    expect(where("cube")[2]).toBeCloseTo(tool.xyzM[2] - 0.01, 6);
    // In ready the hand's y points to -y: it is turned upside down about x.
    expect(where("left finger")[1]).toBeCloseTo(-0.036, 4);
  });

  test("lets a held cube come down to 2 mm over the table and no lower", () => {
    const held = heldBodies(fr3Chain, cube, IDENTITY_POSE);
    const height = toolPoseAt(fr3Chain, READY).xyzM[2] - 0.02;
    const at2mm = { ...table, pose: at(0, 0, height - 0.002 - 0.5) };
    expect(configurationClear(fr3Chain, READY, held, [at2mm], () => 0.0019).kind).toBe("clear");
    expect(configurationClear(fr3Chain, READY, held, [at2mm], () => 0.0021).kind).toBe("contact");
  });

  test("may not fold into itself: the hand into the upper arm", () => {
    const bodies = armBodies(fr3Chain, 0.08);
    expect(selfClear(fr3Chain, [READY, READY.with(0, 1)], bodies).kind).toBe("clear");
    const folded = [0, -0.5, 0, -3.0, 0, 0.6, 0.785];
    const found = selfClear(fr3Chain, [READY, folded], bodies);
    expect(found.kind).toBe("contact");
    if (found.kind === "contact") expect(found.requiredM).toBe(2e-6);
  });

  test("checks what is held against the far links, not against the tool that holds it", () => {
    const held = heldBodies(fr3Chain, cube, IDENTITY_POSE);
    const bodies = [...armBodies(fr3Chain, 0.04), ...held];
    expect(selfClear(fr3Chain, [READY, READY], bodies).kind).toBe("clear");
    // A rod held at its end that points back at the arm: free while stretched out, through the shoulder in ready.
    const rod = { ...cube, id: "rod", shape: { kind: "box", sizeM: [0.4, 0.02, 0.02] } } as const;
    const long = [...armBodies(fr3Chain, 0.02), ...heldBodies(fr3Chain, rod, at(-0.22, 0, 0))];
    const stretched = [0, 0.4, 0, -1.6, 0, 2, 0.785398];
    expect(selfClear(fr3Chain, [stretched, stretched], long).kind).toBe("clear");
    const found = selfClear(fr3Chain, [stretched, READY], long);
    expect(found).toMatchObject({ kind: "contact" });
    if (found.kind === "contact") expect([found.body, found.obstacle]).toContain("rod");
  });

  test("needs no bodies and no obstacles to be clear", () => {
    const still = [0, 0, 0, 0, 0, 0];
    expect(sweepClear(ur5eChain, [still, still], [], [table], () => 0)).toEqual({ kind: "clear", leastM: Infinity });
    expect(sweepClear(fr3Chain, [READY, READY], armBodies(fr3Chain, 0), [], () => 0).kind).toBe("clear");
  });

  test("finds obstacles where they were moved to, even parts of one thing moved apart", () => {
    const bodies = armBodies(fr3Chain, 0.08).filter((body) => body.frame > 0);
    const to = READY.with(0, 0.6);
    const tool = toolPoseAt(fr3Chain, to).xyzM;
    const parts = (secondM: Vec3): Obstacle[] => [
      obstacle(ball(0.03), at(1.5, 1.5, 0.5), "thing"),
      obstacle(ball(0.03), at(...secondM), "thing"),
    ];
    const [aside, inTheWay] = [parts([1.6, 1.5, 0.5]), parts(tool)];
    const checker = setCheckerOf(fr3Chain, bodies, [{ obstacles: aside, requiredM: () => 0.01 }]);
    expect(checker.sweep([READY, to])[0]!.kind).toBe("clear");
    checker.moveObstacles([inTheWay]);
    expect(checker.sweep([READY, to])).toEqual([sweepClear(fr3Chain, [READY, to], bodies, inTheWay, () => 0.01)]);
    expect(checker.sweep([READY, to])[0]!.kind).toBe("contact");
    checker.moveObstacles([aside]);
    expect(checker.sweep([READY, to])[0]!.kind).toBe("clear");
  });

  test("gives the same answers from one checker used again", () => {
    const bodies = armBodies(fr3Chain, 0.08).filter((body) => body.frame > 0);
    const it = obstacle(ball(0.08), at(0.6, 0, 0.5));
    const checker = checkerOf(fr3Chain, bodies, [it], () => 0.01);
    const to = READY.with(1, 0.2);
    const once = checker.sweep([READY, to]);
    checker.look(to);
    checker.sweep([to, READY, READY.with(0, 1)]);
    expect(checker.sweep([READY, to])).toEqual(once);
    expect(sweepClear(fr3Chain, [READY, to], bodies, [it], () => 0.01)).toEqual(once);
  });
});
