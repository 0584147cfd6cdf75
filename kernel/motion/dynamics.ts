// The arm's dynamics from its description: momentum, the forces that its motion and its weight ask for, and torques by
// recursive Newton-Euler, with tool and load. All in the cell's frame; the hot functions allocate nothing.
// source: Featherstone, Rigid Body Dynamics Algorithms (2008), 5.3 (RNEA); spatial vectors about the cell's origin.

import { fingerPoseAt, fingersOf } from "../contract/gripper.ts";
import type { Inertia, RobotDescription } from "../contract/robot.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";

/** source: standard gravity as MuJoCo takes it too */
export const GRAVITY_M_PER_S2 = 9.81;
/** Mass, centre of mass (3), inertia about it (6: xx, yy, zz, xy, xz, yz), in the body's frame. */
const NUMBERS = 10;

export interface Dynamics {
  readonly chain: Chain;
  /** What the hand holds: mass and inertia in the hand's frame; `null` nothing. */
  setLoad(load: Inertia | null): void;
  /**
   * The generalised momentum p = M(q)·q̇ (N m s) and its drift: what it would change by if no torque acted,
   * ∂T/∂q - ∂V/∂q = Cᵀ(q, q̇)·q̇ - g(q) (N m), so that dp/dt = τ + drift + τ_external.
   */
  momentum(q: ArrayLike<number>, radPerS: ArrayLike<number>, outMomentum: Float64Array, outDrift: Float64Array): void;
  /** τ (N m) that gives `radPerS2`: M·q̈ + C·q̇ + g. Rotors not included. */
  torques(q: ArrayLike<number>, radPerS: ArrayLike<number>, radPerS2: ArrayLike<number>, out: Float64Array): void;
}

