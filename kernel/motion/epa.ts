// How deep two overlapping cores are in each other where at least one is a hull: the expanding polytope
// algorithm (source: van den Bergen, Proximity Queries and Penetration Depth Computation on 3D Game Objects,
// GDC 2001). Grows a polytope inside the cores' difference where its nearest face is, until that face is real.
import { supportOfA, supportOfB } from "./gjk.ts";
import type { Solid } from "./solid.ts";

const MOST_POINTS = 128;
/** A closed polytope of so many vertices has fewer than twice as many triangles; the rest is for those being replaced. */
const MOST_FACES = 3 * MOST_POINTS;
/** A nearest face that lies this close to the difference's surface is a part of it. */
const TOLERANCE_M = 1e-9;
/** A face is replaced already when the new vertex lies in its plane: flat sides would come apart by rounding. */
const IN_PLANE_M = 1e-12;

const vertices = new Float64Array(MOST_POINTS * 3);
/** Three vertices a face, wound so that its normal points out; its edge e leads from corner e to the next one. */
const corners = new Int32Array(MOST_FACES * 3);
/** Where each edge's twin in the neighbouring face stands. */
const twins = new Int32Array(MOST_FACES * 3);
/** Unit normals and the faces' offsets along them; an offset of Infinity where there is no face (any more). */
const planes = new Float64Array(MOST_FACES * 4);
const isSeen = new Uint8Array(MOST_FACES);
/** Faces that may be used anew, then those that the vertex at hand takes away; and how many have ever been used. */
const free = new Int32Array(MOST_FACES);
let freeCount = 0;
let goneCount = 0;
let faceCount = 0;
/** The rim of new faces while it is joined to a vertex. */
let firstNew = -1;
let lastNew = -1;
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
    if (planes[nearest * 4 + 3] === Number.POSITIVE_INFINITY) return;
    offer(x, y, z);
    const reach = place(a, b, x, y, z, count);
    if (reach - planes[nearest * 4 + 3]! <= TOLERANCE_M || !grow(nearest, count)) return;
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
  freeCount = 0;
  goneCount = 0;
  // Vertex 3 beyond the first face's plane: wound the other way round.
  const [i, j] = dotOff(normal, 9) > dotOff(normal, 0) ? [2, 1] : [1, 2];
  const [base, left, right, far] = [addFace(0, i, j), addFace(0, 3, i), addFace(0, j, 3), addFace(i, 3, j)];
  join(base * 3, left * 3 + 2);
  join(base * 3 + 1, far * 3 + 2);
  join(base * 3 + 2, right * 3);
  join(left * 3, right * 3 + 2);
  join(left * 3 + 1, far * 3);
  join(right * 3 + 1, far * 3 + 1);
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

const dotOff = (v: readonly number[], at: number): number =>
  v[0]! * vertices[at]! + v[1]! * vertices[at + 1]! + v[2]! * vertices[at + 2]!;

function join(edge: number, twin: number): void {
  twins[edge] = twin;
  twins[twin] = edge;
}

/** Adds a face whose winding says where out is. One without area is never the nearest. -1: there is no more room. */
function addFace(i: number, j: number, k: number): number {
  if (freeCount === 0 && faceCount === MOST_FACES) return -1;
  const f = freeCount > 0 ? takeFree() : faceCount++;
  isSeen[f] = 0;
  corners[f * 3] = i;
  corners[f * 3 + 1] = j;
  corners[f * 3 + 2] = k;
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
  return f;
}

function takeFree(): number {
  const f = free[--freeCount]!;
  // What is gone stands after what is free.
  free[freeCount] = free[freeCount + goneCount]!;
  return f;
}

/** Takes away the faces that see the new vertex, from the nearest outwards, and joins their rim to it. False: it cannot. */
function grow(nearest: number, vertex: number): boolean {
  freeCount += goneCount;
  goneCount = 0;
  firstNew = -1;
  lastNew = -1;
  remove(nearest);
  for (let e = 0; e < 3; e++) if (!across(twins[nearest * 3 + e]!, vertex)) return false;
  return joinRim(lastNew, firstNew, true);
}

/** Goes on across an edge: a face that sees the vertex goes too, and where one does not, a new face begins. */
function across(edge: number, vertex: number): boolean {
  const f = Math.floor(edge / 3);
  if (isSeen[f] === 1) return true;
  const e = edge - 3 * f;
  const next = f * 3 + ((e + 1) % 3);
  const last = f * 3 + ((e + 2) % 3);
  const n = f * 4;
  const v = vertex * 3;
  const reach = planes[n]! * vertices[v]! + planes[n + 1]! * vertices[v + 1]! + planes[n + 2]! * vertices[v + 2]!;
  if (reach - planes[n + 3]! > -IN_PLANE_M) {
    remove(f);
    return across(twins[next]!, vertex) && across(twins[last]!, vertex);
  }
  const added = addFace(corners[next]!, corners[edge]!, vertex);
  if (added < 0) return false;
  join(added * 3, edge);
  if (firstNew < 0) firstNew = added;
  else if (!joinRim(lastNew, added, false)) return false;
  lastNew = added;
  return true;
}

/** Joins two new faces that follow each other round the rim; false when they do not, by rounding. */
function joinRim(before: number, after: number, isLast: boolean): boolean {
  if (before < 0 || (isLast && before === after) || corners[before * 3 + 1] !== corners[after * 3]) return false;
  join(before * 3 + 1, after * 3 + 2);
  return true;
}

function remove(f: number): void {
  isSeen[f] = 1;
  planes[f * 4 + 3] = Number.POSITIVE_INFINITY;
  free[freeCount + goneCount++] = f;
}
