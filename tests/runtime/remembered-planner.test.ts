import { describe, expect, test } from "vitest";
import { rememberedPlanner } from "../../apps/runtime/remembered-planner.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Planner } from "../../kernel/gate.ts";
import { CALLS, home } from "../fixtures/judging.ts";

/** Tells in its plans which question they answer. */
function counted(): { readonly planner: Planner; readonly asked: () => number } {
  let asked = 0;
  const planner: Planner = (call, state) => {
    asked++;
    const segments = [{ kind: "wait", seconds: asked }] as const;
    return { call, segments, promised: { jointsRad: state.jointsRad }, blocked: null, rerouted: false };
  };
  return { planner: rememberedPlanner(planner), asked: () => asked };
}
const copy = <T>(value: T): T => structuredClone(value);

describe("a planner that remembers", () => {
  test("runs once for one question, asked in other words of the same value", () => {
    const { planner, asked } = counted();
    const plan = planner(CALLS.pick, home, 1);
    expect(planner(copy(CALLS.pick), copy(home), 1)).toEqual(plan);
    expect(asked()).toBe(1);
  });

  test("runs anew for the least difference: a joint, an object, what is held, the time, the call, the speed", () => {
    const { planner, asked } = counted();
    const [first = 0, ...rest] = home.jointsRad;
    const { red_cube: cube, ...others } = home.objects;
    const states: readonly Measured[] = [
      home,
      { ...home, jointsRad: [first + 2e-16, ...rest] },
      { ...home, jointsRad: [first === 0 ? -0 : -first, ...rest] },
      { ...home, jointsRadPerS: home.jointsRadPerS.map(() => 1e-300) },
      { ...home, objects: { ...others, red_cube: { ...cube!, quatXyzw: [0, 0, 1e-17, 1] } } },
      { ...home, objects: others },
      { ...home, gripper: { ...home.gripper, holding: "red_cube" } },
      { ...home, atS: 1e-9 },
    ];
    for (const state of states) planner(CALLS.pick, state, 1);
    expect(asked()).toBe(states.length);
    planner({ ...CALLS.pick, args: { object: "mug" } }, home, 1);
    planner(CALLS.pick, home, 0.5);
    expect(asked()).toBe(states.length + 2);
  });

  test("keeps what it was asked and what it answered, whatever is done to either", () => {
    const { planner, asked } = counted();
    const state = copy(home) as { jointsRad: number[] } & Omit<Measured, "jointsRad">;
    const before = copy(state);
    const plan = planner(CALLS.pick, state, 1);
    const said = copy(plan);
    (plan.segments as unknown as unknown[]).length = 0;
    state.jointsRad[0] = 9;
    expect(planner(CALLS.pick, before, 1)).toEqual(said);
    const again = planner(CALLS.pick, before, 1);
    (again.promised.jointsRad as number[])[0] = 9;
    expect(planner(CALLS.pick, before, 1)).toEqual(said);
    expect(asked()).toBe(1);
    planner(CALLS.pick, state, 1);
    expect(asked()).toBe(2);
  });

  test("takes a state that is not a number for a question like any other", () => {
    const { planner, asked } = counted();
    const broken = { ...home, jointsRad: home.jointsRad.map(() => Number.NaN) };
    expect(planner(CALLS.pick, broken, 1)).toEqual(planner(CALLS.pick, broken, 1));
    expect(asked()).toBe(1);
  });
});
