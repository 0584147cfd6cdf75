// The motion as separation sees it: at the plan's rate out of what was commanded at the rate in force.
import { expect, it } from "vitest";
import { armInMotion } from "../../../hooks/arm-in-motion.ts";
import { tickOf } from "../../fixtures/watching.ts";

const at = (rate: number, radPerS: number, stopTakesS: number) =>
  tickOf({
    rate,
    setpointRadPerS: new Float64Array(7).fill(radPerS),
    stopTakesS,
    stopRad: new Float64Array(7).fill(9),
  });
const all = (value: number) => new Array<number>(7).fill(value);

it("takes velocities and the stop by the rate in force, and positions and the stop's end as they are", () => {
  const arm = armInMotion(7)(at(0.5, 0.2, 0.1));
  expect([...Array.from(arm.fullRadPerS)]).toEqual(all(0.4));
  expect(arm).toMatchObject({ rate: 0.5, stopTakesS: 0.1, fullStopS: 0.2 });
  expect(Array.from(arm.stopRad)).toEqual(all(9));
  expect(Array.from(arm.jointsRad)).toEqual(Array.from(at(1, 0, 0).reading.jointsRad));
});

it("at a rate under 0.1 keeps what was last known of the full speed, but not of the stop from here", () => {
  const inMotion = armInMotion(7);
  expect(Array.from(inMotion(at(0.09, 0.2, 0.1)).fullRadPerS)).toEqual(all(0));
  expect(inMotion(at(0.09, 0.2, 0.1)).fullStopS).toBe(0);
  expect(Array.from(inMotion(at(0.1, 0.05, 0.1)).fullRadPerS)).toEqual(all(0.5));
  const arm = inMotion(at(0.09, 0.001, 0.03));
  expect(Array.from(arm.fullRadPerS)).toEqual(all(0.5));
  expect(arm).toMatchObject({ rate: 0.09, stopTakesS: 0.03, fullStopS: 1 });
});
