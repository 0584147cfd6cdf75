// Joints by the simplest law that still has what a stop is about: speed that changes at a bounded rate, brakes or none,
// and gravity that takes an arm down when its power is off. No coupling between joints and no flexing.
import type { JointBuild, JointFault, Plant, PlantFaults } from "./plant.ts";

/** Of the servo near its target, 1/s; a tick is a fraction of its time constant. */
const GAIN_PER_S = 200;
/** Full torque at so much error of a joint that is held fast: a servo's proportional gain. */
const FULL_TORQUE_RAD = 0.05;
const ACCELERATING_LOAD = 0.3;
const HOLDING_LOAD = 0.15;
/** Play beyond the range before the printed part is hit. */
const END_STOP_RAD = 0.02;
const SETTLED_RAD = 1e-7;

const OFF = 0;
const FOLLOW = 1;
const HALT = 2;
const STEP = 3;

export interface JointModel extends Plant {
  readonly faults: PlantFaults;
}

/** @param startRad where the joints are; as many as there are builds */
export function createJointModel(builds: readonly JointBuild[], startRad: ArrayLike<number>): JointModel {
  const n = builds.length;
  const trueRad = Float64Array.from({ length: n }, (_, i) => startRad[i] ?? 0);
  const trueRadPerS = new Float64Array(n);
  const measuredRad = trueRad.slice();
  const measuredRadPerS = new Float64Array(n);
  const load = new Float64Array(n);
  const offsetRad = new Float64Array(n);
  const drive = new Uint8Array(n);
  const targetRad = trueRad.slice();
  const feedRadPerS = new Float64Array(n);
  const mostRadPerS = new Float64Array(n);
  const mostRadPerS2 = new Float64Array(n);
  const stepped = new Float64Array(n);
  const fault: (JointFault | null)[] = builds.map(() => null);

  /** The speed that the drive, or gravity, would give the joint at the end of the tick. */
  function nextSpeed(i: number, dtS: number): number {
    const build = builds[i]!;
    const v = trueRadPerS[i]!;
    if (drive[i] === FOLLOW) {
      const a = mostRadPerS2[i]!;
      const wanted = wantedSpeed(targetRad[i]! - trueRad[i]!, feedRadPerS[i]!, mostRadPerS[i]!, a);
      return towards(v, wanted, a * dtS);
    }
    if (drive[i] === HALT) return towards(v, 0, build.accelerationRadPerS2 * dtS);
    if (build.hasBrake) return towards(v, 0, 2 * build.accelerationRadPerS2 * dtS);
    if (build.fall === null) return towards(v, 0, 0.5 * build.accelerationRadPerS2 * dtS);
    const { restRad, accelerationRadPerS2, mostRadPerS: fallRadPerS } = build.fall;
    const down = Math.sign(restRad - trueRad[i]!);
    return towards(v, down * fallRadPerS, accelerationRadPerS2 * dtS);
  }

  function move(i: number, dtS: number): void {
    const { leastRad, mostRad, fall, hasBrake } = builds[i]!;
    const before = trueRadPerS[i]!;
    const from = trueRad[i]!;
    if (fault[i] === "stuck") {
      trueRadPerS[i] = 0;
      const error = drive[i] === FOLLOW ? targetRad[i]! - from : 0;
      load[i] = clamp(error / FULL_TORQUE_RAD, 1);
      return;
    }
    let v = nextSpeed(i, dtS);
    let to = from + 0.5 * (before + v) * dtS;
    const isFalling = drive[i] === OFF && !hasBrake && fall !== null;
    if (isFalling && (from - fall.restRad) * (to - fall.restRad) <= 0) {
      to = fall.restRad;
      v = 0;
    }
    if (drive[i] === FOLLOW && Math.abs(targetRad[i]! - to) < SETTLED_RAD && Math.abs(v) < mostRadPerS2[i]! * dtS) {
      to = targetRad[i]!;
      v = 0;
    }
    if (to < leastRad - END_STOP_RAD || to > mostRad + END_STOP_RAD) {
      to = Math.min(mostRad + END_STOP_RAD, Math.max(leastRad - END_STOP_RAD, to));
      v = 0;
    }
    const effort = (v - before) / (dtS * builds[i]!.accelerationRadPerS2);
    const weight = fall === null ? 0 : HOLDING_LOAD * Math.sign(to - fall.restRad);
    load[i] = drive[i] === OFF ? 0 : clamp(weight + ACCELERATING_LOAD * effort, 1);
    trueRad[i] = to;
    trueRadPerS[i] = v;
  }

  function measure(i: number): void {
    if (fault[i] === "frozen") {
      measuredRadPerS[i] = 0;
      return;
    }
    const isEcho = fault[i] === "echo" && drive[i] === FOLLOW;
    measuredRad[i] = (isEcho ? targetRad[i]! : trueRad[i]!) + offsetRad[i]!;
    measuredRadPerS[i] = isEcho ? feedRadPerS[i]! : trueRadPerS[i]!;
  }

  return {
    builds,
    measuredRad,
    measuredRadPerS,
    load,
    trueRad,
    trueRadPerS,
    off(joint) {
      drive[joint] = OFF;
    },
    follow(joint, target, feedforward, most, acceleration) {
      const build = builds[joint]!;
      drive[joint] = FOLLOW;
      // The device speaks of its encoder's angles: a wrong homing moves the arm to a wrong place.
      targetRad[joint] = target - offsetRad[joint]!;
      feedRadPerS[joint] = feedforward;
      mostRadPerS[joint] = Math.min(most, build.mostRadPerS);
      mostRadPerS2[joint] = Math.min(acceleration, build.accelerationRadPerS2);
    },
    halt(joint) {
      drive[joint] = HALT;
      feedRadPerS[joint] = 0;
      targetRad[joint] = trueRad[joint]!;
    },
    step(joint, byRad) {
      drive[joint] = STEP;
      if (fault[joint] !== "stuck") stepped[joint] = stepped[joint]! + byRad;
    },
    advance(dtS) {
      for (let i = 0; i < n; i++) {
        if (drive[i] === STEP) {
          trueRad[i] = trueRad[i]! + stepped[i]!;
          trueRadPerS[i] = stepped[i]! / dtS;
          stepped[i] = 0;
        } else move(i, dtS);
        measure(i);
      }
    },
    faults: {
      set(joint, kind) {
        fault[joint] = kind;
      },
      offset(joint, rad) {
        offsetRad[joint] = rad;
        measure(joint);
      },
    },
  };
}

/** Fast as allowed, and yet so that it can be at rest at the target; straight near it, so that it does not chatter. */
function wantedSpeed(errorRad: number, feedRadPerS: number, mostRadPerS: number, a: number): number {
  const distance = Math.abs(errorRad);
  const straight = a / GAIN_PER_S ** 2;
  const approach = distance <= straight ? GAIN_PER_S * distance : Math.sqrt(2 * a * (distance - straight / 2));
  // A target that stands still although it was said to move is not run past.
  const feed = errorRad * feedRadPerS > 0 ? feedRadPerS : 0;
  return clamp(feed + Math.sign(errorRad) * approach, mostRadPerS);
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

const towards = (value: number, goal: number, by: number): number => value + clamp(goal - value, by);
