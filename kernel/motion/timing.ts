// When a move is where: the fastest law s(t) that keeps every limit, in phases of constant jerk. A straight move that
// only its joints hold back gets the exact optimum. Any other is first timed by velocity and acceleration alone, and
// its acceleration then smoothed by a moving mean: where it ramped, the jerk is within limits, and the way gone is the
// same. What is left over limits (measured, not estimated) is taken out by slowing the whole.
import type { MoveSegment, Phase } from "../contract/plan.ts";
import { armPointsOf } from "./arm-points.ts";
import type { Chain } from "./chain.ts";
import { type Curve, curveOfMove } from "./curve.ts";
import { meterOf, SLACK } from "./demands.ts";
import { planStates } from "./otg/otg.ts";
import type { SpeedLimits } from "./speed-limits.ts";
import { fastest, type Grid, gridOf, type Stretches } from "./topp.ts";
import { LEAST_SHARE, lowerVelocityAt, upperVelocityAt } from "./velocity-bounds.ts";

export interface MotionLimits {
  /** Fraction of the rated joint velocity, acceleration and jerk. */
  readonly jointScale: number;
  readonly speeds: SpeedLimits;
  /** How far before a reduced-speed zone its limit counts. */
  readonly leadM: number;
  /** Of the tool point along each axis, where its speed comes near a limit; default none. */
  readonly toolMPerS2?: number;
}

export interface Timing {
  readonly durationS: number;
  readonly phases: readonly Phase[];
}

/** Where a move leads, without when. */
export type Way = Pick<MoveSegment, "pointsRad" | "knots">;

/** The least time that a move of no length takes. */
const LEAST_S = 0.002;
const LEAST_INTERVALS = 80;
const PER_PIECE = 2;
/** Widths of the moving mean that are tried, of the least that the jumps of acceleration ask for. */
const WIDTHS = [1, 1.5, 2.5] as const;
const MOST_SLOWED = 1e3;
/** Of its rated speed, where a joint cannot be driven at all: a way there is timed as if it could, and hooks deny it. */
const PRETENDED = 0.05;
const LEAST_RAMP_S = 1e-4;
/** A straight move whose points stay below this share of their speed limits is held back by its joints alone. */
const FREE = 0.85;
/** And has no more to be slowed than measuring adds. */
const FITS = 1 + 2 * SLACK;
/** Ratios to limits below this are not told apart. */
const FLOORS = { joint: 0.5, speed: 0.8 };

/** The fastest timing of a way within limits, `speedScale` in (0, 1] slowing it as a whole. */
export function timeWay(chain: Chain, way: Way, limits: MotionLimits, speedScale = 1): Timing {
  const curve = curveOfMove(segmentOf(way, null));
  const candidates = isStraight(curve) ? [straight(chain, curve, limits)] : [];
  const [first] = candidates.map((phases) => kept(chain, way, phases, limits, (ratios) => ratios[3]! >= FREE));
  const best = first?.isFree ? first : quickest(chain, curve, way, limits);
  return scaled(best.phases, best.slowed / speedScale);
}

interface Kept {
  readonly phases: readonly Phase[];
  /** Factor of time by which the phases must be stretched. */
  readonly slowed: number;
  readonly durationS: number;
  /** Whether only the joints hold it back. */
  readonly isFree: boolean;
}

const lasting = (phases: readonly Phase[]): number => phases.reduce((sum, [lastsS]) => sum + lastsS, 0);

function scaled(phases: readonly Phase[], by: number): Timing {
  const all = phases.map(([lastsS, jerk]): Phase => [lastsS * by, jerk / by ** 3]);
  return { durationS: lasting(all), phases: all };
}

const segmentOf = (way: Way, phases: readonly Phase[] | null): MoveSegment => ({
  kind: "move",
  pointsRad: way.pointsRad,
  ...(way.knots === undefined ? {} : { knots: way.knots }),
  durationS: phases === null ? 1 : lasting(phases),
  ...(phases === null ? {} : { phases }),
  line: false,
  carrying: null,
});

/** Velocity, acceleration, jerk and speed, of their limits. */
type Ratios = ArrayLike<number>;

