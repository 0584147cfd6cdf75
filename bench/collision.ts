// Judging whole motions: all pre hooks over planned moves of the default cell, next to what MuJoCo needs for kinematics
// and collision of as many configurations.
import { openCell } from "../apps/cell.ts";
import type { Cell } from "../kernel/contract/cell.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../kernel/motion/allowances.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { curveThrough } from "../kernel/motion/curve.ts";
import { moveSampler } from "../kernel/motion/law.ts";
import { type Stage, walkPlan } from "../kernel/motion/stages.ts";
import { type SetChecker, setCheckerOf } from "../kernel/motion/sweep.ts";
import { mjcfOf } from "../robots/mjcf.ts";
import { linkBody } from "../robots/mjcf-names.ts";
import { compile, type Simulation } from "../simulators/mujoco/library.ts";
import { alternately, type Bench, type BenchResult, quantile } from "./measure.ts";
import { askedAgain, isAllowed, type Motion, movesOf, typicalMotions } from "./typical-motions.ts";

const CONFIGURATIONS = 1_000;
const ROUNDS = 15;
const TARGET_RATIO = 0.1;
const TARGET_MS = 1;

export const collision: Bench = {
  name: "collision",
  async run() {
    const cell = openCell();
    const motions = typicalMotions(cell);
    const simulation = await compile(mjcfOf(cell));
    try {
      const physics = motions.map((motion) => physicsOf(cell, simulation, motion));
      const asked = motions.map((motion) => Array.from({ length: ROUNDS + 1 }, (_, k) => askedAgain(motion, k)));
      const sweeps = motions.map((motion) => sweepsOf(cell, motion));
      let turn = 0;
      return [
        compared("judging a typical motion, all pre hooks", motions, physics, (m) => {
          isAllowed(cell, asked[m]![turn++ % (ROUNDS + 1)]!);
        }),
        compared("sweep of a typical motion", motions, physics, (m) => sweeps[m]!()),
      ];
    } finally {
      simulation.delete();
    }
  },
};

/** Kinematics and collision of 1,000 configurations of the motion, as many of each of its moves, evenly over time. */
function physicsOf(cell: Cell, simulation: Simulation, motion: Motion): () => void {
  const at = cell.robot.joints.map(({ name }) => simulation.jointAt(linkBody(name)).qpos);
  const moves = movesOf(motion).map(moveSampler);
  const [q, v] = [new Float64Array(at.length), new Float64Array(at.length)];
  const configurations = Array.from({ length: CONFIGURATIONS }, (_, k) => {
    const share = (k / CONFIGURATIONS) * moves.length;
    const move = moves[Math.floor(share)]!;
    move.at((share % 1) * move.durationS, q, v);
    return Float64Array.from(q);
  });
  return () => {
    const { qpos } = simulation.views();
    for (const configuration of configurations) {
      for (let j = 0; j < at.length; j++) qpos[at[j]!] = configuration[j]!;
      simulation.kinematics();
      simulation.collide();
    }
  };
}

/** Zones, things and the arm itself in one walk, with its checkers made before: what the three hooks share. */
function sweepsOf(cell: Cell, motion: Motion): () => void {
  const sweeps = walkPlan(motion.plan, motion.state, cell).stages.flatMap((stage) => {
    const { segment } = stage;
    if (segment.kind !== "move") return [];
    const checker = cellChecker(cell, stage);
    return [() => void checker.sweep(curveThrough(segment.pointsRad, segment.knots))];
  });
  return () => {
    for (const sweep of sweeps) sweep();
  };
}

/** The arm of a stage against all that it must keep from. */
export function cellChecker(cell: Cell, stage: Stage): SetChecker {
  const chain = chainOf(cell.robot, cell.base);
  return setCheckerOf(chain, stageBodies(chain, stage), [
    { obstacles: keepOutObstacles(cell), requiredM: () => cell.limits.clearanceM },
    { obstacles: thingObstacles(cell, stage), requiredM: thingClearance(cell, stage) },
    "self",
  ]);
}

/** Medians over the motions of each one's median over rounds, in turn with the physics. */
function compared(
  name: string,
  motions: readonly Motion[],
  physics: readonly (() => void)[],
  run: (m: number) => void,
): BenchResult {
  const mine: number[] = [];
  const ratios: number[] = [];
  for (let m = 0; m < motions.length; m++) {
    run(m);
    const { aMs, bMs } = alternately(ROUNDS, () => run(m), physics[m]!);
    mine.push(quantile(aMs, 0.5));
    ratios.push(quantile(aMs, 0.5) / quantile(bMs, 0.5));
  }
  const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
  const p50 = quantile(ascending(mine), 0.5);
  const ratio = quantile(ascending(ratios), 0.5);
  return {
    name: `collision ${name}`,
    p50,
    p99: quantile(ascending(mine), 0.99),
    unit: "ms",
    ratio,
    against: "MuJoCo's kinematics and collision of 1,000 configurations of it",
    target: `ratio <= ${TARGET_RATIO} and <= ${TARGET_MS} ms`,
    met: ratio <= TARGET_RATIO && p50 <= TARGET_MS,
  };
}
