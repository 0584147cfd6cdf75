// Where the arm's bodies are and how fast their fastest points move, for given joint positions and velocities.
// Nothing is allocated per call: it is asked every tick.
import { type Chain, linkFramesAt } from "./chain.ts";
import { multiplyFrames } from "./frame.ts";
import { type Moving, writeTwists } from "./motion-bound.ts";

export interface BodySpeeds {
  /** Per body its 3x4 in the cell's frame. */
  readonly placed: Float64Array;
  /** Per body a bound on the speed of every point of it, m/s. */
  readonly mPerS: Float64Array;
  /** The links' frames, as `linkFramesAt` writes them. */
  readonly frames: Float64Array;
  at(q: ArrayLike<number>, radPerS: ArrayLike<number>): void;
}

export function bodySpeedsOf(chain: Chain, moving: Moving): BodySpeeds {
  const { dof } = chain;
  const count = moving.solids.length;
  const frames = new Float64Array(chain.frameCount * 12);
  const placed = new Float64Array(count * 12);
  const mPerS = new Float64Array(count);
  /** Per link: its angular velocity, and the velocity of its point at the cell's origin. */
  const twists = new Float64Array((dof + 1) * 6);
  return {
    placed,
    mPerS,
    frames,
    at(q, radPerS) {
      linkFramesAt(chain, q, frames);
      writeTwists(chain, frames, radPerS, twists);
      for (let i = 0; i < count; i++) {
        const frame = moving.frameOf[i]!;
        multiplyFrames(frames, frame * 12, moving.local, i * 12, placed, i * 12);
        // The hand is fixed to the last link.
        const t = Math.min(frame, dof) * 6;
        const wx = twists[t]!;
        const wy = twists[t + 1]!;
        const wz = twists[t + 2]!;
        const x = placed[i * 12 + 3]!;
        const y = placed[i * 12 + 7]!;
        const z = placed[i * 12 + 11]!;
        const vx = twists[t + 3]! + wy * z - wz * y;
        const vy = twists[t + 4]! + wz * x - wx * z;
        const vz = twists[t + 5]! + wx * y - wy * x;
        const turning = Math.sqrt(wx * wx + wy * wy + wz * wz);
        mPerS[i] = Math.sqrt(vx * vx + vy * vy + vz * vz) + turning * moving.solids[i]!.bound;
      }
    },
  };
}
