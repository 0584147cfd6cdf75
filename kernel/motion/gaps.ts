// The distance of every body of the arm from every thing, one by one: for rules that compare each with what it was.
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { movingOf } from "./motion-bound.ts";
import { solidOf, sphereGap } from "./solid.ts";
import type { Obstacle, Required } from "./sweep.ts";

export interface Gaps {
  readonly pairs: readonly { readonly body: Body; readonly obstacle: Obstacle; readonly requiredM: number }[];
  /**
   * Writes the distance of each pair, or of those named by index, at `q` (rad) into `out`, metres; negative where they
   * overlap. Beyond `enoughM` a lower bound does.
   */
  at(q: ArrayLike<number>, out: Float64Array, enoughM: number, only?: readonly number[]): void;
}

/** Pairs of which -Infinity is required are left out. */
export function gapsOf(
  chain: Chain,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  required: Required,
): Gaps {
  const moving = movingOf(chain, bodies);
  const solids = obstacles.map(({ shape }) => solidOf(shape));
  const standing = new Float64Array(obstacles.length * 12);
  obstacles.forEach(({ pose }, k) => {
    writeFrame(pose, standing, k * 12);
  });
  const all = bodies.flatMap((body, i) =>
    obstacles.map((obstacle, k) => ({ body, obstacle, i, k, requiredM: required(body, obstacle) })),
  );
  const pairs = all.filter(({ requiredM }) => requiredM > Number.NEGATIVE_INFINITY);
  const every = pairs.map((_, p) => p);
  const frames = new Float64Array(chain.frameCount * 12);
  const placed = new Float64Array(bodies.length * 12);
  return {
    pairs,
    at(q, out, enoughM, only = every) {
      linkFramesAt(chain, q, frames);
      for (let i = 0; i < bodies.length; i++)
        multiplyFrames(frames, moving.frameOf[i]! * 12, moving.local, i * 12, placed, i * 12);
      for (const p of only) {
        const { i, k } = pairs[p]!;
        const solid = moving.solids[i]!;
        const at = i * 12;
        const apartM = sphereGap(
          placed[at + 3]!,
          placed[at + 7]!,
          placed[at + 11]!,
          solid.bound,
          solids[k]!,
          standing,
          k * 12,
        );
        out[p] = apartM >= enoughM ? apartM : solidDistance(solid, placed, at, solids[k]!, standing, k * 12, enoughM);
      }
    },
  };
}
