// Points, orientations, poses and primitive shapes: the vocabulary that robots, cells and motion share.
// Frames are REP-103 (x forward, y left, z up), metres and radians; quaternions are (x, y, z, w).

export type Vec3 = readonly [x: number, y: number, z: number];
export type QuatXyzw = readonly [x: number, y: number, z: number, w: number];

/** A rigid transform: orientation first, then translation, both expressed in the parent frame. */
export interface Pose {
  readonly xyzM: Vec3;
  readonly quatXyzw: QuatXyzw;
}

export const IDENTITY_POSE: Pose = { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] };

/**
 * Solids in their own frame, all but hulls centred on it. `capsule` and `cylinder` stand along z; a capsule's length is
 * between cap centres. A hull is the convex hull of its points (at least four, not all in one plane).
 */
export type Shape =
  | { readonly kind: "sphere"; readonly radiusM: number }
  | { readonly kind: "capsule"; readonly radiusM: number; readonly lengthM: number }
  | { readonly kind: "cylinder"; readonly radiusM: number; readonly heightM: number }
  | { readonly kind: "box"; readonly sizeM: Vec3 }
  | { readonly kind: "hull"; readonly pointsM: readonly Vec3[] };

export interface PlacedShape {
  readonly shape: Shape;
  readonly pose: Pose;
}

export const degToRad = (deg: number): number => (deg * Math.PI) / 180;
export const radToDeg = (rad: number): number => (rad * 180) / Math.PI;
