// Convex primitives as the distance code sees them: a core (a box with half extents, possibly flat or a
// point, or a cylinder) swept by a radius. A sphere is a point, a capsule a segment, each with its radius.
import type { Shape } from "../contract/geometry.ts";

export interface Solid {
  /** A cylinder's core is its own: radius `x`, half height `z`. Every other core is a box of half extents x, y, z. */
  readonly round: boolean;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Sweep of the core. */
  readonly radius: number;
  /** Radius of the sphere round its centre that holds it all. */
  readonly bound: number;
}

export function solidOf(shape: Shape): Solid {
  switch (shape.kind) {
    case "sphere":
      return { round: false, x: 0, y: 0, z: 0, radius: shape.radiusM, bound: shape.radiusM };
    case "capsule": {
      const z = shape.lengthM / 2;
      return { round: false, x: 0, y: 0, z, radius: shape.radiusM, bound: z + shape.radiusM };
    }
    case "box": {
      const [x, y, z] = [shape.sizeM[0] / 2, shape.sizeM[1] / 2, shape.sizeM[2] / 2];
      return { round: false, x, y, z, radius: 0, bound: Math.sqrt(x * x + y * y + z * z) };
    }
    case "cylinder": {
      const [x, z] = [shape.radiusM, shape.heightM / 2];
      return { round: true, x, y: x, z, radius: 0, bound: Math.sqrt(x * x + z * z) };
    }
  }
}

export const isPoint = (solid: Solid): boolean => solid.x === 0 && solid.y === 0 && solid.z === 0;
export const isSegment = (solid: Solid): boolean => solid.x === 0 && solid.y === 0;

/** Signed distance from the point (px, py, pz), in the solid's own frame, to its surface; exact. */
export function pointToSolid(solid: Solid, px: number, py: number, pz: number): number {
  const dz = Math.abs(pz) - solid.z;
  if (solid.round) {
    const dr = Math.sqrt(px * px + py * py) - solid.x;
    if (dr <= 0) return dz <= 0 ? Math.max(dr, dz) : dz;
    return dz <= 0 ? dr : Math.sqrt(dr * dr + dz * dz);
  }
  const dx = Math.abs(px) - solid.x;
  const dy = Math.abs(py) - solid.y;
  if (dx <= 0 && dy <= 0 && dz <= 0) return Math.max(dx, dy, dz) - solid.radius;
  const ex = Math.max(dx, 0);
  const ey = Math.max(dy, 0);
  const ez = Math.max(dz, 0);
  return Math.sqrt(ex * ex + ey * ey + ez * ez) - solid.radius;
}

/** Signed distance from a point in the cell's frame to the solid whose 3x4 frame is at `at`. */
export function pointToPlaced(solid: Solid, m: Float64Array, at: number, x: number, y: number, z: number): number {
  const dx = x - m[at + 3]!;
  const dy = y - m[at + 7]!;
  const dz = z - m[at + 11]!;
  return pointToSolid(
    solid,
    m[at]! * dx + m[at + 4]! * dy + m[at + 8]! * dz,
    m[at + 1]! * dx + m[at + 5]! * dy + m[at + 9]! * dz,
    m[at + 2]! * dx + m[at + 6]! * dy + m[at + 10]! * dz,
  );
}
