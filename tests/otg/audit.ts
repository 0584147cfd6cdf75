// Judges a trajectory from its phases alone, with formulas of its own: continuity, exact extrema, both ends.
import type { StateRequest } from "../../kernel/motion/otg/otg.ts";
import type { StateTrajectory } from "../../kernel/motion/otg/trajectory.ts";

export interface Audit {
  /** Greatest excess over a limit after the brake, in units of that limit plus one. */
  readonly excess: number;
  /** Greatest error of position, velocity or acceleration at the end. */
  readonly endError: number;
  /** Greatest jump of position, velocity or acceleration between phases or at the start. */
  readonly jump: number;
  readonly worst: string;
}

type State = readonly [p: number, v: number, a: number];

const after = ([p, v, a]: State, j: number, t: number): State => [
  p + v * t + (a * t ** 2) / 2 + (j * t ** 3) / 6,
  v + a * t + (j * t ** 2) / 2,
  a + j * t,
];

const apart = (a: State, b: State): number => Math.max(...a.map((x, k) => Math.abs(x - b[k]!)));

export function audit(request: StateRequest, trajectory: StateTrajectory): Audit {
  let [excess, endError, jump, worst] = [0, 0, 0, ""];
  const { start, target, limits } = request;
  for (let k = 0; k < trajectory.dof; k++) {
    const [vMax, aMax, jMax] = [limits.v[k]!, limits.a[k]!, limits.j[k]!];
    const vMin = limits.vMin?.[k] ?? -vMax;
    const aMin = limits.aMin?.[k] ?? -aMax;
    const over = (what: string, value: number, low: number, high: number): void => {
      const by = Math.max(low - value, value - high) / (1 + Math.max(high, -low));
      if (by > excess || Number.isNaN(by)) {
        excess = Number.isNaN(by) ? Number.POSITIVE_INFINITY : by;
        worst = `joint ${k}: ${what} ${value} outside ${low}…${high}`;
      }
    };
    let state: State = [start.p[k]!, start.v[k]!, start.a[k]!];
    let startS = 0;
    const phases = trajectory.phases(k);
    for (const [i, phase] of phases.entries()) {
      const endS = phases[i + 1]?.startS ?? trajectory.durationS;
      jump = Math.max(jump, apart(state, [phase.p, phase.v, phase.a]), Math.abs(startS - phase.startS));
      const t = Math.max(0, endS - phase.startS);
      state = [phase.p, phase.v, phase.a];
      if (!(endS - phase.startS >= -1e-12)) excess = Number.POSITIVE_INFINITY;
      const end = after(state, phase.j, t);
      over("jerk", phase.j, -jMax, jMax);
      if (phase.startS >= trajectory.brakeS[k]! - 1e-12) {
        for (const s of [state, end]) {
          over("velocity", s[1], vMin, vMax);
          over("acceleration", s[2], aMin, aMax);
        }
        const turn = -state[2] / phase.j;
        if (turn > 0 && turn < t) over("velocity at a turn", after(state, phase.j, turn)[1], vMin, vMax);
      }
      state = end;
      startS = endS;
    }
    endError = Math.max(endError, apart(state, [target.p[k]!, target.v[k]!, target.a[k]!]));
    if (!(endError >= 0)) endError = Number.POSITIVE_INFINITY;
  }
  return { excess, endError, jump, worst };
}
