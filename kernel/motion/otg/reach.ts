// The first duration at which a family's position reaches a given value, without a general polynomial solver.
// Along a family the position is first concave in the duration, then convex, then (cruising) a straight line; where
// the concave part ends is known in closed form. Newton's method is monotone on the first two and cannot miss a root.
import { evaluate, type Family } from "./family.ts";

const MOST_STEPS = 80;
const RESOLUTION = 4e-16;
/** A Newton step this small (relative) leaves an error of its square: it is the last. */
const LAST_STEP = 1e-8;

/** Where the slope is least while the acceleration keeps its sign, for `rise` > 0; before it the position is concave. */
function leastSlope(rise: number, top: number): number {
  const free = Math.sqrt(rise / Math.sqrt(3));
  const stopsHolding = rise < top * top ? top - Math.sqrt(top * top - rise) : Number.POSITIVE_INFINITY;
  if (free >= stopsHolding) return free;
  return Math.min(stopsHolding, (0.5625 * top * top + rise) / (2 * top));
}

function concaveEnd(f: Family): number {
  if (f.rise > 0 && f.af > 0) return leastSlope(f.rise, f.top);
  if (f.rise < 0 && f.a0 < 0) return leastSlope(-f.rise, f.bottom);
  return 0;
}

/** Newton from the left: rises towards the root and never passes it, so that leaving [from, end] proves there is none. */
function reachConcave(f: Family, from: number, end: number, position: number): number {
  let drop = from;
  for (let k = 0; k < MOST_STEPS; k++) {
    evaluate(f, drop);
    const missing = position - f.position;
    if (missing <= 0) return drop;
    if (!(f.slope > 0)) return Number.NaN;
    const step = missing / (2 * f.slope);
    if (drop + step > end) return Number.NaN;
    if (step <= RESOLUTION * drop) return drop + step;
    drop += step;
  }
  return drop;
}

/** Newton within a bracket: `low` is short of the position, `high` is not. */
function reachConvex(f: Family, from: number, end: number, position: number): number {
  let low = from;
  let high = end;
  let drop = Math.cbrt(4 * (position - f.offset));
  if (!(drop > low && drop < high)) drop = 0.5 * (low + high);
  for (let k = 0; k < MOST_STEPS; k++) {
    evaluate(f, drop);
    const excess = f.position - position;
    if (excess < 0) low = drop;
    else high = drop;
    let next = drop - excess / (2 * f.slope);
    if (Math.abs(next - drop) <= LAST_STEP * drop) return next;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next === low || next === high) return high;
    drop = next;
  }
  return drop;
}

/**
 * The least drop in [from, end] whose position is `position`; NaN if there is none.
 * The position at `from` must be less. `end` may be infinite; if not, it counts when it is short by `tolerance` or less,
 * since motions of fewer phases lie just there.
 */
export function firstReach(f: Family, from: number, end: number, position: number, tolerance: number): number {
  let low = from;
  const bend = Math.min(concaveEnd(f), end);
  if (low < bend) {
    const drop = reachConcave(f, low, bend, position);
    if (drop >= 0) return drop;
    low = bend;
    evaluate(f, low);
    if (f.position >= position) return low;
  }
  const high = Math.min(end, f.cruiseDrop);
  evaluate(f, high);
  if (f.position >= position) return reachConvex(f, low, high, position);
  if (end <= f.cruiseDrop) return f.position >= position - tolerance ? end : Number.NaN;
  return Math.max(low, f.cruiseDrop + (position - f.cruisePosition) / (2 * f.vMax));
}
