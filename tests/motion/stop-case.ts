// One random motion stopped at random while its rate is being changed, judged by code of its own: finite differences of
// what is sent against rated limits, and each configuration looked for on the path with a spline of its own.
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import type { JointLimits } from "../../kernel/contract/robot.ts";
import { blended } from "../../kernel/motion/blend.ts";
import type { Chain } from "../../kernel/motion/chain.ts";
import { toolPoseAt } from "../../kernel/motion/chain.ts";
import { curveOfMove } from "../../kernel/motion/curve.ts";
import { meterOf } from "../../kernel/motion/demands.ts";
import { solveIkNear } from "../../kernel/motion/ik.ts";
import { jointRangeBreach } from "../../kernel/motion/joint-range.ts";
import { createMotionStream } from "../../kernel/motion/motion-stream.ts";
import { timeWay } from "../../kernel/motion/timing.ts";
import { type Cubic, knotsOf, pieces } from "./move-audit.ts";

export const KINDS = ["straight", "through", "line", "arc", "blended"] as const;
export type Kind = (typeof KINDS)[number];

export interface StopReport {
  /** Greatest ratio to rated limits, of all setpoints sent. */
  readonly velocity: number;
  readonly acceleration: number;
  readonly jerk: number;
  /** Greatest distance of a setpoint from the path, rad. */
  readonly offPathRad: number;
  /** Between the last two setpoints, rad, and the last speed sent, rad/s. */
  readonly restRad: number;
  readonly restRadPerS: number;
  /** From the stop to the setpoint that stands still, s. */
  readonly tookS: number;
  /** Whether the setpoint after the stop lies behind the one that would have been sent; `null` where there is no telling. */
  readonly beganAtOnce: boolean | null;
}

/** Draws a way; `null` when it cannot be had (a line out of reach). */
export function drawWay(chain: Chain, homeRad: readonly number[], kind: Kind, random: () => number): number[][] | null {
  const inside = (rad: number, j: number): number => {
    const margin = 0.02 * (chain.upperRad[j]! - chain.lowerRad[j]!);
    return Math.min(chain.upperRad[j]! - margin, Math.max(chain.lowerRad[j]! + margin, rad));
  };
  const near = (spread: number): number[] => homeRad.map((rad, j) => inside(rad + spread * (2 * random() - 1), j));
  const from = near(0.5);
  if (kind === "straight") return [from, near(1.5)];
  if (kind === "through" || kind === "blended") return [from, ...Array.from({ length: 3 }, () => near(0.9))];
  const start = toolPoseAt(chain, from);
  const [turn, tilt, size] = [2 * Math.PI * random(), Math.PI * (random() - 0.5), 0.05 + 0.25 * random()];
  const out = [Math.cos(turn) * Math.cos(tilt), Math.sin(turn) * Math.cos(tilt), Math.sin(tilt)] as const;
  const side = [-Math.sin(turn), Math.cos(turn), 0] as const;
  const points = [from];
  for (let k = 1; k <= 24; k++) {
    const u = k / 24;
    const [along, across] = kind === "line" ? [size * u, 0] : [size * Math.sin(2 * u), size * (1 - Math.cos(2 * u))];
    const at = (axis: 0 | 1 | 2): number => start.xyzM[axis] + along * out[axis] + across * side[axis];
    const q = solveIkNear(chain, { xyzM: [at(0), at(1), at(2)], quatXyzw: start.quatXyzw }, points.at(-1)!);
    if (q === null) return null;
    points.push(q);
  }
  return points;
}

