// Arms whose inverse kinematics has a closed form, recognised from where their axes stand.
import type { Pose } from "../contract/geometry.ts";
import type { Chain } from "./chain.ts";
import type { JointWindow } from "./dh.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { oncePer } from "./once-per.ts";
import { SEVEN_JOINT_MOST, sevenJointArmOf, sevenJointSolutions } from "./seven-joint-ik.ts";
import { UR_MOST, urArmOf, urSolutions } from "./ur-ik.ts";

export interface ClosedForm {
  /** Solutions written at most by one call of `solve`. */
  readonly most: number;
  /** Whether the last joint may be chosen: then one call of `solve` answers for one choice, else for all. */
  readonly isRedundant: boolean;
  /** Leads from a wanted tool frame to the last joint's. */
  readonly lastInTool: Float64Array;
  /** Writes solutions inside the window, `dof` numbers each; returns how many. `goal` is the last joint's frame. */
  solve(goal: Float64Array, lastRad: number, window: JointWindow, out: Float64Array): number;
}

/** `null` for arms without one that is known here. */
export const closedFormOf = oncePer(recognised);

function recognised(chain: Chain): ClosedForm | null {
  const seven = sevenJointArmOf(chain);
  if (seven !== null) {
    return {
      most: SEVEN_JOINT_MOST,
      isRedundant: true,
      lastInTool: seven.table.lastInTool,
      solve: (goal, lastRad, window, out) => sevenJointSolutions(seven, goal, lastRad, window, out),
    };
  }
  const ur = urArmOf(chain);
  if (ur === null) return null;
  return {
    most: UR_MOST,
    isRedundant: false,
    lastInTool: ur.table.lastInTool,
    solve: (goal, _, window, out) => urSolutions(ur, goal, window, out),
  };
}

/** The frame in which the last joint must stand so that the tool point stands at `target`. */
export function lastJointGoal(form: ClosedForm, target: Pose): Float64Array {
  const goal = new Float64Array(12);
  multiplyFrames(writeFrame(target, new Float64Array(12), 0), 0, form.lastInTool, 0, goal, 0);
  return goal;
}
