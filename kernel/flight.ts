// One plan in flight: setpoints tick by tick, the during hooks watching what is measured, and the way to
// rest, on the same path, once anyone objects. Nothing is allocated per tick except trail points.
import type { Ending, Progress } from "./contract/arm.ts";
import type { Cell } from "./contract/cell.ts";
import type { Driver, Setpoint, TickReading } from "./contract/driver.ts";
import type { DuringContext, DuringHook, DuringJudge, GoverningHook } from "./contract/hook.ts";
import type { Measured } from "./contract/measured.ts";
import type { MoveSegment, Plan, Segment } from "./contract/plan.ts";
import type { TrackedReading } from "./contract/tracking.ts";
import type { Finding } from "./contract/verdict.ts";
import { STOPPED } from "./goal.ts";
import { chainOf, toolFrameAt } from "./motion/chain.ts";
import { createMotionStream, type MotionStream } from "./motion/motion-stream.ts";

/** The gripper must come to rest within this long, and stay so for a moment. */
const GRIPPER_TIMEOUT_S = 3;
const GRIP_HOLD_S = 0.1;
/** Standing still at the end, so that the outcome is measured at rest. */
const SETTLE_S = 0.2;
const TRAIL_S = 0.02;
const PROGRESS_S = 0.25;
/** What opening or closing is expected to take, for the progress line only. */
const GRIP_EXPECTED_S = 0.8;

export interface FlightPorts {
  readonly cell: Cell;
  readonly driver: Driver;
  readonly during: readonly DuringHook[];
  /** True once a stop was asked for; read every tick. */
  readonly stopRequested: () => boolean;
  /** Waits until the driver's clock may move on to `atS`; does nothing when time is simulated. */
  readonly pace: (atS: number) => void;
  /** Rules that slow the motion down; default none. */
  readonly governors?: readonly GoverningHook[];
  /** What sensors say of the cell's tracked zones; default none. */
  readonly tracked?: readonly TrackedReading[];
  /** Called once a tick, before anyone judges: brings `tracked` up to date. */
  readonly sense?: () => void;
  /** The operator's speed override now, in [0, 1]; read every tick; default 1. */
  readonly override?: () => number;
}

export interface Flight {
  /** Why the flight ends early; `null` while all is well. */
  ending(): Ending | null;
  fly(segment: Segment, index: number): void;
  /** However it ended, the arm stands still before it is measured. */
  settle(): void;
  readonly trail: readonly (readonly [atS: number, x: number, y: number, z: number])[];
}

