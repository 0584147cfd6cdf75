// Primitives written as one measures them on a drawing: by the points between which they run.
import type { PlacedShape, Pose, QuatXyzw, Vec3 } from "../kernel/contract/geometry.ts";

/** A capsule from cap centre to cap centre. */
export function capsule(from: Vec3, to: Vec3, radiusM: number): PlacedShape {
  const { lengthM, pose } = between(from, to);
  return { shape: { kind: "capsule", radiusM, lengthM }, pose };
}

/** A cylinder from the middle of one end to the middle of the other. */
export function cylinder(from: Vec3, to: Vec3, radiusM: number): PlacedShape {
  const { lengthM, pose } = between(from, to);
  return { shape: { kind: "cylinder", radiusM, heightM: lengthM }, pose };
}

/** An upright box given by its corners. */
export const box = (min: Vec3, max: Vec3): PlacedShape => ({
  shape: { kind: "box", sizeM: [max[0] - min[0], max[1] - min[1], max[2] - min[2]] },
  pose: {
    xyzM: [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2],
    quatXyzw: [0, 0, 0, 1],
  },
});

/** Throws when the points coincide or the second lies straight below the first: write the upper one last. */
function between(from: Vec3, to: Vec3): { readonly lengthM: number; readonly pose: Pose } {
  const along: Vec3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const lengthM = Math.hypot(...along);
  return {
    lengthM,
    pose: {
      xyzM: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2],
      quatXyzw: fromZTo([along[0] / lengthM, along[1] / lengthM, along[2] / lengthM]),
    },
  };
}

/** The shortest turn that takes z to a unit vector. */
function fromZTo([x, y, z]: Vec3): QuatXyzw {
  const norm = Math.hypot(y, x, 1 + z);
  if (!(norm > 1e-6)) throw new RangeError("a solid between two points needs two points, the upper one last");
  return [-y / norm, x / norm, 0, (1 + z) / norm];
}
