// How long a move must take: the least duration within joint and tool-speed limits, and what a move of
// given duration demands. Velocity scales with 1/T, acceleration with 1/T², jerk with 1/T³.
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { MoveSegment } from "../contract/plan.ts";
import { type Chain, jacobianFromFrames, toolFrameAt } from "./chain.ts";
import { type Curve, curveThrough, moveSampler, pieceAt, pieceValues, septicAt } from "./curve.ts";
import { poseOfFrame } from "./frame.ts";

/** Durations are whole multiples of this (the drivers' tick). */
const TICK_S = 0.002;
const SAMPLES = 400;
const MARGIN = 1.001;

export interface MotionLimits {
  /** Fraction of the rated joint velocity, acceleration and jerk. */
  readonly jointScale: number;
  /** Limit of the tool point's speed where it is. */
  readonly toolSpeedAtMPerS: (pointM: Vec3) => number;
}

/**
 * The least duration, a multiple of 2 ms, for which the rest-to-rest move through `pointsRad` keeps
 * every limit. Where the tool speed limit changes, the lower one already counts a sample ahead and after.
 */
export function shortestDurationS(
  chain: Chain,
  pointsRad: readonly (readonly number[])[],
  limits: MotionLimits,
): number {
  const curve = curveThrough(pointsRad);
  const { dof } = curve;
  const us = samplesOf(curve);
  const [q, d1, d2, d3] = [0, 0, 0, 0].map(() => new Float64Array(dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const law = new Float64Array(4);
  const probe = toolProbe(chain);
  const speeds = new Float64Array(us.length);
  const allowed = new Float64Array(us.length);
  let least = 0;
  const demand = (): void => {
    const [, p1, p2, p3] = law as unknown as [number, number, number, number];
    for (let j = 0; j < dof; j++) {
      const v = Math.abs(d1[j]! * p1) / chain.velocity[j]!;
      const a = Math.abs(d2[j]! * p1 * p1 + d1[j]! * p2) / chain.acceleration[j]!;
      const k = Math.abs(d3[j]! * p1 * p1 * p1 + 3 * d2[j]! * p1 * p2 + d1[j]! * p3) / chain.jerk[j]!;
      least = Math.max(
        least,
        v / limits.jointScale,
        Math.sqrt(a / limits.jointScale),
        Math.cbrt(k / limits.jointScale),
      );
    }
  };
  for (let i = 0; i < us.length; i++) {
    septicAt(us[i]!, law);
    const s = law[0]!;
    const piece = pieceAt(curve, s);
    pieceValues(curve, piece, s, q, d1, d2, d3);
    demand();
    speeds[i] = law[1]! * probe.speedMPerS(q, d1);
    allowed[i] = limits.toolSpeedAtMPerS(probe.pointM());
    if (piece > 0 && s - curve.knots[piece]! < 1e-9) {
      pieceValues(curve, piece - 1, s, q, d1, d2, d3);
      demand();
    }
  }
  for (let i = 0; i < us.length; i++) {
    const limit = Math.min(allowed[Math.max(0, i - 1)]!, allowed[i]!, allowed[Math.min(us.length - 1, i + 1)]!);
    if (speeds[i]! > 0) least = Math.max(least, speeds[i]! / limit);
  }
  return Math.max(1, Math.ceil((least * MARGIN) / TICK_S - 1e-9)) * TICK_S;
}

/** An even grid in u and, since jerk jumps there, the u of every inner knot. Ascending. */
function samplesOf(curve: Curve): Float64Array {
  const us: number[] = [];
  for (let i = 0; i <= SAMPLES; i++) us.push(i / SAMPLES);
  for (let k = 1; k + 1 < curve.knots.length; k++) us.push(whenSeptic(curve.knots[k]!));
  return Float64Array.from(us).sort();
}

/** The u with septic(u) = s, never a hair below. */
function whenSeptic(s: number): number {
  const law = new Float64Array(4);
  let low = 0;
  let high = 1;
  for (let i = 0; i < 52; i++) {
    const middle = (low + high) / 2;
    septicAt(middle, law);
    if (law[0]! < s) low = middle;
    else high = middle;
  }
  return high;
}

/** Tool-point speed for joint velocities; scratch made once. */
function toolProbe(chain: Chain): {
  speedMPerS(q: Float64Array, v: Float64Array): number;
  pointM(): Vec3;
  pose(): Pose;
} {
  const tool = chain.frameCount * 12;
  const frames = new Float64Array(tool + 12);
  const jacobian = new Float64Array(6 * chain.dof);
  return {
    speedMPerS(q, v) {
      toolFrameAt(chain, q, frames, tool);
      jacobianFromFrames(chain, frames, tool, jacobian);
      let sum = 0;
      for (let r = 0; r < 3; r++) {
        let x = 0;
        for (let j = 0; j < chain.dof; j++) x += jacobian[r * chain.dof + j]! * v[j]!;
        sum += x * x;
      }
      return Math.sqrt(sum);
    },
    pointM: () => [frames[tool + 3]!, frames[tool + 7]!, frames[tool + 11]!],
    pose: () => poseOfFrame(frames, tool),
  };
}

export interface JointExtreme {
  /** Greatest |value| over the rated limit. */
  readonly ratio: number;
  /** 0-based. */
  readonly joint: number;
  readonly atS: number;
}

export interface MotionExtremes {
  readonly velocity: JointExtreme;
  readonly acceleration: JointExtreme;
  readonly jerk: JointExtreme;
  /** Where the tool point is fastest. */
  readonly toolSpeed: { readonly mPerS: number; readonly atS: number; readonly pose: Pose };
  /** Where the tool point is fastest in proportion to the limit there; the limit is Infinity when none was given. */
  readonly toolSpeedRatio: {
    readonly ratio: number;
    readonly mPerS: number;
    readonly limitMPerS: number;
    readonly atS: number;
    readonly pose: Pose;
  };
}

/** What the move demands at samples `stepS` apart, both ends included; ratios are to the RATED limits. */
export function motionExtremes(
  chain: Chain,
  move: MoveSegment,
  stepS: number,
  toolSpeedAtMPerS: (pointM: Vec3) => number = () => Number.POSITIVE_INFINITY,
): MotionExtremes {
  const sampler = moveSampler(move);
  const { dof } = chain;
  const q = new Float64Array(dof);
  const values = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)] as const;
  const rated = [chain.velocity, chain.acceleration, chain.jerk] as const;
  const most = rated.map(() => ({ ratio: 0, joint: 0, atS: 0 }));
  const probe = toolProbe(chain);
  let fastest = { mPerS: -1, atS: 0, pose: chain.base };
  let worst = { ratio: -1, mPerS: 0, limitMPerS: Number.POSITIVE_INFINITY, atS: 0, pose: chain.base };
  const steps = Math.max(1, Math.ceil(move.durationS / stepS - 1e-9));
  for (let i = 0; i <= steps; i++) {
    const atS = Math.min(i * stepS, move.durationS);
    sampler.at(atS, q, values[0], values[1], values[2]);
    for (let kind = 0; kind < 3; kind++) {
      for (let joint = 0; joint < dof; joint++) {
        const ratio = Math.abs(values[kind]![joint]!) / rated[kind]![joint]!;
        if (!(ratio <= most[kind]!.ratio)) most[kind] = { ratio, joint, atS };
      }
    }
    const mPerS = probe.speedMPerS(q, values[0]);
    const limitMPerS = toolSpeedAtMPerS(probe.pointM());
    if (!(mPerS <= fastest.mPerS)) fastest = { mPerS, atS, pose: probe.pose() };
    if (!(mPerS / limitMPerS <= worst.ratio)) {
      worst = { ratio: mPerS / limitMPerS, mPerS, limitMPerS, atS, pose: probe.pose() };
    }
  }
  return { velocity: most[0]!, acceleration: most[1]!, jerk: most[2]!, toolSpeed: fastest, toolSpeedRatio: worst };
}
