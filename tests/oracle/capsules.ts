// Capsules where MuJoCo's closed forms are not exact (measured with 3.14; tests/oracle/world.test.ts), by the oracle
// itself. Against a capsule it takes a wrong pair of points about once in fifty, and says up to centimetres too much;
// against a box that the capsule's axis goes through, it may say that the two are apart.
import type { Vec3 } from "../../kernel/contract/geometry.ts";

/** A segment by its middle, unit direction and half length. */
export interface Axis {
  readonly middle: Vec3;
  readonly along: Vec3;
  readonly half: number;
}

export interface Nearest {
  readonly distanceM: number;
  readonly first: Vec3;
  readonly second: Vec3;
}

/** The nearest points of two segments: some end and the place nearest to it, or two inner places. */
export function nearestOfAxes(a: Axis, b: Axis): Nearest {
  const r: Vec3 = [b.middle[0] - a.middle[0], b.middle[1] - a.middle[1], b.middle[2] - a.middle[2]];
  const [rr, ar, br, ab] = [dot(r, r), dot(a.along, r), dot(b.along, r), dot(a.along, b.along)];
  let best = Number.POSITIVE_INFINITY;
  let bestS = 0;
  let bestT = 0;
  for (let end = 0; end < 5; end++) {
    let s = end === 0 ? -a.half : a.half;
    let t = end === 2 ? -b.half : b.half;
    if (end < 2) t = clamp(s * ab - br, b.half);
    else if (end < 4) s = clamp(ar + t * ab, a.half);
    else {
      s = (ar - ab * br) / (1 - ab * ab);
      t = s * ab - br;
      if (!(Math.abs(s) <= a.half && Math.abs(t) <= b.half)) break;
    }
    // |r + t b - s a|² by its terms.
    const squared = rr + t * t + s * s + 2 * t * br - 2 * s * ar - 2 * s * t * ab;
    if (squared >= best) continue;
    best = squared;
    bestS = s;
    bestT = t;
  }
  const first = pointOn(a, bestS);
  const second = pointOn(b, bestT);
  return { distanceM: Math.hypot(second[0] - first[0], second[1] - first[1], second[2] - first[2]), first, second };
}

/** Whether an axis goes through a box, by MuJoCo's frames and its half lengths. */
export function goesThrough(
  { middle, along, half }: Axis,
  xpos: Float64Array,
  xmat: Float64Array,
  halves: Float64Array,
  box: number,
): boolean {
  let low = -half;
  let high = half;
  for (let side = 0; side < 3; side++) {
    let from = 0;
    let slope = 0;
    for (let axis = 0; axis < 3; axis++) {
      const column = xmat[9 * box + 3 * axis + side]!;
      from += column * (middle[axis]! - xpos[3 * box + axis]!);
      slope += column * along[axis]!;
    }
    const reach = halves[3 * box + side]!;
    if (slope === 0) {
      if (Math.abs(from) > reach) return false;
      continue;
    }
    const [one, other] = [(-reach - from) / slope, (reach - from) / slope];
    low = Math.max(low, Math.min(one, other));
    high = Math.min(high, Math.max(one, other));
  }
  return low <= high;
}

const clamp = (x: number, half: number): number => Math.max(-half, Math.min(half, x));
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const pointOn = ({ middle, along }: Axis, s: number): Vec3 => [
  middle[0] + s * along[0],
  middle[1] + s * along[1],
  middle[2] + s * along[2],
];
