import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlacedShape, Pose, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import {
  addVec,
  distanceM,
  dotVec,
  invertPose,
  normVec,
  quatConjugate,
  quatFromAxisAngle,
  quatFromRpy,
  rotateVector,
  scaleVec,
  subVec,
  transformPoint,
} from "../../kernel/motion/transform.ts";
import { rare, runs } from "../fixtures/runs.ts";

const at = (x: number, y: number, z: number, quatXyzw: Pose["quatXyzw"] = [0, 0, 0, 1]): Pose => ({
  xyzM: [x, y, z],
  quatXyzw,
});
const box = (x: number, y: number, z: number): Shape => ({ kind: "box", sizeM: [x, y, z] });
const sphere = (radiusM: number): Shape => ({ kind: "sphere", radiusM });
const capsule = (radiusM: number, lengthM: number): Shape => ({ kind: "capsule", radiusM, lengthM });
const cylinder = (radiusM: number, heightM: number): Shape => ({ kind: "cylinder", radiusM, heightM });
const hull = (...pointsM: Vec3[]): Shape => ({ kind: "hull", pointsM });
/** A wedge: 0.4 long in y, upright side at x = 0, 0.2 high, its foot at x = 0.2. */
const wedge = hull([0, -0.2, 0], [0, 0.2, 0], [0, -0.2, 0.2], [0, 0.2, 0.2], [0.2, -0.2, 0], [0.2, 0.2, 0]);
const between = (a: Shape, pa: Pose, b: Shape, pb: Pose): number =>
  distanceBetween({ shape: a, pose: pa }, { shape: b, pose: pb }).distanceM;

const lying = quatFromAxisAngle([0, 1, 0], Math.PI / 2);
const onEdge = quatFromAxisAngle([1, 0, 0], Math.PI / 4);

