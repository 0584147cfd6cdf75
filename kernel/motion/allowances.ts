// Which distance each part of the arm must keep from what, and how fast the tool may be where. The
// planner plans with these rules and the hooks judge by them.
import type { Cell } from "../contract/cell.ts";
import { type Body, bodiesWith } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import { solidsOf, TABLE } from "./solids.ts";
import type { Stage } from "./stages.ts";
import type { Obstacle, Required } from "./sweep.ts";

const IGNORED = Number.NEGATIVE_INFINITY;

export function keepOutObstacles(cell: Cell): Obstacle[] {
  return cell.zones
    .filter((zone) => zone.kind === "keep_out")
    .map(({ name, solid }) => ({
      name: `zone ${name}`,
      shape: solid.shape,
      pose: { xyzM: solid.centreM, quatXyzw: [0, 0, 0, 1] },
    }));
}

/** The table and every object except the one held, where they stand in this stage. */
export function thingObstacles(cell: Cell, stage: Pick<Stage, "objects" | "held">): Obstacle[] {
  const things: Obstacle[] = [TABLE];
  for (const object of cell.objects) {
    const pose = stage.objects[object.id];
    if (pose === undefined || object.id === stage.held?.object.id) continue;
    for (const solid of solidsOf(object, pose)) things.push({ name: object.id, ...solid });
  }
  return things;
}

/**
 * Clearance from the table and objects: the cell's own, but only its support clearance for the tool and
 * what it holds from what is picked from or placed on; fingers may touch what they grip.
 */
export function thingClearance(cell: Cell, stage: Pick<Stage, "segment" | "handled" | "support">): Required {
  const { clearanceM, supportClearanceM } = cell.limits;
  const isGripping = stage.segment.kind === "close" || stage.segment.kind === "open";
  return (body, obstacle) => {
    // The base stands on the table.
    if (body.frame === 0 && obstacle.name === TABLE.name) return IGNORED;
    if (body.group === "link") return clearanceM;
    if (obstacle.name === stage.handled) return isGripping ? IGNORED : supportClearanceM;
    // The table lies right under many supports: a tray's floor is 5 mm thick.
    const isSupport = stage.support !== null && (obstacle.name === stage.support.name || obstacle.name === TABLE.name);
    return isSupport ? supportClearanceM : clearanceM;
  };
}

/**
 * The bodies of a stage; while the gripper opens or closes, the fingers with all the room that they pass through
 * (finger-sweep.ts). What they close on may not be there, so they may go on until they are shut.
 */
export function stageBodies(
  chain: Chain,
  { held, openingM, endOpeningM, segment }: Pick<Stage, "held" | "openingM" | "endOpeningM"> & Partial<Stage>,
): readonly Body[] {
  return bodiesWith(chain, openingM, held, segment?.kind === "close" ? 0 : endOpeningM);
}

/** Planned motion is slow this far before a reduced-speed zone already: the arm lags its setpoints a little. */
export const ZONE_LEAD_M = 0.02;
