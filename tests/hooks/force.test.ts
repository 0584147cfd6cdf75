// External force: found by momentum, trips at its limits and not before. In physics: force-in-physics.test.ts.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { effort } from "../../hooks/during/effort.ts";
import { force } from "../../hooks/during/force.ts";
import type { Cell, ForceLimits } from "../../kernel/contract/cell.ts";
import type { DuringContext } from "../../kernel/contract/hook.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { chainOf, jacobianAt } from "../../kernel/motion/chain.ts";
import { contactObserver } from "../../kernel/motion/contact-observer.ts";
import { dynamicsOf } from "../../kernel/motion/dynamics.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { toolForceOf } from "../../kernel/motion/tool-force.ts";
import { createPlanner } from "../../kernel/planner/planner.ts";
import { startState } from "../../kernel/start-state.ts";

const LIMITS: ForceLimits = {
  externalTorqueNm: [10, 10, 10, 10, 5, 5, 5],
  externalForceN: 30,
  transientFactor: 2,
  transientS: 0.5,
};
const cell: Cell = { ...openCell(), force: LIMITS };
const home = startState(cell);
const chain = chainOf(cell.robot, cell.base);
const plan = createPlanner(cell, 1)({ tool: "move_relative", args: { dy: 0.2 } }, home, 1);
const TICK_S = 0.002;

/** An arm that swings as it likes; its efforts are those of its own motion less what pushes from outside. */
function swinging(pushNm: (atS: number) => readonly number[]) {
  const dynamics = dynamicsOf(chain);
  const reading = {
    atS: 0,
    jointsRad: new Float64Array(7),
    jointsRadPerS: new Float64Array(7),
    effortNm: new Float64Array(7),
    openingM: 0,
    forceN: 0,
    gripperSettled: true,
    holding: null,
  };
  const accelerations = new Float64Array(7);
  return {
    reading,
    tick() {
      reading.atS += TICK_S;
      for (let j = 0; j < 7; j++) {
        const w = 1 + 0.3 * j;
        reading.jointsRad[j] = home.jointsRad[j]! + 0.3 * Math.sin(w * reading.atS);
        reading.jointsRadPerS[j] = 0.3 * w * Math.cos(w * reading.atS);
        accelerations[j] = -0.3 * w * w * Math.sin(w * reading.atS);
      }
      dynamics.torques(reading.jointsRad, reading.jointsRadPerS, accelerations, reading.effortNm);
      for (const [j, nm] of pushNm(reading.atS).entries()) reading.effortNm[j] = reading.effortNm[j]! - nm;
    },
  };
}

describe("the contact observer", () => {
  it("finds nothing while nothing pushes, and 95 % of a push after 60 ms", () => {
    const push = [8, -3, 0, 5, 0, 1, -2];
    const { reading, tick } = swinging((atS) => (atS > 1 ? push : [0, 0, 0, 0, 0, 0, 0]));
    const observer = contactObserver(dynamicsOf(chain));
    let most = 0;
    while (reading.atS < 1.06) {
      tick();
      observer.update(reading.atS, reading.jointsRad, reading.jointsRadPerS, reading.effortNm);
      if (reading.atS <= 1) most = Math.max(most, ...observer.externalNm.map(Math.abs));
    }
    expect(most).toBeLessThan(0.05);
    for (const [j, nm] of push.entries()) expect(observer.externalNm[j]).toBeCloseTo(0.95 * nm, 0);
  });

  it("goes on after a gap with what it had found, and not with what passed meanwhile", () => {
    const { reading, tick } = swinging(() => [8, 0, 0, 0, 0, 0, 0]);
    const observer = contactObserver(dynamicsOf(chain));
    const update = (): void => observer.update(reading.atS, reading.jointsRad, reading.jointsRadPerS, reading.effortNm);
    for (let k = 0; k < 100; k++) {
      tick();
      update();
    }
    const found = observer.externalNm[0]!;
    expect(found).toBeCloseTo(8, 1);
    for (let k = 0; k < 50; k++) tick();
    update();
    expect(observer.externalNm[0]).toBe(found);
    tick();
    update();
    expect(observer.externalNm[0]).toBeCloseTo(8, 1);
  });
});

