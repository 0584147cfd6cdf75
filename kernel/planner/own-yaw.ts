// Arms of fewer than five joints cannot choose how a tool that points straight down is turned: its yaw follows the
// base. Here is what the planner asks of such arms instead of a yaw of its own choice.
import type { Pose, Vec3 } from "../contract/geometry.ts";
import { downPose } from "../motion/aim.ts";
import { type Chain, toolPoseAt } from "../motion/chain.ts";
import { type IkOptions, solveIkAll } from "../motion/ik.ts";
import { quatFromAxisAngle, quatMultiply, rotateVector, yawOf } from "../motion/transform.ts";
import type { PlanContext } from "./context.ts";
import type { ToolWay } from "./tool-way.ts";

const MOST = 4;
/** Less than this off straight down counts as straight down. */
const LEAN_RAD = 0.02;
const NO_TURN_RAD = 1e-6;

export const yawFollows = (chain: Chain): boolean => chain.dof < 5;

/** What inverse kinematics may choose, where no yaw is asked for. */
export const freeOf = (chain: Chain): NonNullable<IkOptions["free"]> => (yawFollows(chain) ? "yaw" : "none");

/** The yaws at which the arm can hold its tool straight down at a point, the nearest posture first. */
export function ownYaws({ chain, state, seed }: PlanContext, pointM: Vec3): number[] {
  const found = solveIkAll(chain, downPose(pointM, 0), { seedRad: state.jointsRad, most: MOST, seed, free: "yaw" });
  return found.map((q) => yawOf(toolPoseAt(chain, q).quatXyzw));
}

/**
 * The poses along a way as the arm can take them. On arms that cannot choose their yaw the tool turns with the base where
 * no turn is asked for; on arms of five joints or fewer a tool that sags a little from straight down is set straight: its
 * lean could not be kept.
 */
export function ownTurning(chain: Chain, way: ToolWay): (share: number) => Pose {
  if (chain.dof > 5) return way.poseAt;
  const follows = yawFollows(chain) && Math.abs(way.turnRad) < NO_TURN_RAD;
  const [bx, by] = chain.base.xyzM;
  const bearing = ([x, y]: Vec3): number => Math.atan2(y - by, x - bx);
  const first = bearing(way.poseAt(0).xyzM);
  return (share) => {
    const { xyzM, quatXyzw } = way.poseAt(share);
    const turnRad = follows ? bearing(xyzM) - first : 0;
    const isDown = rotateVector(quatXyzw, [0, 0, 1])[2] < -Math.cos(LEAN_RAD);
    if (isDown) return downPose(xyzM, yawOf(quatXyzw) + turnRad);
    return { xyzM, quatXyzw: quatMultiply(quatFromAxisAngle([0, 0, 1], turnRad), quatXyzw) };
  };
}
