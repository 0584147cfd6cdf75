// The arm under the reference firmware: what a setpoint is checked against, how each stop category ends, and the arm's
// own limits (docs/roboos-frame.md, "A setpoint" and "By themselves, every control tick").
import type { StopCategory } from "../../drivers/codec/roboos-control.ts";
import type { WireSetpoint } from "../../drivers/codec/roboos-motion.ts";
import type { RoboosError, RoboosRefusal } from "../../drivers/codec/roboos-types.ts";
import { isAtRest, type Plant } from "./plant.ts";

/** Rounding of setpoints, and what the table allows beside the speed. */
const SLACK_RAD = 1e-3;
const RANGE_SLACK_RAD = 0.01;
const FOLLOWING_RAD = 0.1;
const FOLLOWING_MS = 100;
/** An arm without brakes is lowered so, and no longer than this: a joint that is stuck must not keep the power on. */
const LOWERING_RAD_PER_S = 0.3;
const LOWERING_MS = 10_000;

/** What the power does: `stopping` decelerates, `lowering` brings an arm without brakes down before it is off. */
type Power = "off" | "on" | "stopping" | "lowering";

export interface FrameArm {
  readonly isPowered: () => boolean;
  readonly isMoving: () => boolean;
  /** Whether taking the power away now would let it fall: it has no brakes and is not low yet. */
  readonly wouldFall: () => boolean;
  /** Holds where it is measured to be, as after arming. */
  hold(nowMs: number): void;
  refusalOf(setpoint: WireSetpoint, nowMs: number, watchdogMs: number): RoboosRefusal;
  follow(setpoint: WireSetpoint, nowMs: number): void;
  stop(category: StopCategory, nowMs: number): void;
  off(nowMs: number): void;
  /** Takes a stop further; true once when it has ended. */
  settle(nowMs: number): boolean;
  /** Which of the arm's own limits is broken, or `null`; joints count from 0. */
  broken(nowMs: number): { readonly error: RoboosError; readonly joint: number; readonly detail: number } | null;
}

export function createFrameArm(plant: Plant): FrameArm {
  const { builds, measuredRad } = plant;
  const n = builds.length;
  const target = new Float64Array(n);
  const behindSinceMs = new Float64Array(n).fill(-1);
  let power: Power = "off";
  let keepsPower = false;
  let targetAtMs = 0;
  let lowByMs = 0;

  const off = (nowMs: number): void => {
    if (power !== "off") lowByMs = nowMs + LOWERING_MS;
    power = "off";
    for (let i = 0; i < n; i++) plant.off(i);
  };
  const lower = (nowMs: number): void => {
    power = "lowering";
    lowByMs = nowMs + LOWERING_MS;
    for (let i = 0; i < n; i++) {
      const { fall, hasBrake, accelerationRadPerS2 } = builds[i]!;
      if (!hasBrake && fall !== null) plant.follow(i, fall.restRad, 0, LOWERING_RAD_PER_S, accelerationRadPerS2);
    }
  };
  const isLow = (): boolean =>
    builds.every(
      ({ hasBrake, fall }, i) => hasBrake || fall === null || Math.abs(measuredRad[i]! - fall.restRad) < SLACK_RAD,
    );

  return {
    isPowered: () => power !== "off",
    isMoving: () => !isAtRest(plant),
    wouldFall: () => power !== "off" && !isLow(),
    hold(nowMs) {
      power = "on";
      targetAtMs = nowMs;
      behindSinceMs.fill(-1);
      for (let i = 0; i < n; i++) {
        target[i] = measuredRad[i]!;
        plant.follow(i, target[i]!, 0, builds[i]!.mostRadPerS, builds[i]!.accelerationRadPerS2);
      }
    },
    refusalOf({ jointsRad }, nowMs, watchdogMs) {
      const elapsedS = Math.min(nowMs - targetAtMs, watchdogMs) / 1000;
      for (let i = 0; i < n; i++) {
        const { leastRad, mostRad } = builds[i]!;
        if (!(jointsRad[i]! >= leastRad && jointsRad[i]! <= mostRad)) return "outside of the range";
      }
      for (let i = 0; i < n; i++) {
        const reach = builds[i]!.mostRadPerS * elapsedS + SLACK_RAD;
        if (!(Math.abs(jointsRad[i]! - target[i]!) <= reach)) return "too far from the last setpoint";
      }
      return "none";
    },
    follow({ jointsRad, jointsRadPerS }, nowMs) {
      targetAtMs = nowMs;
      for (let i = 0; i < n; i++) {
        target[i] = jointsRad[i]!;
        plant.follow(i, target[i]!, jointsRadPerS[i]!, builds[i]!.mostRadPerS, builds[i]!.accelerationRadPerS2);
      }
    },
    stop(category, nowMs) {
      if (power === "off") return;
      if (category === 0) {
        off(nowMs);
        return;
      }
      // A harder stop under way is not lowered, and one that already lowers the arm goes on.
      keepsPower = category === 2 && (power === "on" || (power === "stopping" && keepsPower));
      if (power === "lowering") return;
      power = "stopping";
      targetAtMs = nowMs;
      for (let i = 0; i < n; i++) plant.halt(i);
    },
    off,
    settle(nowMs) {
      if (!isAtRest(plant)) return false;
      if (power === "stopping") {
        if (keepsPower) {
          power = "on";
          behindSinceMs.fill(-1);
          for (let i = 0; i < n; i++) target[i] = measuredRad[i]!;
          return true;
        }
        if (!isLow()) {
          lower(nowMs);
          return false;
        }
        off(nowMs);
      }
      // Without power it falls, and that is not at rest although it begins so.
      if (!isLow() && nowMs < lowByMs) return false;
      if (power === "lowering") off(nowMs);
      return true;
    },
    broken(nowMs) {
      if (power === "off") return null;
      for (let i = 0; i < n; i++) {
        const { leastRad, mostRad } = builds[i]!;
        const at = measuredRad[i]!;
        if (at < leastRad - RANGE_SLACK_RAD || at > mostRad + RANGE_SLACK_RAD) {
          return { error: "joint left its range", joint: i, detail: Math.round(at * 1e6) };
        }
        const behind = power === "on" ? Math.abs(target[i]! - at) : 0;
        if (behind <= FOLLOWING_RAD) behindSinceMs[i] = -1;
        else if (behindSinceMs[i]! < 0) behindSinceMs[i] = nowMs;
        else if (nowMs - behindSinceMs[i]! >= FOLLOWING_MS) {
          return { error: "does not follow", joint: i, detail: Math.round(behind * 1e6) };
        }
      }
      return null;
    },
  };
}
