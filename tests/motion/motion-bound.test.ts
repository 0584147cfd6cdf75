import { describe, expect, test } from "vitest";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { linkFramesAt } from "../../kernel/motion/chain.ts";
import { curveAt, curveThrough } from "../../kernel/motion/curve.ts";
import { poseOfFrame } from "../../kernel/motion/frame.ts";
import {
  boundBox,
  boundGroup,
  boundsOf,
  boundTravel,
  movingOf,
  reachAlong,
  speedAlong,
  travelOf,
  writeTwists,
} from "../../kernel/motion/motion-bound.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { distanceM, invertPose, rotateVector, subVec, transformPoint } from "../../kernel/motion/transform.ts";
import { runs } from "../fixtures/runs.ts";
import { fr3Chain, fr3Like, READY, tiltedChain } from "./arms.ts";

describe("the motion bound", () => {
  test("holds for every group, seen from every link, over 60 random intervals of random curves", () => {
    const chain = tiltedChain;
    const random = seededRandom(12);
    const bodies = armBodies(chain, 0.08);
    const moving = movingOf(chain, bodies);
    const count = chain.dof + 1;
    const q = new Float64Array(7);
    const trip = travelOf(7);
    const bounds = boundsOf(moving);
    const twists = new Float64Array(count * 6);
    const frames = new Float64Array(chain.frameCount * 12);
    let tightest = Number.POSITIVE_INFINITY;
    for (let n = 0; n < runs(60); n++) {
      // Every third one turns far: there the terms of higher order count.
      const farRad = n % 3 === 0 ? 5 : 1.2;
      const points = Array.from({ length: 2 + (n % 4) }, () => READY.map((x) => x + farRad * (random() - 0.5)));
      const curve = curveThrough(points);
      const a = random();
      const b = a + (1 - a) * random() ** 2;
      boundTravel(curve, a, b, trip);
      linkFramesAt(chain, trip.q, frames);
      writeTwists(chain, frames, trip.slope, twists);
      const start = frames.slice();
      const centres = placeGroups(start);
      for (let k = 0; k <= 10; k++) {
        curveAt(curve, a + ((b - a) * k) / 10, q);
        for (let j = 0; j < 7; j++) expect(Math.abs(q[j]! - trip.q[j]!)).toBeLessThanOrEqual(trip.travel[j]! + 1e-12);
        linkFramesAt(chain, q, frames);
        moving.groups.forEach((group, g) => {
          for (let link = 0; link <= Math.min(group.frame, 7); link++) {
            const seen = seenFrom(link, group.frame, corner(g, k));
            const [from, to] = [seen(start), seen(frames)];
            const moved = distanceM(from, to);
            const bound = link < 7 ? bounds.moves[g * count + link]! : 0;
            expect(moved).toBeLessThanOrEqual(bound + 1e-12);
            // Along any direction fixed to the link: speed at the middle, and what the path may bend away.
            const turned = rotateVector(poseOfFrame(start, link * 12).quatXyzw, subVec(to, from));
            for (let d = 0; d < 3; d++) {
              const [nx, ny, nz] = [d === 0 ? 1 : 0, d === 1 ? 1 : 0, d === 2 ? 1 : 0];
              const [x, y, z] = centres[g]!;
              const far = Math.min(group.frame, 7);
              const speed = speedAlong(twists, far, link, x, y, z, group.radius, nx, ny, nz);
              const bend = link < 7 ? bounds.bends[g * count + link]! : 0;
              expect(Math.abs(turned[d]!)).toBeLessThanOrEqual(speed * trip.half + bend + 1e-12);
            }
            if (moved > 0.01 && (k === 0 || k === 10)) tightest = Math.min(tightest, bound / moved);
          }
        });
      }
    }
    // Not only safe but worth having: somewhere the bound is close to the true motion.
    expect(tightest).toBeLessThan(1.6);

    // And over boxes of configurations: any corner of the box and any point in it.
    for (let n = 0; n < runs(60); n++) {
      const middle = READY.map((x) => x + 1.2 * (random() - 0.5));
      const radii = middle.map(() => (n % 3 === 0 ? 1.5 : 0.3) * random() ** 2);
      boundBox(middle, radii, trip);
      linkFramesAt(chain, middle, frames);
      const start = frames.slice();
      const centres = placeGroups(start);
      for (let k = 0; k <= 10; k++) {
        const share = (): number => (k % 2 === 0 ? Math.sign(random() - 0.5) : 2 * random() - 1);
        linkFramesAt(
          chain,
          middle.map((x, j) => x + radii[j]! * share()),
          frames,
        );
        moving.groups.forEach((group, g) => {
          for (let link = 0; link < Math.min(group.frame, 7); link++) {
            const seen = seenFrom(link, group.frame, corner(g, k));
            const [from, to] = [seen(start), seen(frames)];
            expect(distanceM(from, to)).toBeLessThanOrEqual(bounds.moves[g * count + link]! + 1e-12);
            const turned = rotateVector(poseOfFrame(start, link * 12).quatXyzw, subVec(to, from));
            for (let d = 0; d < 3; d++) {
              const [nx, ny, nz] = [d === 0 ? 1 : 0, d === 1 ? 1 : 0, d === 2 ? 1 : 0];
              const [x, y, z] = centres[g]!;
              const far = Math.min(group.frame, 7);
              const reach = reachAlong(chain, start, trip.travel, far, link, x, y, z, group.radius, nx, ny, nz);
              expect(Math.abs(turned[d]!)).toBeLessThanOrEqual(reach + bounds.bends[g * count + link]! + 1e-12);
            }
          }
        });
      }
    }

    /** Bounds every group at these frames; their centres in the cell's frame. */
    function placeGroups(all: Float64Array): Vec3[] {
      return moving.groups.map(({ frame, x, y, z }, g) => {
        const centre = transformPoint(poseOfFrame(all, frame * 12), [x, y, z]);
        boundGroup(moving, g, all, centre[0], centre[1], centre[2], trip, bounds);
        return centre;
      });
    }
    function seenFrom(link: number, frame: number, point: Vec3): (all: Float64Array) => Vec3 {
      return (all) =>
        transformPoint(invertPose(poseOfFrame(all, link * 12)), transformPoint(poseOfFrame(all, frame * 12), point));
    }
    /** A point on the group's sphere, in its frame. */
    function corner(g: number, k: number): Vec3 {
      const group = moving.groups[g]!;
      const [x, y, z] = [Math.sin(k * 2.1 + g), Math.cos(k * 1.3 + 2 * g), Math.sin(k + 0.5)];
      const scale = group.radius / Math.hypot(x, y, z);
      return [group.x + x * scale, group.y + y * scale, group.z + z * scale];
    }
  });

  test("groups hold every part whole: no corner of a part is outside its group's sphere", () => {
    const bodies = armBodies(fr3Chain, 0.08);
    const { groups } = movingOf(fr3Chain, bodies);
    expect(groups.flatMap(({ members }) => [...members]).sort((a, b) => a - b)).toEqual(bodies.map((_, i) => i));
    for (const { members, frame, x, y, z, radius } of groups) {
      for (const i of members) {
        expect(bodies[i]!.frame).toBe(frame);
        for (const [point, reach] of extremes(bodies[i]!)) {
          expect(distanceM(point, [x, y, z]) + reach).toBeLessThanOrEqual(radius + 1e-9);
        }
      }
    }
    function extremes({ shape, pose }: (typeof bodies)[number]): [Vec3, number][] {
      const signs = [-0.5, 0.5];
      if (shape.kind === "capsule")
        return signs.map((k) => [transformPoint(pose, [0, 0, k * shape.lengthM]), shape.radiusM]);
      if (shape.kind !== "box") throw new Error("another shape than this test knows");
      return signs.flatMap((i) =>
        signs.flatMap((j) =>
          signs.map((k): [Vec3, number] => [
            transformPoint(pose, [i * shape.sizeM[0], j * shape.sizeM[1], k * shape.sizeM[2]]),
            0,
          ]),
        ),
      );
    }
  });

  test("is zero where nothing moves", () => {
    const trip = travelOf(7);
    boundTravel(curveThrough([READY]), 0, 1, trip);
    expect([...trip.travel]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...trip.q]).toEqual(fr3Like.homesRad.ready);
  });
});