describe("hand values", () => {
  test.each<[string, number, Shape, Pose, Shape, Pose]>([
    ["spheres 1 mm apart", 0.001, sphere(0.1), at(0, 0, 0), sphere(0.05), at(0.151, 0, 0)],
    ["spheres 1 mm deep", -0.001, sphere(0.1), at(0, 0, 0), sphere(0.05), at(0.149, 0, 0)],
    ["sphere 1 mm above a box's face", 0.001, sphere(0.08), at(0.1, 0.1, 0.581), box(1, 1, 1), at(0, 0, 0)],
    [
      "sphere off a box's corner",
      Math.sqrt(3) * 0.1 - 0.05,
      sphere(0.05),
      at(0.6, 0.6, 0.6),
      box(1, 1, 1),
      at(0, 0, 0),
    ],
    ["sphere's centre 0.1 inside a box", -0.15, sphere(0.05), at(0.4, 0, 0), box(1, 1, 1), at(0, 0, 0)],
    ["sphere beside a cylinder", 0.001, sphere(0.02), at(0.051, 0, 0.01), cylinder(0.03, 0.08), at(0, 0, 0)],
    ["sphere off a cylinder's rim", 0.03, sphere(0.02), at(0.06, 0, 0.08), cylinder(0.03, 0.08), at(0, 0, 0)],
    ["crossed capsules", 0.001, capsule(0.05, 0.4), at(0, 0, 0), capsule(0.05, 0.4), at(0, 0.101, 0, lying)],
    ["parallel capsules", 0.2, capsule(0.05, 0.4), at(0, 0, 0), capsule(0.05, 0.4), at(0.3, 0, 0.1)],
    ["capsules end to end", 0.01, capsule(0.05, 0.4), at(0, 0, 0), capsule(0.05, 0.4), at(0, 0, 0.51)],
    ["capsule lying 1 mm above a box", 0.001, capsule(0.05, 0.4), at(0, 0, 0.551, lying), box(1, 1, 1), at(0, 0, 0)],
    ["capsule lying 2 cm into a box", -0.02, capsule(0.05, 0.4), at(0, 0, 0.53, lying), box(1, 1, 1), at(0, 0, 0)],
    ["capsule's core 1 cm inside a box", -0.06, capsule(0.05, 0.4), at(0, 0, 0.49, lying), box(1, 1, 1), at(0, 0, 0)],
    ["boxes face to face, 1 mm", 0.001, box(0.04, 0.04, 0.04), at(0.01, 0.01, 0.021), box(4, 4, 1), at(0, 0, -0.5)],
    ["boxes 1 mm deep", -0.001, box(0.04, 0.04, 0.04), at(0.01, 0.01, 0.019), box(4, 4, 1), at(0, 0, -0.5)],
    [
      "box on its edge over a table",
      0.001,
      box(0.04, 0.04, 0.04),
      at(0, 0, 0.001 + 0.02 * Math.SQRT2, onEdge),
      box(4, 4, 1),
      at(0, 0, -0.5),
    ],
    ["boxes edge to edge", Math.SQRT2 * 0.1, box(1, 1, 1), at(0, 0, 0), box(1, 1, 1), at(1.1, 1.1, 0.3)],
    [
      "standing cylinder 1 mm above a table",
      0.001,
      cylinder(0.03, 0.08),
      at(0.2, 0.1, 0.041),
      box(4, 4, 1),
      at(0, 0, -0.5),
    ],
    [
      "standing cylinder 1 mm in a table",
      -0.001,
      cylinder(0.03, 0.08),
      at(0.2, 0.1, 0.039),
      box(4, 4, 1),
      at(0, 0, -0.5),
    ],
    [
      "lying cylinder 1 mm above a table",
      0.001,
      cylinder(0.03, 0.08),
      at(0.2, 0.1, 0.031, lying),
      box(4, 4, 1),
      at(0, 0, -0.5),
    ],
    [
      "standing cylinders side by side",
      0.001,
      cylinder(0.03, 0.08),
      at(0, 0, 0),
      cylinder(0.02, 0.06),
      at(0.03, 0.041, -0.01 + 0.01 - 0.0),
    ],
    ["standing cylinders stacked", 0.001, cylinder(0.03, 0.08), at(0, 0, 0), cylinder(0.02, 0.06), at(0.01, 0, 0.071)],
    [
      "capsule beside a standing cylinder",
      0.001,
      capsule(0.01, 0.2),
      at(0.041, 0, 0),
      cylinder(0.03, 0.08),
      at(0, 0, 0),
    ],
    [
      "sphere 1 mm off a wedge's slope",
      0.001,
      sphere(0.05),
      at(0.1 + 0.051 / Math.SQRT2, 0, 0.1 + 0.051 / Math.SQRT2),
      wedge,
      at(0, 0, 0),
    ],
    ["sphere's centre 2 cm inside a wedge", -0.07, sphere(0.05), at(0.02, 0, 0.05), wedge, at(0, 0, 0)],
    ["wedge's edge 1 mm over a table", 0.001, wedge, at(0, 0, 0.201, [1, 0, 0, 0]), box(4, 4, 1), at(0, 0, -0.5)],
    ["wedge 1 cm in a table", -0.01, wedge, at(0, 0, -0.01), box(4, 4, 1), at(0, 0, -0.5)],
    [
      "wedges 3 mm in each other, less along the slope",
      -0.003 / Math.SQRT2,
      wedge,
      at(0, 0, 0),
      wedge,
      at(0.197, 0.1, 0),
    ],
    ["capsule beside a wedge", 0.001, capsule(0.05, 0.4), at(-0.051, 0, 0), wedge, at(0, 0, 0)],
  ])("%s", (name, expected, a, pa, b, pb) => {
    const exact = name === "standing cylinders side by side" ? Math.hypot(0.03, 0.041) - 0.05 : expected;
    expect(between(a, pa, b, pb)).toBeCloseTo(exact, 7);
    expect(between(b, pb, a, pa)).toBeCloseTo(exact, 7);
  });
});

const length = fc.double({ min: 0.005, max: 0.5, noNaN: true });
const angle = fc.double({ min: -3.2, max: 3.2, noNaN: true });
const offset = fc.double({ min: -0.6, max: 0.6, noNaN: true });
/** On a grid of 1 mm: points closer than that say nothing of the direction in which a hull is nearest. */
const corner = fc.integer({ min: -600, max: 600 }).map((mm) => mm / 1000);
const anyShape = fc.oneof(
  length.map(sphere),
  fc.tuple(length, length).map(([r, l]) => capsule(r / 3, l)),
  fc.tuple(length, length, length).map(([x, y, z]) => box(x, y, z)),
  fc.tuple(length, length).map(([r, h]) => cylinder(r / 2, h)),
  fc
    .array(fc.tuple(corner, corner, corner), { minLength: 4, maxLength: 8 })
    .filter((points) => facesOf(points).length > 0)
    .map((points) => hull(...points)),
);
const anyPose = fc
  .tuple(offset, offset, offset, angle, angle, angle)
  .map(([x, y, z, r, p, w]) => at(x, y, z, quatFromRpy(r, p, w)));
const placed = fc.record({ shape: anyShape, pose: anyPose });

