// Corners rounded off: the polygon through some points as a C² curve that leaves its edges only near the corners, and
// there by no more than asked. Each corner is two pieces of the cubic B-spline whose control points lie on the edges:
// from `d` before the corner to `d` after it; half-way it is d/6 · |e₂ - e₁| from the corner, with e the edges' directions.
// Between corners the curve is the edge itself. As points and knots it is what the natural spline through them is.

export interface Blended {
  readonly pointsRad: readonly (readonly number[])[];
  /** Ascending from 0 to 1; in proportion to the way along the polygon. */
  readonly knots: readonly number[];
}

/** Points nearer than this, of the whole way, are one. */
const SAME = 1e-9;

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));
const along = (from: readonly number[], direction: readonly number[], by: number): number[] =>
  from.map((x, i) => x + by * direction[i]!);

/** @param most how far the curve may be from each corner; at most half of the shorter edge beside it is used up */
export function blended(points: readonly (readonly number[])[], most: number): Blended {
  const corners = points.filter((point, k) => k === 0 || distance(point, points[k - 1]!) > 0);
  const edges = corners.slice(1).map((to, k) => {
    const lengthOf = distance(to, corners[k]!);
    return { lengthOf, direction: to.map((x, i) => (x - corners[k]![i]!) / lengthOf) };
  });
  const total = edges.reduce((sum, edge) => sum + edge.lengthOf, 0);
  const pointsRad: (readonly number[])[] = [corners[0]!];
  const reach = [0];
  const add = (point: readonly number[], at: number): void => {
    if (at - reach[reach.length - 1]! <= SAME * total) return;
    pointsRad.push(point);
    reach.push(at);
  };
  let at = 0;
  edges.slice(1).forEach((after, k) => {
    const before = edges[k]!;
    at += before.lengthOf;
    const turn = distance(after.direction, before.direction);
    const d = Math.min(before.lengthOf / 2, after.lengthOf / 2, (6 * most) / turn);
    const corner = corners[k + 1]!;
    if (!(turn > SAME) || !(d > SAME * total)) return;
    add(along(corner, before.direction, -d), at - d);
    const bisector = after.direction.map((x, i) => x - before.direction[i]!);
    add(along(corner, bisector, d / 6), at);
    add(along(corner, after.direction, d), at + d);
  });
  const end = corners[corners.length - 1]!;
  // The last corner may reach to the very end only if the edge is no longer than its blend; it uses half of it.
  pointsRad.push(end);
  reach.push(total);
  if (corners.length === 1) return { pointsRad: [end, end], knots: [0, 1] };
  return { pointsRad, knots: reach.map((x) => x / total).with(-1, 1) };
}