it("a force at the tool point is told from the torques that it makes, within 0.1 %", () => {
  const random = seededRandom(9);
  const jacobian = new Float64Array(6 * 7);
  const toolForce = toolForceOf(chain);
  for (let k = 0; k < 200; k++) {
    const q = Array.from(home.jointsRad, (rad) => rad + 0.6 * (random() - 0.5));
    const f = [0, 0, 0].map(() => 100 * (random() - 0.5));
    jacobianAt(chain, q, jacobian);
    const torques = q.map((_, j) => f.reduce((sum, newton, r) => sum + newton * jacobian[r * 7 + j]!, 0));
    const newton = Math.hypot(...f);
    expect(Math.abs(toolForce.newton(q, torques) - newton)).toBeLessThan(1e-3 * newton);
  }
});

describe("during: force", () => {
  const none = [0, 0, 0, 0, 0, 0, 0];
  const first = (
    pushNm: (atS: number) => readonly number[],
    limits: ForceLimits = LIMITS,
  ): [number, Finding] | null => {
    const judge = force.watch(plan, { ...cell, force: limits });
    const { reading, tick } = swinging(pushNm);
    while (reading.atS < 2) {
      tick();
      const finding = judge({ segmentIndex: 0, reading } as unknown as DuringContext);
      if (finding !== null) return [reading.atS, finding];
    }
    return null;
  };
  const torqueOnly: ForceLimits = { ...LIMITS, externalForceN: null };

  it("lets a push of 9 N m on joint 1 be, and stops one of 11 N m after half a second", () => {
    expect(first((atS) => (atS > 0.5 ? [9, ...none.slice(1)] : none), torqueOnly)).toBeNull();
    const [atS, finding] = first((t) => (t > 0.5 ? [11, ...none.slice(1)] : none), torqueOnly)!;
    expect(finding).toMatchObject({ code: "E_FORCE", limit: 10 });
    expect(atS).toBeGreaterThan(1);
    expect(atS).toBeLessThan(1.1);
  });

  it("stops a push of 25 N m, more than twice the limit, within 40 ms", () => {
    const [atS] = first((t) => (t > 0.5 ? [25, ...none.slice(1)] : none), torqueOnly)!;
    expect(atS).toBeLessThan(0.54);
  });

  it("lets a short knock of 15 N m pass: it lasts 0.3 s", () => {
    expect(first((t) => (t > 0.5 && t < 0.8 ? [15, ...none.slice(1)] : none), torqueOnly)).toBeNull();
  });

  it("stops a force of 70 N at the tool, above 2 · 30 N, where no joint is past its own limit", () => {
    const jacobian = new Float64Array(42);
    const limits = { ...LIMITS, externalTorqueNm: null };
    const pressed = (newton: number) => (t: number) => {
      jacobianAt(chain, home.jointsRad, jacobian);
      return t > 0.5 ? none.map((_, j) => newton * jacobian[2 * 7 + j]!) : none;
    };
    expect(first(pressed(25), limits)).toBeNull();
    expect(first(pressed(100), limits)?.[1].reason).toMatch(/something presses on the tool with \d+ N \(most 30 N\)/);
  });

  it("counts an effort that is not a number as no measurement, and stops", () => {
    expect(first((t) => (t > 0.5 ? [Number.NaN, ...none.slice(1)] : none))?.[1]).toMatchObject({ code: "E_STALE" });
  });

  it("watches nothing where the cell gives no limits", () => {
    expect(force.watch(plan, { ...cell, force: null })({} as DuringContext)).toBeNull();
  });
});

it("effort: stops when a joint works above its rating for 20 ms, not for 18 ms", () => {
  const after = (ticks: number): Finding | null => {
    const judge = effort.watch(plan, cell);
    const effortNm = new Float64Array(7);
    let finding: Finding | null = null;
    for (let k = 0; k < 40; k++) {
      effortNm[2] = k < ticks ? -(cell.robot.joints[2]!.limits.effortNm + 0.1) : 0;
      finding ??= judge({ reading: { effortNm } } as unknown as DuringContext);
    }
    return finding;
  };
  expect(after(9)).toBeNull();
  expect(after(10)).toMatchObject({ code: "E_EFFORT" });
});
