// How deep two overlapping cores are in each other where at least one is a hull: the expanding polytope
// algorithm (source: van den Bergen, Proximity Queries and Penetration Depth Computation on 3D Game Objects,
// GDC 2001). Grows a polytope inside the cores' difference where its nearest face is, until that face is real.
import { supportOfA, supportOfB } from "./gjk.ts";
import type { Solid } from "./solid.ts";

const MOST_POINTS = 128;
const MOST_FACES = 512;
/** A nearest face that lies this close to the difference's surface is a part of it. */
const TOLERANCE_M = 1e-9;

/** Vertices of the polytope; three indices a face; unit normals pointing out, and the faces' offsets along them. */
const vertices = new Float64Array(MOST_POINTS * 3);
const faces = new Int32Array(MOST_FACES * 3);
const planes = new Float64Array(MOST_FACES * 4);
const horizon = new Int32Array(MOST_FACES * 2);
let faceCount = 0;
const support = new Float64Array(6);

/**
 * Calls `offer` with unit directions (in B's frame) along which the overlap of A beyond B is ever closer to the
 * least; at the last it is the least, for cylinders up to 1e-9 m or what 128 vertices reach.
 */
export function expand(a: Solid, b: Solid, offer: (x: number, y: number, z: number) => void): void {
  const flat = firstTetrahedron(a, b);
  if (flat !== null) {
    offer(flat[0], flat[1], flat[2]);
    offer(-flat[0], -flat[1], -flat[2]);
    return;
  }
  for (let count = 4; count < MOST_POINTS; count++) {
    let nearest = 0;
    for (let f = 1; f < faceCount; f++) if (planes[f * 4 + 3]! < planes[nearest * 4 + 3]!) nearest = f;
    const x = planes[nearest * 4]!;
    const y = planes[nearest * 4 + 1]!;
    const z = planes[nearest * 4 + 2]!;
    offer(x, y, z);
    const reach = place(a, b, x, y, z, count);
    if (reach - planes[nearest * 4 + 3]! <= TOLERANCE_M || !grow(count)) return;
  }
}

/** Writes the difference's farthest point along a direction as a vertex; returns how far it is. */
function place(a: Solid, b: Solid, x: number, y: number, z: number, vertex: number): number {
  supportOfA(a, x, y, z, support, 0);
  supportOfB(b, -x, -y, -z, support, 3);
  const at = vertex * 3;
  for (let d = 0; d < 3; d++) vertices[at + d] = support[d]! - support[3 + d]!;
  return x * vertices[at]! + y * vertices[at + 1]! + z * vertices[at + 2]!;
}

/** Four vertices that span a volume, as four faces; or the normal of the plane in which the whole difference lies. */
function firstTetrahedron(a: Solid, b: Solid): readonly [number, number, number] | null {
  place(a, b, 1, 0.3, 0.2, 0);
  place(a, b, -1, -0.3, -0.2, 1);
  const u = [0, 1, 2].map((d) => vertices[3 + d]! - vertices[d]!) as [number, number, number];
  // Across the first edge, then across the first triangle, whichever way leads out of it.
  const side = cross(u, Math.abs(u[0]) < Math.abs(u[1]) ? [1, 0, 0] : [0, 1, 0]);
  if (!leaves(a, b, side, 2) && !leaves(a, b, cross(u, side), 2)) return unit(side);
  const normal = cross(u, [0, 1, 2].map((d) => vertices[6 + d]! - vertices[d]!) as [number, number, number]);
  if (!leaves(a, b, normal, 3)) return unit(normal);
  faceCount = 0;
  addFace(0, 1, 2, 3);
  addFace(0, 1, 3, 2);
  addFace(0, 2, 3, 1);
  addFace(1, 2, 3, 0);
  return null;
}

/** Places a vertex off vertex 0 along the direction or against it; false when there is none. */
function leaves(a: Solid, b: Solid, along: readonly number[], vertex: number): boolean {
  const [x, y, z] = unit(along);
  const from = x * vertices[0]! + y * vertices[1]! + z * vertices[2]!;
  return place(a, b, x, y, z, vertex) - from > 1e-9 || place(a, b, -x, -y, -z, vertex) + from > 1e-9;
}

