// Distance between two convex cores by Gilbert, Johnson and Keerthi's algorithm (source: IEEE J. Robotics
// and Automation 4(2), 1988; simplex regions after Ericson, Real-Time Collision Detection, 5.1). Works in
// B's frame on module scratch: not re-entrant, allocates nothing.
import type { Solid } from "./solid.ts";

/** A's rotation (0–8) and centre (9–11) in B's frame; `distance.ts` fills it before it calls. */
export const relative = new Float64Array(12);
/** Closest points of the cores in B's frame: on A (0–2), on B (3–5). */
export const closest = new Float64Array(6);

const MOST_ITERATIONS = 100;
const TOLERANCE_M = 1e-9;
/** Upper and lower bound this close are one, however the search ended. */
const SETTLED_M = 1e-7;
/** Cores nearer than this count as touching: what is left of the difference is rounding. */
const TOUCHING_M = 1e-7;

/** Simplex vertices, 9 numbers each: w = a - b, a, b. And their weights. */
const simplex = new Float64Array(36);
const weight = new Float64Array(4);
/** The difference of the closest points so far, A's less B's. */
export const difference = new Float64Array(3);
const v = difference;
/** Result of the region searches: which vertices stay, with which weights. */
const keep = new Int32Array(4);
const keepWeight = new Float64Array(4);
let keepCount = 0;

/**
 * Distance of the cores in metres, 0 when they touch or overlap. As soon as the distance is proven to be
 * at least `enough`, that lower bound is returned and `closest` is not set.
 */
export function coreDistance(a: Solid, b: Solid, enough: number): number {
  v[0] = relative[9]!;
  v[1] = relative[10]!;
  v[2] = relative[11]!;
  let length = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
  if (length < 1e-12) {
    v[0] = 1;
    length = 1;
  }
  let count = 0;
  let lower = 0;
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const at = count * 9;
    supportOfA(a, -v[0]!, -v[1]!, -v[2]!, simplex, at + 3);
    supportOfB(b, v[0]!, v[1]!, v[2]!, simplex, at + 6);
    const wx = simplex[at + 3]! - simplex[at + 6]!;
    const wy = simplex[at + 4]! - simplex[at + 7]!;
    const wz = simplex[at + 5]! - simplex[at + 8]!;
    lower = Math.max(lower, (v[0]! * wx + v[1]! * wy + v[2]! * wz) / length);
    if (lower >= enough) return lower;
    if (i > 0 && length - lower <= TOLERANCE_M) return placed(count, length);
    for (let k = 0; k < count; k++) {
      if (simplex[k * 9] === wx && simplex[k * 9 + 1] === wy && simplex[k * 9 + 2] === wz)
        return placed(count, settled(length, lower));
    }
    simplex[at] = wx;
    simplex[at + 1] = wy;
    simplex[at + 2] = wz;
    count++;
    if (!nearestOf(count)) return placed(count - 1, 0);
    let x = 0;
    let y = 0;
    let z = 0;
    for (let k = 0; k < keepCount; k++) {
      const from = keep[k]! * 9;
      x += keepWeight[k]! * simplex[from]!;
      y += keepWeight[k]! * simplex[from + 1]!;
      z += keepWeight[k]! * simplex[from + 2]!;
    }
    const next = Math.sqrt(x * x + y * y + z * z);
    if (i > 0 && next >= length) return placed(count - 1, settled(length, lower));
    count = compact();
    v[0] = x;
    v[1] = y;
    v[2] = z;
    length = next;
    if (length <= TOUCHING_M) return placed(count, 0);
  }
  return placed(count, settled(length, lower));
}

/** Where rounding ends the search early, only the proven lower bound counts. */
const settled = (length: number, lower: number): number => (length - lower <= SETTLED_M ? length : lower);

/** Moves the kept vertices to the front (`keep` ascends) and returns their number. */
function compact(): number {
  for (let k = 0; k < keepCount; k++) {
    const from = keep[k]! * 9;
    if (from !== k * 9) for (let d = 0; d < 9; d++) simplex[k * 9 + d] = simplex[from + d]!;
    weight[k] = keepWeight[k]!;
  }
  return keepCount;
}

