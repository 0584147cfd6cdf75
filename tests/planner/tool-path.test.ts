// Ways of the tool point: how closely they are kept, what is refused, and what rounding corners gains.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { MoveSegment, Plan } from "../../kernel/contract/plan.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { moveSampler } from "../../kernel/motion/law.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const cell = openCell();
const chain = chainOf(cell.robot, cell.base);
const home = startState(cell);
const planner = createPlanner(cell, 1);
const follow = (waypoints: readonly object[], more: object = {}): Plan =>
  planner({ tool: "follow_path", args: { waypoints, ...more } } as Parameters<typeof planner>[0], home, 1);
const moves = (plan: Plan): MoveSegment[] => {
  expect(plan.blocked).toBeNull();
  return plan.segments.filter((segment) => segment.kind === "move");
};
const duration = (plan: Plan): number => moves(plan).reduce((sum, move) => sum + move.durationS, 0);

/** The tool point at 500 instants of a move. */
function tool(move: MoveSegment): Vec3[] {
  const sampler = moveSampler(move);
  const [q, v] = [new Float64Array(chain.dof), new Float64Array(chain.dof)];
  return Array.from({ length: 501 }, (_, k) => {
    sampler.at((k / 500) * move.durationS, q, v);
    return toolPoseAt(chain, q).xyzM;
  });
}

function fromLine(p: Vec3, a: Vec3, b: Vec3): number {
  const [w, o] = [b.map((x, i) => x - a[i]!), p.map((x, i) => x - a[i]!)];
  const share = Math.min(1, Math.max(0, w.reduce((s, x, i) => s + x * o[i]!, 0) / w.reduce((s, x) => s + x * x, 0)));
  return Math.hypot(...o.map((x, i) => x - share * w[i]!));
}

const A = { x: 0.4, y: 0.2, z: 0.4 };
const B = { x: 0.5, y: 0.2, z: 0.3 };
const C = { x: 0.5, y: 0, z: 0.3 };
const at = ({ x, y, z }: typeof A): Vec3 => [x, y, z];

describe("the tool's way", () => {
  it("is kept to within 0.5 mm on straight lines", () => {
    const corners = [home.tool.xyzM, at(A), at(B), at(C)];
    const found = moves(follow([A, B, C]));
    expect(found).toHaveLength(3);
    for (const [k, move] of found.entries())
      expect(Math.max(...tool(move).map((p) => fromLine(p, corners[k]!, corners[k + 1]!)))).toBeLessThan(5.5e-4);
  });

  it("rounds corners by at most blend_m, in one motion that is quicker than three", () => {
    const corners = [home.tool.xyzM, at(A), at(B), at(C)];
    const rested = duration(follow([A, B, C]));
    let before = rested;
    for (const blend_m of [0.003, 0.01]) {
      const plan = follow([A, B, C], { blend_m });
      const found = moves(plan);
      expect(found).toHaveLength(1);
      const off = tool(found[0]!).map((p) => Math.min(...corners.slice(1).map((b, k) => fromLine(p, corners[k]!, b))));
      expect(Math.max(...off)).toBeLessThan(blend_m + 5.5e-4);
      expect(Math.max(...off)).toBeGreaterThan(0.8 * blend_m);
      expect(duration(plan)).toBeLessThan(before);
      before = duration(plan);
    }
  });

  it("follows an arc through a via to within 0.5 mm", () => {
    const via = { x: 0.45, y: 0.25, z: 0.4 };
    const end = { x: 0.5, y: 0.2, z: 0.4, via };
    const found = moves(follow([A, end]));
    expect(found).toHaveLength(2);
    // Three points on the circle about (0.45, 0.2, 0.4), radius 0.05 m.
    const points = tool(found[1]!);
    for (const [x, y, z] of points) {
      expect(Math.abs(Math.hypot(x - 0.45, y - 0.2) - 0.05)).toBeLessThan(5.5e-4);
      expect(Math.abs(z - 0.4)).toBeLessThan(5.5e-4);
      expect(y).toBeGreaterThan(0.1994);
    }
    expect(Math.max(...points.map(([, y]) => y))).toBeGreaterThan(0.2495);
  });

  it("is refused where three points make no circle, naming them", () => {
    const flat = follow([A, { ...B, via: { x: 0.45, y: 0.2, z: 0.35 } }]);
    expect(flat.blocked).toMatchObject({ code: "E_PRECONDITION" });
    expect(flat.blocked?.reason).toMatch(/no arc leads through/);
  });

  it("is refused where it leaves reach, and where it comes too near a singularity", () => {
    expect(follow([{ x: 0.9, y: 0, z: 0.3 }]).blocked).toMatchObject({ code: "E_REACH" });
    // Stretching out along x: the elbow straightens before reach ends.
    const stretched = planner({ tool: "move_relative", args: { dx: 0.6 } }, home, 1);
    expect(stretched.blocked).toMatchObject({ code: "E_REACH" });
  });
});
