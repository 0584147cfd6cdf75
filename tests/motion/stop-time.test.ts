// A motion near people: no setpoint is sent after which the stop takes longer than allowed.
import { expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { createMotionStream } from "../../kernel/motion/motion-stream.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const plan = createPlanner(cell, 1)({ tool: "move_to", args: { x: 0.4, y: 0.35, z: 0.3 } }, startState(cell), 1);

/** The longest stop of all setpoints until the end or `seconds`, and how far along the path it came. */
function longest(mostStopS: number, seconds: number): { readonly stopS: number; readonly share: number } {
  const stream = createMotionStream(plan.segments[0] as MoveSegment, chain, 0.002);
  let stopS = 0;
  for (let k = 0; k < seconds / 0.002 && !stream.hasEnded; k++) {
    stream.next(1, mostStopS);
    stopS = Math.max(stopS, stream.stopTakesS());
  }
  return { stopS, share: stream.pathS / stream.durationS };
}

it("keeps every stop within the time given, and comes on all the same; without one stops take longer", () => {
  const free = longest(Number.POSITIVE_INFINITY, 20);
  expect(free.share).toBe(1);
  const held = longest(free.stopS / 2, 60);
  expect(held.stopS).toBeLessThanOrEqual(free.stopS / 2);
  expect(held.share).toBeGreaterThan(0);
  expect(longest(0, 1)).toEqual({ stopS: 0, share: 0 });
  expect(longest(Number.NaN, 1)).toEqual({ stopS: 0, share: 0 });
});
