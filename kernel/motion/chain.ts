// Forward kinematics and Jacobian of any serial revolute arm, read from its description. The hot
// functions write 3x4 row-major matrices into the caller's Float64Array and allocate nothing.
import type { Pose } from "../contract/geometry.ts";
import type { RobotDescription } from "../contract/robot.ts";
import { multiplyFrames, poseOfFrame, writeFrame } from "./frame.ts";
import { sinCosOf } from "./sincos.ts";
import { highestRad, lowestRad } from "./velocity-bounds.ts";

/** An arm standing at `base`, with its constants laid out for the hot loops. Limits: rad, rad/s, rad/s², rad/s³. */
export interface Chain {
  readonly robot: RobotDescription;
  readonly base: Pose;
  readonly dof: number;
  readonly jointNames: readonly string[];
  /** As far as a joint can be driven: its range, less where its speed limit leaves it none (velocity-bounds.ts). */
  readonly lowerRad: Float64Array;
  readonly upperRad: Float64Array;
  readonly velocity: Float64Array;
  readonly acceleration: Float64Array;
  readonly jerk: Float64Array;
  /** Frames written by `linkFramesAt`: links 0 … dof, then the hand. */
  readonly frameCount: number;
  /** 3x4 of the base in the cell's frame, of the hand in the last link's frame, of the tool point in the hand's. */
  readonly baseFrame: Float64Array;
  readonly handMount: Float64Array;
  readonly toolInHand: Float64Array;
  /** Per joint 30 numbers: R₀aaᵀ, R₀(1 - aaᵀ), R₀[a]ₓ (row-major 3x3 each), then the origin's translation. */
  readonly jointTerms: Float64Array;
  /** Per joint: which of the `STEP_…` forms leads from link to link. */
  readonly steps: Int8Array;
  /** Per joint: its axis in the child link's frame, 3 numbers. */
  readonly axes: Float64Array;
  /** Distance from each link's frame to the one before it, metres (index 1 … dof; the hand at dof + 1). */
  readonly stepM: Float64Array;
  /** The tool point in the last link's frame. */
  readonly toolInLast: Float64Array;
  /** Scratch of this chain's own functions: frames, and sines with cosines. */
  readonly scratch: Float64Array;
  readonly turns: Float64Array;
}

const JOINT_TERMS = 30;
/** Any joint; and the joints about their own z whose frame is turned by 0, 90° or -90° about x, as DH tables make them. */
const STEP_ANY = 0;
const STEP_ALIGNED = 1;
const STEP_QUARTER = 2;
const STEP_BACK_QUARTER = 3;
/** A quarter turn written as a quaternion comes back this exact. */
const QUARTER_TOLERANCE = 1e-15;
const known = new WeakMap<RobotDescription, Chain[]>();

/** The chain of a robot at a base, made once per robot object and base. */
export function chainOf(robot: RobotDescription, base: Pose): Chain {
  let chains = known.get(robot);
  if (chains === undefined) {
    chains = [];
    known.set(robot, chains);
  }
  for (const chain of chains) if (chain.base === base || isSame(chain.base, base)) return chain;
  const chain = makeChain(robot, base);
  chains.push(chain);
  return chain;
}

const isSame = (a: Pose, b: Pose): boolean =>
  a.xyzM.every((x, i) => x === b.xyzM[i]) && a.quatXyzw.every((x, i) => x === b.quatXyzw[i]);

function makeChain(robot: RobotDescription, base: Pose): Chain {
  const dof = robot.joints.length;
  const limit = (pick: (limits: RobotDescription["joints"][number]["limits"]) => number): Float64Array =>
    Float64Array.from(robot.joints, (joint) => pick(joint.limits));
  const jointTerms = new Float64Array(dof * JOINT_TERMS);
  const axes = new Float64Array(dof * 3);
  const steps = new Int8Array(dof);
  const stepM = new Float64Array(dof + 2);
  const origin = new Float64Array(12);
  robot.joints.forEach((joint, i) => {
    const length = Math.hypot(...joint.axis);
    const a = joint.axis.map((x) => x / length) as [number, number, number];
    axes.set(a, i * 3);
    stepM[i + 1] = Math.hypot(...joint.origin.xyzM);
    writeFrame(joint.origin, origin, 0);
    steps[i] = stepOf(a, origin);
    const skew = [0, -a[2], a[1], a[2], 0, -a[0], -a[1], a[0], 0];
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        let along = 0;
        let turned = 0;
        for (let k = 0; k < 3; k++) {
          along += origin[r * 4 + k]! * a[k]! * a[c]!;
          turned += origin[r * 4 + k]! * skew[k * 3 + c]!;
        }
        const at = i * JOINT_TERMS + r * 3 + c;
        jointTerms[at] = along;
        jointTerms[at + 9] = origin[r * 4 + c]! - along;
        jointTerms[at + 18] = turned;
      }
      jointTerms[i * JOINT_TERMS + 27 + r] = origin[r * 4 + 3]!;
    }
  });
  stepM[dof + 1] = Math.hypot(...robot.gripper.mount.xyzM);
  const handMount = writeFrame(robot.gripper.mount, new Float64Array(12), 0);
  const toolInHand = writeFrame(robot.gripper.toolPoint, new Float64Array(12), 0);
  const toolInLast = new Float64Array(12);
  multiplyFrames(handMount, 0, toolInHand, 0, toolInLast, 0);
  return {
    robot,
    base,
    dof,
    jointNames: robot.joints.map((joint) => joint.name),
    lowerRad: limit(lowestRad),
    upperRad: limit(highestRad),
    velocity: limit((l) => l.velocityRadPerS),
    acceleration: limit((l) => l.accelerationRadPerS2),
    jerk: limit((l) => l.jerkRadPerS3),
    frameCount: dof + 2,
    baseFrame: writeFrame(base, new Float64Array(12), 0),
    handMount,
    toolInHand,
    toolInLast,
    jointTerms,
    steps,
    axes,
    stepM,
    scratch: new Float64Array((dof + 2) * 12 + 12),
    turns: new Float64Array(2 * dof),
  };
}