/**
 * How much the phases must be slowed to keep all limits.
 * @param isHopeless told from the ratios so far, which can only grow, that these phases will not be taken: the rest of
 * them is not measured
 */
function kept(
  chain: Chain,
  way: Way,
  phases: readonly Phase[],
  limits: MotionLimits,
  isHopeless: (ratios: Ratios) => boolean,
): Kept {
  const floors = { joint: FLOORS.joint * limits.jointScale, speed: FLOORS.speed };
  const { velocity, acceleration, jerk, speed } = meterOf(chain).measure(
    segmentOf(way, phases),
    limits.speeds,
    limits.leadM,
    floors,
    isHopeless,
  );
  const slowed = slowing([velocity.ratio, acceleration.ratio, jerk.ratio, speed.ratio], limits.jointScale);
  return { phases, slowed, durationS: lasting(phases) * slowed, isFree: speed.ratio < FREE && slowed <= FITS };
}

function slowing(ratios: Ratios, scale: number): number {
  const over = (ratio: number): number => ratio * (1 + SLACK);
  const most = Math.max(
    over(ratios[0]! / scale),
    Math.sqrt(over(ratios[1]! / scale)),
    Math.cbrt(over(ratios[2]! / scale)),
    over(ratios[3]!),
    FLOORS.joint,
  );
  return Math.min(most, MOST_SLOWED);
}

const isStraight = ({ knots }: Curve): boolean => knots.length === 2;

/** From rest to rest along a straight line by the joints' limits alone. */
function straight(chain: Chain, { dof, coefficients }: Curve, { jointScale }: MotionLimits): Phase[] {
  let [v, a, j] = [1e9, 1e9, 1e9];
  for (let joint = 0; joint < dof; joint++) {
    const share = jointScale / Math.abs(coefficients[joint * 4 + 1]!);
    v = Math.min(v, share * chain.velocity[joint]!);
    a = Math.min(a, share * chain.acceleration[joint]!);
    j = Math.min(j, share * chain.jerk[joint]!);
  }
  const rest = { p: [0], v: [0], a: [0] };
  const planned = planStates(1, {
    start: rest,
    target: { ...rest, p: [1] },
    limits: { v: [v], a: [a], j: [j] },
    leastDurationS: LEAST_S,
  });
  if (planned.kind === "infeasible") return [[LEAST_S, 0]];
  const phases = planned.phases(0);
  return phases.map((phase, k): Phase => [(phases[k + 1]?.startS ?? planned.durationS) - phase.startS, phase.j]);
}

function quickest(chain: Chain, curve: Curve, way: Way, limits: MotionLimits): Kept {
  const { jointScale } = limits;
  const allowed = allowedSpeeds(chain, curve, limits);
  const toolMPerS2 = limits.toolMPerS2 ?? Number.POSITIVE_INFINITY;
  const joints = chain.acceleration.map((limit) => limit * jointScale);
  const acceleration = Float64Array.of(...joints, toolMPerS2, toolMPerS2, toolMPerS2);
  const stretches = fastest(allowed.grid, allowed.mostX, acceleration);
  const leastS = rampS(chain, allowed.grid, stretches, jointScale);
  let best: Kept | undefined;
  for (const width of WIDTHS) {
    const phases = smoothed(stretches, leastS * width);
    const bestS = best?.durationS ?? Number.POSITIVE_INFINITY;
    const lastsS = lasting(phases);
    const found = kept(chain, way, phases, limits, (ratios) => lastsS * slowing(ratios, jointScale) >= bestS);
    if (best === undefined || found.durationS < best.durationS) best = found;
    else break;
  }
  return best!;
}

