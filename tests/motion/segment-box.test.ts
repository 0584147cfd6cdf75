import { describe, expect, test } from "vitest";
import { across, gapAcross, solidDistance } from "../../kernel/motion/distance.ts";
import { writeFrame } from "../../kernel/motion/frame.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { outward, segmentToBox } from "../../kernel/motion/segment-box.ts";
import { solidOf } from "../../kernel/motion/solid.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";

const random = seededRandom(31);
const spread = (half: number): number => half * (2 * random() - 1);
type Three = readonly [number, number, number];

/** From the nearest point of the box to the point. */
const offset = (point: Three, half: Three): number[] =>
  point.map((x, d) => x - Math.min(half[d]!, Math.max(-half[d]!, x)));

const distanceAt = (o: Three, d: Three, t: number, half: Three): number =>
  Math.hypot(...offset([o[0] + t * d[0], o[1] + t * d[1], o[2] + t * d[2]], half));

/** The least distance along the segment by ternary search: it is convex there. */
function searched(o: Three, d: Three, reach: number, half: Three): number {
  const at = (t: number): number => distanceAt(o, d, t, half);
  let [low, high] = [-reach, reach];
  for (let k = 0; k < 200; k++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (at(left) <= at(right)) high = right;
    else low = left;
  }
  return Math.min(at(low), at(-reach), at(reach));
}

describe("a segment's distance from a box", () => {
  test("is that of a search along it, to 1e-9, for 5,000: near, far, along edges and faces, flat boxes", () => {
    let [met, inside] = [0, 0];
    for (let n = 0; n < 5_000; n++) {
      const scale = n % 3 === 0 ? 1 : 0.3;
      const o: Three = [spread(scale), spread(scale), spread(scale)];
      let d: number[] = [spread(1), spread(1), spread(1)];
      // Along an axis, along a face, or nearly so.
      if (n % 5 === 1) d = d.map((x, axis) => (axis === n % 3 ? 1 : n % 2 === 0 ? 0 : x * 1e-9));
      if (n % 5 === 2) d[n % 3] = n % 2 === 0 ? 0 : 1e-9;
      const length = Math.hypot(...d);
      const u = d.map((x) => x / length) as unknown as Three;
      const half = [0.2, 0.1, 0.15].map((x, axis) =>
        n % 7 === 3 && axis !== n % 3 ? 0 : x * random(),
      ) as unknown as Three;
      const reach = 0.5 * random();
      const found = segmentToBox(...o, ...u, reach, ...half);
      const wanted = searched(o, u, reach, half);
      expect(Math.abs(found - wanted)).toBeLessThan(1e-9);
      expect(Math.hypot(...outward)).toBeCloseTo(found, 12);
      if (found === 0) met++;
      // Neither end is the nearest point.
      else if (Math.min(...[-reach, reach].map((t) => distanceAt(o, u, t, half))) > found + 1e-3) inside++;
    }
    expect(met).toBeGreaterThan(125);
    expect(inside).toBeGreaterThan(125);
  });

  test("leaves a plane between a capsule and a box that parts them by all of it, to 1e-9, from either side", () => {
    const frames = new Float64Array(24);
    let apart = 0;
    for (let n = 0; n < 3_000; n++) {
      const capsule = solidOf({ kind: "capsule", radiusM: 0.05 * random(), lengthM: 0.5 * random() });
      const box = solidOf({ kind: "box", sizeM: [0.3 * random(), 0.3 * random(), 0.3 * random()] });
      for (let k = 0; k < 2; k++) {
        const quatXyzw = quatFromRpy(spread(3), spread(1.5), spread(3));
        writeFrame({ xyzM: [spread(0.3), spread(0.3), spread(0.3)], quatXyzw }, frames, 12 * k);
      }
      const d = solidDistance(capsule, frames, 0, box, frames, 12, Number.POSITIVE_INFINITY);
      if (d <= -capsule.radius + 1e-6) continue;
      apart++;
      expect(gapAcross(capsule, frames, 0, box, frames, 12, d)).toBe(d);
      // Least of the capsule and most of the box along the direction from the box.
      const along = (at: number, [x, y, z]: Three): number =>
        [0, 1, 2].reduce((sum, r) => {
          const row = at + 4 * r;
          return sum + across[r]! * (frames[row]! * x + frames[row + 1]! * y + frames[row + 2]! * z + frames[row + 3]!);
        }, 0);
      const ends = [-capsule.z, capsule.z].map((z) => along(0, [0, 0, z]) - capsule.radius);
      const corners = Array.from({ length: 8 }, (_, k) =>
        along(12, [k & 1 ? box.x : -box.x, k & 2 ? box.y : -box.y, k & 4 ? box.z : -box.z]),
      );
      expect(Math.hypot(...across)).toBeCloseTo(1, 12);
      expect(Math.abs(Math.min(...ends) - Math.max(...corners) - d)).toBeLessThan(1e-9);
      const before = Array.from(across);
      expect(solidDistance(box, frames, 12, capsule, frames, 0, Number.POSITIVE_INFINITY)).toBe(d);
      before.forEach((x, r) => {
        expect(across[r]).toBeCloseTo(-x, 15);
      });
    }
    expect(apart).toBeGreaterThan(1_000);
  });
});
