// place: carry above the spot, come straight down, let go, come straight up.
import type { Pose } from "../contract/geometry.ts";
import type { Promised } from "../contract/plan.ts";
import type { ToolArgs } from "../contract/tools.ts";
import { downPose, wrapRad } from "../motion/aim.ts";
import { heightOf } from "../motion/solids.ts";
import { type Held, widthInGripM } from "../motion/stages.ts";
import { composePose, rotateVector, subVec, yawOf } from "../motion/transform.ts";
import { clearanceIn } from "./clearance.ts";
import { blocked, type Laid, objectNamed, type PlanContext } from "./context.ts";
import { ownYaws, yawFollows } from "./own-yaw.ts";
import { reachDown, type Target } from "./reach-down.ts";
import { type Spot, spotAt, spotsBy } from "./spots.ts";

/** The gripper opens this much wider than what it lets go of. */
const OPEN_ROOM_M = 0.03;
/** Turns of the hand tried at each spot, from how it is now. */
const TURNS_RAD = [
  0,
  Math.PI / 2,
  -Math.PI / 2,
  Math.PI / 4,
  -Math.PI / 4,
  Math.PI,
  (3 * Math.PI) / 4,
  (-3 * Math.PI) / 4,
];
const MOST_SPOTS = 16;
/** Higher releases, tried at fewer spots once no gentle one fits: a rim may leave the hand no room lower down. */
const RAISES_M = [0.02, 0.04];
const MOST_RAISED_SPOTS = 8;
/** Of the greatest fall allowed, what the planner uses. */
const MOST_OF_DROP = 0.8;

export interface LaidPlace {
  readonly laid: Laid;
  readonly promised: Promised;
}

export function layPlace(context: PlanContext, args: ToolArgs<"place">): LaidPlace {
  const { cell, state, held } = context;
  const none = (reason: string): LaidPlace => ({ laid: blocked("E_PRECONDITION", reason), promised: {} });
  if (held === null) return none("the gripper holds nothing to place; pick something first");
  const { object } = held;
  const heldPose = composePose(state.tool, held.inTool);
  const heightM = heightOf(object);

  let spots: Spot[];
  let what: string;
  if ("target" in args) {
    const target = objectNamed(cell, args.target);
    if (target === undefined) return none(`there is no ${args.target} in this cell`);
    spots = spotsBy(context, object, heldPose, heightM, target, args.relation);
    what = `a place ${args.relation.replaceAll("_", " ")} ${target.id}`;
    const raisedSpots = RAISES_M.filter((byM) => byM < cell.limits.dropM * MOST_OF_DROP).flatMap((byM) =>
      spots.slice(0, MOST_RAISED_SPOTS).map((spot) => raisedBy(spot, byM)),
    );
    spots = [...spots.slice(0, MOST_SPOTS), ...raisedSpots];
    if (spots.length === 0)
      return { laid: blocked("E_NO_ROOM", `${what} has no room for ${object.id}; clear it first`), promised: {} };
  } else {
    spots = [spotAt(context, object, heightM, [args.x, args.y, args.z])];
    what = `the place at (${args.x}, ${args.y}, ${args.z})`;
  }
  for (const spot of spots) {
    const laid = layAt(context, held, heldPose, spot, what);
    if (laid.ok || spot === spots.at(-1)) {
      const goal = { id: object.id, centreM: spot.restM, on: spot.on };
      return {
        laid,
        promised: { holding: null, object: spot.inside === null ? goal : { ...goal, inside: spot.inside } },
      };
    }
  }
  return none("no spot was tried");
}

const raisedBy = (spot: Spot, byM: number): Spot => ({
  ...spot,
  releaseM: [spot.releaseM[0], spot.releaseM[1], spot.releaseM[2] + byM],
});

function layAt(context: PlanContext, held: Held, heldPose: Pose, spot: Spot, what: string): Laid {
  const { cell, state } = context;
  const { object } = held;
  const { objects } = state;
  const widthM = state.gripper.openingM;
  const handYaw = yawOf(state.tool.quatXyzw);
  const before = clearanceIn(context, { held, openingM: widthM, objects, handled: null, support: null });

  function* targets(): Generator<Target> {
    for (const turnRad of turnsAt(context, held, spot, handYaw)) {
      const upright = downPose([0, 0, 0], wrapRad(handYaw + turnRad));
      const offset = rotateVector(upright.quatXyzw, held.inTool.xyzM);
      const tool: Pose = { xyzM: subVec(spot.releaseM, offset), quatXyzw: upright.quatXyzw };
      const openM = Math.min(cell.gripper.strokeM, widthInGripM(object, state.tool, heldPose) + OPEN_ROOM_M);
      yield {
        tool,
        held,
        heldAfter: null,
        before,
        // Things are put down square to how they stood, where there is room for that.
        rank: turnRad % (Math.PI / 2) === 0 ? 0 : 1,
        act: { kind: "open", openingM: openM, releases: object.id },
      };
    }
  }
  return reachDown(context, state.jointsRad, [], targets(), { code: "E_NO_ROOM", what });
}

/** How the hand may be turned at a spot, from how it is now. */
function turnsAt(context: PlanContext, held: Held, { releaseM }: Spot, handYaw: number): readonly number[] {
  if (!yawFollows(context.chain)) return TURNS_RAD;
  // The tool point lies beside the spot by how the object hangs, which turns with the hand: once round is enough.
  return ownYaws(context, releaseM).flatMap((yawRad) => {
    const offset = rotateVector(downPose([0, 0, 0], yawRad).quatXyzw, held.inTool.xyzM);
    return ownYaws(context, subVec(releaseM, offset))
      .slice(0, 1)
      .map((own) => wrapRad(own - handYaw));
  });
}
