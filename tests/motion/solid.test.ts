// Solids as the distance code sees them: their sizes, and single points against them, worked out by hand.
import { describe, expect, it } from "vitest";
import type { PlacedShape, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import {
  centred,
  isPoint,
  isSegment,
  nearestDirection,
  pointToPlaced,
  pointToSolid,
  reachAgainst,
  solidOf,
  sphereGap,
  towards,
} from "../../kernel/motion/solid.ts";
import { quatFromRpy, rotateVector, transformPoint } from "../../kernel/motion/transform.ts";

const box: Shape = { kind: "box", sizeM: [0.2, 0.4, 0.6] };
const rod: Shape = { kind: "cylinder", radiusM: 0.1, heightM: 0.6 };
const pill: Shape = { kind: "capsule", radiusM: 0.1, lengthM: 0.6 };
const ball: Shape = { kind: "sphere", radiusM: 0.1 };
const CORNERS: readonly Vec3[] = [
  [0.3, 0, 0],
  [0, 0.4, 0],
  [0, 0, 0.5],
  [-0.1, -0.2, -0.1],
];
const hull: Shape = { kind: "hull", pointsM: CORNERS };

describe("a solid", () => {
  it("has its half sizes, and a ball round it", () => {
    expect(solidOf(box)).toMatchObject({ x: 0.1, y: 0.2, z: 0.3, radius: 0, round: false });
    expect(solidOf(box).bound).toBeCloseTo(Math.hypot(0.1, 0.2, 0.3), 12);
    expect(solidOf(rod)).toMatchObject({ x: 0.1, y: 0.1, z: 0.3, radius: 0, round: true });
    expect(solidOf(rod).bound).toBeCloseTo(Math.hypot(0.1, 0.3), 12);
    expect(solidOf(pill)).toMatchObject({ x: 0, y: 0, z: 0.3, radius: 0.1, bound: 0.4 });
    expect(solidOf(ball)).toMatchObject({ x: 0, y: 0, z: 0, radius: 0.1, bound: 0.1 });
    expect(solidOf(hull)).toMatchObject({ x: 0.3, y: 0.4, z: 0.5, radius: 0, bound: 0.5 });
  });

  it("is a point or a segment only without extent across", () => {
    expect([ball, pill, box, rod, hull].map((shape) => isPoint(solidOf(shape)))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([ball, pill, box, rod, hull].map((shape) => isSegment(solidOf(shape)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(isSegment(solidOf({ kind: "box", sizeM: [0, 0.1, 0.1] }))).toBe(false);
    expect(isSegment(solidOf({ kind: "box", sizeM: [0.1, 0, 0.1] }))).toBe(false);
  });

  it("of a hull needs four points, all finite", () => {
    expect(() => solidOf({ kind: "hull", pointsM: CORNERS.slice(1) })).toThrow(
      /four points or more, all finite, not 3/,
    );
    expect(() => solidOf({ kind: "hull", pointsM: [...CORNERS, [0, Number.NaN, 0]] })).toThrow(/not 5/);
  });

  it("of a hull is moved into its middle where it stands turned; other solids stay", () => {
    const pose = { xyzM: [1, 2, 3] as Vec3, quatXyzw: quatFromRpy(0.3, -0.4, 1) };
    const moved = centred({ shape: hull, pose });
    if (moved.shape.kind !== "hull") throw new Error("no hull");
    const points = moved.shape.pointsM;
    for (const axis of [0, 1, 2]) {
      const along = points.map((point) => point[axis]!);
      expect(Math.max(...along) + Math.min(...along)).toBeCloseTo(0, 12);
    }
    points.forEach((point, k) => {
      transformPoint(moved.pose, point).forEach((x, axis) => {
        expect(x).toBeCloseTo(transformPoint(pose, CORNERS[k]!)[axis]!, 12);
      });
    });
    const placed: PlacedShape = { shape: box, pose };
    expect(centred(placed)).toEqual(placed);
  });
});

describe("a point's distance from a solid", () => {
  it.each([
    // Beside a face, an edge and a corner; inside, nearest to each face.
    [box, [0.4, 0, 0], 0.3],
    [box, [0, -0.5, 0], 0.3],
    [box, [0, 0, 0.7], 0.4],
    [box, [0.4, 0.6, 0], 0.5],
    [box, [-0.4, 0, 0.7], 0.5],
    [box, [0, 0.5, -0.7], 0.5],
    [box, [0.3, 0.4, 0.4], 0.3],
    [box, [0.09, 0, 0], -0.01],
    [box, [0, -0.18, 0], -0.02],
    [box, [0.05, 0.1, 0.27], -0.03],
    [rod, [0.4, 0, 0], 0.3],
    [rod, [0.3, 0.4, 0.2], 0.4],
    [rod, [0, 0, 0.5], 0.2],
    [rod, [0.05, 0, -0.5], 0.2],
    [rod, [0, 0.4, 0.7], 0.5],
    [rod, [0.04, 0.03, 0], -0.05],
    [rod, [0, 0, 0.28], -0.02],
    [pill, [0.3, 0, 0.7], 0.4],
    [pill, [0.3, 0, 0.1], 0.2],
    [pill, [0, 0, 0], -0.1],
    [ball, [0.3, 0.4, 0], 0.4],
    [ball, [0, 0, 0], -0.1],
  ] as const)("%j at %j is %f m, wherever both stand", (shape, [px, py, pz], metres) => {
    const solid = solidOf(shape);
    expect(pointToSolid(solid, px, py, pz)).toBeCloseTo(metres, 12);
    const pose = { xyzM: [1, 2, 3] as Vec3, quatXyzw: quatFromRpy(0.3, -0.4, 1) };
    const frame = writeFrame(pose, new Float64Array(24), 12);
    const [x, y, z] = transformPoint(pose, [px, py, pz]);
    expect(pointToPlaced(solid, frame, 12, x, y, z)).toBeCloseTo(metres, 12);
    expect(sphereGap(x, y, z, 0.05, solid, frame, 12)).toBeCloseTo(metres - 0.05, 12);
    const isOutsideCore = metres + solid.radius > 1e-9;
    const d = nearestDirection(solid, frame, 12, x, y, z);
    if (!isOutsideCore) {
      expect(d).toBe(Number.NEGATIVE_INFINITY);
      return;
    }
    // The same distance; and a step against the direction, into the solid's surface, leaves none.
    expect(d).toBeCloseTo(metres, 12);
    expect(Math.hypot(...towards)).toBeCloseTo(1, 12);
    const step = [x, y, z].map((value, axis) => value - metres * towards[axis]!) as unknown as Vec3;
    expect(pointToPlaced(solid, frame, 12, ...step)).toBeCloseTo(0, 9);
  });
});

describe("how far a solid reaches against a direction", () => {
  const pose = { xyzM: [1, 2, 3] as Vec3, quatXyzw: quatFromRpy(-0.7, 0.2, 2) };
  const frame = writeFrame(pose, new Float64Array(24), 12);
  it.each([
    [box, [1, 0, 0], 0.1],
    [box, [0, -1, 0], 0.2],
    [box, [0, 0, 1], 0.3],
    [box, [0.6, 0.8, 0], 0.1 * 0.6 + 0.2 * 0.8],
    [box, [0.6, 0, -0.8], 0.1 * 0.6 + 0.3 * 0.8],
    [rod, [0.6, 0.8, 0], 0.1],
    [rod, [0.6, 0, 0.8], 0.1 * 0.6 + 0.3 * 0.8],
    [pill, [0.6, 0, -0.8], 0.3 * 0.8 + 0.1],
    [ball, [0.6, 0, 0.8], 0.1],
    // A hull by its corner farthest back.
    [hull, [1, 0, 0], 0.1],
    [hull, [-1, 0, 0], 0.3],
    [hull, [0, 1, 0], 0.2],
    [hull, [0, -0.6, -0.8], 0.4],
  ] as const)("%j against %j: %f m", (shape, direction, metres) => {
    const [nx, ny, nz] = rotateVector(pose.quatXyzw, [...direction]);
    expect(reachAgainst(solidOf(shape), frame, 12, nx, ny, nz)).toBeCloseTo(metres, 12);
  });
});