/** Times the way within limits drawn at random, a blended one with its corners rounded; `null` where no hook would let it pass. */
export function drawMove(chain: Chain, pointsRad: number[][], random: () => number, kind?: Kind): MoveSegment | null {
  const way = kind === "blended" ? blended(pointsRad, 0.01 + 0.3 * random()) : { pointsRad };
  const limits = {
    jointScale: 0.2 + 0.7 * random(),
    speeds: { toolMPerS: 0.2 + 2 * random() ** 2, zoneMPerS: () => Number.POSITIVE_INFINITY },
    leadM: 0,
    ...(random() < 0.5 ? { toolMPerS2: 2 } : {}),
  };
  const timing = timeWay(chain, way, limits, random() < 0.3 ? 0.1 + 0.9 * random() : 1);
  const move: MoveSegment = { kind: "move", ...way, ...timing, line: false, carrying: null };
  const isInRange = jointRangeBreach(chain, curveOfMove(move)) === null;
  const demands = meterOf(chain).measure(move, limits.speeds, 0, { joint: 1, speed: 1 });
  return isInRange && demands.velocity.ratio <= 1 ? move : null;
}

/** The rate's limit over time: even, or a few steps. */
function drawOverride(random: () => number, durationS: number): (atS: number) => number {
  if (random() < 0.4) return () => 1;
  const steps = Array.from({ length: 1 + Math.floor(4 * random()) }, () => [
    random() * durationS,
    random() < 0.25 ? 0 : random(),
  ]).sort((a, b) => a[0]! - b[0]!);
  const first = random() < 0.5 ? 1 : random();
  return (atS) => steps.findLast(([since]) => since! <= atS)?.[1] ?? first;
}

/** Greatest speed either way at a position, written out anew. */
function speedLimit(limits: JointLimits, q: number, isUp: boolean): number {
  const law = limits.velocityByPosition;
  if (law === undefined) return limits.velocityRadPerS;
  const room = isUp ? law.upperEndRad - q : q - law.lowerEndRad;
  return Math.max(
    0,
    Math.min(limits.velocityRadPerS, -law.offsetRadPerS + Math.sqrt(law.gainRadPerS2 * Math.max(0, room))),
  );
}

interface OwnCurve {
  readonly knots: readonly number[];
  readonly joints: readonly (readonly Cubic[])[];
}

function ownCurve(move: MoveSegment): OwnCurve {
  const knots = [...(move.knots ?? knotsOf(move.pointsRad))];
  const joints = move.pointsRad[0]!.map((_, j) =>
    pieces(
      move.pointsRad.map((point) => point[j]!),
      knots,
    ),
  );
  return { knots, joints };
}

const LOOKS = 100;
const FINE_LOOKS = 2_000;
const NEAR_RAD = 1e-10;

function awayFrom({ knots, joints }: OwnCurve, q: ArrayLike<number>, s: number): number {
  const piece = Math.max(
    0,
    Math.min(
      knots.length - 2,
      knots.findLastIndex((knot) => knot <= s),
    ),
  );
  const h = s - knots[piece]!;
  let sum = 0;
  for (let j = 0; j < joints.length; j++) {
    const [c0, c1, c2, c3] = joints[j]![piece]!;
    sum += (c0 + h * (c1 + h * (c2 + h * c3)) - q[j]!) ** 2;
  }
  return Math.sqrt(sum);
}

/** The s near `from` where the path comes nearest to `q` (Newton on the squared distance), and how near. */
function nearest({ knots, joints }: OwnCurve, q: ArrayLike<number>, from: number): { s: number; awayRad: number } {
  let s = from;
  let away = 0;
  for (let k = 0; k < 40; k++) {
    const piece = Math.max(
      0,
      Math.min(
        knots.length - 2,
        knots.findLastIndex((knot) => knot <= s),
      ),
    );
    let [slope, bend, sum] = [0, 0, 0];
    for (let j = 0; j < joints.length; j++) {
      const [c0, c1, c2, c3] = joints[j]![piece]!;
      const h = s - knots[piece]!;
      const d = c0 + h * (c1 + h * (c2 + h * c3)) - q[j]!;
      const d1 = c1 + h * (2 * c2 + 3 * h * c3);
      sum += d * d;
      slope += d * d1;
      bend += d1 * d1 + d * (2 * c2 + 6 * h * c3);
    }
    away = Math.sqrt(sum);
    const step = bend > 0 ? -slope / bend : 0;
    if (Math.abs(step) < 1e-14) break;
    s = Math.min(1, Math.max(0, s + step));
  }
  return { s, awayRad: away };
}

