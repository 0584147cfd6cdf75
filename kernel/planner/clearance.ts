// Answers for the planner's searches: is this configuration, this whole motion, clear? The same rules
// that the hooks judge by, for one way of holding and one gripper opening.
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../motion/allowances.ts";
import { jointRangeBreach } from "../motion/joint-range.ts";
import type { Stage } from "../motion/stages.ts";
import { checkerOf, selfCheckerOf } from "../motion/sweep.ts";
import { workspaceBreach } from "../motion/workspace.ts";
import type { PlanContext } from "./context.ts";

export interface Clearance {
  isClear(q: readonly number[]): boolean;
  isPathClear(points: readonly (readonly number[])[]): boolean;
  /** Why not, in words; `null` when clear. */
  objection(points: readonly (readonly number[])[]): string | null;
}

export type Situation = Pick<Stage, "held" | "openingM" | "objects" | "handled" | "support">;

export function clearanceIn({ cell, chain }: PlanContext, situation: Situation): Clearance {
  const bodies = stageBodies(chain, { ...situation, endOpeningM: situation.openingM })[0] ?? [];
  const segment = { kind: "move", pointsRad: [], durationS: 0, line: false, carrying: null } as const;
  const things = thingObstacles(cell, situation);
  const thingM = thingClearance(cell, { ...situation, segment });
  // Cheapest to deny first.
  const checkers = [
    checkerOf(chain, bodies, keepOutObstacles(cell), () => cell.limits.clearanceM),
    checkerOf(chain, bodies, things, thingM),
    selfCheckerOf(chain, bodies),
  ];

  const objection: Clearance["objection"] = (points) => {
    const range = jointRangeBreach(chain, points);
    if (range !== null) return `${chain.jointNames[range.joint]} would leave its range`;
    const out = workspaceBreach(cell, chain, points, situation.held);
    if (out !== null) return out.reason;
    for (const checker of checkers) {
      const result = checker.sweep(points);
      if (result.kind === "contact") {
        const mm = (m: number): string => (m * 1000).toFixed(0);
        return `${result.body} comes closer than ${mm(result.requiredM)} mm to ${result.obstacle}`;
      }
    }
    return null;
  };
  return {
    isClear: (q) =>
      checkers.every((checker) => checker.look(q).kind === "clear") &&
      workspaceBreach(cell, chain, [q], situation.held) === null,
    isPathClear: (points) => objection(points) === null,
    objection,
  };
}
