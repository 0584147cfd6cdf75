// Somebody walks straight at the moving arm, from any side, seen late and not always: when they touch it, it stands.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultCellPath, parseCell } from "../../cells/load-cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";
import { type WalkIn, walkIn } from "../fixtures/walk-in.ts";

const cellWith = (terms: string): Cell => {
  const person = `zones:
  - { name: person, kind: tracked, topic: /p, stale_ms: 250, shape: { capsule: { radius_m: 0.25, height_m: 1.75 } } }`;
  const text = readFileSync(defaultCellPath(), "utf8").replace("zones:", person);
  const { cell, faults } = parseCell(`${text}separation: { ${terms} }\n`, "shared");
  expect(faults).toEqual([]);
  return cell!;
};
const FULL =
  "reaction_s: 0.06, stopping_s: 0.4, intrusion_m: 0.03, sensor_uncertainty_m: 0, robot_uncertainty_m: 0.02, resume_after_s: 0.3";
const cell = cellWith(FULL);
const home = startState(cell);
const plan = createPlanner(cell, 1)({ tool: "move_relative", args: { dy: 0.1 } }, home, 1);

/** @param seed names the case: posture, direction of motion, where they come from and go, what the sensor misses */
function randomRun(seed: number): WalkIn {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const side = between(-Math.PI, Math.PI);
  const far = between(2.2, 3);
  const lost = seededRandom(seed + 1_000_003);
  const losses = Array.from({ length: 400 }, () => lost() < 0.2);
  return {
    fromRad: cell.robot.joints.map(({ limits }, j) => {
      const middle = home.jointsRad[j]!;
      const reach = 0.5;
      return Math.min(limits.upperRad, Math.max(limits.lowerRad, middle + between(-reach, reach)));
    }),
    alongRadPerS: cell.robot.joints.map(() => between(-0.8, 0.8)),
    startM: [far * Math.cos(side), far * Math.sin(side)],
    goalM: [between(-0.2, 0.5), between(-0.3, 0.3)],
    speedMPerS: 1.6,
    periodS: between(0.02, 0.06),
    latencyS: between(0, 0.08),
    isLost: (report) => losses[report] ?? false,
    seconds: 2.2,
  };
}

const RUNS = Number(process.env.ROBOOS_WALK_INS ?? 60);

describe("a person who walks in at 1.6 m/s", () => {
  it(`never touches an arm that moves, in ${RUNS} runs from every side`, () => {
    let touches = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let seed = 1; seed <= RUNS; seed++) {
      const { touched, leastMovingM } = walkIn(cell, plan, randomRun(seed));
      nearest = Math.min(nearest, leastMovingM);
      if (touched === null) continue;
      touches++;
      expect({ seed, radPerS: touched.radPerS }).toEqual({ seed, radPerS: 0 });
    }
    // The runs bite: most of them end at the arm, and the arm moves until they are near.
    expect(touches).toBeGreaterThan(RUNS / 2);
    expect(nearest).toBeLessThan(0.5);
  });

  it("would touch a moving arm if the stop took longer than the formula is told", () => {
    const { touched } = walkIn({ ...cell, separation: { ...cell.separation!, humanSpeedMPerS: 0.2 } }, plan, {
      ...randomRun(1),
      alongRadPerS: [0.8, 0, 0, 0, 0, 0, 0],
    });
    expect(touched?.rate ?? 0).toBeGreaterThan(0);
  });
});
