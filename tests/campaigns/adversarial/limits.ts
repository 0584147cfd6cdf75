// Rated limits, re-computed from the setpoints that were sent: differences of a signal that keeps a bound on a derivative
// keep that bound too, so whatever exceeds it here did exceed it.
import type { RobotDescription } from "../../../kernel/contract/robot.ts";

/** Rounding: of positions near 1, through three differences over 2 ms, compared with limits of thousands. */
const TOLERANCE = 1e-4;
/** What the joint-limits rule grants (kernel/motion/joint-range.ts), and rounding. */
const POSITION_RAD = 1e-6 + 1e-9;

export interface Excess {
  readonly what: "position" | "velocity" | "acceleration" | "jerk";
  readonly joint: string;
  readonly tick: number;
  readonly value: number;
  readonly limit: number;
}

/** The first excess of each kind. `rows`: joint setpoints, the first where the arm stood at rest. */
export function excessOf({ joints }: RobotDescription, rows: Float64Array, tickS: number): Excess[] {
  const dof = joints.length;
  const ticks = rows.length / dof;
  const found = new Map<Excess["what"], Excess>();
  joints.forEach(({ name, limits }, j) => {
    /** Before the first and after the last setpoint the arm stands still. */
    const at = (tick: number): number => rows[Math.min(ticks - 1, Math.max(0, tick)) * dof + j]!;
    const take = (what: Excess["what"], tick: number, value: number, limit: number): void => {
      if (!(value <= limit) && !found.has(what)) found.set(what, { what, joint: name, tick, value, limit });
    };
    const startOut = Math.max(0, limits.lowerRad - at(0), at(0) - limits.upperRad);
    for (let tick = 0; tick < ticks + 3; tick++) {
      const [q0, q1, q2, q3] = [at(tick), at(tick - 1), at(tick - 2), at(tick - 3)];
      const out = Math.max(limits.lowerRad - q0, q0 - limits.upperRad);
      take("position", tick, out, startOut + POSITION_RAD);
      const v = (q0 - q1) / tickS;
      take("velocity", tick, Math.abs(v), velocityLimit(limits, v, q0, q1) * (1 + TOLERANCE) + 1e-6);
      const a = (q0 - 2 * q1 + q2) / tickS ** 2;
      take("acceleration", tick, Math.abs(a), limits.accelerationRadPerS2 * (1 + TOLERANCE) + 1e-4);
      const jerk = (q0 - 3 * q1 + 3 * q2 - q3) / tickS ** 3;
      take("jerk", tick, Math.abs(jerk), limits.jerkRadPerS3 * (1 + TOLERANCE) + 1e-1);
    }
  });
  return [...found.values()];
}

/** Towards an end no faster than the law of its distance allows; the better of the two positions counts. */
function velocityLimit(
  limits: RobotDescription["joints"][number]["limits"],
  v: number,
  here: number,
  before: number,
): number {
  const law = limits.velocityByPosition;
  if (law === undefined) return limits.velocityRadPerS;
  const { gainRadPerS2, offsetRadPerS, lowerEndRad, upperEndRad } = law;
  const left = Math.max(0, v > 0 ? upperEndRad - Math.min(here, before) : Math.max(here, before) - lowerEndRad);
  return Math.min(limits.velocityRadPerS, Math.max(0, Math.sqrt(gainRadPerS2 * left) - offsetRadPerS));
}