/** Outer normals and offsets of a hull's faces, by trying every three points; none when it is all but flat. */
const faces = new WeakMap<readonly Vec3[], { n: Vec3; offset: number; corners: [Vec3, Vec3, Vec3] }[]>();
function facesOf(points: readonly Vec3[]): { n: Vec3; offset: number; corners: [Vec3, Vec3, Vec3] }[] {
  const known = faces.get(points);
  if (known !== undefined) return known;
  const found: { n: Vec3; offset: number; corners: [Vec3, Vec3, Vec3] }[] = [];
  let thickness = Number.POSITIVE_INFINITY;
  for (const [i, a] of points.entries())
    for (const [j, b] of points.entries())
      for (const c of points.slice(Math.max(i, j) + 1)) {
        const cross = crossOf(subVec(b, a), subVec(c, a));
        if (normVec(cross) < 1e-6) continue;
        const n = scaleVec(cross, 1 / normVec(cross));
        const offset = dotVec(n, a);
        const along = points.map((point) => dotVec(n, point) - offset);
        if (Math.max(...along) > 1e-9) continue;
        thickness = Math.min(thickness, -Math.min(...along));
        found.push({ n, offset, corners: [a, b, c] });
      }
  faces.set(points, thickness > 1e-3 ? found : []);
  return faces.get(points)!;
}
const crossOf = (u: Vec3, v: Vec3): Vec3 => [
  u[1] * v[2] - u[2] * v[1],
  u[2] * v[0] - u[0] * v[2],
  u[0] * v[1] - u[1] * v[0],
];

/** How far a point is from a triangle: over its inside by the plane, else by its sides. */
function fromTriangle(p: Vec3, [a, b, c]: readonly [Vec3, Vec3, Vec3], n: Vec3): number {
  const sides: [Vec3, Vec3][] = [
    [a, b],
    [b, c],
    [c, a],
  ];
  if (sides.every(([from, to]) => dotVec(crossOf(subVec(to, from), subVec(p, from)), n) >= 0))
    return Math.abs(dotVec(n, subVec(p, a)));
  return Math.min(
    ...sides.map(([from, to]) => {
      const along = subVec(to, from);
      const t = Math.min(1, Math.max(0, dotVec(subVec(p, from), along) / dotVec(along, along)));
      return distanceM(p, addVec(from, scaleVec(along, t)));
    }),
  );
}

/** Support function of a shape, written apart from the code under test. */
function support(shape: Shape, direction: Vec3): number {
  const [x, y, z] = direction;
  switch (shape.kind) {
    case "sphere":
      return shape.radiusM * normVec(direction);
    case "capsule":
      return (shape.lengthM / 2) * Math.abs(z) + shape.radiusM * normVec(direction);
    case "cylinder":
      return (shape.heightM / 2) * Math.abs(z) + shape.radiusM * Math.hypot(x, y);
    case "box":
      return (shape.sizeM[0] * Math.abs(x) + shape.sizeM[1] * Math.abs(y) + shape.sizeM[2] * Math.abs(z)) / 2;
    case "hull":
      return Math.max(...shape.pointsM.map((point) => dotVec(point, direction)));
  }
}
const reach = ({ shape, pose }: PlacedShape, n: Vec3): number =>
  dotVec(pose.xyzM, n) + support(shape, rotateVector(quatConjugate(pose.quatXyzw), n));

/** How far a point is outside a shape; 0 inside. Written apart from the code under test. */
function outside({ shape, pose }: PlacedShape, point: Vec3): number {
  const local = transformPoint(invertPose(pose), point);
  const [x, y, z] = local.map(Math.abs) as [number, number, number];
  const over = (value: number): number => Math.max(0, value);
  switch (shape.kind) {
    case "sphere":
      return over(Math.hypot(x, y, z) - shape.radiusM);
    case "capsule":
      return over(Math.hypot(x, y, over(z - shape.lengthM / 2)) - shape.radiusM);
    case "cylinder":
      return Math.hypot(over(Math.hypot(x, y) - shape.radiusM), over(z - shape.heightM / 2));
    case "box":
      return Math.hypot(...shape.sizeM.map((size, i) => over([x, y, z][i]! - size / 2)));
    case "hull": {
      const all = facesOf(shape.pointsM);
      if (all.every(({ n, offset }) => dotVec(n, local) <= offset)) return 0;
      return Math.min(...all.map(({ n, corners }) => fromTriangle(local, corners, n)));
    }
  }
}

