// Answers for the planner's searches: is this configuration, this whole motion, clear? The same rules
// that the hooks judge by, for one way of holding and one gripper opening.
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../motion/allowances.ts";
import type { Path } from "../motion/curve.ts";
import { jointRangeBreach } from "../motion/joint-range.ts";
import { quickLookOf } from "../motion/quick-look.ts";
import type { Stage } from "../motion/stages.ts";
import { setCheckerOf } from "../motion/sweep.ts";
import { insideWorkspace, workspaceBreach } from "../motion/workspace.ts";
import type { PlanContext } from "./context.ts";

export interface Clearance {
  isClear(q: ArrayLike<number>): boolean;
  /** As `isClear`, of obstacles alone: for a search's looks along edges that are proven afterwards. */
  isPassable(q: ArrayLike<number>): boolean;
  /** How much more than the required distances is kept, up to `enoughM`; negative where less. */
  roomM(q: ArrayLike<number>, enoughM: number): number;
  isPathClear(path: Path): boolean;
  /** Why not, in words; `null` when clear. */
  objection(path: Path): string | null;
}

export interface Situation extends Pick<Stage, "held" | "openingM" | "objects" | "handled" | "support"> {
  /** While the fingers open or close, where they go to; they may touch what they handle then. */
  readonly endOpeningM?: number;
}

export function clearanceIn({ cell, chain }: PlanContext, situation: Situation): Clearance {
  const { openingM, endOpeningM } = situation;
  const bodies = stageBodies(chain, { ...situation, endOpeningM: endOpeningM ?? openingM });
  const segment =
    endOpeningM === undefined
      ? ({ kind: "move", pointsRad: [], durationS: 0, line: false, carrying: null } as const)
      : ({ kind: "open", openingM: endOpeningM, releases: situation.handled } as const);
  const keepOut = keepOutObstacles(cell);
  const things = thingObstacles(cell, situation);
  const thingM = thingClearance(cell, { ...situation, segment });
  const keepOutM = (): number => cell.limits.clearanceM;
  const checker = once(() =>
    setCheckerOf(chain, bodies, [
      { obstacles: keepOut, requiredM: keepOutM },
      { obstacles: things, requiredM: thingM },
      "self",
    ]),
  );
  const quick = once(() =>
    quickLookOf(chain, bodies, [...keepOut, ...things], (body, obstacle) =>
      keepOut.includes(obstacle) ? keepOutM() : thingM(body, obstacle),
    ),
  );
  const isInside = once(() => insideWorkspace(cell, chain, situation.held));

  const objection: Clearance["objection"] = (path) => {
    const range = jointRangeBreach(chain, path);
    if (range !== null) return `${chain.jointNames[range.joint]} would leave its range`;
    const out = workspaceBreach(cell, chain, path, situation.held);
    if (out !== null) return out.reason;
    const met = checker().firstContact(path);
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

/** Many situations are only ever asked about paths: made when first needed. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