export function stopCase(chain: Chain, move: MoveSegment, random: () => number): StopReport {
  const tickS = [0.002, 0.002, 0.002, 0.004, 0.008, 0.008, 0.001, 0.0005][Math.floor(8 * random())]!;
  const override = drawOverride(random, move.durationS);
  const stream = createMotionStream(move, chain, tickS);
  const stopTick = 1 + Math.floor((random() * move.durationS) / tickS);
  const sent: number[][] = [[...move.pointsRad[0]!]];
  let beganAtOnce: boolean | null = null;
  let tick = 0;
  for (; !stream.hasEnded && tick < 1e6; tick++) {
    const allowed = override(tick * tickS);
    // Where it would have gone on evenly, it must fall behind that in the very tick.
    const evenS = stream.isEvenAt(allowed) ? stream.pathS + stream.rate * tickS : Number.NaN;
    if (tick === stopTick) stream.stop();
    stream.next(allowed);
    sent.push([...stream.jointsRad]);
    if (tick === stopTick && evenS < move.durationS) beganAtOnce = stream.pathS < evenS;
  }
  const standsFrom = sent.length - 1;
  const curve = ownCurve(move);
  let [velocity, acceleration, jerk, offPathRad, s] = [0, 0, 0, 0, 0];
  const firstLooked = Math.min(Math.max(0, stopTick - 3), sent.length - 1);
  // Newton needs to begin near: the first one is looked for all along the path.
  const awayAt = (share: number): number => awayFrom(curve, sent[firstLooked]!, share);
  for (let k = 1, least = awayAt(0); k <= LOOKS; k++) {
    const away = awayAt(k / LOOKS);
    if (away >= least) continue;
    least = away;
    s = k / LOOKS;
  }
  for (let k = firstLooked; k < sent.length; k++) {
    let found = nearest(curve, sent[k]!, s);
    // Round a sharp corner Newton's method may end on the wrong side: then the whole path is looked through.
    for (let from = 0; found.awayRad > NEAR_RAD && from <= FINE_LOOKS; from++) {
      const other = nearest(curve, sent[k]!, from / FINE_LOOKS);
      if (other.awayRad < found.awayRad) found = other;
    }
    offPathRad = Math.max(offPathRad, found.awayRad);
    s = found.s;
  }
  // Before it all the arm stood where the path begins, after it all where it came to rest.
  const at = (k: number, j: number): number => sent[Math.max(0, Math.min(standsFrom, k))]![j]!;
  for (let j = 0; j < chain.dof; j++) {
    const { limits } = chain.robot.joints[j]!;
    let [a, b, c, mostA, mostJ] = [at(-3, j), at(-2, j), at(-1, j), 0, 0];
    for (let k = 0; k <= standsFrom + 3; k++) {
      const d = at(k, j);
      const v = (d - c) / tickS;
      const limit = Math.max(speedLimit(limits, c, v > 0), speedLimit(limits, d, v > 0));
      if (Math.abs(v) > velocity * limit) velocity = Math.abs(v) / limit;
      mostA = Math.max(mostA, Math.abs(d - 2 * c + b));
      mostJ = Math.max(mostJ, Math.abs(d - 3 * c + 3 * b - a));
      a = b;
      b = c;
      c = d;
    }
    acceleration = Math.max(acceleration, mostA / tickS ** 2 / limits.accelerationRadPerS2);
    jerk = Math.max(jerk, mostJ / tickS ** 3 / limits.jerkRadPerS3);
  }
  stream.next(1);
  const restRad = Math.max(...stream.jointsRad.map((x, j) => Math.abs(x - at(standsFrom, j))));
  const restRadPerS = Math.max(...stream.jointsRadPerS.map(Math.abs));
  return {
    velocity,
    acceleration,
    jerk,
    offPathRad,
    restRad,
    restRadPerS,
    tookS: (tick - stopTick) * tickS,
    beganAtOnce,
  };
}
