// Judging whole motions: all pre hooks over planned moves of the default cell, next to what MuJoCo needs for kinematics
// and collision of as many configurations; and the distance queries under them.
import { openCell } from "../apps/cell.ts";
import { PRE_HOOKS } from "../apps/runtime/hook-list.ts";
import type { KernelFacts } from "../kernel/contract/hook.ts";
import type { Measured } from "../kernel/contract/measured.ts";
import type { MoveSegment, Plan } from "../kernel/contract/plan.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "../kernel/motion/allowances.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { moveSampler } from "../kernel/motion/law.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { walkPlan } from "../kernel/motion/stages.ts";
import { setCheckerOf } from "../kernel/motion/sweep.ts";
import { createPlanner } from "../kernel/planner/planner.ts";
import { startState } from "../kernel/start-state.ts";
import { mjcfOf } from "../robots/mjcf.ts";
import { linkBody } from "../robots/mjcf-names.ts";
import { compile } from "../simulators/mujoco/library.ts";
import { alternately, type Bench, type BenchResult, quantile } from "./measure.ts";

const CONFIGURATIONS = 1_000;
const MOTIONS = 16;
const ROUNDS = 15;

interface Motion {
  readonly call: ToolCall;
  readonly plan: Plan;
  readonly state: Measured;
}

export const FACTS: KernelFacts = { mode: "idle", nowMs: 0, admittedAtMs: null, speedScale: 1, tracked: null };

/** Moves that follow each other over the workspace, each planned from where the one before ended; all pass all hooks. */
export function typicalMotions(cell: ReturnType<typeof openCell>): readonly Motion[] {
  const random = seededRandom(11);
  const plan = createPlanner(cell, 0);
  const within = (low: number, high: number): number => Math.round((low + random() * (high - low)) * 1000) / 1000;
  const motions: Motion[] = [];
  let state = startState(cell);
  for (let tries = 0; motions.length < MOTIONS && tries < 200; tries++) {
    const args = { x: within(0.3, 0.65), y: within(-0.45, 0.45), z: within(0.1, 0.5), theta: within(-60, 60) };
    const call: ToolCall = { tool: "move_to", args };
    const planned = plan(call, state, 1);
    const motion = { call, plan: planned, state };
    if (planned.segments.length === 0 || !isAllowed(cell, motion)) continue;
    motions.push(motion);
    state = walkPlan(planned, state, cell).end;
  }
  return motions;
}

/** The same motion among objects that lie a hair elsewhere: a new question each time, as in a measured world. */
export const moved = (motion: Motion, k: number): Motion => ({
  ...motion,
  state: {
    ...motion.state,
    objects: Object.fromEntries(
      Object.entries(motion.state.objects).map(
        ([
          id,
          {
            xyzM: [x, y, z],
            quatXyzw,
          },
        ]) => [id, { xyzM: [x, y, z + k * 1e-9], quatXyzw }],
      ),
    ),
  },
});

const isAllowed = (cell: ReturnType<typeof openCell>, motion: Motion): boolean =>
  PRE_HOOKS.every((hook) => hook.judge({ ...motion, cell, kernel: FACTS }) === null);

const movesOf = ({ plan }: Motion): readonly MoveSegment[] => plan.segments.filter((part) => part.kind === "move");

export const collision: Bench = {
  name: "collision",
  async run() {
    const cell = openCell();
    const chain = chainOf(cell.robot, cell.base);
    const motions = typicalMotions(cell);
    const simulation = await compile(mjcfOf(cell));
    const at = cell.robot.joints.map(({ name }) => simulation.jointAt(linkBody(name)).qpos);
    // 1,000 configurations of each motion, as many of each of its moves, evenly over time.
    const sampled = motions.map((motion) => {
      const moves = movesOf(motion).map(moveSampler);
      const [q, v] = [new Float64Array(chain.dof), new Float64Array(chain.dof)];
      return Array.from({ length: CONFIGURATIONS }, (_, k) => {
        const share = (k / CONFIGURATIONS) * moves.length;
        const move = moves[Math.floor(share)]!;
        move.at((share % 1) * move.durationS, q, v);
        return Float64Array.from(q);
      });
    });
    const physics = (m: number): void => {
      const { qpos } = simulation.views();
      for (const q of sampled[m]!) {
        for (let j = 0; j < at.length; j++) qpos[at[j]!] = q[j]!;
        simulation.kinematics();
        simulation.collide();
      }
    };
    const asked = motions.map((motion) => Array.from({ length: ROUNDS + 1 }, (_, k) => moved(motion, k)));
    let turn = 0;
    const stageOf = (motion: Motion) => walkPlan(motion.plan, motion.state, cell).stages;
    const swept = motions.map((motion) =>
      stageOf(motion).map((stage) => {
        const bodies = stageBodies(chain, stage)[0]!;
        return {
          points: stage.segment.kind === "move" ? stage.segment.pointsRad : [],
          checker: setCheckerOf(chain, bodies, [
            { obstacles: keepOutObstacles(cell), requiredM: () => cell.limits.clearanceM },
            { obstacles: thingObstacles(cell, stage), requiredM: thingClearance(cell, stage) },
            "self",
          ]),
        };
      }),
    );
    const results: BenchResult[] = [];
    const against = (
      name: string,
      run: (m: number) => void,
      extra: (p50: number, ratio: number) => Partial<BenchResult>,
    ) => {
      const [mine, theirs]: [number[], number[]] = [[], []];
      for (let m = 0; m < motions.length; m++) {
        run(m);
        const { aMs, bMs } = alternately(
          ROUNDS,
          () => run(m),
          () => physics(m),
        );
        mine.push(quantile(aMs, 0.5));
        theirs.push(quantile(bMs, 0.5));
      }
      const ratios = mine.map((ms, m) => ms / theirs[m]!).sort((x, y) => x - y);
      mine.sort((x, y) => x - y);
      const [p50, ratio] = [quantile(mine, 0.5), quantile(ratios, 0.5)];
      results.push({
        name: `collision ${name}`,
        p50,
        p99: quantile(mine, 0.99),
        unit: "ms",
        ratio,
        against: "MuJoCo's kinematics and collision of 1,000 configurations",
        ...extra(p50, ratio),
      });
    };
    against(
      "judging a motion, all hooks",
      (m) => void isAllowed(cell, asked[m]![turn++ % (ROUNDS + 1)]!),
      (p50, ratio) => ({ target: "ratio <= 0.1 and <= 1 ms", met: ratio <= 0.1 && p50 <= 1 }),
    );
    against(
      "sweeps of a motion",
      (m) => {
        for (const { points, checker } of swept[m]!) checker.sweep(points);
      },
      () => ({}),
    );
    simulation.delete();
    return results;
  },
};
