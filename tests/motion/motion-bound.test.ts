import { describe, expect, test } from "vitest";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { linkFramesAt } from "../../kernel/motion/chain.ts";
import { curveAt, curveThrough } from "../../kernel/motion/curve.ts";
import { multiplyFrames, poseOfFrame } from "../../kernel/motion/frame.ts";
import { boundBend, boundMotion, boundTravel, movingOf, speedAlong } from "../../kernel/motion/motion-bound.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import {
  composePose,
  distanceM,
  invertPose,
  rotateVector,
  subVec,
  transformPoint,
} from "../../kernel/motion/transform.ts";
import { fr3Like, READY, tiltedChain } from "./arms.ts";

describe("the motion bound", () => {
  test("holds for every body, seen from every link, over 60 random intervals of random curves", () => {
    const chain = tiltedChain;
    const random = seededRandom(12);
    const bodies = armBodies(chain, 0.08);
    const moving = movingOf(chain, bodies);
    const count = chain.dof + 1;
    const [q, second] = [new Float64Array(7), new Float64Array(7)];
    const frames = new Float64Array(chain.frameCount * 12);
    const placed = new Float64Array(bodies.length * 12);
    let tightest = Number.POSITIVE_INFINITY;
    for (let n = 0; n < 60; n++) {
      const points = Array.from({ length: 2 + (n % 4) }, () => READY.map((x) => x + 1.2 * (random() - 0.5)));
      const curve = curveThrough(points);
      const a = random();
      const b = a + (1 - a) * random() ** 2;
      boundTravel(moving, curve, a, b, q, second);
      linkFramesAt(chain, q, frames);
      const travel = Float64Array.from(moving.travel);
      const middle = Float64Array.from(q);
      const start = frames.slice();
      bodies.forEach((body, i) => {
        multiplyFrames(frames, body.frame * 12, moving.local, i * 12, placed, i * 12);
        boundMotion(moving, i, frames, placed, i * 12);
      });
      for (let k = 0; k <= 10; k++) {
        curveAt(curve, a + ((b - a) * k) / 10, q);
        for (let j = 0; j < 7; j++) expect(Math.abs(q[j]! - middle[j]!)).toBeLessThanOrEqual(travel[j]! + 1e-12);
        linkFramesAt(chain, q, frames);
        bodies.forEach((body, i) => {
          for (let link = 0; link <= Math.min(body.frame, 7); link++) {
            const seen = (all: Float64Array): Vec3 => {
              const world = transformPoint(composePose(poseOfFrame(all, body.frame * 12), body.pose), corner(i, k));
              return transformPoint(invertPose(poseOfFrame(all, link * 12)), world);
            };
            const bound = link < 7 ? moving.moves[i * count + link]! : 0;
            const moved = distanceM(seen(start), seen(frames));
            expect(moved).toBeLessThanOrEqual(bound + 1e-12);
            // Along any direction fixed to the link: speed at the middle, and what the path may bend away.
            const [from, to] = [seen(start), seen(frames)];
            const turned = rotateVector(poseOfFrame(start, link * 12).quatXyzw, subVec(to, from));
            for (let d = 0; d < 3; d++) {
              const along = Float64Array.from([0, 0, 0]).with(d, 1);
              const speed = speedAlong(moving, i, link, start, placed, along);
              const bend = boundBend(moving, i, link, (b - a) / 2);
              expect(Math.abs(turned[d]!)).toBeLessThanOrEqual((speed * (b - a)) / 2 + bend + 1e-12);
            }
            if (moved > 0.01 && (k === 0 || k === 10)) tightest = Math.min(tightest, bound / moved);
          }
        });
      }
    }
    // Not only safe but worth having: somewhere the bound is close to the true motion.
    expect(tightest).toBeLessThan(1.6);

    /** A point on the body's bounding sphere. */
    function corner(i: number, k: number): Vec3 {
      const { bound } = moving.solids[i]!;
      const [x, y, z] = [Math.sin(k * 2.1 + i), Math.cos(k * 1.3 + 2 * i), Math.sin(k + 0.5)];
      const scale = bound / Math.hypot(x, y, z);
      return [x * scale, y * scale, z * scale];
    }
  });

  test("is zero where nothing moves", () => {
    const moving = movingOf(tiltedChain, armBodies(tiltedChain, 0));
    const q = new Float64Array(7);
    boundTravel(moving, curveThrough([READY]), 0, 1, q, new Float64Array(7));
    expect([...moving.travel]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...q]).toEqual(fr3Like.homesRad.ready);
  });
});
