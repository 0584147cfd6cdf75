// An arm in real time that swings one joint to and fro, with a trace of every setpoint: what timing is measured on.
import { randomBytes } from "node:crypto";
import { openCell } from "../apps/cell.ts";
import { threadedArm } from "../apps/runtime/threaded-arm.ts";
import { TickTrace } from "../apps/runtime/tick-trace.ts";
import { TrackedMemory } from "../apps/runtime/tracked-memory.ts";
import type { Arm, Execution } from "../kernel/contract/arm.ts";
import { systemClock } from "../kernel/contract/clock.ts";
import type { MoveSegment, Plan } from "../kernel/contract/plan.ts";
import { permitIssuer } from "../kernel/permits.ts";

export const TICK_MS = 2;
const SWING_RAD = 0.4;
const SWING_S = 0.8;
const TRACED_TICKS = 4096;

export interface Swing {
  readonly segment: MoveSegment;
  /** The trace's number of its first tick. */
  readonly firstTick: number;
  readonly execution: Promise<Execution>;
}

export interface TimedArm {
  readonly arm: Arm;
  readonly trace: TickTrace;
  /** Begins the next swing from where the arm is. */
  swing(): Promise<Swing>;
}

export async function timedArm(seed: number): Promise<TimedArm> {
  const cell = openCell();
  const permitKey = randomBytes(32);
  const trace = new TickTrace(cell.robot.joints.length, TRACED_TICKS);
  const arm = threadedArm({
    cell,
    seed,
    isRealtime: true,
    permitKey,
    tracked: new TrackedMemory(cell.tracked.length),
    trace: { buffer: trace.buffer, ticks: TRACED_TICKS },
  });
  const permits = permitIssuer(permitKey, systemClock);
  await arm.connect();
  await arm.arm();
  return {
    arm,
    trace,
    async swing() {
      const measured = await arm.read();
      const [firstRad = 0, ...others] = measured.jointsRad;
      const goalRad = firstRad + (firstRad > 0 ? -SWING_RAD : SWING_RAD);
      const segment: MoveSegment = {
        kind: "move",
        pointsRad: [measured.jointsRad, [goalRad, ...others]],
        durationS: SWING_S,
        line: false,
        carrying: null,
      };
      const plan: Plan = {
        call: { tool: "move_joints", args: { joints: [] } },
        segments: [segment],
        promised: {},
        blocked: null,
        rerouted: false,
      };
      const firstTick = trace.count();
      return { segment, firstTick, execution: arm.execute(plan, permits.issue(plan, measured), measured) };
    },
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Blocks this thread, as a long computation does. */
export function spin(ms: number): void {
  const endMs = systemClock.nowMs() + ms;
  while (systemClock.nowMs() < endMs);
}
