// Motions of the tool in the open: to a point, by a delta, along a path, by joints, home. Where the goal is
// not clear they still lead towards it, so that the hook names what is in the way.
import { degToRad, type Pose, type Vec3 } from "../contract/geometry.ts";
import type { Segment } from "../contract/plan.ts";
import type { ToolArgs } from "../contract/tools.ts";
import { downPose, homeYawRad, wrapRad } from "../motion/aim.ts";
import { jointIndex } from "../motion/chain.ts";
import { solveIkAll } from "../motion/ik.ts";
import { byClearance } from "../motion/ik-choice.ts";
import { distanceM, quatAngleRad, yawOf } from "../motion/transform.ts";
import { type Clearance, clearanceIn } from "./clearance.ts";
import { blocked, type Laid, laid, moveSegment, type PlanContext, raised, shownPoint } from "./context.ts";
import { freeWay } from "./free.ts";
import { followWay, lineFault, straightLine, turning, turningTo } from "./line.ts";
import { freeOf, yawFollows } from "./own-yaw.ts";
import { arcWay, blendedWay, type Leg, lineWay, type ToolWay } from "./tool-way.ts";

const IK_GOALS = 8;
/** Less than this, in metres and radians, is nothing to move. */
const NO_MOTION = 1e-6;
/** From here down towards a goal that is not clear. */
const ABOVE_M = 0.1;

/** How free motion from here is judged. */
const clearanceHere = (context: PlanContext): Clearance =>
  clearanceIn(context, {
    held: context.held,
    openingM: context.state.gripper.openingM,
    objects: context.state.objects,
    handled: null,
    support: null,
  });

/** A free motion to the cell's home; the direct one, come what may, when none is clear. */
export function layGoHome(context: PlanContext): Laid {
  const { state, held, cell } = context;
  const way = freeWay(context, clearanceHere(context), state.jointsRad, [cell.homeRad], held);
  if (way !== null) return laid(way.segments, way.rerouted);
  return laid([moveSegment(context, [state.jointsRad, cell.homeRad], false, held)]);
}

export function layMoveTo(context: PlanContext, { x, y, z, theta }: ToolArgs<"move_to">): Laid {
  const { state, held, chain, seed } = context;
  const goal = downPose([x, y, z], yawFor(context, theta));
  const free = theta === undefined ? freeOf(chain) : "none";
  const goalsRad = solveIkAll(chain, goal, { seedRad: state.jointsRad, most: IK_GOALS, seed, free });
  const nearest = goalsRad[0];
  if (nearest === undefined) {
    const fromBaseM = distanceM([x, y, z], context.cell.base.xyzM);
    return blocked(
      "E_REACH",
      `(${x}, ${y}, ${z}) is out of reach with the tool pointing down (${fromBaseM.toFixed(2)} m from the base); ${yawFollows(chain) && theta !== undefined ? "this arm cannot choose its yaw: leave out theta" : "choose a nearer target"}`,
    );
  }
  const clearance = clearanceHere(context);
  const chosenRad = byClearance(chain, goalsRad, state.jointsRad, clearance.roomM);
  const way = freeWay(context, clearance, state.jointsRad, chosenRad, held);
  if (way !== null) return laid(way.segments, way.rerouted);
  return laid(towards(context, clearance, goal) ?? [moveSegment(context, [state.jointsRad, nearest], false, held)]);
}

/** Where the goal itself is not clear: to above it and down, so that the hook names what is in the way there. */
function towards(context: PlanContext, clearance: Clearance, goal: Pose): Segment[] | null {
  const { state, held, chain, seed } = context;
  const above = raised(goal, ABOVE_M);
  const aboveRad = solveIkAll(chain, above, { seedRad: state.jointsRad, most: IK_GOALS, seed, free: freeOf(chain) });
  for (const fromRad of aboveRad) {
    const down = straightLine(context, fromRad, above, goal.xyzM, 0, () => goal.quatXyzw);
    const way = down.ok ? freeWay(context, clearance, state.jointsRad, [fromRad], held) : null;
    if (down.ok && way !== null) return [...way.segments, moveSegment(context, down.pointsRad, true, held)];
  }
  return null;
}