export function takeOff(
  { cell, driver, during, stopRequested, pace, sense, tracked = [], governors = [], override }: FlightPorts,
  plan: Plan,
  start: Measured,
  onProgress: ((progress: Progress) => void) | undefined,
): Flight {
  const rated = chainOf(cell.robot, cell.base);
  const { dof } = rated;
  const isHolding = start.gripper.holding !== null;
  const setpoint: Setpoint = {
    jointsRad: Float64Array.from(start.jointsRad),
    jointsRadPerS: new Float64Array(dof),
    // What is held stays squeezed: the command is "closed", the force does the rest.
    openingM: isHolding ? 0 : start.gripper.openingM,
    forceN: isHolding ? cell.gripper.forceN : 0,
  };
  const judges = during.map((hook) => ({ hook: hook.name, judge: hook.watch(plan, cell) }));
  const governing = governors.map((hook) => ({ hook: hook.name, govern: hook.govern(plan, cell) }));
  // Begun as NaN, so that its numbers are kept in place and not as objects of their own: see otg/family.ts.
  const context = {
    segmentIndex: 0,
    nowS: Number.NaN,
    rate: Number.NaN,
    tracked,
    setpointRad: setpoint.jointsRad,
    setpointRadPerS: setpoint.jointsRadPerS,
    stopTakesS: Number.NaN,
    stopRad: Float64Array.from(setpoint.jointsRad),
  } as { -readonly [K in keyof DuringContext]: DuringContext[K] };
  context.nowS = start.atS;
  context.rate = 1;
  context.stopTakesS = 0;
  const toolFrame = rated.frameCount * 12;
  const frames = new Float64Array(toolFrame + 12);
  const totalS = plan.segments.reduce((sum, segment) => sum + expectedS(segment), SETTLE_S);
  const trail: [number, number, number, number][] = [];
  let ticks = 0;
  let nextTrailS = start.atS;
  let nextProgressS = start.atS + PROGRESS_S;
  let ending: Ending | null = null;
  const isEnding = (): boolean => ending !== null;

  /** Sends the setpoint, lets one tick pass, and asks who objects. */
  const tick = (): TickReading => {
    const reading = driver.step(setpoint);
    pace(reading.atS);
    sense?.();
    context.reading = reading;
    context.nowS = start.atS + ++ticks * driver.tickS;
    if (ending === null) ending = stopRequested() ? { kind: "stopped", finding: STOPPED } : objection(judges, context);
    if (reading.atS >= nextTrailS) {
      toolFrameAt(rated, reading.jointsRad, frames, toolFrame);
      trail.push([reading.atS, frames[toolFrame + 3]!, frames[toolFrame + 7]!, frames[toolFrame + 11]!]);
      nextTrailS = reading.atS + TRAIL_S;
    }
    if (onProgress !== undefined && reading.atS >= nextProgressS) {
      const atS = reading.atS - start.atS;
      onProgress({ atS, fraction: Math.min(1, atS / totalS) });
      nextProgressS = reading.atS + PROGRESS_S;
    }
    return reading;
  };

  const next: Setpoint = { ...setpoint, jointsRad: new Float64Array(dof), jointsRadPerS: new Float64Array(dof) };
  const lookahead = driver.lookahead ?? 0;
  /** Ticks told to the driver ahead and not yet sent. */
  let told = 0;
  const foresee = (): void => {
    next.openingM = setpoint.openingM;
    next.forceN = setpoint.forceN;
    driver.foresee?.(next);
    told++;
  };
  /** A stream that goes on evenly is told as far as the driver wants to know. */
  const foreseeMove = (stream: MotionStream): void => {
    for (let atS = stream.pathS; told < lookahead && atS < stream.durationS; ) {
      atS = Math.min(stream.durationS, atS + driver.tickS * stream.rate);
      stream.at(atS, next.jointsRad, next.jointsRadPerS);
      foresee();
    }
  };
  const foreseeStill = (count: number): void => {
    next.jointsRad.set(setpoint.jointsRad);
    next.jointsRadPerS.fill(0);
    while (told < Math.min(lookahead, count)) foresee();
  };

  /** How long the stop after the next setpoint may take, as the governors said last. */
  let mostStopS = Number.POSITIVE_INFINITY;
  /** The least of what the operator and the governors allow; 0 where one fails, which also ends the flight. */
  const mostRate = (): number => {
    mostStopS = Number.POSITIVE_INFINITY;
    let most = override?.() ?? 1;
    // Governors judge what is measured: something must have been.
    if (governing.length > 0 && ticks === 0) tick();
    for (const { hook, govern } of governing) {
      try {
        const allowed = govern(context);
        mostStopS = Math.min(mostStopS, govern.mostStopS?.() ?? mostStopS);
        most = allowed < most ? allowed : Number.isNaN(allowed) ? 0 : most;
      } catch (cause) {
        const finding: Finding = { code: "E_HOOK", reason: `governing hook ${hook} failed: ${String(cause)}` };
        ending ??= { kind: "protective", hook, finding };
        return 0;
      }
    }
    return most;
  };

  const unused = new Float64Array(dof);
  const move = (segment: MoveSegment): void => {
    driver.carry?.(segment.carrying?.load ?? null);
    const stream = createMotionStream(segment, rated, driver.tickS);
    told = 0;
    while (!stream.hasEnded) {
      const most = mostRate();
      if (isEnding()) stream.stop();
      if (isEnding() || !stream.isEvenAt(most)) told = 0;
      else if (told === 0) foreseeMove(stream);
      if (told > 0) told--;
      stream.next(most, mostStopS);
      setpoint.jointsRad.set(stream.jointsRad);
      setpoint.jointsRadPerS.set(stream.jointsRadPerS);
      context.rate = stream.rate;
      context.stopTakesS = stream.stopTakesS();
      stream.at(stream.stopEndsS(), context.stopRad, unused);
      tick();
    }
    context.rate = 1;
    context.stopTakesS = 0;
    context.stopRad.set(setpoint.jointsRad);
  };

  /** Stands still for so long, or until `isDone`, which is not before so many ticks more. */
  const hold = (
    seconds: number,
    isDone: (reading: TickReading) => boolean,
    leastTicks: () => number = () => Number.POSITIVE_INFINITY,
  ): TickReading | null => {
    setpoint.jointsRadPerS.fill(0);
    let reading: TickReading | null = null;
    told = 0;
    for (let k = Math.round(seconds / driver.tickS); k > 0; k--) {
      if (told === 0) foreseeStill(Math.min(k, leastTicks()));
      told--;
      reading = tick();
      if (isDone(reading)) break;
    }
    return reading;
  };

  const grip = (segment: Extract<Segment, { kind: "open" | "close" }>): void => {
    setpoint.openingM = segment.kind === "open" ? segment.openingM : 0;
    setpoint.forceN = segment.kind === "open" ? cell.gripper.forceN : segment.forceN;
    let settledS = 0;
    const reading = hold(
      GRIPPER_TIMEOUT_S,
      ({ gripperSettled }) => {
        settledS = gripperSettled ? settledS + driver.tickS : 0;
        return isEnding() || settledS >= GRIP_HOLD_S;
      },
      () => Math.floor((GRIP_HOLD_S - settledS) / driver.tickS),
    );
    if (isEnding()) return;
    if (settledS < GRIP_HOLD_S) {
      const reason = `the gripper did not come to rest within ${GRIPPER_TIMEOUT_S} s; look at what it touches`;
      ending = { kind: "protective", hook: "gripper", finding: { code: "E_DRIVER", reason } };
    } else if (segment.kind === "close" && segment.expects !== null && reading?.holding !== segment.expects) {
      const reason = `the gripper closed but ${segment.expects} is not measured between its pads; check where it stands`;
      ending = { kind: "protective", hook: "grasp", finding: { code: "E_NOT_HELD", reason } };
    }
  };

  return {
    ending: () => ending,
    trail,
    fly(segment, index) {
      context.segmentIndex = index;
      if (segment.kind === "move") move(segment);
      else if (segment.kind === "wait") hold(segment.seconds, isEnding);
      else grip(segment);
    },
    settle: () => void hold(SETTLE_S, () => false),
  };
}

/** The first objection of the during hooks; one that throws objects by that. */
function objection(
  judges: readonly { readonly hook: string; readonly judge: DuringJudge }[],
  context: DuringContext,
): Ending | null {
  for (const { hook, judge } of judges) {
    try {
      const finding = judge(context);
      if (finding !== null) return { kind: "protective", hook, finding };
    } catch (cause) {
      const finding: Finding = { code: "E_HOOK", reason: `during hook ${hook} failed: ${String(cause)}` };
      return { kind: "protective", hook, finding };
    }
  }
  return null;
}

function expectedS(segment: Segment): number {
  if (segment.kind === "move") return segment.durationS;
  return segment.kind === "wait" ? segment.seconds : GRIP_EXPECTED_S;
}
