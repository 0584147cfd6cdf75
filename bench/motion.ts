// The arithmetic of motion, each as a ratio to a fixed arithmetic loop timed in the same run.
import { openCell } from "../apps/cell.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../kernel/motion/allowances.ts";
import { chainOf, jacobianAt, linkFramesAt, toolPoseAt } from "../kernel/motion/chain.ts";
import { solveIk } from "../kernel/motion/ik.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { checkerOf } from "../kernel/motion/sweep.ts";
import { createPlanner } from "../kernel/planner/planner.ts";
import { startState } from "../kernel/start-state.ts";
import { type Bench, type BenchResult, perCallUs, quantile } from "./measure.ts";

const ROUNDS = 25;

export const motion: Bench = {
  name: "motion",
  run() {
    const cell = openCell();
    const chain = chainOf(cell.robot, cell.base);
    const random = seededRandom(7);
    const postures = Array.from({ length: 64 }, () =>
      Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low)),
    );
    const targets = postures.map((q) => toolPoseAt(chain, q));
    const frames = new Float64Array(chain.frameCount * 12);
    const jacobian = new Float64Array(6 * chain.dof);
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
    const bodies = stageBodies(chain, stage)[0] ?? [];
    const obstacles = [...keepOutObstacles(cell), ...thingObstacles(cell, stage)];
    const required = thingClearance(cell, { ...stage, segment: { kind: "wait", seconds: 0 } });

    let sum = 0;
    const loop = quantile(
      perCallUs(ROUNDS, 20, () => {
        for (let k = 0; k < 10_000; k++) sum += Math.sqrt(k + sum * 1e-12);
      }),
      0.5,
    );
    const result = (name: string, times: readonly number[]): BenchResult => ({
      name: `motion ${name}`,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      unit: "us",
      ratio: quantile(times, 0.5) / loop,
      against: "a loop of 10,000 square roots",
    });
    return [
      result(
        "fk",
        perCallUs(ROUNDS, 5_000, (k) => linkFramesAt(chain, postures[k % 64]!, frames)),
      ),
      result(
        "fk + jacobian",
        perCallUs(ROUNDS, 5_000, (k) => jacobianAt(chain, postures[k % 64]!, jacobian)),
      ),
      result(
        "ik cold",
        perCallUs(ROUNDS, 64, (k) => void solveIk(chain, targets[k % 64]!, { seedRad: cell.homeRad })),
      ),
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