const yawFor = ({ cell, state }: PlanContext, thetaDeg: number | undefined): number =>
  thetaDeg === undefined ? yawOf(state.tool.quatXyzw) : wrapRad(homeYawRad(cell) + degToRad(thetaDeg));

export function layMoveRelative(
  context: PlanContext,
  { dx = 0, dy = 0, dz = 0, dtheta = 0 }: ToolArgs<"move_relative">,
): Laid {
  const { state, held } = context;
  const [x, y, z] = state.tool.xyzM;
  const turnRad = degToRad(dtheta);
  const line = straightLine(
    context,
    state.jointsRad,
    state.tool,
    [x + dx, y + dy, z + dz],
    turnRad,
    turning(state.tool.quatXyzw, turnRad),
  );
  if (!line.ok) return blocked("E_REACH", lineFault(line));
  return laid([moveSegment(context, line.pointsRad, true, held)]);
}

/**
 * Straight lines, and arcs by way of a `via`, from waypoint to waypoint. At rest on each; with `blend_m` lines go on
 * into lines, the corners between them rounded. The tool turns to point down on the first way.
 */
export function layFollowPath(context: PlanContext, { waypoints, blend_m }: ToolArgs<"follow_path">): Laid {
  const { state, held } = context;
  const segments: Segment[] = [];
  let fromRad: readonly number[] = state.jointsRad;
  let from = state.tool;
  let [legs, legsFromM]: [Leg[], Vec3] = [[], from.xyzM];
  let failed: Laid | null = null;
  const follow = (way: ToolWay): void => {
    if (failed !== null) return;
    const line = followWay(context, fromRad, way);
    if (!line.ok) {
      failed = blocked("E_REACH", lineFault(line));
      return;
    }
    if (way.lengthM > NO_MOTION || way.turnRad > NO_MOTION)
      segments.push(moveSegment(context, line.pointsRad, true, held));
    fromRad = line.pointsRad.at(-1) ?? fromRad;
  };
  const followLegs = (): void => {
    if (legs.length > 0) follow(blendedWay(legsFromM, legs, blend_m ?? 0));
    legs = [];
  };
  for (const { x, y, z, theta, via } of waypoints) {
    const to = downPose([x, y, z], theta === undefined ? yawOf(from.quatXyzw) : yawFor(context, theta));
    const turnRad = quatAngleRad(from.quatXyzw, to.quatXyzw);
    const orientationAt = turningTo(from.quatXyzw, to.quatXyzw);
    const isLeg = via === undefined && blend_m !== undefined && distanceM(from.xyzM, to.xyzM) > NO_MOTION;
    if (isLeg) {
      if (legs.length === 0) legsFromM = from.xyzM;
      legs.push({ toM: to.xyzM, turnRad, orientationAt });
    } else {
      followLegs();
      const arc = via && arcWay(from.xyzM, [via.x, via.y, via.z], to.xyzM, turnRad, orientationAt);
      if (arc === null) {
        const points = [from.xyzM, [via?.x ?? 0, via?.y ?? 0, via?.z ?? 0] as const, to.xyzM].map(shownPoint);
        return blocked("E_PRECONDITION", `no arc leads through ${points.join(", ")}; leave out via, or bend it more`);
      }
      follow(arc ?? lineWay(from.xyzM, to.xyzM, turnRad, orientationAt));
    }
    if (failed !== null) return failed;
    from = to;
  }
  followLegs();
  return failed ?? laid(segments);
}

export function layMoveJoints(context: PlanContext, { joints }: ToolArgs<"move_joints">): Laid {
  const { chain, state, held } = context;
  const goal = [...state.jointsRad];
  for (const { joint, to_deg, by_deg } of joints) {
    const index = jointIndex(chain, joint);
    if (index === null)
      return blocked("E_PRECONDITION", `there is no joint ${joint}; there are ${chain.jointNames.join(", ")}`);
    goal[index] = to_deg === undefined ? goal[index]! + degToRad(by_deg ?? 0) : degToRad(to_deg);
  }
  return laid([moveSegment(context, [state.jointsRad, goal], false, held)]);
}
