// Balls round a link's parts and boxes round an obstacle's: whatever is proven of them must hold of every part.
import { describe, expect, it } from "vitest";
import type { PlacedShape, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Body } from "../../kernel/motion/bodies.ts";
import { clustersOf } from "../../kernel/motion/clusters.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { addBalls, partsOf } from "../../kernel/motion/link-groups.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { pointToPlaced, pointToSolid, solidOf } from "../../kernel/motion/solid.ts";
import { quatFromRpy, transformPoint } from "../../kernel/motion/transform.ts";

const random = seededRandom(21);
const spread = (low: number, high: number): number => low + random() * (high - low);
const posed = (reachM: number) => ({
  xyzM: [spread(-reachM, reachM), spread(-reachM, reachM), spread(-reachM, reachM)] as Vec3,
  quatXyzw: quatFromRpy(spread(-3, 3), spread(-1.5, 1.5), spread(-3, 3)),
});
const shapes: readonly Shape[] = [
  { kind: "sphere", radiusM: 0.1 },
  { kind: "box", sizeM: [0.2, 0.3, 0.1] },
  { kind: "capsule", radiusM: 0.05, lengthM: 0.4 },
  { kind: "cylinder", radiusM: 0.1, heightM: 0.3 },
  {
    kind: "hull",
    pointsM: [
      [0.2, 0, 0],
      [0, 0.2, 0],
      [0, 0, 0.2],
      [-0.1, -0.1, -0.1],
    ],
  },
];
/** Points of a shape's surface that reach farthest: corners, rims and poles. */
function extremes(shape: Shape): Vec3[] {
  const signs = [-1, 1];
  if (shape.kind === "hull") return [...shape.pointsM];
  const around = Array.from({ length: 12 }, (_, k) => (k * Math.PI) / 6);
  if (shape.kind === "box")
    return signs.flatMap((i) =>
      signs.flatMap((j) =>
        signs.map((k): Vec3 => [(i * shape.sizeM[0]) / 2, (j * shape.sizeM[1]) / 2, (k * shape.sizeM[2]) / 2]),
      ),
    );
  const half = shape.kind === "cylinder" ? shape.heightM / 2 : shape.kind === "capsule" ? shape.lengthM / 2 : 0;
  const pole = shape.kind === "cylinder" ? half : half + shape.radiusM;
  const r = shape.radiusM;
  return [
    [0, 0, pole],
    [0, 0, -pole],
    ...signs.flatMap((k) => around.map((a): Vec3 => [r * Math.cos(a), r * Math.sin(a), k * half])),
  ];
}
const body = (name: string, link: string, frame: number, part: PlacedShape): Body => ({
  name,
  link,
  frame,
  group: "link",
  ...part,
});

describe("the ball round a group", () => {
  it("holds every part, touches one, and is hardly larger than the smallest, in 60 random groups", () => {
    for (let n = 0; n < 60; n++) {
      const parts: PlacedShape[] = Array.from({ length: 1 + (n % 4) }, (_, k) => ({
        shape: shapes[(n + k) % shapes.length]!,
        pose: posed(0.4),
      }));
      const { groups } = partsOf(parts.map((part, i) => body(`part ${i + 1}`, "link", 2, part)));
      expect(groups).toHaveLength(1);
      const { x, y, z, radius, frame, members } = groups[0]!;
      expect([frame, ...members]).toEqual([2, ...parts.keys()]);
      let most = 0;
      for (const { shape, pose } of parts)
        for (const point of extremes(shape)) {
          const [px, py, pz] = transformPoint(pose, point);
          most = Math.max(most, Math.hypot(px - x, py - y, pz - z));
        }
      expect(most).toBeLessThanOrEqual(radius);
      // Of a cylinder a ball is taken, so that something is left.
      expect(radius).toBeLessThan(1.35 * most);
    }
  });

  it("of one sphere is the sphere, of two apart the ball that spans both", () => {
    const ball = (x: number): PlacedShape => ({
      shape: { kind: "sphere", radiusM: 0.1 },
      pose: { xyzM: [x, 0, 0], quatXyzw: [0, 0, 0, 1] },
    });
    const one = partsOf([body("a", "a", 1, ball(1))]).groups[0]!;
    expect([one.x, one.y, one.z, one.radius]).toEqual([1, 0, 0, expect.closeTo(0.1, 9)]);
    const both = partsOf([body("a 1", "a", 1, ball(1)), body("a 2", "a", 1, ball(-1))]).groups[0]!;
    expect(Math.abs(both.x)).toBeLessThan(0.06);
    expect(both.radius).toBeGreaterThanOrEqual(1.1);
    expect(both.radius).toBeLessThan(1.16);
  });

  it("is one for a link's numbered parts; fingers, other links and other frames have their own", () => {
    const part = (): PlacedShape => ({ shape: shapes[0]!, pose: posed(1) });
    const bodies = [
      body("arm 1", "arm", 1, part()),
      body("left finger 1", "finger", 3, part()),
      body("arm 2", "arm", 1, part()),
      body("right finger 1", "finger", 3, part()),
      body("left finger 2", "finger", 3, part()),
      body("arm 12", "arm", 2, part()),
    ];
    const { groups, groupOf, frameOf } = partsOf(bodies);
    expect(groups.map(({ members }) => Array.from(members))).toEqual([[0, 2], [1, 4], [3], [5]]);
    expect(groups.map(({ frame }) => frame)).toEqual([1, 3, 3, 2]);
    expect([...groupOf]).toEqual([0, 1, 0, 2, 1, 3]);
    expect([...frameOf]).toEqual([1, 3, 1, 3, 3, 2]);
    // Laid out once for the same bodies, anew when one of them is another.
    expect(partsOf(bodies)).toBe(partsOf(bodies));
    const before = partsOf(bodies).groups[3]!;
    bodies[5] = body("arm 12", "arm", 2, part());
    expect(partsOf(bodies).groups[3]!.x).not.toBe(before.x);
  });

  it("is spanned by balls whose hull holds the solid", () => {
    for (const shape of shapes) {
      const pose = posed(1);
      const m = writeFrame(pose, new Float64Array(24), 12);
      const balls: number[] = [];
      addBalls(solidOf(shape), m, 12, balls);
      for (let k = 0; k < 40; k++) {
        const d = [spread(-1, 1), spread(-1, 1), spread(-1, 1)];
        const length = Math.hypot(...d);
        const along = (p: readonly number[]): number =>
          p.reduce((sum, v, i) => sum + (i < 3 ? (v * d[i]!) / length : 0), 0);
        const reach = Math.max(...extremes(shape).map((point) => along(transformPoint(pose, point))));
        const reaches = balls.flatMap((_, i) => (i % 4 === 0 ? [along(balls.slice(i, i + 3)) + balls[i + 3]!] : []));
        expect(Math.max(...reaches)).toBeGreaterThanOrEqual(reach - 1e-12);
      }
    }
  });
});

