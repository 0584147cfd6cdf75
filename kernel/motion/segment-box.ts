// The point of a segment nearest to a box, in closed form: what capsules against boxes ask for most of all. The squared
// distance along the segment is convex and a parabola between the places where a coordinate passes a face of the box;
// its slope only grows, so that two ends and at most six such places tell the parabola that holds the least.

/** From the box's nearest point to the segment's, in the box's frame, written by `segmentToBox`. */
export const outward = new Float64Array(3);

/**
 * Distance of the segment o + t·d, |t| ≤ `half`, from the box of half extents x, y, z round the origin, all in the box's
 * frame; 0 where they meet. Allocates nothing.
 */
export function segmentToBox(
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  half: number,
  x: number,
  y: number,
  z: number,
): number {
  let t = -half;
  let low = -half;
  let high = half;
  let slopeLow = dx * beyond(ox + low * dx, x) + dy * beyond(oy + low * dy, y) + dz * beyond(oz + low * dz, z);
  if (!(slopeLow >= 0)) {
    let slopeHigh = dx * beyond(ox + high * dx, x) + dy * beyond(oy + high * dy, y) + dz * beyond(oz + high * dz, z);
    t = half;
    if (!(slopeHigh <= 0)) {
      for (let k = 0; k < 6; k++) {
        const face =
          k < 2
            ? (k === 0 ? x - ox : -x - ox) / dx
            : k < 4
              ? (k === 2 ? y - oy : -y - oy) / dy
              : (k === 4 ? z - oz : -z - oz) / dz;
        if (!(face > low && face < high)) continue;
        const slope = dx * beyond(ox + face * dx, x) + dy * beyond(oy + face * dy, y) + dz * beyond(oz + face * dz, z);
        if (slope > 0) {
          high = face;
          slopeHigh = slope;
        } else {
          low = face;
          slopeLow = slope;
        }
      }
      t = low + (high - low) * (slopeLow / (slopeLow - slopeHigh));
    }
  }
  const ex = beyond(ox + t * dx, x);
  const ey = beyond(oy + t * dy, y);
  const ez = beyond(oz + t * dz, z);
  outward[0] = ex;
  outward[1] = ey;
  outward[2] = ez;
  return Math.sqrt(ex * ex + ey * ey + ez * ez);
}

/** How far a coordinate is beyond the nearer face, with its sign; 0 between them. */
const beyond = (at: number, half: number): number => (at > half ? at - half : at < -half ? at + half : 0);
