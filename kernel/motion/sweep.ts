// Whether a whole motion stays clear.
import type { Pose, Shape, Vec3 } from "../contract/geometry.ts";
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";

export interface Obstacle {
  readonly name: string;
  readonly shape: Shape;
  readonly pose: Pose;
}
export interface Contact {
  readonly kind: "contact";
  readonly body: string;
  readonly obstacle: string;
  readonly distanceM: number;
  readonly requiredM: number;
  readonly s: number;
  readonly jointsRad: number[];
  readonly atM: Vec3;
}
export type SweepResult = { readonly kind: "clear"; readonly leastM: number } | Contact;
export type Required = (body: Body, obstacle: Obstacle) => number;

export function sweepClear(
  _chain: Chain,
  _points: readonly (readonly number[])[],
  _bodies: readonly Body[],
  _obstacles: readonly Obstacle[],
  _requiredM: Required,
): SweepResult {
  throw new Error("being written");
}
export function configurationClear(
  _chain: Chain,
  _q: readonly number[],
  _bodies: readonly Body[],
  _obstacles: readonly Obstacle[],
  _requiredM: Required,
): SweepResult {
  throw new Error("being written");
}
export function selfClear(_chain: Chain, _points: readonly (readonly number[])[], _bodies: readonly Body[]): SweepResult {
  throw new Error("being written");
}
