// Answers for the planner's searches: is this configuration, this whole motion, clear? The same rules
// that the hooks judge by, for one way of holding and one gripper opening.
import type { Cell } from "../contract/cell.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../motion/allowances.ts";
import { curveThrough } from "../motion/curve.ts";
import { jointRangeBreach } from "../motion/joint-range.ts";
import { quickLookOf } from "../motion/quick-look.ts";
import { firstContact } from "../motion/stage-sweep.ts";
import type { Stage } from "../motion/stages.ts";
import type { Way } from "../motion/timing.ts";
import { insideWorkspace, workspaceBreach } from "../motion/workspace.ts";
import type { PlanContext } from "./context.ts";

/** Where a motion leads: through points, or round corners. */
export type Led = readonly (readonly number[])[] | Way;

export interface Clearance {
  isClear(q: ArrayLike<number>): boolean;
  /** As `isClear`, of obstacles alone: for a search's looks along edges that are proven afterwards. */
  isPassable(q: ArrayLike<number>): boolean;
  /** How much more than the required distances is kept, up to `enoughM`; negative where less. */
  roomM(q: ArrayLike<number>, enoughM: number): number;
  isPathClear(path: Led): boolean;
  /** Why not, in words; `null` when clear. */
  objection(path: Led): string | null;
}

export type Situation = Pick<Stage, "held" | "openingM" | "objects" | "handled" | "support">;

export function clearanceIn({ cell, chain }: PlanContext, situation: Situation): Clearance {
  const { held, openingM } = situation;
  const along = (way: Way): Stage => ({
    ...situation,
    segment: { kind: "move", ...way, durationS: 0, line: false, carrying: null },
    startRad: way.pointsRad[0] ?? [],
    endRad: way.pointsRad.at(-1) ?? [],
    endOpeningM: openingM,
  });
  const quick = once(() => {
    const stage = along({ pointsRad: [] });
    const keepOut = keepOutObstacles(cell);
    const thingM = thingClearance(cell, stage);
    const obstacles = [...keepOut, ...thingObstacles(cell, stage)];
    return quickLookOf(chain, stageBodies(chain, stage), obstacles, (body, obstacle) =>
      keepOut.includes(obstacle) ? cell.limits.clearanceM : thingM(body, obstacle),
    );
  });
  const isInside = once(() => insideWorkspace(cell, chain, held));

  const objection: Clearance["objection"] = (path) => {
    const way = "pointsRad" in path ? path : { pointsRad: path };
    const curve = curveThrough(way.pointsRad, way.knots);
    const range = jointRangeBreach(chain, curve);
    if (range !== null) return `${chain.jointNames[range.joint]} would leave its range`;
    const out = workspaceBreach(cell, chain, curve, held);
    if (out !== null) return out.reason;
    const met = firstContact(cell, along(way));
    if (met === null) return null;
    return `${met.body} comes closer than ${(met.requiredM * 1000).toFixed(0)} mm to ${met.obstacle}`;
  };
  return {
    isClear: (q) => quick().isClear(q) && isInside()(q),
    isPassable: (q) => quick().isClearOfThings(q),
    roomM: (q, enoughM) => quick().roomM(q, enoughM),
    isPathClear: (path) => objection(path) === null,
    objection,
  };
}

/** Whether the fingers have room to open or close in this stage. */
export const canAct = (cell: Cell, stage: Stage): boolean => firstContact(cell, stage) === null;

/** Many situations are only ever asked about paths: made when first needed. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