/** A point drawn from inside the shape's bounding box, pulled in until it is inside the shape. */
function pointIn({ shape, pose }: PlacedShape, random: () => number): Vec3 {
  const half = ([1, 0, 0] as number[]).map((_, i) =>
    support(shape, [i === 0 ? 1 : 0, i === 1 ? 1 : 0, i === 2 ? 1 : 0]),
  );
  let local: Vec3 = [0, 1, 2].map((i) => half[i]! * (2 * random() - 1)) as unknown as Vec3;
  const here = { shape, pose: at(0, 0, 0) };
  const middle: Vec3 =
    shape.kind === "hull" ? scaleVec(shape.pointsM.reduce(addVec), 1 / shape.pointsM.length) : [0, 0, 0];
  while (outside(here, local) > 0) local = addVec(scaleVec(local, 0.9), scaleVec(middle, 0.1));
  return transformPoint(pose, local);
}

const direction = (random: () => number): Vec3 => {
  for (;;) {
    const v: Vec3 = [2 * random() - 1, 2 * random() - 1, 2 * random() - 1];
    const n = normVec(v);
    if (n > 0.1 && n <= 1) return scaleVec(v, 1 / n);
  }
};

describe("any two shapes", () => {
  test("apart: the points are on the shapes, as far apart as said, and no plane argues otherwise", () => {
    fc.assert(
      fc.property(placed, placed, (a, b) => {
        const { distanceM: d, pointA, pointB } = distanceBetween(a, b);
        if (d <= 1e-6) return;
        expect(outside(a, pointA)).toBeLessThan(1e-7);
        expect(outside(b, pointB)).toBeLessThan(1e-7);
        expect(Math.abs(distanceM(pointA, pointB) - d)).toBeLessThan(1e-7);
        // Duality: the slab between the two support planes across pointA–pointB is as wide as the distance.
        const n = scaleVec(subVec(pointB, pointA), 1 / d);
        expect(-reach(b, scaleVec(n, -1)) - reach(a, n)).toBeGreaterThan(d - 1e-6);
      }),
      { numRuns: runs(2000), seed: 42 },
    );
  });

  test("never farther than the nearest of 300 sampled pairs of points, and not apart when they share one", () => {
    const random = seededRandom(8);
    fc.assert(
      fc.property(placed, placed, (a, b) => {
        const { distanceM: d } = distanceBetween(a, b);
        for (let n = 0; n < 300; n++) {
          const [p, q] = [pointIn(a, random), pointIn(b, random)];
          expect(d).toBeLessThanOrEqual(distanceM(p, q) + 1e-9);
          if (outside(b, p) === 0 || outside(a, q) === 0) expect(d).toBeLessThanOrEqual(1e-9);
        }
      }),
      { numRuns: runs(200), seed: 43 },
    );
  });

  test("overlapping: the depth parts them, and no direction parts them sooner", () => {
    const random = seededRandom(9);
    let overlaps = 0;
    fc.assert(
      fc.property(placed, placed, (a, b) => {
        const { distanceM: d, pointA, pointB } = distanceBetween(a, b);
        if (d > -1e-6) return;
        overlaps++;
        const out = scaleVec(subVec(pointB, pointA), -d / distanceM(pointA, pointB) + 1e-6 / distanceM(pointA, pointB));
        const moved = { shape: a.shape, pose: { ...a.pose, xyzM: addVec(a.pose.xyzM, out) } };
        expect(distanceBetween(moved, b).distanceM).toBeGreaterThan(-1e-6);
        let least = Number.POSITIVE_INFINITY;
        for (let n = 0; n < 300; n++) {
          const v = direction(random);
          least = Math.min(least, reach(a, v) + reach(b, scaleVec(v, -1)));
        }
        expect(-d).toBeLessThanOrEqual(least + 1e-9);
      }),
      { numRuns: runs(1500), seed: 44 },
    );
    expect(overlaps).toBeGreaterThan(rare(100));
  });

  test("is the same from either side and wherever both stand", () => {
    fc.assert(
      fc.property(placed, placed, anyPose, (a, b, pose) => {
        const d = distanceBetween(a, b).distanceM;
        const both = [a, b].map((x) => ({
          shape: x.shape,
          pose: {
            xyzM: transformPoint(pose, x.pose.xyzM),
            quatXyzw: x.pose.quatXyzw,
          },
        })) as [PlacedShape, PlacedShape];
        expect(Number.isFinite(d)).toBe(true);
        if (d > 0) {
          expect(Math.abs(distanceBetween(b, a).distanceM - d)).toBeLessThan(1e-7);
          const shifted = both.map((x, i) => ({
            ...x,
            pose: { ...x.pose, xyzM: addVec([a, b][i]!.pose.xyzM, pose.xyzM) },
          }));
          expect(Math.abs(distanceBetween(shifted[0]!, shifted[1]!).distanceM - d)).toBeLessThan(1e-7);
        }
      }),
      { numRuns: runs(500), seed: 45 },
    );
  });
});