const cross = (u: readonly number[], v: readonly number[]): [number, number, number] => [
  u[1]! * v[2]! - u[2]! * v[1]!,
  u[2]! * v[0]! - u[0]! * v[2]!,
  u[0]! * v[1]! - u[1]! * v[0]!,
];

function unit(v: readonly number[]): readonly [number, number, number] {
  const length = Math.hypot(v[0]!, v[1]!, v[2]!);
  return length > 0 ? [v[0]! / length, v[1]! / length, v[2]! / length] : [0, 0, 1];
}

/** Adds the face i, j, k, wound so that its normal points away from vertex `inner`. */
function addFace(i: number, j: number, k: number, inner: number): void {
  addWound(i, j, k);
  const at = faceCount - 1;
  const offset = planes[at * 4 + 3]!;
  const towards =
    planes[at * 4]! * vertices[inner * 3]! +
    planes[at * 4 + 1]! * vertices[inner * 3 + 1]! +
    planes[at * 4 + 2]! * vertices[inner * 3 + 2]!;
  if (towards <= offset) return;
  faceCount--;
  addWound(i, k, j);
}

/** Adds a face whose winding says where out is. One without area is never the nearest. */
function addWound(i: number, j: number, k: number): void {
  const f = faceCount++;
  faces[f * 3] = i;
  faces[f * 3 + 1] = j;
  faces[f * 3 + 2] = k;
  const [p, q, r] = [i * 3, j * 3, k * 3];
  const ux = vertices[q]! - vertices[p]!;
  const uy = vertices[q + 1]! - vertices[p + 1]!;
  const uz = vertices[q + 2]! - vertices[p + 2]!;
  const vx = vertices[r]! - vertices[p]!;
  const vy = vertices[r + 1]! - vertices[p + 1]!;
  const vz = vertices[r + 2]! - vertices[p + 2]!;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  const k4 = f * 4;
  const isFlat = !(length > 1e-14);
  planes[k4] = isFlat ? 0 : nx / length;
  planes[k4 + 1] = isFlat ? 0 : ny / length;
  planes[k4 + 2] = isFlat ? 0 : nz / length;
  planes[k4 + 3] = isFlat
    ? Number.POSITIVE_INFINITY
    : (nx * vertices[p]! + ny * vertices[p + 1]! + nz * vertices[p + 2]!) / length;
}

/** Takes away the faces that see the new vertex and joins their rim to it; false when there is no more room. */
function grow(vertex: number): boolean {
  const at = vertex * 3;
  let edges = 0;
  let kept = 0;
  for (let f = 0; f < faceCount; f++) {
    const n = f * 4;
    const over =
      planes[n]! * vertices[at]! +
      planes[n + 1]! * vertices[at + 1]! +
      planes[n + 2]! * vertices[at + 2]! -
      planes[n + 3]!;
    if (over > 0) {
      for (let e = 0; e < 3; e++) edges = toggle(faces[f * 3 + e]!, faces[f * 3 + ((e + 1) % 3)]!, edges);
    } else {
      faces.copyWithin(kept * 3, f * 3, f * 3 + 3);
      planes.copyWithin(kept * 4, n, n + 4);
      kept++;
    }
  }
  faceCount = kept;
  if (edges === 0 || faceCount + edges > MOST_FACES) return false;
  for (let e = 0; e < edges; e++) addWound(horizon[e * 2]!, horizon[e * 2 + 1]!, vertex);
  return true;
}

/** An edge that two vanishing faces share is no part of their rim. */
function toggle(i: number, j: number, edges: number): number {
  for (let e = 0; e < edges; e++) {
    if (horizon[e * 2] !== j || horizon[e * 2 + 1] !== i) continue;
    horizon[e * 2] = horizon[(edges - 1) * 2]!;
    horizon[e * 2 + 1] = horizon[(edges - 1) * 2 + 1]!;
    return edges - 1;
  }
  if (edges < MOST_FACES) {
    horizon[edges * 2] = i;
    horizon[edges * 2 + 1] = j;
  }
  return edges + 1;
}
