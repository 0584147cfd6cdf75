// A convex hull of few points that holds every vertex of a mesh: the meeting points of 26 planes laid against it. The
// exact hull of a scanned shell has hundreds of points, and a hull of chosen vertices would leave others outside.
import type { Vec3 } from "../../kernel/contract/geometry.ts";

/** Planes stand off by this much, so that flat meshes have a volume. */
const OFF_M = 0.0005;
const TOLERANCE_M = 1e-9;

/** Directions to the faces, edges and corners of a cube, as unit vectors. */
const NORMALS: readonly Vec3[] = [-1, 0, 1].flatMap((x) =>
  [-1, 0, 1].flatMap((y) =>
    [-1, 0, 1].flatMap((z): Vec3[] => {
      const length = Math.hypot(x, y, z);
      return length === 0 ? [] : [[x / length, y / length, z / length]];
    }),
  ),
);

/** At most 48 points round the given ones; throws a RangeError for none or for what is not finite. */
export function boundingHull(points: readonly Vec3[]): Vec3[] {
  if (points.length === 0 || !points.every((point) => point.every(Number.isFinite)))
    throw new RangeError("a mesh needs vertices, all of them finite");
  const reach = NORMALS.map(
    (normal) => points.reduce((most, point) => Math.max(most, dot(normal, point)), -Infinity) + OFF_M,
  );
  const corners: Vec3[] = [];
  for (let i = 0; i < NORMALS.length; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) {
        const corner = meeting([i, j, k], reach);
        if (corner === null || corners.some((known) => near(known, corner))) continue;
        if (NORMALS.every((normal, n) => dot(normal, corner) <= reach[n]! + TOLERANCE_M)) corners.push(corner);
      }
    }
  }
  return corners;
}

/** Where three planes meet; `null` when two of them are parallel or all share a line. */
function meeting([i, j, k]: readonly [number, number, number], reach: readonly number[]): Vec3 | null {
  const [a, b, c] = [NORMALS[i]!, NORMALS[j]!, NORMALS[k]!];
  const bc = cross(b, c);
  const volume = dot(a, bc);
  if (Math.abs(volume) < 1e-6) return null;
  const [ca, ab] = [cross(c, a), cross(a, b)];
  const at = (axis: 0 | 1 | 2): number => (reach[i]! * bc[axis] + reach[j]! * ca[axis] + reach[k]! * ab[axis]) / volume;
  return [at(0), at(1), at(2)];
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const near = (a: Vec3, b: Vec3): boolean => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 1e-7;
