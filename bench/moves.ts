// Moves: how long planning one takes, how much sooner it arrives than before, what judging its limits costs, and what
// a tick of it costs with the stop after it verified.
import { openCell } from "../apps/cell.ts";
import { PRE_HOOKS } from "../apps/runtime/hook-list.ts";
import type { MoveSegment, Plan } from "../kernel/contract/plan.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { createMotionStream } from "../kernel/motion/motion-stream.ts";
import { speedLimitsOf } from "../kernel/motion/speed-limits.ts";
import { timeWay } from "../kernel/motion/timing.ts";
import { createPlanner } from "../kernel/planner/planner.ts";
import { startState } from "../kernel/start-state.ts";
import { type Bench, type BenchResult, perCallUs, quantile } from "./measure.ts";
import { septicDurationS } from "./septic.ts";

const LIMIT_HOOKS = ["start", "joint-limits", "workspace", "speed"];
/** The speed scale at which the judged move takes about 2 s. */
const SLOWED = 0.5;

const CALLS: readonly (readonly [string, ToolCall])[] = [
  ["free motion", { tool: "move_to", args: { x: 0.4, y: 0.35, z: 0.3 } }],
  ["joint motion", { tool: "move_joints", args: { joints: [{ joint: 7, by_deg: 60 }] } }],
  ["straight line", { tool: "move_relative", args: { dy: -0.3 } }],
  ["way home from afar", { tool: "move_to", args: { x: 0.3, y: -0.5, z: 0.3 } }],
  [
    "path of 3, blended",
    {
      tool: "follow_path",
      args: {
        waypoints: [
          { x: 0.4, y: 0.2, z: 0.4 },
          { x: 0.5, y: 0.2, z: 0.3 },
          { x: 0.5, y: 0, z: 0.3 },
        ],
        blend_m: 0.01,
      },
    },
  ],
];

const movesOf = (plan: Plan): MoveSegment[] => plan.segments.filter((segment) => segment.kind === "move");
/** The same move as a stranger would bring it: nothing about it is remembered. */
const anew = (move: MoveSegment): MoveSegment => ({ ...move, pointsRad: move.pointsRad.map((point) => [...point]) });

export const moves: Bench = {
  name: "moves",
  run() {
    const cell = openCell();
    const chain = chainOf(cell.robot, cell.base);
    const home = startState(cell);
    const planner = createPlanner(cell, 1);
    const speeds = speedLimitsOf(cell);
    const { jointScale } = cell.limits;
    const results: BenchResult[] = CALLS.map(([name, call]) => {
      const found = movesOf(planner(call, home, 1));
      const nowS = found.reduce((sum, { durationS }) => sum + durationS, 0);
      const beforeS =
        call.tool === "follow_path"
          ? movesOf(planner({ ...call, args: { waypoints: call.args.waypoints } }, home, 1)).reduce(
              (sum, { pointsRad }) => sum + septicDurationS(chain, pointsRad, jointScale, speeds),
              0,
            )
          : found.reduce((sum, { pointsRad }) => sum + septicDurationS(chain, pointsRad, jointScale, speeds), 0);
      return {
        name: `moves ${name}`,
        p50: nowS,
        unit: "s",
        ratio: nowS / beforeS,
        against: "the septic law of before",
      };
    });

    const free = movesOf(planner(CALLS[0]![1], home, 1))[0]!;
    const limits = { jointScale, speeds, leadM: 0.02, toolMPerS2: 2 };
    const timing = perCallUs(120, 4, () => void timeWay(chain, anew(free), limits));
    results.push({
      name: "moves timing of a free motion",
      p50: quantile(timing, 0.5),
      p99: quantile(timing, 0.99),
      unit: "us",
    });

    const slowed = planner(CALLS[0]![1], home, SLOWED);
    const hooks = PRE_HOOKS.filter(({ name }) => LIMIT_HOOKS.includes(name));
    const kernel = { mode: "idle", nowMs: 0, admittedAtMs: null, speedScale: SLOWED, tracked: null } as const;
    const judging = perCallUs(120, 4, () => {
      const plan: Plan = {
        ...slowed,
        segments: slowed.segments.map((segment) => (segment.kind === "move" ? anew(segment) : segment)),
      };
      for (const hook of hooks) hook.judge({ call: plan.call, plan, state: home, cell, kernel });
    });
    const judged = quantile(judging, 0.5);
    results.push({
      name: `moves limits of ${movesOf(slowed)
        .reduce((sum, { durationS }) => sum + durationS, 0)
        .toFixed(1)} s judged, all hooks`,
      p50: judged,
      p99: quantile(judging, 0.99),
      unit: "us",
      target: "<= 250 us",
      met: judged <= 250,
    });

    const move = movesOf(slowed)[0]!;
    const ticks = Math.floor(move.durationS / 0.002) - 1;
    const fly = (rateAt: (tick: number) => number): readonly number[] => {
      let stream = createMotionStream(move, chain, 0.002);
      return perCallUs(15, ticks, (k) => {
        if (k === 0) stream = createMotionStream(move, chain, 0.002);
        stream.next(rateAt(k));
      });
    };
    const wavering = (k: number): number => 0.6 + 0.4 * Math.cos(k / 40);
    for (const [name, times] of [
      ["a tick with its stop verified", fly(() => 1)],
      ["a tick while the rate changes", fly(wavering)],
    ] as const) {
      const p50 = quantile(times, 0.5);
      results.push({
        name: `moves ${name}`,
        p50,
        p99: quantile(times, 0.99),
        unit: "us",
        target: "<= 3 us",
        met: p50 <= 3,
      });
    }
    return results;
  },
};