/** The greatest s'² at each point of a grid: by joint velocity, by jerk at even speed, and by the speed of the arm's points. */
function allowedSpeeds(chain: Chain, curve: Curve, limits: MotionLimits): { grid: Grid; mostX: Float64Array } {
  const points = armPointsOf(chain);
  const most: number[] = [];
  const grid = gridOf(curve, LEAST_INTERVALS, PER_PIECE, (index, q, d1, tool) => {
    points.set(q, d1);
    tool.set(points.velocity.subarray(points.count * 3 - 3));
    let x = 1e12;
    for (let j = 0; j < chain.dof; j++) {
      if (d1[j] === 0) continue;
      const { limits: rated } = chain.robot.joints[j]!;
      const boundRadPerS = d1[j]! > 0 ? upperVelocityAt(rated, q[j]!) : -lowerVelocityAt(rated, q[j]!);
      const isDrivable = boundRadPerS > (LEAST_SHARE / 2) * rated.velocityRadPerS;
      const mostRadPerS = isDrivable ? boundRadPerS : PRETENDED * rated.velocityRadPerS;
      x = Math.min(x, (limits.jointScale * mostRadPerS) / Math.abs(d1[j]!));
    }
    const { at, velocity, count } = points;
    for (let k = 0; k < count; k++) {
      const [px, py, pz] = [at[k * 3]!, at[k * 3 + 1]!, at[k * 3 + 2]!];
      const zone = limits.speeds.zoneMPerS(px, py, pz, limits.leadM);
      const limit = k + 1 === count ? Math.min(zone, limits.speeds.toolMPerS) : zone;
      x = Math.min(x, limit / Math.hypot(velocity[k * 3]!, velocity[k * 3 + 1]!, velocity[k * 3 + 2]!));
    }
    most[index] = x * x;
  });
  const { s } = grid;
  for (let i = 0; i + 1 < s.length; i++) {
    for (let j = 0; j < chain.dof; j++) {
      const at = i * grid.rows + j;
      const third = Math.abs(grid.d2[at + grid.rows]! - grid.d2[at]!) / (s[i + 1]! - s[i]!);
      const x = ((limits.jointScale * chain.jerk[j]!) / third) ** (2 / 3);
      most[i] = Math.min(most[i]!, x);
      most[i + 1] = Math.min(most[i + 1]!, x);
    }
  }
  // Where the limit falls from one point to the next, the lower one counts at both.
  const mostX = Float64Array.from(most, (x, i) => Math.min(x, most[i - 1] ?? x, most[i + 1] ?? x));
  return { grid, mostX };
}

/** How long the largest jump of acceleration must be drawn out for the joints' jerk limits. */
function rampS(chain: Chain, { s, d1, rows }: Grid, { lastsS, second }: Stretches, jointScale: number): number {
  let [widest, at, speed, last, index] = [0, 0, 0, 0, 0];
  for (let k = 0; k <= second.length; k++) {
    const jump = Math.abs((second[k] ?? 0) - last);
    while (index + 2 < s.length && s[index + 1]! <= at) index++;
    for (let j = 0; j < chain.dof; j++) {
      const rate = Math.max(Math.abs(d1[index * rows + j]!), Math.abs(d1[(index + 1) * rows + j]!));
      widest = Math.max(widest, (jump * rate) / (jointScale * chain.jerk[j]!));
    }
    last = second[k] ?? 0;
    const h = lastsS[k] ?? 0;
    at += h * (speed + (h * last) / 2);
    speed += h * last;
  }
  return Math.max(widest, LEAST_RAMP_S);
}

/** The mean, over the last `widthS`, of an acceleration that is constant on each stretch. */
function smoothed({ lastsS, second }: Stretches, widthS: number): Phase[] {
  const edges = [0];
  for (const h of lastsS) edges.push(edges[edges.length - 1]! + h);
  const phases: Phase[] = [];
  // Two hands run over the same edges, the second one `widthS` later.
  let [t, ahead, behind] = [0, 0, -1];
  const count = second.length;
  while (behind < count) {
    const nextAhead = ahead < count ? edges[ahead + 1]! : Number.POSITIVE_INFINITY;
    const nextBehind = edges[behind + 1]! + widthS;
    const to = Math.min(nextAhead, nextBehind);
    const jerk = ((second[ahead] ?? 0) - (second[behind] ?? 0)) / widthS;
    if (to > t) {
      const before = phases[phases.length - 1];
      if (before !== undefined && before[1] === jerk) phases[phases.length - 1] = [before[0] + to - t, jerk];
      else phases.push([to - t, jerk]);
    }
    if (nextAhead === to) ahead++;
    if (nextBehind === to) behind++;
    t = to;
  }
  return phases;
}
