// A stop of category 0 as an envelope: where the arm may run to, and which motions that rules out.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { powerCut } from "../../hooks/pre/power-cut.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { keepOutObstacles } from "../../kernel/motion/allowances.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { moveSampler } from "../../kernel/motion/law.ts";
import { brakeTravelRad } from "../../kernel/motion/power-cut.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { checkerOf } from "../../kernel/motion/sweep.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const base = openCell();
const withCategory = (category: 0 | 1, cell: Cell = base): Cell => ({
  ...cell,
  limits: { ...cell.limits, emergencyStopCategory: category },
});
/** A wall beside the arm, so far from the y axis. */
const walled = (atM: number): Cell => ({
  ...base,
  zones: [
    {
      kind: "keep_out",
      name: "wall",
      solid: { shape: { kind: "box", sizeM: [2, 0.1, 2] }, centreM: [0, atM + 0.05, 0.5] },
    },
  ],
});
const kernel = { mode: "idle", nowMs: 0, admittedAtMs: null, speedScale: 1, tracked: null } as const;
const swing: ToolCall = { tool: "move_joints", args: { joints: [{ joint: 1, to_deg: 30 }] } };

function judge(cell: Cell, speedScale = 1): Finding | null {
  const state = startState(cell);
  const plan = createPlanner(cell, 1)(swing, state, speedScale);
  return powerCut.judge({ call: swing, plan, state, cell, kernel });
}

describe("power-cut", () => {
  it("bounds the way of a joint by reaction and brake: 1 rad/s for 0.1 s, then at 5 rad/s², is 0.2 rad", () => {
    const { limits } = base.robot.joints[0]!;
    const brake = { reactionS: 0.1, decelerationRadPerS2: 5 };
    for (const v of [1, -1]) expect(brakeTravelRad({ ...limits, brake }, v)).toBeCloseTo(0.2, 12);
    const { brake: _, ...bare } = limits;
    expect(brakeTravelRad(bare, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it("denies a swing that would run on into a wall that it passes clear, and takes it slowly", () => {
    // The hand stays clear of the wall; at full speed joint 1 runs on by up to a third of a radian.
    const cell = withCategory(0, walled(0.29));
    expect(judge(cell)).toMatchObject({ code: "E_BRAKE" });
    expect(judge(cell, 0.3)).toBeNull();
    expect(judge(withCategory(0, walled(0.75)))).toBeNull();
  });

  it("is asked only where the emergency stop is of category 0", () => {
    expect(judge(walled(0.29))).toBeNull();
    expect(judge(withCategory(1, walled(0.29)))).toBeNull();
  });

  it("denies motion of an arm that declares no brakes", () => {
    const cell = withCategory(0, walled(0.75));
    const joints = cell.robot.joints.map((joint) => {
      const { brake: _, ...limits } = joint.limits;
      return { ...joint, limits };
    });
    const finding = judge({ ...cell, robot: { ...cell.robot, joints } });
    expect(finding).toMatchObject({ code: "E_BRAKE" });
    expect(finding?.reason).toMatch(/brake of/);
  });

  it("allows nothing that 4,000 random cuts with random brakes would lead into the wall", () => {
    const random = seededRandom(8);
    const chain = chainOf(base.robot, base.base);
    let allowed = 0;
    for (const atM of [0.28, 0.3, 0.32, 0.35, 0.4, 0.5]) {
      const cell = withCategory(0, walled(atM));
      if (judge(cell) !== null) continue;
      allowed++;
      const move = createPlanner(cell, 1)(swing, startState(cell), 1).segments[0]!;
      if (move.kind !== "move") throw new Error("no move");
      const sampler = moveSampler(move);
      const checker = checkerOf(chain, armBodies(chain, 0.08), keepOutObstacles(cell), () => 0);
      const [q, v] = [new Float64Array(7), new Float64Array(7)];
      for (let k = 0; k < 4_000; k++) {
        sampler.at(random() * move.durationS, q, v);
        // Each joint's brake takes hold when it likes, and as hard as it likes beyond what is declared.
        const rest = Array.from(q, (rad, j) => {
          const brake = base.robot.joints[j]!.limits.brake!;
          const speed = Math.abs(v[j]!);
          const most = speed * brake.reactionS + speed ** 2 / (2 * brake.decelerationRadPerS2);
          return rad + Math.sign(v[j]!) * most * (random() < 0.5 ? 1 : random());
        });
        expect(checker.look(rest).kind).toBe("clear");
      }
    }
    expect(allowed).toBeGreaterThan(0);
    expect(allowed).toBeLessThan(6);
  });
});
