// Convex solids as the distance code sees them: a core (a box with half extents, possibly flat or a point, a
// cylinder, or the hull of points) swept by a radius. A sphere is a point, a capsule a segment, each with its radius.
import { RoboError } from "../contract/errors.ts";
import type { PlacedShape, Shape, Vec3 } from "../contract/geometry.ts";
import { rotateVector } from "./transform.ts";

export interface Solid {
  /** A hull's vertices, three numbers each; its x, y, z hold them all. */
  readonly points: Float64Array | null;
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
      return { points: null, round: false, x: 0, y: 0, z: 0, radius: shape.radiusM, bound: shape.radiusM };
    case "capsule": {
      const z = shape.lengthM / 2;
      return { points: null, round: false, x: 0, y: 0, z, radius: shape.radiusM, bound: z + shape.radiusM };
    }
    case "box": {
      const [x, y, z] = [shape.sizeM[0] / 2, shape.sizeM[1] / 2, shape.sizeM[2] / 2];
      return { points: null, round: false, x, y, z, radius: 0, bound: Math.sqrt(x * x + y * y + z * z) };
    }
    case "cylinder": {
      const [x, z] = [shape.radiusM, shape.heightM / 2];
      return { points: null, round: true, x, y: x, z, radius: 0, bound: Math.sqrt(x * x + z * z) };
    }
    case "hull":
      return hullOf(shape.pointsM);
  }
}

/** Throws E_CELL when there is no volume to speak of: fewer than four points, or one that is not finite. */
function hullOf(pointsM: readonly Vec3[]): Solid {
  const points = Float64Array.from(pointsM.flat());
  if (pointsM.length < 4 || !points.every(Number.isFinite))
    throw new RoboError("E_CELL", `a hull needs four points or more, all finite, not ${pointsM.length}`);
  const half = [0, 1, 2].map((axis) => Math.max(...pointsM.map((point) => Math.abs(point[axis]!))));
  const bound = Math.max(...pointsM.map((point) => Math.hypot(...point)));
  return { points, round: false, x: half[0]!, y: half[1]!, z: half[2]!, radius: 0, bound };
}

/** The same solid with its frame in its middle, so that its bounding sphere is small. Only hulls stand elsewhere. */
export function centred({ shape, pose }: PlacedShape): PlacedShape {
  if (shape.kind !== "hull") return { shape, pose };
  const middle = [0, 1, 2].map((axis) => {
    const along = shape.pointsM.map((point) => point[axis]!);
    return (Math.min(...along) + Math.max(...along)) / 2;
  }) as unknown as Vec3;
  const pointsM = shape.pointsM.map(
    (point): Vec3 => [point[0] - middle[0], point[1] - middle[1], point[2] - middle[2]],
  );
  const moved = rotateVector(pose.quatXyzw, middle);
  const xyzM: Vec3 = [pose.xyzM[0] + moved[0], pose.xyzM[1] + moved[1], pose.xyzM[2] + moved[2]];
  return { shape: { kind: "hull", pointsM }, pose: { xyzM, quatXyzw: pose.quatXyzw } };
}

export const isPoint = (solid: Solid): boolean => solid.x === 0 && solid.y === 0 && solid.z === 0;
export const isSegment = (solid: Solid): boolean => solid.x === 0 && solid.y === 0;

/** Signed distance from the point (px, py, pz), in the solid's own frame, to its surface; exact, hulls by their box. */
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

/** Unit direction from a solid to a point outside it, in the frame of both, written by `nearestDirection`. */
export const towards = new Float64Array(3);

/**
 * As `pointToPlaced`, and writes `towards`: the solid lies beyond the plane across it at that distance from the point.
 * Where the point is not outside the core there is no such plane: -Infinity.
 */
export function nearestDirection(solid: Solid, m: Float64Array, at: number, x: number, y: number, z: number): number {
  const dx = x - m[at + 3]!;
  const dy = y - m[at + 7]!;
  const dz = z - m[at + 11]!;
  if (isPoint(solid)) {
    const away = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (!(away > 1e-9)) return Number.NEGATIVE_INFINITY;
    towards[0] = dx / away;
    towards[1] = dy / away;
    towards[2] = dz / away;
    return away - solid.radius;
  }
  const px = m[at]! * dx + m[at + 4]! * dy + m[at + 8]! * dz;
  const py = m[at + 1]! * dx + m[at + 5]! * dy + m[at + 9]! * dz;
  const pz = m[at + 2]! * dx + m[at + 6]! * dy + m[at + 10]! * dz;
  let ex = 0;
  let ey = 0;
  if (solid.round) {
    const r = Math.sqrt(px * px + py * py);
    const over = r - solid.x;
    if (over > 0) {
      ex = (px / r) * over;
      ey = (py / r) * over;
    }
  } else {
    ex = px > solid.x ? px - solid.x : px < -solid.x ? px + solid.x : 0;
    ey = py > solid.y ? py - solid.y : py < -solid.y ? py + solid.y : 0;
  }
  const ez = pz > solid.z ? pz - solid.z : pz < -solid.z ? pz + solid.z : 0;
  const length = Math.sqrt(ex * ex + ey * ey + ez * ez);
  if (!(length > 1e-9)) return Number.NEGATIVE_INFINITY;
  ex /= length;
  ey /= length;
  const nz = ez / length;
  towards[0] = m[at]! * ex + m[at + 1]! * ey + m[at + 2]! * nz;
  towards[1] = m[at + 4]! * ex + m[at + 5]! * ey + m[at + 6]! * nz;
  towards[2] = m[at + 8]! * ex + m[at + 9]! * ey + m[at + 10]! * nz;
  return length - solid.radius;
}

/** How far a placed solid reaches from its centre against the unit direction (nx, ny, nz). */
export function reachAgainst(solid: Solid, m: Float64Array, at: number, nx: number, ny: number, nz: number): number {
  const px = m[at]! * nx + m[at + 4]! * ny + m[at + 8]! * nz;
  const py = m[at + 1]! * nx + m[at + 5]! * ny + m[at + 9]! * nz;
  const pz = m[at + 2]! * nx + m[at + 6]! * ny + m[at + 10]! * nz;
  const { points } = solid;
  if (points !== null) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < points.length; k += 3) {
      const along = -(points[k]! * px + points[k + 1]! * py + points[k + 2]! * pz);
      if (along > most) most = along;
    }
    return most;
  }
  const across = solid.round ? solid.x * Math.sqrt(px * px + py * py) : solid.x * Math.abs(px) + solid.y * Math.abs(py);
  return across + solid.z * Math.abs(pz) + solid.radius;
}

/** A lower bound, exact for all but hulls outside their corners, of a ball's distance from a solid; both in one frame. */
export const sphereGap = (
  x: number,
  y: number,
  z: number,
  radius: number,
  solid: Solid,
  m: Float64Array,
  at: number,
): number => pointToPlaced(solid, m, at, x, y, z) - radius;
