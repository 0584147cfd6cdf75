// Gate, executor, driver and physics in one thread for one cell, without log and latch: plans go in by the one door, and
// every setpoint that comes out is kept, so that it can be judged afterwards.
import { DURING_HOOKS, GOVERNORS, POST_HOOKS, PRE_HOOKS } from "../../../apps/runtime/hook-list.ts";
import { rememberedPlanner } from "../../../apps/runtime/remembered-planner.ts";
import { TrackedMemory } from "../../../apps/runtime/tracked-memory.ts";
import { createSimDriver } from "../../../drivers/sim/sim-driver.ts";
import type { World } from "../../../drivers/sim/world-port.ts";
import type { Execution } from "../../../kernel/contract/arm.ts";
import type { Cell } from "../../../kernel/contract/cell.ts";
import { systemClock } from "../../../kernel/contract/clock.ts";
import type { KernelFacts } from "../../../kernel/contract/hook.ts";
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { Plan } from "../../../kernel/contract/plan.ts";
import type { ToolCall } from "../../../kernel/contract/tools.ts";
import type { Finding } from "../../../kernel/contract/verdict.ts";
import { createExecutor } from "../../../kernel/executor.ts";
import { createGate, type Judged } from "../../../kernel/gate.ts";
import { walkPlan } from "../../../kernel/motion/stages.ts";
import { permitIssuer, permitVerifier } from "../../../kernel/permits.ts";
import { createPlanner } from "../../../kernel/planner/planner.ts";
import { createMujocoWorld } from "../../../simulators/mujoco/world.ts";
import { scriptedSensor } from "../../../simulators/people/walk.ts";

/** Measured configurations are kept once in so many ticks. */
export const LOOK_TICKS = 5;
/** No flight may take longer than this, ticks of simulated time: the longest wait for a person, and a slow motion. */
const MOST_TICKS = 100_000;
const KEY = new Uint8Array(32).fill(7);

/** What happens to a motion from outside. */
export interface Meddling {
  /** Ticks after which a stop is asked for, or `null`. */
  readonly stopAt: number | null;
  /** The speed override from each tick on, ascending; 1 before the first. */
  readonly overrides: readonly (readonly [tick: number, rate: number])[];
}

export interface Flight {
  readonly plan: Plan;
  readonly before: Measured;
  readonly execution: Execution;
  /** What post hooks miss in it. */
  readonly failures: readonly Finding[];
  /** Joint setpoints, tick after tick, one row each; the first row is where the arm stood. */
  readonly setpoints: Float64Array;
  /** Measured: time, joints, greatest joint speed; one row for every look. */
  readonly looks: Float64Array;
}

export interface Arena {
  readonly cell: Cell;
  /** Back to the cell's start, at time 0. */
  reset(seed: number): void;
  read(): Measured;
  /** What the planner makes of a call; `null` when it fails. */
  layOut(call: ToolCall, state: Measured): Plan | null;
  /** Judges a call from a state, by the plan that the planner makes of it or by another. */
  judge(call: unknown, state: Measured, isUnderWay: boolean, forged: Plan | null): Judged;
  predict(plan: Plan, state: Measured): Measured;
  /** Carries out a plan that was allowed. */
  fly(plan: Plan, before: Measured, meddling: Meddling): Flight;
  close(): void;
}

export async function openArena(cell: Cell, seed: number): Promise<Arena> {
  const dof = cell.robot.joints.length;
  const world = await createMujocoWorld(cell, { seed });
  /** The world as it starts: settling takes as long as a motion. */
  const fresh = world.saveState();
  const planner = rememberedPlanner(createPlanner(cell, seed));
  const predict = (plan: Plan, state: Measured): Measured => walkPlan(plan, state, cell).end;
  const permits = permitIssuer(KEY, systemClock);
  let forgery: Plan | null = null;
  const gate = createGate({
    cell,
    hooks: PRE_HOOKS,
    plan: (call, state, scale) => forgery ?? planner(call, state, scale),
    predict,
    clock: systemClock,
  });
  let tracked = new TrackedMemory(cell.tracked.length);
  let people = scriptedSensor(cell.tracked, seed, () => {});
  let meddling: Meddling = { stopAt: null, overrides: [] };
  let ticks = 0;
  let sent: number[] = [];
  let seen: number[] = [];
  const recording: World = {
    ...world,
    step(setpoint) {
      if (ticks > MOST_TICKS) throw new Error(`a flight takes more than ${MOST_TICKS} ticks`);
      for (let j = 0; j < dof; j++) sent.push(setpoint.jointsRad[j]!);
      const reading = world.step(setpoint);
      if (ticks++ % LOOK_TICKS === 0) {
        let most = 0;
        seen.push(reading.atS);
        for (let j = 0; j < dof; j++) {
          seen.push(reading.jointsRad[j]!);
          most = Math.max(most, Math.abs(reading.jointsRadPerS[j]!));
        }
        seen.push(most);
      }
      return reading;
    },
  };
  const driver = createSimDriver({ world: recording, permits: permitVerifier(KEY, systemClock) });
  driver.arm();
  const executorOf = () =>
    createExecutor({
      cell,
      driver,
      during: DURING_HOOKS,
      governors: GOVERNORS,
      stopRequested: () => meddling.stopAt !== null && ticks >= meddling.stopAt,
      pace: (atS) => people.update(atS),
      tracked: tracked.readings,
      sense: () => tracked.refresh(),
      override: () => meddling.overrides.findLast(([tick]) => ticks >= tick)?.[1] ?? 1,
    });
  let executor = executorOf();
  const facts = (atS: number, isUnderWay: boolean): KernelFacts => ({
    mode: "idle",
    nowMs: 0,
    admittedAtMs: null,
    speedScale: 1,
    origin: "agent",
    isUnderWay,
    tracked: { atS, readings: tracked.readings },
  });

  return {
    cell,
    reset(walkSeed) {
      world.restoreState(fresh);
      const memory = new TrackedMemory(cell.tracked.length);
      tracked = memory;
      people = scriptedSensor(cell.tracked, walkSeed, (zone, atS, centreM) => memory.report(zone, atS, centreM));
      people.update(world.read().atS);
      tracked.refresh();
      executor = executorOf();
    },
    read: () => driver.read(),
    layOut(call, state) {
      try {
        return planner(call, state, 1);
      } catch {
        // The gate says so when it is asked.
        return null;
      }
    },
    judge(call, state, isUnderWay, forged) {
      forgery = forged;
      try {
        return gate.judge(call, 1, state, facts(state.atS, isUnderWay));
      } finally {
        forgery = null;
      }
    },
    predict,
    fly(plan, before, by) {
      meddling = by;
      ticks = 0;
      sent = [...before.jointsRad];
      seen = [];
      const execution = executor.execute(plan, permits.issue(plan, before), before);
      const failures = POST_HOOKS.flatMap(
        (hook) => hook.judge({ plan, before, after: execution.after, touches: execution.touches, cell }) ?? [],
      );
      const flight = { plan, before, execution, failures };
      return { ...flight, setpoints: Float64Array.from(sent), looks: Float64Array.from(seen) };
    },
    close: () => world.close(),
  };
}
