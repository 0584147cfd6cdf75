// The executor: streams one permitted plan to a driver tick by tick, lets the during hooks watch what
// is measured, and brings the arm to rest on its path when anyone objects. It lives in the arm's worker.
import type { Ending, Execution, Progress } from "./contract/arm.ts";
import type { Cell } from "./contract/cell.ts";
import type { Driver, Setpoint, TickReading } from "./contract/driver.ts";
import type { DuringContext, DuringHook } from "./contract/hook.ts";
import type { Permit } from "./contract/permit.ts";
import type { MoveSegment, Plan, Segment } from "./contract/plan.ts";
import type { Finding } from "./contract/verdict.ts";
import { chainOf } from "./motion/chain.ts";
import { moveSampler } from "./motion/curve.ts";
import { stopProfile } from "./stop-profile.ts";

/** How far a joint may be measured from where the plan starts. */
const START_TOLERANCE_RAD = 0.02;
/** The gripper must come to rest within this long. */
const GRIPPER_TIMEOUT_S = 3;
/** Standing still after the last segment, so that the outcome is measured at rest. */
const SETTLE_S = 0.2;
const GRIP_HOLD_S = 0.1;
const TRAIL_S = 0.02;
const PROGRESS_S = 0.25;

export interface ExecutorPorts {
  readonly cell: Cell;
  readonly driver: Driver;
  readonly during: readonly DuringHook[];
  /** True once a stop was asked for; read every tick. */
  readonly stopRequested: () => boolean;
  /** Waits until the driver's clock may move on to `atS`; does nothing when time is simulated. */
  readonly pace: (atS: number) => void;
}

export interface Executor {
  execute(plan: Plan, permit: Permit, onProgress?: (progress: Progress) => void): Execution;
}