/** Returns `distance`, once `closest` holds the points that the first `count` vertices and their weights stand for. */
function placed(count: number, distance: number): number {
  closest.fill(0);
  for (let k = 0; k < count; k++) {
    for (let d = 0; d < 6; d++) closest[d] = closest[d]! + weight[k]! * simplex[k * 9 + 3 + d]!;
  }
  return distance;
}

/** Farthest point of A's core along (dx, dy, dz), all in B's frame. */
export function supportOfA(a: Solid, dx: number, dy: number, dz: number, out: Float64Array, at: number): void {
  const r = relative;
  supportOfB(
    a,
    r[0]! * dx + r[3]! * dy + r[6]! * dz,
    r[1]! * dx + r[4]! * dy + r[7]! * dz,
    r[2]! * dx + r[5]! * dy + r[8]! * dz,
    out,
    at,
  );
  const x = out[at]!;
  const y = out[at + 1]!;
  const z = out[at + 2]!;
  out[at] = r[0]! * x + r[1]! * y + r[2]! * z + r[9]!;
  out[at + 1] = r[3]! * x + r[4]! * y + r[5]! * z + r[10]!;
  out[at + 2] = r[6]! * x + r[7]! * y + r[8]! * z + r[11]!;
}

/** Farthest point of a core in its own frame. */
export function supportOfB(b: Solid, dx: number, dy: number, dz: number, out: Float64Array, at: number): void {
  if (b.points !== null) {
    supportOfHull(b.points, dx, dy, dz, out, at);
    return;
  }
  if (b.round) {
    const across = Math.sqrt(dx * dx + dy * dy);
    const k = across > 1e-12 ? b.x / across : 0;
    out[at] = dx * k;
    out[at + 1] = dy * k;
  } else {
    out[at] = dx < 0 ? -b.x : b.x;
    out[at + 1] = dy < 0 ? -b.y : b.y;
  }
  out[at + 2] = dz < 0 ? -b.z : b.z;
}

function supportOfHull(points: Float64Array, dx: number, dy: number, dz: number, out: Float64Array, at: number): void {
  let most = Number.NEGATIVE_INFINITY;
  let best = 0;
  for (let k = 0; k < points.length; k += 3) {
    const along = points[k]! * dx + points[k + 1]! * dy + points[k + 2]! * dz;
    if (along > most) {
      most = along;
      best = k;
    }
  }
  out[at] = points[best]!;
  out[at + 1] = points[best + 1]!;
  out[at + 2] = points[best + 2]!;
}

/** Finds the part of the simplex nearest to the origin; false when the origin is inside a tetrahedron. */
function nearestOf(count: number): boolean {
  best = Number.POSITIVE_INFINITY;
  if (count === 1) {
    keepCount = 1;
    keep[0] = 0;
    keepWeight[0] = 1;
    return true;
  }
  if (count === 2) nearestOnEdge(0, 1);
  else if (count === 3) nearestOnTriangle(0, 1, 2);
  else return nearestOnTetrahedron();
  return true;
}

let best = Number.POSITIVE_INFINITY;

const dot = (i: number, j: number): number =>
  simplex[i * 9]! * simplex[j * 9]! +
  simplex[i * 9 + 1]! * simplex[j * 9 + 1]! +
  simplex[i * 9 + 2]! * simplex[j * 9 + 2]!;

/** Takes the candidate Σ weight · vertex when it is nearer to the origin than the best so far. Ascending indices. */
function offer(n: number, i: number, j: number, k: number, wi: number, wj: number, wk: number): void {
  const at = simplex;
  let sum = 0;
  for (let d = 0; d < 3; d++) {
    const x = wi * at[i * 9 + d]! + wj * at[j * 9 + d]! + wk * at[k * 9 + d]!;
    sum += x * x;
  }
  if (sum >= best) return;
  best = sum;
  keepCount = n;
  keep[0] = i;
  keep[1] = j;
  keep[2] = k;
  keepWeight[0] = wi;
  keepWeight[1] = wj;
  keepWeight[2] = wk;
}

