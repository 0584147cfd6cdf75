// Where the arm's own points are and how fast: the origin of every link's frame (the elbow and the wrist among
// them), the hand and the tool point.
import { type Chain, toolFrameAt } from "./chain.ts";

export interface ArmPoints {
  /** Links 1 … dof, the hand, and last the tool point. */
  readonly count: number;
  /** Three numbers a point, metres in the cell's frame. */
  readonly at: Float64Array;
  /** Three numbers a point, metres a second (or by whatever `v` is by). */
  readonly velocity: Float64Array;
  /** Sets all of the above for joints `q` that move at `v`. Allocates nothing. */
  set(q: ArrayLike<number>, v: ArrayLike<number>): void;
}

export function armPointsOf(chain: Chain): ArmPoints {
  const { dof, axes } = chain;
  const count = dof + 2;
  const frames = new Float64Array((dof + 3) * 12);
  const at = new Float64Array(count * 3);
  const velocity = new Float64Array(count * 3);
  return {
    count,
    at,
    velocity,
    set(q, v) {
      toolFrameAt(chain, q, frames, (dof + 2) * 12);
      let [ox, oy, oz, vx, vy, vz, wx, wy, wz] = [frames[3]!, frames[7]!, frames[11]!, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < count; k++) {
        const f = (k + 1) * 12;
        const x = frames[f + 3]!;
        const y = frames[f + 7]!;
        const z = frames[f + 11]!;
        const dx = x - ox;
        const dy = y - oy;
        const dz = z - oz;
        vx += wy * dz - wz * dy;
        vy += wz * dx - wx * dz;
        vz += wx * dy - wy * dx;
        at[k * 3] = x;
        at[k * 3 + 1] = y;
        at[k * 3 + 2] = z;
        velocity[k * 3] = vx;
        velocity[k * 3 + 1] = vy;
        velocity[k * 3 + 2] = vz;
        if (k < dof) {
          const ax = axes[k * 3]!;
          const ay = axes[k * 3 + 1]!;
          const az = axes[k * 3 + 2]!;
          const rate = v[k]!;
          wx += rate * (frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az);
          wy += rate * (frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az);
          wz += rate * (frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az);
        }
        ox = x;
        oy = y;
        oz = z;
      }
    },
  };
}

/** Per joint: the greatest distance, over all configurations, of any of these points from the joint's axis. */
export function pointLeversOf({ dof, stepM, toolInHand }: Chain): Float64Array {
  const levers = new Float64Array(dof);
  let reach = Math.hypot(toolInHand[3]!, toolInHand[7]!, toolInHand[11]!);
  for (let joint = dof - 1; joint >= 0; joint--) {
    reach += stepM[joint + 2]!;
    levers[joint] = reach;
  }
  return levers;
}

/** What people call a point of `ArmPoints`. */
export const pointName = (chain: Chain, index: number): string =>
  index === chain.dof + 1
    ? "the tool point"
    : index === chain.dof
      ? "the hand"
      : `the arm at ${chain.jointNames[index]}`;
