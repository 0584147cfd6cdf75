// The least distance of the arm at a configuration from one thing that moves, such as a person followed by a
// sensor: bounding spheres of links, then of their parts, leave few parts to measure exactly.
import type { Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames } from "./frame.ts";
import { movingOf } from "./motion-bound.ts";
import { type Solid, sphereGap } from "./solid.ts";

export interface Proximity {
  /** Per joint: the greatest distance, over all configurations, of any point of the bodies from the joint's axis. */
  readonly levers: Float64Array;
  /**
   * Metres between the nearest of the bodies at `q` (rad) and `other` (from `solidOf`), whose 3x4 frame in the cell's
   * frame is `frame`; negative when they overlap, exact to 1e-7. What is proven to be at least `enough` may come as
   * any lower bound that is. NaN in `q` or `frame` gives NaN, never a distance. Allocates nothing.
   */
  distanceM(q: ArrayLike<number>, other: Solid, frame: Float64Array, enough?: number): number;
  /** The body that the last answer belongs to: for messages. */
  nearest(): Body;
}

/** One for each set of bodies; keeps scratch, so it is not re-entrant. Without bodies everything is infinitely far. */
export function proximityOf(chain: Chain, bodies: readonly Body[]): Proximity {
  const { solids, local, groups: links, levers: ofLinks } = movingOf(chain, bodies);
  const levers = new Float64Array(chain.dof);
  for (let k = 0; k < ofLinks.length; k++) levers[k % chain.dof] = Math.max(levers[k % chain.dof]!, ofLinks[k]!);
  const frames = new Float64Array(chain.frameCount * 12);
  const placed = new Float64Array(12);
  const lowers = new Float64Array(links.length);
  let found = 0;

  const measured = (body: number, other: Solid, frame: Float64Array, enough: number): number => {
    multiplyFrames(frames, bodies[body]!.frame * 12, local, body * 12, placed, 0);
    const lower = sphereGap(placed[3]!, placed[7]!, placed[11]!, solids[body]!.bound, other, frame, 0);
    return lower >= enough ? lower : solidDistance(solids[body]!, placed, 0, other, frame, 0, enough);
  };

  return {
    levers,
    distanceM(q, other, frame, enough = Number.POSITIVE_INFINITY) {
      linkFramesAt(chain, q, frames);
      for (let g = 0; g < links.length; g++) {
        const { frame: f, x, y, z, radius } = links[g]!;
        const m = f * 12;
        const cx = frames[m]! * x + frames[m + 1]! * y + frames[m + 2]! * z + frames[m + 3]!;
        const cy = frames[m + 4]! * x + frames[m + 5]! * y + frames[m + 6]! * z + frames[m + 7]!;
        const cz = frames[m + 8]! * x + frames[m + 9]! * y + frames[m + 10]! * z + frames[m + 11]!;
        const lower = sphereGap(cx, cy, cz, radius, other, frame, 0);
        if (Number.isNaN(lower)) return lower;
        lowers[g] = lower;
      }
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < links.length; round++) {
        let next = 0;
        for (let g = 1; g < links.length; g++) if (lowers[g]! < lowers[next]!) next = g;
        const lower = lowers[next]!;
        if (lower >= least || lower >= enough) return Math.min(least, lower);
        lowers[next] = Number.POSITIVE_INFINITY;
        const { members } = links[next]!;
        for (let k = 0; k < members.length; k++) {
          const d = measured(members[k]!, other, frame, Math.min(least, enough));
          if (d >= least) continue;
          if (Number.isNaN(d)) return Number.NaN;
          least = d;
          found = members[k]!;
        }
      }
      return least;
    },
    nearest: () => bodies[found]!,
  };
}
