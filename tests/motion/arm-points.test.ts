// Where the arm's points and bodies are and how fast, against differences of forward kinematics.
import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { armPointsOf, pointLeversOf, pointName } from "../../kernel/motion/arm-points.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { bodySpeedsOf } from "../../kernel/motion/body-speeds.ts";
import { type Chain, linkFramesAt, toolPoseAt } from "../../kernel/motion/chain.ts";
import { poseOfFrame } from "../../kernel/motion/frame.ts";
import { movingOf } from "../../kernel/motion/motion-bound.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { composePose, distanceM, transformPoint } from "../../kernel/motion/transform.ts";
import { READY, slantedChain, tiltedChain, ur5eChain } from "./arms.ts";

const H = 1e-6;
const drawn = (chain: Chain, random: () => number) => ({
  q: Array.from({ length: chain.dof }, (_, j) => (READY[j] ?? 0) + random() - 0.5),
  v: Array.from({ length: chain.dof }, () => 2 * random() - 1),
});

describe.each([
  ["the FR3 on a tilted base", tiltedChain],
  ["the UR5e", ur5eChain],
  ["an arm of slanted axes", slantedChain],
])("points of %s", (_, chain) => {
  it("are the links' frames, the hand and the tool point, and move as they do", () => {
    const random = seededRandom(6);
    const points = armPointsOf(chain);
    const frames = new Float64Array(chain.frameCount * 12);
    expect(points.count).toBe(chain.dof + 2);
    const placesAt = (q: readonly number[]): Vec3[] => {
      linkFramesAt(chain, q, frames);
      const links = Array.from({ length: chain.dof + 1 }, (__, k) => poseOfFrame(frames, (k + 1) * 12).xyzM);
      return [...links, toolPoseAt(chain, q).xyzM];
    };
    for (let n = 0; n < 10; n++) {
      const { q, v } = drawn(chain, random);
      points.set(q, v);
      const here = placesAt(q);
      const next = placesAt(q.map((x, j) => x + H * v[j]!));
      const last = placesAt(q.map((x, j) => x - H * v[j]!));
      here.forEach((place, k) => {
        place.forEach((value, axis) => {
          expect(points.at[k * 3 + axis]).toBeCloseTo(value, 12);
          expect(points.velocity[k * 3 + axis]).toBeCloseTo((next[k]![axis]! - last[k]![axis]!) / (2 * H), 7);
        });
      });
    }
  });

  it("stay within their levers of every joint's axis, and reach them nearly", () => {
    const random = seededRandom(7);
    const levers = pointLeversOf(chain);
    const frames = new Float64Array(chain.frameCount * 12);
    for (let n = 0; n < 50; n++) {
      const q = Array.from({ length: chain.dof }, () => 6 * random() - 3);
      linkFramesAt(chain, q, frames);
      const tool = toolPoseAt(chain, q).xyzM;
      for (let j = 0; j < chain.dof; j++)
        expect(distanceM(poseOfFrame(frames, (j + 1) * 12).xyzM, tool)).toBeLessThanOrEqual(levers[j]! + 1e-12);
    }
    // Of the last joint: the tool point is straight beyond the hand, so nothing is given away.
    linkFramesAt(chain, READY.slice(0, chain.dof), frames);
    const last = poseOfFrame(frames, chain.dof * 12).xyzM;
    const hand = poseOfFrame(frames, (chain.dof + 1) * 12).xyzM;
    const tool = toolPoseAt(chain, READY.slice(0, chain.dof)).xyzM;
    expect(levers[chain.dof - 1]).toBeCloseTo(distanceM(last, hand) + distanceM(hand, tool), 12);
    expect(levers[0]!).toBeLessThan(2);
  });

  it("of bodies go no faster than the bound, which a body's farthest point comes near", () => {
    const random = seededRandom(8);
    const bodies = armBodies(chain, 0.04);
    const moving = movingOf(chain, bodies);
    const speeds = bodySpeedsOf(chain, moving);
    const frames = new Float64Array(chain.frameCount * 12);
    const centresAt = (q: readonly number[]) => {
      linkFramesAt(chain, q, frames);
      return bodies.map(({ frame, pose }) => composePose(poseOfFrame(frames, frame * 12), pose));
    };
    for (let n = 0; n < 10; n++) {
      const { q, v } = drawn(chain, random);
      speeds.at(q, v);
      const here = centresAt(q);
      const next = centresAt(q.map((x, j) => x + H * v[j]!));
      here.forEach((pose, i) => {
        expect(speeds.placed[i * 12 + 3]).toBeCloseTo(pose.xyzM[0], 12);
        const { bound } = moving.solids[i]!;
        let most = 0;
        for (const axis of [0, 1, 2])
          for (const side of [-bound, bound]) {
            const point = [0, 0, 0].with(axis, side) as unknown as Vec3;
            most = Math.max(most, distanceM(transformPoint(pose, point), transformPoint(next[i]!, point)) / H);
          }
        expect(most).toBeLessThanOrEqual(speeds.mPerS[i]! + 1e-4);
        const centre = distanceM(pose.xyzM, next[i]!.xyzM) / H;
        // The centre's own speed, and that of turning about it at the body's bound; the base stands.
        expect(speeds.mPerS[i]!).toBeLessThan(bodies[i]!.frame === 0 ? 1e-12 : centre + 7 * bound * Math.hypot(...v));
        expect(speeds.mPerS[i]!).toBeGreaterThanOrEqual(centre - 1e-4);
      });
    }
  });
});

it("people call the points the arm at its joints, the hand and the tool point", () => {
  expect([0, 6, 7, 8].map((index) => pointName(tiltedChain, index))).toEqual([
    "the arm at joint1",
    "the arm at joint7",
    "the hand",
    "the tool point",
  ]);
});