function stepOf([x, y, z]: readonly [number, number, number], m: Float64Array): number {
  if (x !== 0 || y !== 0 || z !== 1) return STEP_ANY;
  const isTurn = (cosine: number, sine: number): boolean =>
    [1, 0, 0, 0, cosine, -sine, 0, sine, cosine].every(
      (entry, k) => Math.abs(entry - m[Math.floor(k / 3) * 4 + (k % 3)]!) < QUARTER_TOLERANCE,
    );
  if (isTurn(1, 0)) return STEP_ALIGNED;
  if (isTurn(0, 1)) return STEP_QUARTER;
  return isTurn(0, -1) ? STEP_BACK_QUARTER : STEP_ANY;
}

/** 0-based index of a joint given by 1-based number or by name; `null` when there is none. */
export function jointIndex(chain: Chain, joint: number | string): number | null {
  const index = typeof joint === "number" ? joint - 1 : chain.jointNames.indexOf(joint);
  return Number.isInteger(index) && index >= 0 && index < chain.dof ? index : null;
}

/** Frames of links 0 … dof and of the hand in the cell's frame, 12 numbers each (3x4, row-major). `q` in radians. */
export function linkFramesAt(chain: Chain, q: ArrayLike<number>, out: Float64Array): void {
  armFramesAt(chain, q, out);
  multiplyFrames(out, chain.dof * 12, chain.handMount, 0, out, (chain.dof + 1) * 12);
}

/** As `linkFramesAt`, without the hand. */
function armFramesAt(chain: Chain, q: ArrayLike<number>, out: Float64Array): void {
  const { dof, baseFrame, jointTerms, steps, turns } = chain;
  sinCosOf(q, dof, turns);
  // The running frame stays in registers: columns x, y, z and origin p.
  let xx = baseFrame[0]!;
  let yx = baseFrame[1]!;
  let zx = baseFrame[2]!;
  let px = baseFrame[3]!;
  let xy = baseFrame[4]!;
  let yy = baseFrame[5]!;
  let zy = baseFrame[6]!;
  let py = baseFrame[7]!;
  let xz = baseFrame[8]!;
  let yz = baseFrame[9]!;
  let zz = baseFrame[10]!;
  let pz = baseFrame[11]!;
  for (let i = 0, at = 0; ; i++, at += 12) {
    out[at] = xx;
    out[at + 1] = yx;
    out[at + 2] = zx;
    out[at + 3] = px;
    out[at + 4] = xy;
    out[at + 5] = yy;
    out[at + 6] = zy;
    out[at + 7] = py;
    out[at + 8] = xz;
    out[at + 9] = yz;
    out[at + 10] = zz;
    out[at + 11] = pz;
    if (i === dof) break;
    const t = i * JOINT_TERMS;
    const s = turns[2 * i]!;
    const c = turns[2 * i + 1]!;
    const tx = jointTerms[t + 27]!;
    const ty = jointTerms[t + 28]!;
    const tz = jointTerms[t + 29]!;
    px += xx * tx + yx * ty + zx * tz;
    py += xy * tx + yy * ty + zy * tz;
    pz += xz * tx + yz * ty + zz * tz;
    const step = steps[i]!;
    if (step === STEP_ANY) {
      const l0 = jointTerms[t]! + c * jointTerms[t + 9]! + s * jointTerms[t + 18]!;
      const l1 = jointTerms[t + 1]! + c * jointTerms[t + 10]! + s * jointTerms[t + 19]!;
      const l2 = jointTerms[t + 2]! + c * jointTerms[t + 11]! + s * jointTerms[t + 20]!;
      const l3 = jointTerms[t + 3]! + c * jointTerms[t + 12]! + s * jointTerms[t + 21]!;
      const l4 = jointTerms[t + 4]! + c * jointTerms[t + 13]! + s * jointTerms[t + 22]!;
      const l5 = jointTerms[t + 5]! + c * jointTerms[t + 14]! + s * jointTerms[t + 23]!;
      const l6 = jointTerms[t + 6]! + c * jointTerms[t + 15]! + s * jointTerms[t + 24]!;
      const l7 = jointTerms[t + 7]! + c * jointTerms[t + 16]! + s * jointTerms[t + 25]!;
      const l8 = jointTerms[t + 8]! + c * jointTerms[t + 17]! + s * jointTerms[t + 26]!;
      const ax = xx * l0 + yx * l3 + zx * l6;
      const ay = xy * l0 + yy * l3 + zy * l6;
      const az = xz * l0 + yz * l3 + zz * l6;
      const bx = xx * l1 + yx * l4 + zx * l7;
      const by = xy * l1 + yy * l4 + zy * l7;
      const bz = xz * l1 + yz * l4 + zz * l7;
      zx = xx * l2 + yx * l5 + zx * l8;
      zy = xy * l2 + yy * l5 + zy * l8;
      zz = xz * l2 + yz * l5 + zz * l8;
      xx = ax;
      xy = ay;
      xz = az;
      yx = bx;
      yy = by;
      yz = bz;
      continue;
    }
    let nx = yx;
    let ny = yy;
    let nz = yz;
    if (step !== STEP_ALIGNED) {
      // The frame's own quarter turn renames columns: (y, z) becomes (z, -y), or (-z, y).
      const isBack = step === STEP_BACK_QUARTER;
      nx = isBack ? -zx : zx;
      ny = isBack ? -zy : zy;
      nz = isBack ? -zz : zz;
      zx = isBack ? yx : -yx;
      zy = isBack ? yy : -yy;
      zz = isBack ? yz : -yz;
    }
    yx = c * nx - s * xx;
    yy = c * ny - s * xy;
    yz = c * nz - s * xz;
    xx = c * xx + s * nx;
    xy = c * xy + s * ny;
    xz = c * xz + s * nz;
  }
}

