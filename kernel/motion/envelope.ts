// Whether everything that the arm could be doing is clear: a box of configurations, each joint anywhere within its
// own bounds, as a stop of category 0 leaves it. Boxes that are too wide for one proof are halved.
import type { Chain } from "./chain.ts";
import type { SetChecker } from "./sweep.ts";

export interface Envelope {
  /**
   * Whether every configuration within ±`radiusRad` of `q`, joint by joint, is proven to keep all its distances (less
   * 1 µm); false proves nothing. `budget`: boxes that may be looked at, 1 for the quickest answer. Allocates nothing.
   */
  boxClear(q: ArrayLike<number>, radiusRad: ArrayLike<number>, budget?: number): boolean;
}

const MOST_DEEP = 24;

/** @param checker of the arm's bodies against all that they must keep from, itself included (`setCheckerOf`) */
export function envelopeOf(chain: Chain, checker: Pick<SetChecker, "boxClear">): Envelope {
  const { dof } = chain;
  /** Boxes still to prove: middle and radius of each. */
  const boxes = Array.from({ length: MOST_DEEP + 1 }, () => ({
    q: new Float64Array(dof),
    radius: new Float64Array(dof),
  }));
  const reachM = reachesOf(chain);
  return {
    boxClear(q, radiusRad, budget = 1) {
      boxes[0]!.q.set(q);
      for (let j = 0; j < dof; j++) boxes[0]!.radius[j] = Math.abs(radiusRad[j]!);
      let open = 1;
      for (let looks = 0; open > 0; looks++) {
        if (looks >= budget) return false;
        const box = boxes[open - 1]!;
        if (checker.boxClear(box.q, box.radius)) {
          open--;
          continue;
        }
        if (open > MOST_DEEP) return false;
        const other = boxes[open]!;
        other.q.set(box.q);
        other.radius.set(box.radius);
        // Halve where it takes most off the motion that has to be allowed for.
        let widest = 0;
        for (let j = 1; j < dof; j++) {
          if (box.radius[j]! * reachM[j]! > box.radius[widest]! * reachM[widest]!) widest = j;
        }
        const half = box.radius[widest]! / 2;
        box.radius[widest] = half;
        other.radius[widest] = half;
        box.q[widest] = box.q[widest]! - half;
        other.q[widest] = other.q[widest]! + half;
        open++;
      }
      return true;
    },
  };
}

/** Per joint the length of the arm beyond it, to the tool point, metres. */
function reachesOf({ dof, stepM, toolInHand }: Chain): Float64Array {
  const reach = new Float64Array(dof);
  let beyond = Math.hypot(toolInHand[3]!, toolInHand[7]!, toolInHand[11]!) + stepM[dof + 1]!;
  for (let j = dof - 1; j >= 0; j--) {
    reach[j] = beyond;
    beyond += stepM[j + 1]!;
  }
  return reach;
}