function nearestOnEdge(i: number, j: number): void {
  const ii = dot(i, i);
  const ij = dot(i, j);
  const jj = dot(j, j);
  const squared = ii - 2 * ij + jj;
  const t = squared > 0 ? (ii - ij) / squared : 0;
  if (t <= 0) offer(1, i, i, i, 1, 0, 0);
  else if (t >= 1) offer(1, j, j, j, 1, 0, 0);
  else offer(2, i, j, j, 1 - t, t, 0);
}

function nearestOnTriangle(i: number, j: number, k: number): void {
  const ax = simplex[i * 9]!;
  const ay = simplex[i * 9 + 1]!;
  const az = simplex[i * 9 + 2]!;
  const ux = simplex[j * 9]! - ax;
  const uy = simplex[j * 9 + 1]! - ay;
  const uz = simplex[j * 9 + 2]! - az;
  const tx = simplex[k * 9]! - ax;
  const ty = simplex[k * 9 + 1]! - ay;
  const tz = simplex[k * 9 + 2]! - az;
  const nx = uy * tz - uz * ty;
  const ny = uz * tx - ux * tz;
  const nz = ux * ty - uy * tx;
  const nn = nx * nx + ny * ny + nz * nz;
  if (nn > 0) {
    // Weights of the origin's projection: signed areas over the whole.
    const wj = (nx * (az * ty - ay * tz) + ny * (ax * tz - az * tx) + nz * (ay * tx - ax * ty)) / nn;
    const wk = (nx * (uz * ay - uy * az) + ny * (ux * az - uz * ax) + nz * (uy * ax - ux * ay)) / nn;
    const wi = 1 - wj - wk;
    if (wi >= 0 && wj >= 0 && wk >= 0) offer(3, i, j, k, wi, wj, wk);
  }
  // Always the edges too: the weights of a sliver are mostly rounding.
  nearestOnEdge(i, j);
  nearestOnEdge(i, k);
  nearestOnEdge(j, k);
}

/** Faces that the origin lies outside of (or that are flat) are searched; false when it is inside all four. */
function nearestOnTetrahedron(): boolean {
  const outside =
    (beyond(0, 1, 2, 3) ? 1 : 0) |
    (beyond(0, 1, 3, 2) ? 2 : 0) |
    (beyond(0, 2, 3, 1) ? 4 : 0) |
    (beyond(1, 2, 3, 0) ? 8 : 0);
  if (outside === 0) return false;
  if (outside & 1) nearestOnTriangle(0, 1, 2);
  if (outside & 2) nearestOnTriangle(0, 1, 3);
  if (outside & 4) nearestOnTriangle(0, 2, 3);
  if (outside & 8) nearestOnTriangle(1, 2, 3);
  return true;
}

/** Whether the origin and vertex `l` lie on different sides of the face i, j, k. */
function beyond(i: number, j: number, k: number, l: number): boolean {
  const ax = simplex[i * 9]!;
  const ay = simplex[i * 9 + 1]!;
  const az = simplex[i * 9 + 2]!;
  const ux = simplex[j * 9]! - ax;
  const uy = simplex[j * 9 + 1]! - ay;
  const uz = simplex[j * 9 + 2]! - az;
  const tx = simplex[k * 9]! - ax;
  const ty = simplex[k * 9 + 1]! - ay;
  const tz = simplex[k * 9 + 2]! - az;
  const nx = uy * tz - uz * ty;
  const ny = uz * tx - ux * tz;
  const nz = ux * ty - uy * tx;
  const origin = -(nx * ax + ny * ay + nz * az);
  const other = nx * (simplex[l * 9]! - ax) + ny * (simplex[l * 9 + 1]! - ay) + nz * (simplex[l * 9 + 2]! - az);
  return origin * other <= 0;
}