/** The tool point's pose in the cell's frame. */
export function toolPoseAt(chain: Chain, q: ArrayLike<number>): Pose {
  const { scratch, frameCount } = chain;
  toolFrameAt(chain, q, scratch, frameCount * 12);
  return poseOfFrame(scratch, frameCount * 12);
}

/** Writes all link frames from 0 and the tool point's frame at `at`; `out` holds `frameCount` · 12 + 12 numbers or more. */
export function toolFrameAt(chain: Chain, q: ArrayLike<number>, out: Float64Array, at: number): void {
  linkFramesAt(chain, q, out);
  multiplyFrames(out, chain.dof * 12, chain.toolInLast, 0, out, at);
}

/** The tool point's Jacobian, 6 x dof row-major, linear rows (m/rad) first, in the cell's frame. */
export function jacobianAt(chain: Chain, q: ArrayLike<number>, out: Float64Array): void {
  const { scratch, dof } = chain;
  const tool = (dof + 1) * 12;
  armFramesAt(chain, q, scratch);
  // Of the tool's frame only the origin counts here.
  const [last, t] = [dof * 12, chain.toolInLast];
  for (let r = 0; r < 12; r += 4) {
    const at = last + r;
    scratch[tool + r + 3] =
      scratch[at]! * t[3]! + scratch[at + 1]! * t[7]! + scratch[at + 2]! * t[11]! + scratch[at + 3]!;
  }
  jacobianFromFrames(chain, scratch, tool, out);
}

/** As `jacobianAt`, from frames that `toolFrameAt` wrote. */
export function jacobianFromFrames(chain: Chain, frames: Float64Array, tool: number, out: Float64Array): void {
  const { dof, axes, steps } = chain;
  const px = frames[tool + 3]!;
  const py = frames[tool + 7]!;
  const pz = frames[tool + 11]!;
  for (let i = 0; i < dof; i++) {
    const f = (i + 1) * 12;
    let wx = frames[f + 2]!;
    let wy = frames[f + 6]!;
    let wz = frames[f + 10]!;
    if (steps[i]! === STEP_ANY) {
      const ax = axes[i * 3]!;
      const ay = axes[i * 3 + 1]!;
      const az = axes[i * 3 + 2]!;
      wx = frames[f]! * ax + frames[f + 1]! * ay + wx * az;
      wy = frames[f + 4]! * ax + frames[f + 5]! * ay + wy * az;
      wz = frames[f + 8]! * ax + frames[f + 9]! * ay + wz * az;
    }
    const dx = px - frames[f + 3]!;
    const dy = py - frames[f + 7]!;
    const dz = pz - frames[f + 11]!;
    out[i] = wy * dz - wz * dy;
    out[dof + i] = wz * dx - wx * dz;
    out[2 * dof + i] = wx * dy - wy * dx;
    out[3 * dof + i] = wx;
    out[4 * dof + i] = wy;
    out[5 * dof + i] = wz;
  }
}
