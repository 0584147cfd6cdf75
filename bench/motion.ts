// The arithmetic of motion, each as a ratio to a fixed arithmetic loop timed in the same run.
import { openCell } from "../apps/cell.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../kernel/motion/allowances.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { checkerOf } from "../kernel/motion/sweep.ts";
import { createPlanner } from "../kernel/planner/planner.ts";
import { startState } from "../kernel/start-state.ts";
import { arithmeticLoopUs, type Bench, type BenchResult, perCallUs, timed } from "./measure.ts";

const ROUNDS = 25;

export const motion: Bench = {
  name: "motion",
  run() {
    const cell = openCell();
    const chain = chainOf(cell.robot, cell.base);
    const state = startState(cell);
    const plan = createPlanner(cell, 0);
    const segment = plan({ tool: "move_to", args: { x: 0.45, y: 0.3, z: 0.25 } }, state, 1).segments[0];
    const points = segment?.kind === "move" ? segment.pointsRad : [];
    const stage = {
      held: null,
      handled: null,
      support: null,
      objects: state.objects,
      openingM: 0.08,
      endOpeningM: 0.08,
    };
    const bodies = stageBodies(chain, stage);
    const obstacles = [...keepOutObstacles(cell), ...thingObstacles(cell, stage)];
    const required = thingClearance(cell, { ...stage, segment: { kind: "wait", seconds: 0 } });

    const loop = arithmeticLoopUs();
    const result = (name: string, times: readonly number[]): BenchResult => timed(`motion ${name}`, times, loop);
    return [
      result(
        "sweep of one motion",
        perCallUs(ROUNDS, 5, () => void checkerOf(chain, bodies, obstacles, required).sweep(points)),
      ),
      result(
        "plan pick",
        perCallUs(5, 1, () => void plan({ tool: "pick", args: { object: "red_cube" } }, state, 1)),
      ),
    ];
  },
};