/** With the gripper half open: where its fingers are changes little. */
export function dynamicsOf(chain: Chain): Dynamics {
  const { dof, axes } = chain;
  const bodies = bodiesOf(chain.robot);
  const load = bodies.length - 1;
  const rows = new Float64Array(bodies.length * NUMBERS);
  const local = new Float64Array(bodies.length * 12);
  bodies.forEach(({ inertia, pose }, i) => {
    rows.set([inertia.massKg, ...inertia.comM, ...inertia.inertiaKgM2], i * NUMBERS);
    writeFrame(pose, local, i * 12);
  });
  const frames = new Float64Array(chain.frameCount * 12);
  const placed = new Float64Array(12);
  /** Per link 6 numbers: angular, then linear at the cell's origin. */
  const screws = new Float64Array((dof + 1) * 6);
  const twists = new Float64Array((dof + 1) * 6);
  const accelerations = new Float64Array((dof + 1) * 6);
  /** Per link: what it and all beyond it carry; angular about the cell's origin, then linear. */
  const composite = new Float64Array((dof + 1) * 6);
  const weights = new Float64Array((dof + 1) * 4);
  /** A body in the cell's frame: mass, centre (3), inertia about it (6). */
  const b = new Float64Array(NUMBERS);
  const h = new Float64Array(6);

  const goTo = (q: ArrayLike<number>, radPerS: ArrayLike<number>): void => {
    linkFramesAt(chain, q, frames);
    for (let j = 0; j < dof; j++) {
      const f = (j + 1) * 12;
      const [ax, ay, az] = [axes[j * 3]!, axes[j * 3 + 1]!, axes[j * 3 + 2]!];
      const wx = frames[f]! * ax + frames[f + 1]! * ay + frames[f + 2]! * az;
      const wy = frames[f + 4]! * ax + frames[f + 5]! * ay + frames[f + 6]! * az;
      const wz = frames[f + 8]! * ax + frames[f + 9]! * ay + frames[f + 10]! * az;
      const [ox, oy, oz] = [frames[f + 3]!, frames[f + 7]!, frames[f + 11]!];
      const s = (j + 1) * 6;
      screws[s] = wx;
      screws[s + 1] = wy;
      screws[s + 2] = wz;
      screws[s + 3] = oy * wz - oz * wy;
      screws[s + 4] = oz * wx - ox * wz;
      screws[s + 5] = ox * wy - oy * wx;
      for (let k = 0; k < 6; k++) twists[s + k] = twists[s - 6 + k]! + screws[s + k]! * radPerS[j]!;
    }
  };
  /** Puts body `i` into the cell's frame, in `b`. */
  const place = (i: number): void => {
    multiplyFrames(frames, bodies[i]!.frame * 12, local, i * 12, placed, 0);
    const r = i * NUMBERS;
    const m = placed;
    b[0] = rows[r]!;
    for (let d = 0; d < 3; d++) {
      const row = d * 4;
      b[1 + d] = m[row]! * rows[r + 1]! + m[row + 1]! * rows[r + 2]! + m[row + 2]! * rows[r + 3]! + m[row + 3]!;
    }
    const xx = rows[r + 4]!;
    const yy = rows[r + 5]!;
    const zz = rows[r + 6]!;
    const xy = rows[r + 7]!;
    const xz = rows[r + 8]!;
    const yz = rows[r + 9]!;
    for (let k = 0; k < 6; k++) {
      const u = FIRST[k]! * 4;
      const v = SECOND[k]! * 4;
      b[4 + k] =
        m[u]! * (xx * m[v]! + xy * m[v + 1]! + xz * m[v + 2]!) +
        m[u + 1]! * (xy * m[v]! + yy * m[v + 1]! + yz * m[v + 2]!) +
        m[u + 2]! * (xz * m[v]! + yz * m[v + 1]! + zz * m[v + 2]!);
    }
  };
  /** The momentum of the body in `b` under the motion at `at` of `motion`, in `h`. */
  const carry = (motion: Float64Array, at: number): void => {
    const [wx, wy, wz] = [motion[at]!, motion[at + 1]!, motion[at + 2]!];
    const [mass, x, y, z] = [b[0]!, b[1]!, b[2]!, b[3]!];
    const px = mass * (motion[at + 3]! + wy * z - wz * y);
    const py = mass * (motion[at + 4]! + wz * x - wx * z);
    const pz = mass * (motion[at + 5]! + wx * y - wy * x);
    h[0] = b[4]! * wx + b[7]! * wy + b[8]! * wz + y * pz - z * py;
    h[1] = b[7]! * wx + b[5]! * wy + b[9]! * wz + z * px - x * pz;
    h[2] = b[8]! * wx + b[9]! * wy + b[6]! * wz + x * py - y * px;
    h[3] = px;
    h[4] = py;
    h[5] = pz;
  };
  const collect = (): void => {
    for (let link = dof; link > 1; link--) {
      for (let k = 0; k < 6; k++)
        composite[(link - 1) * 6 + k] = composite[(link - 1) * 6 + k]! + composite[link * 6 + k]!;
      for (let k = 0; k < 4; k++) weights[(link - 1) * 4 + k] = weights[(link - 1) * 4 + k]! + weights[link * 4 + k]!;
    }
  };
  const along = (link: number): number => {
    let sum = 0;
    for (let k = 0; k < 6; k++) sum += screws[link * 6 + k]! * composite[link * 6 + k]!;
    return sum;
  };

  return {
    chain,
    setLoad(inertia) {
      if (inertia === null) rows.fill(0, load * NUMBERS);
      else rows.set([inertia.massKg, ...inertia.comM, ...inertia.inertiaKgM2], load * NUMBERS);
    },
    momentum(q, radPerS, outMomentum, outDrift) {
      goTo(q, radPerS);
      composite.fill(0);
      weights.fill(0);
      for (let i = 0; i < bodies.length; i++) {
        const { link } = bodies[i]!;
        if (link === 0 || rows[i * NUMBERS] === 0) continue;
        place(i);
        carry(twists, link * 6);
        for (let k = 0; k < 6; k++) composite[link * 6 + k] = composite[link * 6 + k]! + h[k]!;
        for (let k = 0; k < 3; k++) weights[link * 4 + k] = weights[link * 4 + k]! + b[0]! * b[1 + k]!;
        weights[link * 4 + 3] = weights[link * 4 + 3]! + b[0]!;
      }
      collect();
      for (let link = 1; link <= dof; link++) {
        outMomentum[link - 1] = along(link);
        const s = link * 6;
        const v = s - 6;
        // S × V of the link before: how the motion that comes in from there turns when this joint turns.
        const [sx, sy, sz, tx, ty, tz] = [
          screws[s]!,
          screws[s + 1]!,
          screws[s + 2]!,
          screws[s + 3]!,
          screws[s + 4]!,
          screws[s + 5]!,
        ];
        const [wx, wy, wz, ux, uy, uz] = [
          twists[v]!,
          twists[v + 1]!,
          twists[v + 2]!,
          twists[v + 3]!,
          twists[v + 4]!,
          twists[v + 5]!,
        ];
        const kinetic =
          composite[s]! * (sy * wz - sz * wy) +
          composite[s + 1]! * (sz * wx - sx * wz) +
          composite[s + 2]! * (sx * wy - sy * wx) +
          composite[s + 3]! * (sy * uz - sz * uy + ty * wz - tz * wy) +
          composite[s + 4]! * (sz * ux - sx * uz + tz * wx - tx * wz) +
          composite[s + 5]! * (sx * uy - sy * ux + tx * wy - ty * wx);
        // ∂V/∂q: the weight times how fast the centre of mass rises.
        const rise = sx * weights[link * 4 + 1]! - sy * weights[link * 4]! + tz * weights[link * 4 + 3]!;
        outDrift[link - 1] = -kinetic - GRAVITY_M_PER_S2 * rise;
      }
    },
    torques(q, radPerS, radPerS2, out) {
      goTo(q, radPerS);
      // Gravity is an upward acceleration of the base.
      accelerations.fill(0, 0, 6);
      accelerations[5] = GRAVITY_M_PER_S2;
      for (let link = 1; link <= dof; link++) {
        const s = link * 6;
        const v = s - 6;
        const rate = radPerS[link - 1]!;
        const [sx, sy, sz, tx, ty, tz] = [
          screws[s]!,
          screws[s + 1]!,
          screws[s + 2]!,
          screws[s + 3]!,
          screws[s + 4]!,
          screws[s + 5]!,
        ];
        const [wx, wy, wz, ux, uy, uz] = [
          twists[v]!,
          twists[v + 1]!,
          twists[v + 2]!,
          twists[v + 3]!,
          twists[v + 4]!,
          twists[v + 5]!,
        ];
        accelerations[s] = accelerations[v]! + sx * radPerS2[link - 1]! + (wy * sz - wz * sy) * rate;
        accelerations[s + 1] = accelerations[v + 1]! + sy * radPerS2[link - 1]! + (wz * sx - wx * sz) * rate;
        accelerations[s + 2] = accelerations[v + 2]! + sz * radPerS2[link - 1]! + (wx * sy - wy * sx) * rate;
        accelerations[s + 3] =
          accelerations[v + 3]! + tx * radPerS2[link - 1]! + (wy * tz - wz * ty + uy * sz - uz * sy) * rate;
        accelerations[s + 4] =
          accelerations[v + 4]! + ty * radPerS2[link - 1]! + (wz * tx - wx * tz + uz * sx - ux * sz) * rate;
        accelerations[s + 5] =
          accelerations[v + 5]! + tz * radPerS2[link - 1]! + (wx * ty - wy * tx + ux * sy - uy * sx) * rate;
      }
      composite.fill(0);
      for (let i = 0; i < bodies.length; i++) {
        const { link } = bodies[i]!;
        if (link === 0 || rows[i * NUMBERS] === 0) continue;
        place(i);
        const c = link * 6;
        carry(accelerations, c);
        for (let k = 0; k < 6; k++) composite[c + k] = composite[c + k]! + h[k]!;
        carry(twists, c);
        const [wx, wy, wz, ux, uy, uz] = [
          twists[c]!,
          twists[c + 1]!,
          twists[c + 2]!,
          twists[c + 3]!,
          twists[c + 4]!,
          twists[c + 5]!,
        ];
        const [lx, ly, lz, px, py, pz] = [h[0]!, h[1]!, h[2]!, h[3]!, h[4]!, h[5]!];
        composite[c] = composite[c]! + wy * lz - wz * ly + uy * pz - uz * py;
        composite[c + 1] = composite[c + 1]! + wz * lx - wx * lz + uz * px - ux * pz;
        composite[c + 2] = composite[c + 2]! + wx * ly - wy * lx + ux * py - uy * px;
        composite[c + 3] = composite[c + 3]! + wy * pz - wz * py;
        composite[c + 4] = composite[c + 4]! + wz * px - wx * pz;
        composite[c + 5] = composite[c + 5]! + wx * py - wy * px;
      }
      collect();
      for (let link = 1; link <= dof; link++) out[link - 1] = along(link);
    },
  };
}

/** Rows and columns of the six inertia numbers. */
const FIRST = Int32Array.of(0, 1, 2, 0, 0, 1);
const SECOND = Int32Array.of(0, 1, 2, 1, 2, 2);

/** Links, hand, fingers, and last the load. `link`: the link that carries it; `frame`: as in `linkFramesAt`. */
function bodiesOf({ links, gripper }: RobotDescription) {
  const still = { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] } as const;
  const dof = links.length - 1;
  const nothing: Inertia = { massKg: 0, comM: [0, 0, 0], inertiaKgM2: [0, 0, 0, 0, 0, 0] };
  return [
    ...links.map(({ inertia }, i) => ({ inertia, pose: still, frame: i, link: i })),
    { inertia: gripper.hand.inertia, pose: still, frame: dof + 1, link: dof },
    ...fingersOf(gripper).map(({ side, link }) => ({
      inertia: link.inertia,
      pose: fingerPoseAt(gripper, side, gripper.strokeM / 2),
      frame: dof + 1,
      link: dof,
    })),
    { inertia: nothing, pose: still, frame: dof + 1, link: dof },
  ];
}
