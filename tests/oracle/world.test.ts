import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IDENTITY_POSE, type PlacedShape, type Vec3 } from "../../kernel/contract/geometry.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { randomOf } from "../otg/random.ts";
import { toolByDh } from "../simulators/dh.ts";
import { drawHull, drawObstacle, quatOf } from "./draw.ts";
import { overlapM } from "./overlap.ts";
import { onlyPairs, scenePairs, selfPairs } from "./pairs.ts";
import { gapAlong } from "./support.ts";
import { type OracleWorld, oracleWorld } from "./world.ts";

const random = randomOf(16);
const hulls = Array.from({ length: 6 }, () => drawHull(random, 0.02 + 0.1 * random()));
const home = fr3.homesRad.ready!;
let world: OracleWorld;

beforeAll(async () => {
  world = await oracleWorld(fr3, IDENTITY_POSE, hulls);
});
afterAll(() => world.delete());

const somewhere = (): number[] =>
  fr3.joints.map(({ limits }) => limits.lowerRad + random() * (limits.upperRad - limits.lowerRad));

describe("the oracle's world", () => {
  it("puts the pads about the tool point that the published DH table gives", () => {
    const pads = world.robotGeoms.filter(({ part, index }) => part.endsWith(" finger") && index === 4);
    expect(pads).toHaveLength(2);
    world.scene([], [], 0.03);
    for (let n = 0; n < 100; n++) {
      const q = somewhere();
      world.goTo(q);
      const [left, right] = pads.map(({ id }) => world.centreOf(id));
      const { xyzM } = toolByDh(q);
      for (const axis of [0, 1, 2]) expect((left![axis]! + right![axis]!) / 2).toBeCloseTo(xyzM[axis]!, 9);
      expect(Math.hypot(...left!.map((x, axis) => x - right![axis]!))).toBeCloseTo(0.03 + 0.008, 9);
    }
  });

  it("measures distances that witness points and a separating plane prove within 1e-6 m, for all kinds of solid", () => {
    const kinds = new Map<string, number>();
    world.goTo(home);
    const capsule = (): PlacedShape => {
      const shape = { kind: "capsule", radiusM: 0.1 * random(), lengthM: 0.5 * random() } as const;
      return { shape, pose: drawObstacle(random, 0.8, hulls).pose };
    };
    for (let n = 0; n < 4000; n++) {
      const draw = n % 4 === 0 ? capsule : () => drawObstacle(random, 0.8, hulls);
      const [first, second] = [draw(), draw()];
      world.scene([first, second], [], 0);
      world.goTo(home);
      const [a, b] = world.obstacles().map(({ id }) => id) as [number, number];
      const { distanceM, from, to } = world.witnessed(a, b);
      if (distanceM < 1e-6) continue;
      expect(world.atLeast(a, b)).toBeLessThanOrEqual(distanceM + 1e-9);
      const direction = to.map((x, axis) => (x - from[axis]!) / distanceM) as unknown as Vec3;
      expect(Math.hypot(...direction)).toBeCloseTo(1, 6);
      expect(Math.abs(gapAlong(first, second, direction) - distanceM)).toBeLessThan(1e-6);
      expect(isWithin(first, from)).toBe(true);
      expect(isWithin(second, to)).toBe(true);
      expect(world.distance(a, b, distanceM / 2)).toBeGreaterThanOrEqual(distanceM / 2);
      expect(world.distance(b, a, 10)).toBeCloseTo(distanceM, 8);
      const pair = [first.shape.kind, second.shape.kind].sort().join(" ");
      kinds.set(pair, (kinds.get(pair) ?? 0) + 1);
    }
    expect(kinds.size).toBe(15);
    for (const times of kinds.values()) expect(times).toBeGreaterThan(20);
  });

  it("takes a hull's pose as that of its points", () => {
    const cube = [-1, 1].flatMap((x) =>
      [-1, 1].flatMap((y) => [-1, 1].map((z): Vec3 => [x / 10 + 0.3, y / 10, z / 10])),
    );
    return oracleWorld(fr3, IDENTITY_POSE, [cube]).then((own) => {
      const turn = quatOf(random);
      const hull: PlacedShape = { shape: { kind: "hull", pointsM: cube }, pose: { xyzM: [1, 1, 1], quatXyzw: turn } };
      const ball: PlacedShape = { shape: { kind: "sphere", radiusM: 0.05 }, pose: { xyzM: [0, 0, 3], quatXyzw: turn } };
      own.scene([hull, ball], [], 0);
      own.goTo(home);
      const [a, b] = own.obstacles().map(({ id }) => id) as [number, number];
      const { distanceM, from, to } = own.witnessed(a, b);
      const direction = to.map((x, axis) => (x - from[axis]!) / distanceM) as unknown as Vec3;
      expect(gapAlong(hull, ball, direction)).toBeCloseTo(distanceM, 6);
      own.delete();
    });
  });

  it("carries what is held with the tool point", () => {
    const held: PlacedShape = {
      shape: { kind: "sphere", radiusM: 0.01 },
      pose: { xyzM: [0.1, 0, 0], quatXyzw: [0, 0, 0, 1] },
    };
    world.scene([], [held], 0);
    world.goTo(home);
    const { xyzM, rotation } = toolByDh(home);
    const at = world.centreOf(world.held()[0]!.id);
    for (const axis of [0, 1, 2]) expect(at[axis]).toBeCloseTo(xyzM[axis]! + 0.1 * rotation[3 * axis]!, 9);
  });

  it("gives each joint a lever that no point of the geom exceeds, and none beyond it", () => {
    world.scene([], [], 0);
    const q = somewhere();
    world.goTo(q);
    for (const { id, depth } of world.robotGeoms) {
      const before = world.centreOf(id);
      for (let joint = 0; joint < world.dof; joint++) {
        world.goTo(q.map((x, j) => (j === joint ? x + 0.01 : x)));
        const moved = Math.hypot(...world.centreOf(id).map((x, axis) => x - before[axis]!));
        world.goTo(q);
        if (joint < depth) expect(moved).toBeLessThanOrEqual(0.01 * world.lever(id, joint) + 1e-12);
        else expect(moved).toBe(0);
      }
    }
  });

  it("leaves out of the arm's own pairs exactly what the description allows", () => {
    world.scene([], [{ shape: { kind: "sphere", radiusM: 0.01 }, pose: IDENTITY_POSE }], 0.04);
    const pairs = selfPairs(world, fr3);
    const geoms = [...world.robotGeoms, ...world.held()];
    const named = (id: number): string => geoms.find((geom) => geom.id === id)!.part;
    const seen = new Set(
      [...pairs.first.keys()].map((k) => [named(pairs.first[k]!), named(pairs.second[k]!)].sort().join(" | ")),
    );
    expect(seen).toContain("link0 | link2");
    expect(seen).toContain("held | link5");
    for (const allowed of [
      "link0 | link1",
      "link5 | link7",
      "hand | link7",
      "hand | left finger",
      "hand | held",
      "held | link7",
      "left finger | right finger",
    ]) {
      expect(seen).not.toContain(allowed);
    }
    expect(scenePairs(world, () => false).first).toHaveLength(0);
    expect(onlyPairs(pairs, (pair) => pair === 0).first).toHaveLength(1);
  });
});

