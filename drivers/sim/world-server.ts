// The world's side of the shared memory: answers one request after the other in the world's own thread, until it is
// closed. It is the watchdog too: when setpoints cease while a motion is open, it brakes the arm.
import type { Setpoint } from "../../kernel/contract/driver.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import { OPERATION, type WorldMemory } from "./world-memory.ts";
import type { ExpectedTouches, World } from "./world-port.ts";

export interface ServeOptions {
  /** Wall-clock time without a setpoint in an open motion after which the arm brakes. */
  readonly watchdogMs: number;
}

/** Returns when the client closes the world. */
export function serveWorld(world: World, memory: WorldMemory, { watchdogMs }: ServeOptions): void {
  const { turns } = memory;
  const { dof } = memory.shape;
  const setpoint: Setpoint = {
    jointsRad: new Float64Array(dof),
    jointsRadPerS: new Float64Array(dof),
    openingM: 0,
    forceN: 0,
  };
  let isGuarding = false;
  let hasBraked = false;
  /** Before the last steps asked for, if they were more than one. */
  let before: Float64Array = new Float64Array();
  let isSaved = false;
  let done = 0;

  const step = (count: number): void => {
    if (hasBraked) {
      const reason = `no setpoint came for ${watchdogMs} ms in mid-motion, so the arm braked; plan again`;
      throw new RoboError("E_DRIVER", reason);
    }
    isSaved = count > 1;
    if (isSaved) before = world.saveState(before);
    for (; done < count; done++) {
      memory.getSetpoint(done, setpoint);
      memory.putReading(done, world.step(setpoint));
    }
  };
  const rewind = (count: number): void => {
    if (!isSaved) throw new RoboError("E_DRIVER", "there is nothing to go back to");
    world.restoreState(before);
    for (let slot = 0; slot < count; slot++) {
      memory.getSetpoint(slot, setpoint);
      world.step(setpoint);
    }
  };
  const carryOut: Readonly<Record<number, (count: number) => void>> = {
    [OPERATION.step]: step,
    [OPERATION.rewind]: rewind,
    [OPERATION.hold]: () => world.hold(),
    [OPERATION.read]: () => memory.putMeasured(world.read()),
    [OPERATION.expectTouches]: () => world.expectTouches(turns.json() as ExpectedTouches),
    [OPERATION.takeTouches]: () => turns.putJson(world.takeTouches()),
    [OPERATION.saveState]: () => turns.putBytes(new Uint8Array(world.saveState().buffer)),
    [OPERATION.restoreState]: () => world.restoreState(new Float64Array(turns.bytes().buffer)),
    [OPERATION.stateHash]: () => turns.putJson(world.stateHash()),
    [OPERATION.reset]: () => world.reset(),
    [OPERATION.guard](count) {
      isGuarding = count === 1;
      hasBraked = false;
    },
    [OPERATION.close]: () => world.close(),
  };

  for (;;) {
    if (!turns.awaitRequest(isGuarding && !hasBraked ? watchdogMs : Number.POSITIVE_INFINITY)) {
      world.hold();
      hasBraked = true;
      continue;
    }
    const operation = turns.operation();
    let fault: RoboError | null = null;
    done = 0;
    try {
      carryOut[operation]!(turns.count());
    } catch (cause) {
      fault = cause instanceof RoboError ? cause : new RoboError("E_DRIVER", String(cause), { cause });
    }
    turns.reply(done, fault);
    if (operation === OPERATION.close) return;
  }
}
