// What during hooks and governors watch: the arm's bodies with what the hand holds in each segment of a plan.
import type { Cell } from "../kernel/contract/cell.ts";
import type { Carried, Plan } from "../kernel/contract/plan.ts";
import { stageBodies } from "../kernel/motion/allowances.ts";
import type { Body } from "../kernel/motion/bodies.ts";
import { chainOf } from "../kernel/motion/chain.ts";

/**
 * One `make` a load that the plan carries, given the bodies with the fingers wide open; returns what belongs to each
 * segment. The gate has held what a segment says that it carries against what is measured (hooks/pre/faithful.ts).
 */
export function perLoad<T>(plan: Plan, cell: Cell, make: (bodies: readonly Body[]) => T): readonly T[] {
  const chain = chainOf(cell.robot, cell.base);
  const openingM = cell.robot.gripper.strokeM;
  const made = new Map<string, T>();
  return plan.segments.map((segment) => {
    const carrying = segment.kind === "move" ? segment.carrying : null;
    const key = JSON.stringify(carrying);
    let known = made.get(key);
    if (known === undefined) {
      known = make(stageBodies(chain, { held: heldOf(cell, carrying), openingM, endOpeningM: openingM }));
      made.set(key, known);
    }
    return known;
  });
}

function heldOf(cell: Cell, carrying: Carried | null) {
  const object = cell.objects.find(({ id }) => id === carrying?.object);
  return object === undefined || carrying === null ? null : { object, inTool: carrying.inTool };
}
