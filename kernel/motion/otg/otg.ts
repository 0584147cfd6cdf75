// State-to-state trajectories: time-optimal, jerk-limited, all joints arriving together, from any state to any state
// that can be reached (Ruckig's problem). Each joint first brakes into limits if it must; the least duration that every
// joint can realise is found by asking each for its next possible one; then each fills exactly that duration.
// Source of the problem: Berscheid & Kröger, RSS 2021; how it is solved here: family.ts.
import { appendBlend, createBlender } from "./blend.ts";
import { createBrake, isInLimits, type JointLimits, setBrake } from "./brake.ts";
import { isFeasible, whyInfeasible } from "./check.ts";
import { createJoint, earliest, type Joint, reaches, setJoint } from "./joint.ts";
import {
  appendPhase,
  type Cursor,
  createCursor,
  createTable,
  type StateTrajectory,
  trajectoryOf,
} from "./trajectory.ts";

/** Arrays of length dof: rad (or m), per s, per s². */
export interface MotionState {
  readonly p: ArrayLike<number>;
  readonly v: ArrayLike<number>;
  readonly a: ArrayLike<number>;
}

/** Arrays of length dof, positive; the least velocity and acceleration are -v and -a unless given (negative). */
export interface MotionLimits {
  readonly v: ArrayLike<number>;
  readonly a: ArrayLike<number>;
  readonly j: ArrayLike<number>;
  readonly vMin?: ArrayLike<number>;
  readonly aMin?: ArrayLike<number>;
}

export interface StateRequest {
  readonly start: MotionState;
  readonly target: MotionState;
  readonly limits: MotionLimits;
  /** Arrive no sooner than this (s, finite); default 0. */
  readonly leastDurationS?: number;
}

/** A target (or limits) that no motion can meet; `joint` counts from 0. */
export interface Infeasible {
  readonly kind: "infeasible";
  readonly joint: number;
  readonly why: string;
}

export interface StatePlanner {
  /**
   * The trajectory returned is the planner's own and holds until the next call, so that planning allocates nothing;
   * who keeps trajectories uses `planStates`.
   */
  plan(request: StateRequest): StateTrajectory | Infeasible;
}

/** End positions may be off by this much (rad or m) when a duration is judged possible; velocities are not. */
const POSITION_TOLERANCE = 1e-11;

/**
 * Plans from `start` to `target` in the least time that all joints can share, within `limits`.
 * A start outside limits is led back in by the fastest legal brake first (`brakeS`), and limits hold from then on.
 * A target is feasible if velocity and acceleration are inside limits and it can be arrived at from rest inside them;
 * whether the joint can stay inside after it is not asked. (A target that only a start already at high acceleration
 * could reach is refused for every start.) The joints that could be sooner take the mean of their farthest and nearest
 * motions of the common duration, so that their jerk is mostly below its limit. Deterministic.
 * The end state is met to about 1e-11 × (1 s + duration), and limits to rounding.
 */
export const planStates = (dof: number, request: StateRequest): StateTrajectory | Infeasible =>
  createStatePlanner(dof).plan(request);

export function createStatePlanner(dof: number): StatePlanner {
  const joints: readonly Joint[] = Array.from({ length: dof }, createJoint);
  const cursors: readonly Cursor[] = Array.from({ length: dof }, createCursor);
  const brake = createBrake();
  const x = Number.NaN;
  const bounds: JointLimits = { vMin: x, vMax: x, aMin: x, aMax: x, j: x };
  const goal = { p: x, v: x, a: x };
  /** The duration that a joint named last. */
  const namedS = new Float64Array(dof);
  const brakeS = new Float64Array(dof);
  const table = createTable(dof);
  const blender = createBlender();
  const trajectory = trajectoryOf(dof, table, brakeS);

  /** Brake and set-up of one joint; what is wrong, if anything. */
  function prepare(k: number, { start, target, limits }: StateRequest): string | null {
    const joint = joints[k]!;
    const cursor = cursors[k]!;
    bounds.vMax = limits.v[k]!;
    bounds.vMin = limits.vMin === undefined ? -bounds.vMax : limits.vMin[k]!;
    bounds.aMax = limits.a[k]!;
    bounds.aMin = limits.aMin === undefined ? -bounds.aMax : limits.aMin[k]!;
    bounds.j = limits.j[k]!;
    cursor.tS = 0;
    cursor.p = start.p[k]!;
    cursor.v = start.v[k]!;
    cursor.a = start.a[k]!;
    goal.p = target.p[k]!;
    goal.v = target.v[k]!;
    goal.a = target.a[k]!;
    if (!isFeasible(bounds, cursor, goal)) return whyInfeasible(bounds, cursor, goal);
    table.count[k] = 0;
    if (!isInLimits(bounds, cursor)) {
      setBrake(brake, cursor.v, cursor.a, bounds);
      for (let b = 0; b < brake.count; b++)
        appendPhase(table, k, cursor, brake.durationS[b]!, brake.jerk[b]!, brake.endA[b]!);
    }
    brakeS[k] = cursor.tS;
    const { j } = bounds;
    joint.position = (goal.p - cursor.p) * j * j;
    joint.tolerance = POSITION_TOLERANCE * j * j;
    joint.v0 = cursor.v * j;
    joint.a0 = cursor.a;
    joint.vf = goal.v * j;
    joint.af = goal.a;
    joint.vMin = bounds.vMin * j;
    joint.vMax = bounds.vMax * j;
    joint.aMin = bounds.aMin;
    joint.aMax = bounds.aMax;
    setJoint(joint);
    namedS[k] = -1;
    return null;
  }

  /**
   * The least duration ≥ fromS that all joints can realise: each that objects to the duration so far names its next
   * possible one, until none objects. So roots are sought for few joints only. NaN on overflow.
   */
  function synchronise(fromS: number, limits: MotionLimits): number {
    let durationS = fromS;
    for (let k = 0, agreed = 0; agreed < dof; ) {
      const j = limits.j[k]!;
      const scaled = (durationS - brakeS[k]!) * j;
      if (reaches(joints[k]!, scaled) || namedS[k] === durationS) {
        agreed++;
        k = (k + 1) % dof;
      } else {
        const possibleS = brakeS[k]! + earliest(joints[k]!, scaled) / j;
        if (!(possibleS < Number.POSITIVE_INFINITY)) return Number.NaN;
        durationS = Math.max(durationS, possibleS);
        namedS[k] = durationS;
        agreed = 0;
      }
    }
    return durationS;
  }

  return {
    plan(request) {
      for (let k = 0; k < dof; k++) {
        const why = prepare(k, request);
        if (why !== null) return { kind: "infeasible", joint: k, why };
      }
      const durationS = synchronise(request.leastDurationS ?? 0, request.limits);
      if (!(durationS < Number.POSITIVE_INFINITY))
        return { kind: "infeasible", joint: 0, why: "the numbers are too far apart to compute with" };
      table.durationS = durationS;
      for (let k = 0; k < dof; k++) {
        appendBlend(blender, table, k, cursors[k]!, joints[k]!, request.limits.j[k]!);
        if (table.count[k] === 0) appendPhase(table, k, cursors[k]!, Number.MIN_VALUE, 0, cursors[k]!.a);
      }
      return trajectory;
    },
  };
}