export function createExecutor({ cell, driver, during, stopRequested, pace }: ExecutorPorts): Executor {
  const chain = chainOf(cell.robot, cell.base);
  const { dof } = chain;
  const rated = { velocity: chain.velocity, acceleration: chain.acceleration, jerk: chain.jerk };
  const setpoint: Setpoint = {
    jointsRad: new Float64Array(dof),
    jointsRadPerS: new Float64Array(dof),
    openingM: 0,
    forceN: 0,
  };

  return {
    execute(plan, permit, onProgress) {
      const start = driver.read();
      const startS = start.atS;
      const refusal = startsElsewhere(plan, start.jointsRad) ?? driver.begin(plan, permit);
      const trail: [number, number, number, number][] = [];
      const finish = (ending: Ending): Execution => {
        const after = driver.read();
        return { ending, after, tookS: after.atS - startS, touches: driver.takeTouches(), trail };
      };
      if (refusal !== null) return finish({ kind: "refused", finding: refusal });

      const judges = during.map((hook) => ({ hook: hook.name, judge: hook.watch(plan, cell) }));
      const totalS = plan.segments.reduce((sum, segment) => sum + expectedS(segment), SETTLE_S);
      let context: DuringContext | null = null;
      let ending: Ending | null = null;
      let nextTrailS = startS;
      let nextProgressS = startS + PROGRESS_S;
      setpoint.jointsRad.set(start.jointsRad);
      setpoint.jointsRadPerS.fill(0);
      setpoint.openingM = start.gripper.openingM;
      setpoint.forceN = start.gripper.holding === null ? 0 : cell.gripper.forceN;
      // What is held stays squeezed: the command is "closed", the force does the rest.
      if (start.gripper.holding !== null) setpoint.openingM = 0;

      /** Sends the setpoint, lets one tick pass, and says whether all is still well. */
      const tick = (segmentIndex: number): TickReading => {
        const reading = driver.step(setpoint);
        pace(reading.atS);
        context ??= {
          segmentIndex,
          setpointRad: setpoint.jointsRad,
          setpointRadPerS: setpoint.jointsRadPerS,
          reading,
        };
        (context as { segmentIndex: number }).segmentIndex = segmentIndex;
        if (ending === null) {
          if (stopRequested()) ending = { kind: "stopped", finding: STOPPED };
          else ending = objection(judges, context);
        }
        if (reading.atS >= nextTrailS) {
          const [x, y, z] = driver.toolPointM();
          trail.push([reading.atS, x, y, z]);
          nextTrailS = reading.atS + TRAIL_S;
        }
        if (onProgress !== undefined && reading.atS >= nextProgressS) {
          onProgress({ atS: reading.atS - startS, fraction: Math.min(1, (reading.atS - startS) / totalS) });
          nextProgressS = reading.atS + PROGRESS_S;
        }
        return reading;
      };

      /** Streams one move; once an ending is known, leads the arm to rest along the same path. */
      const move = (segment: MoveSegment, index: number): void => {
        const sampler = moveSampler(segment);
        let pathS = 0;
        while (ending === null && pathS < segment.durationS) {
          pathS = Math.min(segment.durationS, pathS + driver.tickS);
          sampler.at(pathS, setpoint.jointsRad, setpoint.jointsRadPerS);
          tick(index);
        }
        if (ending === null || pathS >= segment.durationS) return;
        const stop = stopProfile(sampler, pathS, rated);
        const fromS = pathS;
        for (let sinceS = driver.tickS; sinceS < stop.durationS + driver.tickS; sinceS += driver.tickS) {
          sampler.at(
            Math.min(segment.durationS, fromS + stop.gainedS(sinceS)),
            setpoint.jointsRad,
            setpoint.jointsRadPerS,
          );
          const rate = stop.rate(sinceS);
          for (let i = 0; i < dof; i++) setpoint.jointsRadPerS[i] = setpoint.jointsRadPerS[i]! * rate;
          tick(index);
        }
      };

      const hold = (
        seconds: number,
        index: number,
        isDone: (reading: TickReading) => boolean = () => ending !== null,
      ): TickReading | null => {
        setpoint.jointsRadPerS.fill(0);
        let reading: TickReading | null = null;
        const ticks = Math.round(seconds / driver.tickS);
        for (let k = 0; k < ticks; k++) {
          reading = tick(index);
          if (isDone(reading)) break;
        }
        return reading;
      };

      const grip = (segment: Extract<Segment, { kind: "open" | "close" }>, index: number): void => {
        setpoint.openingM = segment.kind === "open" ? segment.openingM : 0;
        setpoint.forceN = segment.kind === "open" ? cell.gripper.forceN : segment.forceN;
        let settledS = 0;
        const reading = hold(GRIPPER_TIMEOUT_S, index, (now) => {
          settledS = now.gripperSettled ? settledS + driver.tickS : 0;
          return ending !== null || settledS >= GRIP_HOLD_S;
        });
        if (ending !== null) return;
        if (settledS < GRIP_HOLD_S) {
          ending = protective("gripper", {
            code: "E_DRIVER",
            reason: `the gripper did not come to rest within ${GRIPPER_TIMEOUT_S} s; look at what it touches`,
          });
        } else if (segment.kind === "close" && segment.expects !== null && reading?.holding !== segment.expects) {
          ending = protective("grasp", {
            code: "E_NOT_HELD",
            reason: `the gripper closed but ${segment.expects} is not measured between its pads; check where it stands`,
          });
        }
      };

      try {
        for (const [index, segment] of plan.segments.entries()) {
          if (ending !== null) break;
          if (segment.kind === "move") move(segment, index);
          else if (segment.kind === "wait") hold(segment.seconds, index);
          else grip(segment, index);
        }
        // However it ended, the outcome is measured at rest.
        if (plan.segments.length > 0) hold(SETTLE_S, plan.segments.length - 1, () => false);
        return finish(ending ?? { kind: "finished" });
      } finally {
        driver.end();
      }
    },
  };
}

const STOPPED: Finding = { code: "E_STOPPED", reason: "stopped on request; say what to do next" };

const protective = (hook: string, finding: Finding): Ending => ({ kind: "protective", hook, finding });

function startsElsewhere(plan: Plan, measuredRad: readonly number[]): Finding | null {
  const first = plan.segments.find((segment) => segment.kind === "move");
  const startRad = first?.pointsRad[0];
  if (startRad === undefined) return null;
  for (const [i, rad] of measuredRad.entries()) {
    const offRad = Math.abs(rad - (startRad[i] ?? Number.NaN));
    if (!(offRad <= START_TOLERANCE_RAD)) {
      return {
        code: "E_START",
        reason: `joint ${i + 1} is ${offRad.toFixed(3)} rad from where the plan starts (most ${START_TOLERANCE_RAD}); plan again`,
        measured: offRad,
        limit: START_TOLERANCE_RAD,
      };
    }
  }
  return null;
}

/** The first objection of the during hooks; one that throws objects by that. */
function objection(
  judges: readonly { readonly hook: string; readonly judge: (context: DuringContext) => Finding | null }[],
  context: DuringContext,
): Ending | null {
  for (const { hook, judge } of judges) {
    try {
      const finding = judge(context);
      if (finding !== null) return protective(hook, finding);
    } catch (cause) {
      return protective(hook, { code: "E_HOOK", reason: `during hook ${hook} failed: ${String(cause)}` });
    }
  }
  return null;
}

function expectedS(segment: Segment): number {
  if (segment.kind === "move") return segment.durationS;
  return segment.kind === "wait" ? segment.seconds : 0.8;
}
