// Re-computes a timed move from its data alone, with a spline and an integration of its own, and looks at it densely.
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import type { Chain } from "../../kernel/motion/chain.ts";
import { toolPoseAt } from "../../kernel/motion/chain.ts";

export interface MoveAudit {
  /** Greatest value over its rated limit. */
  readonly velocity: number;
  readonly acceleration: number;
  readonly jerk: number;
  readonly toolMPerS: number;
  /** Greatest error of s, s' T and s'' T² at the end. */
  readonly endError: number;
  readonly slowest: number;
}

export type Cubic = readonly [number, number, number, number];

/** Natural spline by solving for the second derivatives with plain elimination. */
export function pieces(ys: readonly number[], knots: readonly number[]): Cubic[] {
  const n = ys.length;
  const rows = ys.map((_, i) => {
    const row = new Array<number>(n + 1).fill(0);
    if (i === 0 || i === n - 1) row[i] = 1;
    else {
      const [h, g] = [knots[i]! - knots[i - 1]!, knots[i + 1]! - knots[i]!];
      row[i - 1] = h / 6;
      row[i] = (h + g) / 3;
      row[i + 1] = g / 6;
      row[n] = (ys[i + 1]! - ys[i]!) / g - (ys[i]! - ys[i - 1]!) / h;
    }
    return row;
  });
  for (let i = 1; i < n; i++) {
    const factor = rows[i]![i - 1]! / rows[i - 1]![i - 1]!;
    for (const c of [i - 1, i, n]) rows[i]![c] = rows[i]![c]! - factor * rows[i - 1]![c]!;
  }
  const m = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--)
    m[i] = (rows[i]![n]! - (i + 1 < n ? rows[i]![i + 1]! * m[i + 1]! : 0)) / rows[i]![i]!;
  return ys.slice(1).map((y, i): Cubic => {
    const h = knots[i + 1]! - knots[i]!;
    return [ys[i]!, (y - ys[i]!) / h - (h * (2 * m[i]! + m[i + 1]!)) / 6, m[i]! / 2, (m[i + 1]! - m[i]!) / (6 * h)];
  });
}

export function knotsOf(points: readonly (readonly number[])[]): number[] {
  const reach = [0];
  for (let k = 1; k < points.length; k++)
    reach.push(reach[k - 1]! + Math.hypot(...points[k]!.map((x, j) => x - points[k - 1]![j]!)));
  return reach.map((x) => x / reach.at(-1)!);
}

/** @param stepS between looks; both sides of every phase's ends are looked at too */
export function auditMove(chain: Chain, move: MoveSegment, stepS: number): MoveAudit {
  const points = move.pointsRad;
  const knots = move.knots ?? knotsOf(points);
  const curves = chain.jointNames.map((_, j) =>
    pieces(
      points.map((point) => point[j]!),
      knots,
    ),
  );
  const most = { velocity: 0, acceleration: 0, jerk: 0, toolMPerS: 0 };
  let [t, s, v, a] = [0, 0, 0, 0];
  let slowest = 0;
  let before: readonly number[] | null = null;
  const look = (atS: number, [s0, s1, s2, s3]: readonly [number, number, number, number], lastS: number): void => {
    let piece = knots.findLastIndex((knot) => knot <= s0);
    piece = Math.min(knots.length - 2, Math.max(0, piece));
    const q: number[] = [];
    for (const [j, cubics] of curves.entries()) {
      const [c0, c1, c2, c3] = cubics[piece]!;
      const h = s0 - knots[piece]!;
      const [d1, d2, d3] = [c1 + h * (2 * c2 + 3 * c3 * h), 2 * c2 + 6 * c3 * h, 6 * c3];
      q.push(c0 + h * (c1 + h * (c2 + h * c3)));
      most.velocity = Math.max(most.velocity, Math.abs(d1 * s1) / chain.velocity[j]!);
      most.acceleration = Math.max(most.acceleration, Math.abs(d2 * s1 ** 2 + d1 * s2) / chain.acceleration[j]!);
      most.jerk = Math.max(most.jerk, Math.abs(d3 * s1 ** 3 + 3 * d2 * s1 * s2 + d1 * s3) / chain.jerk[j]!);
    }
    const tool = toolPoseAt(chain, q).xyzM;
    if (before !== null && atS - lastS > stepS / 4)
      most.toolMPerS = Math.max(
        most.toolMPerS,
        Math.hypot(...tool.map((x, axis) => x - before![axis]!)) / (atS - lastS),
      );
    if (before === null || atS - lastS > stepS / 4) before = tool;
    slowest = Math.min(slowest, s1);
  };
  let lastS = 0;
  const phases =
    move.phases ?? [1, -1, -1, 1].map((x) => [move.durationS / 4, (32 * x) / move.durationS ** 3] as const);
  for (const [h, j] of phases) {
    const looks = Math.max(1, Math.ceil(h / stepS));
    for (let k = 0; k <= looks; k++) {
      const d = (h * k) / looks;
      look(t + d, [s + d * v + (d * d * a) / 2 + (d ** 3 * j) / 6, v + d * a + (d * d * j) / 2, a + d * j, j], lastS);
      if (t + d - lastS > stepS / 4) lastS = t + d;
    }
    s += h * v + (h * h * a) / 2 + (h ** 3 * j) / 6;
    v += h * a + (h * h * j) / 2;
    a += h * j;
    t += h;
  }
  const endError = Math.max(Math.abs(s - 1), Math.abs(v * t), Math.abs(a * t * t), Math.abs(t - move.durationS));
  return { ...most, endError, slowest };
}
