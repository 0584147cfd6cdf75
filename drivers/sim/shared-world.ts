// A world that lives in another thread, stepped from this one through shared memory. Told setpoints ahead of their
// ticks, it lets the world work through them in one turn and hands the readings out one a tick. When what is sent
// then is something else, the world goes back to that tick, bit for bit: working ahead changes nothing but the cost.
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Measured, Touch } from "../../kernel/contract/measured.ts";
import { MOST_AHEAD, OPERATION, type WorldMemory } from "./world-memory.ts";
import type { World } from "./world-port.ts";

export interface SharedWorldOptions {
  /** How long the world may take to be made. */
  readonly readyMs: number;
  /** How long one answer may take; after that the world counts as lost. */
  readonly answerMs: number;
  /** Setpoints that it takes ahead; 0: none, every tick is a turn of its own. */
  readonly lookahead: number;
  /**
   * In real time: waits for the end, at `atS`, of the tick whose setpoint has just gone out. Then the reading lies there
   * already, and whoever waits is woken once a tick, by the clock alone.
   */
  readonly untilEnd?: (atS: number) => void;
}

/** Waits until the world is there. Throws E_DRIVER when it is not in time, or what kept it from being made. */
export function connectWorld(
  memory: WorldMemory,
  { readyMs, answerMs, lookahead, untilEnd }: SharedWorldOptions,
): World {
  const { turns } = memory;
  const { dof } = memory.shape;
  const reading: TickReading = {
    atS: 0,
    jointsRad: new Float64Array(dof),
    jointsRadPerS: new Float64Array(dof),
    effortNm: new Float64Array(dof),
    openingM: 0,
    forceN: 0,
    gripperSettled: true,
    holding: null,
  };
  /** Setpoints told ahead, of them sent, and whether the world has already gone through them. */
  let told = 0;
  let sent = 0;
  let isAhead = false;
  let lost: RoboError | null = null;
  if (!turns.awaitReady(readyMs)) {
    throw new RoboError("E_DRIVER", `the physics was not there within ${readyMs} ms; look at the machine's load`);
  }

  /** When the next tick ends; NaN where that is not known, because something else than a step was asked for. */
  let endsAtS = Number.NaN;
  const ask = (operation: number, count = 0): void => {
    if (lost !== null) throw lost;
    const isSent = turns.send(operation, count);
    if (isSent && operation === OPERATION.step && endsAtS > 0) untilEnd?.(endsAtS);
    endsAtS = Number.NaN;
    if (isSent && turns.awaitReply(answerMs)) return;
    const why = turns.isGone() ? "the physics thread has ended" : `the physics did not answer within ${answerMs} ms`;
    lost = new RoboError("E_DRIVER", `${why}; start again`);
    throw lost;
  };
  /** Undoes what was done ahead and not sent. */
  const settle = (): void => {
    const isUndone = isAhead && sent < told;
    const upTo = sent;
    told = 0;
    sent = 0;
    isAhead = false;
    if (!isUndone) return;
    ask(OPERATION.rewind, upTo);
    turns.throwFailure();
  };
  const request = (operation: number, count?: number): void => {
    settle();
    ask(operation, count);
    turns.throwFailure();
  };
  /** Lets the world go through so many of the setpoints that lie there. */
  const run = (count: number): void => {
    ask(OPERATION.step, count);
    isAhead = true;
  };

  const read = (): Measured => {
    request(OPERATION.read);
    return memory.getMeasured();
  };

  return {
    tickS: memory.tickS,
    dof,
    lookahead: Math.min(lookahead, MOST_AHEAD),
    foresee(setpoint) {
      if (isAhead) settle();
      if (told < MOST_AHEAD) memory.putSetpoint(told++, setpoint);
    },
    step(setpoint: Setpoint): TickReading {
      if (sent >= told || !memory.isSetpoint(sent, setpoint)) {
        settle();
        memory.putSetpoint(0, setpoint);
        told = 1;
      }
      if (!isAhead) run(told);
      if (sent >= turns.done()) {
        told = sent;
        turns.throwFailure();
      }
      memory.getReading(sent++, reading);
      endsAtS = reading.atS + memory.tickS;
      return reading;
    },
    hold: () => request(OPERATION.hold),
    read,
    toolPointM: () => read().tool.xyzM,
    expectTouches(expected) {
      settle();
      turns.putJson(expected);
      request(OPERATION.expectTouches);
    },
    takeTouches() {
      request(OPERATION.takeTouches);
      return turns.json() as readonly Touch[];
    },
    guard: (isMoving) => request(OPERATION.guard, isMoving ? 1 : 0),
    saveState() {
      request(OPERATION.saveState);
      return new Float64Array(turns.bytes().buffer);
    },
    restoreState(state) {
      settle();
      turns.putBytes(new Uint8Array(state.buffer, state.byteOffset, state.byteLength));
      request(OPERATION.restoreState);
    },
    stateHash() {
      request(OPERATION.stateHash);
      return turns.json() as string;
    },
    reset: () => request(OPERATION.reset),
    close() {
      // Lost or closed before: there is nothing left to free.
      if (lost !== null) return;
      told = 0;
      isAhead = false;
      turns.ask(OPERATION.close, 0, answerMs);
      lost = new RoboError("E_DRIVER", "this world is closed; make a new one");
    },
  };
}
