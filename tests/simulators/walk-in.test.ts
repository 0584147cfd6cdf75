// The whole chain in physics: somebody walks at 1.6 m/s from any side into the arm at work, reported late, by jumps and
// not always. Contact is judged on the measured joints by the tests' own kinematics, at every tick.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultCellPath, parseCell } from "../../cells/load-cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { walkAt } from "../../simulators/people/walk.ts";
import { localKernel } from "../fixtures/local-kernel.ts";
import { distanceTo, surfacePoints } from "../fixtures/walk-in.ts";

const RUNS = Number(process.env.ROBOOS_WALK_INS ?? 8);
/** Servos creep into their goal. */
const STANDING_RAD_PER_S = 0.02;
const PERSON = { kind: "capsule", radiusM: 0.25, lengthM: 1.25 } as const;

function cellWith(random: () => number): Cell {
  const text = readFileSync(defaultCellPath(), "utf8");
  const terms =
    "separation: { reaction_s: 0.05, intrusion_m: 0.03, sensor_uncertainty_m: 0, robot_uncertainty_m: 0.02, resume_after_s: 0.3, wait_at_most_s: 4 }";
  const { cell, faults } = parseCell(`${text}${terms}\n`, "shared");
  expect(faults).toEqual([]);
  const side = (2 * random() - 1) * Math.PI;
  const at = (farM: number): Vec3 => [farM * Math.cos(side), farM * Math.sin(side), 0.875];
  const fromS = random() * 1.2;
  const walk = {
    points: [
      { atS: fromS, centreM: at(2.6) },
      { atS: fromS + 2.5 / 1.6, centreM: at(0.1) },
    ],
    repeats: false,
    periodS: 0.02 + 0.04 * random(),
    latencyS: 0.08 * random(),
    jitterS: 0.02,
    lostShare: 0.15,
  };
  return { ...cell!, tracked: [{ name: "person", topic: "/p", shape: PERSON, staleS: 0.25, walk }] };
}

describe("a person who walks into the arm at work, in physics", () => {
  it(`meets an arm that stands, in ${RUNS} runs`, async () => {
    let met = 0;
    let slowed = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const random = seededRandom(seed);
      const cell = cellWith(random);
      const walk = cell.tracked[0]!.walk!;
      const local = await localKernel({ cell, seed });
      const points = surfacePoints(cell);
      const centre = new Float64Array(3);
      let moved: object | null = null;
      let isMet = false;
      local.onTick = (atS) => {
        walkAt(walk, atS, centre);
        const { jointsRad, jointsRadPerS } = local.world.read();
        if (Math.hypot(centre[0]!, centre[1]!) > 1.4) return;
        const distanceM = distanceTo(points, jointsRad, [centre[0]!, centre[1]!], PERSON);
        const radPerS = Math.max(...jointsRadPerS.map(Math.abs));
        if (distanceM > 0) return;
        isMet = true;
        if (radPerS > STANDING_RAD_PER_S) moved ??= { seed, atS, distanceM, radPerS };
      };
      await local.kernel.arm();
      const calls = [1, -1, 1, -1].map((side) => {
        const args = { x: 0.35 + 0.1 * random(), y: side * (0.25 + 0.1 * random()), z: 0.25 + 0.1 * random() };
        return { tool: "move_to", args };
      });
      const report = await local.kernel.carryOut({ text: "t", calls, origin: "operator", confidence: 1 });
      expect(moved).toBeNull();
      if (isMet) met++;
      if (report.steps.some((step) => (step.execution?.slowed ?? []).length > 0)) slowed++;
    }
    // The runs bite: most arms are slowed, and people do get to them.
    expect(slowed).toBeGreaterThan(RUNS / 2);
    expect(met).toBeGreaterThan(RUNS / 4);
  }, 600_000);
});
