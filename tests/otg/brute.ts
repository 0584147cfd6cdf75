// How fast one joint can be, found without the planner's formulas: scan how long the first stage of raising (then
// holding) the acceleration lasts, complete each with the quickest change of velocity, cruise if the speed limit is
// met, and bisect every change of sign of the distance left. Knows the seven phases, and nothing else, of the theory.

export interface JointCase {
  readonly p: number;
  readonly v0: number;
  readonly a0: number;
  readonly vf: number;
  readonly af: number;
  readonly vMin: number;
  readonly vMax: number;
  readonly aMin: number;
  readonly aMax: number;
  readonly j: number;
}

interface Ended {
  readonly p: number;
  readonly timeS: number;
}

interface Walk {
  p: number;
  v: number;
  a: number;
  timeS: number;
}

function go(walk: Walk, jerk: number, timeS: number): void {
  walk.p += walk.v * timeS + (walk.a * timeS ** 2) / 2 + (jerk * timeS ** 3) / 6;
  walk.v += walk.a * timeS + (jerk * timeS ** 2) / 2;
  walk.a += jerk * timeS;
  walk.timeS += timeS;
}

/** The motion whose first stage lasts `stageS`; `side` tells which of two troughs. Null where there is none. */
function member(c: JointCase, stageS: number, side: 1 | -1, cruiseS: number): Ended | null {
  const walk: Walk = { p: 0, v: c.v0, a: c.a0, timeS: 0 };
  const raiseS = Math.min(stageS, (c.aMax - c.a0) / c.j);
  go(walk, c.j, raiseS);
  go(walk, 0, stageS - raiseS);
  const square = (walk.a ** 2 + c.af ** 2) / 2 - c.j * (c.vf - walk.v);
  if (square < 0) return null;
  const trough = side * Math.sqrt(square);
  if (trough > walk.a || trough > c.af) return null;
  const [lowest, v, a] = [Math.max(trough, c.aMin), walk.v, walk.a];
  if (a > 0 && trough < 0) {
    if (v + a ** 2 / (2 * c.j) > c.vMax * (1 + 1e-12)) return null;
    go(walk, -c.j, a / c.j);
    go(walk, 0, cruiseS);
  }
  go(walk, -c.j, (walk.a - lowest) / c.j);
  if (lowest > trough) go(walk, 0, (trough ** 2 - lowest ** 2) / c.j / -lowest);
  go(walk, c.j, (c.af - lowest) / c.j);
  return walk;
}

function bestOneWay(c: JointCase, steps: number): number {
  const peakOf = (stageS: number): number => {
    const walk: Walk = { p: 0, v: c.v0, a: c.a0, timeS: 0 };
    const raiseS = Math.min(stageS, (c.aMax - c.a0) / c.j);
    go(walk, c.j, raiseS);
    go(walk, 0, stageS - raiseS);
    return walk.v + Math.max(0, walk.a) ** 2 / (2 * c.j);
  };
  let longestS = (c.aMax - c.a0) / c.j + (c.vMax - c.v0) / c.aMax + c.aMax / c.j + Math.abs(c.a0) / c.j;
  for (let lowS = 0, k = 0; k < 100; k++) {
    const middleS = (lowS + longestS) / 2;
    if (peakOf(middleS) > c.vMax) longestS = middleS;
    else lowS = middleS;
  }
  let best = Number.POSITIVE_INFINITY;
  const cruising = member(c, longestS, -1, 0);
  if (cruising !== null && cruising.p <= c.p) best = cruising.timeS + (c.p - cruising.p) / c.vMax;
  for (const side of [-1, 1] as const) {
    let before: Ended | null = null;
    for (let k = 0; k <= steps; k++) {
      const stageS = (longestS * k) / steps;
      const now = member(c, stageS, side, 0);
      if (now !== null && before !== null && (now.p - c.p) * (before.p - c.p) <= 0) {
        let [lowS, highS, found] = [(longestS * (k - 1)) / steps, stageS, now];
        for (let i = 0; i < 60; i++) {
          const middleS = (lowS + highS) / 2;
          const middle = member(c, middleS, side, 0);
          if (middle === null) break;
          found = middle;
          if ((middle.p - c.p) * (before.p - c.p) <= 0) highS = middleS;
          else lowS = middleS;
        }
        if (Math.abs(found.p - c.p) < 1e-9) best = Math.min(best, found.timeS);
      }
      before = now;
    }
  }
  return best;
}

/** Seconds; Infinity where the scan found no motion. Start and target must be within limits. */
export function bruteForceS(c: JointCase, steps: number): number {
  const { vMin, vMax, aMin, aMax, j } = c;
  const mirrored = { p: -c.p, v0: -c.v0, a0: -c.a0, vf: -c.vf, af: -c.af };
  const limits = { vMin: -vMax, vMax: -vMin, aMin: -aMax, aMax: -aMin, j };
  return Math.min(bestOneWay(c, steps), bestOneWay({ ...mirrored, ...limits }, steps));
}
