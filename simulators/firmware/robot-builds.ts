// How an arm of the robot descriptions is built, as its devices' joints need it.
import type { Joint } from "../../kernel/contract/robot.ts";
import type { JointBuild } from "./plant.ts";

/** source: estimated: what a weight does against friction in gears of 1/20 to 1/345, slower than free fall. */
const FALL = { accelerationRadPerS2: 5, mostRadPerS: 2 };

/**
 * Joints of a description that has no brakes.
 * @param restRad where gravity takes a joint whose power is off, by its name; a joint that is not named stays
 */
export const unbrakedBuilds = (
  joints: readonly Joint[],
  restRad: Readonly<Record<string, number>>,
): readonly JointBuild[] =>
  joints.map(({ name, limits }) => {
    const rest = restRad[name];
    return {
      leastRad: limits.lowerRad,
      mostRad: limits.upperRad,
      mostRadPerS: limits.velocityRadPerS,
      accelerationRadPerS2: limits.accelerationRadPerS2,
      hasBrake: false,
      fall: rest === undefined ? null : { restRad: rest, ...FALL },
    };
  });
