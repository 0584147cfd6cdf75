// Hot paths make no object per tick: the heap of a thread that flies 10,000 ticks grows by the trail, and by the numbers
// that V8 boxes (16 bytes each) where they pass between functions that it does not inline. An array or an object a tick
// comes on top and is found out.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { DURING_HOOKS, GOVERNORS } from "../../apps/runtime/hook-list.ts";
import type { Driver, TickReading } from "../../kernel/contract/driver.ts";
import type { DuringHook } from "../../kernel/contract/hook.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import { createExecutor } from "../../kernel/executor.ts";
import { stateHashOf } from "../../kernel/permits.ts";
import { startState } from "../../kernel/start-state.ts";
import { idealDriver } from "../fixtures/ideal-driver.ts";
import { CALLS, homeBut, move, planOf } from "../fixtures/judging.ts";

const cell = openCell();
const home = startState(cell);
const permit = { id: "1", planHash: "", stateHash: stateHashOf(home), expiresAtMs: 0, mac: "" };
const TICKS = 10_000;
/** Ticks before those that count: a flight's own beginning. */
const FROM = 500;
/** Flights until all is compiled, at most. */
const RUNS = 12;
/** Measured: 180 to 220, of which the trail 10. Seven numbers copied are 100 more. */
const MOST_BYTES_PER_TICK = 256;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const plan: Plan = planOf({
  call: CALLS.move_joints,
  segments: [{ ...move([homeBut({}), homeBut({ 0: 0.6, 3: 0.4 })]), durationS: (TICKS + FROM) * 0.002 + 1 }],
});

/** Bytes a tick by which the heap grew, garbage included: of the first flight that keeps the limit, or the least of all. */
function bytesPerTick(during: readonly DuringHook[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS && !(least < MOST_BYTES_PER_TICK); run++) {
    let ticks = 0;
    let from = 0;
    let grown = Number.NaN;
    const reading: TickReading = {
      atS: Number.NaN,
      jointsRad: Float64Array.from(home.jointsRad),
      jointsRadPerS: new Float64Array(home.jointsRad.length),
      effortNm: new Float64Array(home.jointsRad.length),
      openingM: home.gripper.openingM,
      forceN: 0,
      gripperSettled: true,
      holding: null,
    };
    const driver: Driver = {
      ...idealDriver(cell),
      step({ jointsRad, jointsRadPerS }) {
        ticks++;
        if (ticks === FROM) {
          collectGarbage();
          from = process.memoryUsage().heapUsed;
        }
        if (ticks === FROM + TICKS) grown = process.memoryUsage().heapUsed - from;
        reading.atS = ticks * 0.002;
        reading.jointsRad.set(jointsRad);
        reading.jointsRadPerS.set(jointsRadPerS);
        return reading;
      },
    };
    const executor = createExecutor({
      cell,
      driver,
      during,
      governors: GOVERNORS,
      stopRequested: () => false,
      pace: () => {},
    });
    expect(executor.execute(plan, permit, home).ending).toEqual({ kind: "finished" });
    // A collection in between leaves less than was there.
    if (grown > 0) least = Math.min(least, grown / TICKS);
  }
  return least;
}

describe("a flight", () => {
  it(`makes no object per tick, over ${TICKS} ticks with every hook`, () => {
    expect(bytesPerTick(DURING_HOOKS)).toBeLessThan(MOST_BYTES_PER_TICK);
  });

  it("would be found out by one copy of the joints a tick", () => {
    const kept: number[][] = [];
    const wasteful: DuringHook = {
      name: "wasteful",
      watch:
        () =>
        ({ reading }) => {
          kept[0] = [...reading.jointsRad];
          return null;
        },
    };
    expect(bytesPerTick([...DURING_HOOKS, wasteful])).toBeGreaterThan(MOST_BYTES_PER_TICK);
  });
});