describe("the depth of an overlap", () => {
  it("is what formulas say for spheres, and for a ball in the face of a box, within 0.01 mm", () => {
    const ball = (radiusM: number, x: number, z: number): PlacedShape => ({
      shape: { kind: "sphere", radiusM },
      pose: { xyzM: [x, 0, z], quatXyzw: [0, 0, 0, 1] },
    });
    const box: PlacedShape = { shape: { kind: "box", sizeM: [0.4, 0.4, 0.4] }, pose: IDENTITY_POSE };
    const deep = (first: PlacedShape, second: PlacedShape): number => {
      world.scene([first, second], [], 0);
      world.goTo(home);
      const [a, b] = world.obstacles().map(({ id }) => id) as [number, number];
      return overlapM(world, a, b);
    };
    expect(deep(ball(0.1, 0, 0), ball(0.05, 0.12, 0))).toBeCloseTo(-0.03, 5);
    expect(deep(box, ball(0.05, 0.03, 0.18))).toBeCloseTo(-0.07, 5);
    expect(deep(box, ball(0.05, -0.19, 0.05))).toBeCloseTo(-0.06, 5);
  });

  it("is that of a capsule through a box, where MuJoCo's own is not", () => {
    const capsule: PlacedShape = {
      shape: { kind: "capsule", radiusM: 0.02, lengthM: 1 },
      pose: { xyzM: [0.05, 0.02, 0], quatXyzw: [0, 0, 0, 1] },
    };
    const box: PlacedShape = { shape: { kind: "box", sizeM: [0.2, 0.2, 0.2] }, pose: IDENTITY_POSE };
    world.scene([capsule, box], [], 0);
    world.goTo(home);
    const [a, b] = world.obstacles().map(({ id }) => id) as [number, number];
    expect(world.distance(a, b, 1)).toBeLessThanOrEqual(-0.02);
    expect(overlapM(world, a, b)).toBeCloseTo(-0.07, 5);
  });
});

/** A point is within a convex solid when no direction separates the two; asked along many. */
function isWithin(solid: PlacedShape, point: Vec3): boolean {
  const dot: PlacedShape = { shape: { kind: "sphere", radiusM: 0 }, pose: { xyzM: point, quatXyzw: [0, 0, 0, 1] } };
  for (let k = 0; k < 200; k++) {
    const [x, y, z] = quatOf(random);
    const length = Math.hypot(x, y, z);
    if (gapAlong(solid, dot, [x / length, y / length, z / length]) > 1e-6) return false;
  }
  return true;
}
