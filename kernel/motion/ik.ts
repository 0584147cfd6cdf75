// Inverse kinematics.
import type { Pose } from "../contract/geometry.ts";
import type { Chain } from "./chain.ts";

export interface IkOptions {
  readonly seedRad: ArrayLike<number>;
  readonly starts?: number;
  readonly seed?: number;
  readonly marginRad?: number;
  readonly accept?: (q: readonly number[]) => boolean;
  readonly positionToleranceM?: number;
  readonly angleToleranceRad?: number;
}
export function solveIk(_chain: Chain, _target: Pose, _options: IkOptions): number[] | null {
  throw new Error("being written");
}
export function solveIkAll(_chain: Chain, _target: Pose, _options: IkOptions & { readonly most: number }): number[][] {
  throw new Error("being written");
}
export function solveIkNear(_chain: Chain, _target: Pose, _seedRad: ArrayLike<number>): number[] | null {
  throw new Error("being written");
}