describe("the box round an obstacle's parts", () => {
  const cluster = (names: readonly string[], parts: readonly PlacedShape[]) =>
    clustersOf(
      names.map((name) => ({ name })),
      parts.map(({ shape }) => solidOf(shape)),
      parts,
    );

  it("is one for neighbours of one name; one alone is its own solid where it stands", () => {
    const parts = Array.from({ length: 5 }, (_, k): PlacedShape => ({ shape: shapes[k]!, pose: posed(1) }));
    const clusters = cluster(["tray", "tray", "cup", "tray", "tray"], parts);
    expect(clusters.map(({ members }) => members)).toEqual([[0, 1], [2], [3, 4]]);
    expect(clusters[1]!.solid).toEqual(solidOf(shapes[2]!));
    expect(Array.from(clusters[1]!.frame)).toEqual(Array.from(writeFrame(parts[2]!.pose, new Float64Array(12), 0)));
  });

  it("holds every part, and no more than their balls need, in 60 random things", () => {
    for (let n = 0; n < 60; n++) {
      const parts = Array.from(
        { length: 2 + (n % 3) },
        (_, k): PlacedShape => ({ shape: shapes[(n + k) % 5]!, pose: posed(0.5) }),
      );
      const [{ solid, frame }] = cluster(
        parts.map(() => "it"),
        parts,
      ) as [ReturnType<typeof cluster>[number]];
      expect(solid.bound).toBeCloseTo(Math.hypot(solid.x, solid.y, solid.z), 12);
      let nearest = Number.NEGATIVE_INFINITY;
      for (const { shape, pose } of parts)
        for (const point of extremes(shape)) {
          const [x, y, z] = transformPoint(pose, point);
          const d = pointToPlaced(solid, frame, 0, x, y, z);
          expect(d).toBeLessThanOrEqual(1e-12);
          nearest = Math.max(nearest, d);
        }
      expect(nearest).toBeGreaterThan(-0.1);
    }
  });

  it("of boxes side by side is the box they make", () => {
    const quatXyzw = quatFromRpy(0.3, 0.2, 0.9);
    const side: Shape = { kind: "box", sizeM: [0.2, 0.2, 0.2] };
    const pose = { xyzM: [1, 2, 3] as Vec3, quatXyzw };
    const next = { xyzM: transformPoint(pose, [0.2, 0, 0]), quatXyzw };
    const [{ solid, frame }] = cluster(
      ["it", "it"],
      [
        { shape: side, pose },
        { shape: side, pose: next },
      ],
    ) as [ReturnType<typeof cluster>[number]];
    expect([solid.x, solid.y, solid.z]).toEqual([
      expect.closeTo(0.2, 9),
      expect.closeTo(0.1, 9),
      expect.closeTo(0.1, 9),
    ]);
    const middle = transformPoint(pose, [0.1, 0, 0]);
    expect([frame[3], frame[7], frame[11]]).toEqual(middle.map((v): unknown => expect.closeTo(v, 9)));
    expect(pointToSolid(solid, 0.3, 0, 0)).toBeCloseTo(0.1, 9);
  });
});
