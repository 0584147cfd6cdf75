// Distances between convex primitives.
import type { PlacedShape, Vec3 } from "../contract/geometry.ts";

export interface Distance {
  readonly distanceM: number;
  readonly pointA: Vec3;
  readonly pointB: Vec3;
}
export function distanceBetween(_a: PlacedShape, _b: PlacedShape): Distance {
  throw new Error("being written");
}
