// Answers for the planner's searches: is this configuration, this whole motion, clear? The same rules
// that the hooks judge by, for one way of holding and one gripper opening.

import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../motion/allowances.ts";
import type { Body } from "../motion/bodies.ts";
import { jointRangeBreach } from "../motion/joint-range.ts";
import type { Stage } from "../motion/stages.ts";
import { configurationClear, type SweepResult, selfClear, sweepClear } from "../motion/sweep.ts";
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
  const bodies: readonly Body[] = stageBodies(chain, { ...situation, endOpeningM: situation.openingM })[0] ?? [];
  const zones = keepOutObstacles(cell);
  const things = thingObstacles(cell, situation);
  const segment = { kind: "move", pointsRad: [], durationS: 0, line: false, carrying: null } as const;
  const thingM = thingClearance(cell, { ...situation, segment });
  const zoneM = (): number => cell.limits.clearanceM;

  const check = (points: readonly (readonly number[])[]): SweepResult | string => {
    const range = jointRangeBreach(chain, points);
    if (range !== null) return `${chain.jointNames[range.joint]} would leave its range`;
    const out = workspaceBreach(cell, chain, points, situation.held);
    if (out !== null) return out.reason;
    const zone = sweepClear(chain, points, bodies, zones, zoneM);
    if (zone.kind === "contact") return zone;
    const thing = sweepClear(chain, points, bodies, things, thingM);
    return thing.kind === "contact" ? thing : selfClear(chain, points, bodies);
  };
  return {
    isClear(q) {
      return (
        configurationClear(chain, q, bodies, zones, zoneM).kind === "clear" &&
        configurationClear(chain, q, bodies, things, thingM).kind === "clear" &&
        workspaceBreach(cell, chain, [q], situation.held) === null &&
        selfClear(chain, [q], bodies).kind === "clear"
      );
    },
    isPathClear: (points) => {
      const result = check(points);
      return typeof result !== "string" && result.kind === "clear";
    },
    objection(points) {
      const result = check(points);
      if (typeof result === "string") return result;
      if (result.kind === "clear") return null;
      return `${result.body} passes ${(result.distanceM * 1000).toFixed(0)} mm from ${result.obstacle} (least ${(result.requiredM * 1000).toFixed(0)} mm)`;
    },
  };
}
