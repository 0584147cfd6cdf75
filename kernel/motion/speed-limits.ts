// How fast a point of the arm may be where: the cell's limit for the tool point, and in a reduced-speed zone that
// zone's limit for the tool point, the elbow and every other joint alike.
import type { Cell } from "../contract/cell.ts";

export interface SpeedLimits {
  /** Of the tool point, everywhere. */
  readonly toolMPerS: number;
  /** Of any point of the arm within `leadM` of a reduced-speed zone; Infinity elsewhere. Allocates nothing. */
  zoneMPerS(x: number, y: number, z: number, leadM: number): number;
}

const SIZE = 8;

/** The least of the tool point's limit and every zone's: who keeps it keeps all of them. */
export const leastLimitMPerS = ({ limits, zones }: Cell): number =>
  Math.min(
    limits.toolSpeedMPerS,
    ...zones.map((zone) => (zone.kind === "reduced_speed" ? zone.maxToolSpeedMPerS : Number.POSITIVE_INFINITY)),
  );

export function speedLimitsOf(cell: Cell): SpeedLimits {
  const zones = cell.zones.filter((zone) => zone.kind === "reduced_speed");
  // Per zone: centre, half sizes (a sphere's radius in the first and 0 after), and the limit; then 1 for a sphere.
  const rows = new Float64Array(zones.length * SIZE);
  zones.forEach(({ solid, maxToolSpeedMPerS }, k) => {
    const { shape, centreM } = solid;
    const half = shape.kind === "sphere" ? [shape.radiusM, 0, 0] : shape.sizeM.map((size) => size / 2);
    rows.set([...centreM, ...half, maxToolSpeedMPerS, shape.kind === "sphere" ? 1 : 0], k * SIZE);
  });
  return {
    toolMPerS: cell.limits.toolSpeedMPerS,
    zoneMPerS(x, y, z, leadM) {
      let least = Number.POSITIVE_INFINITY;
      for (let at = 0; at < rows.length; at += SIZE) {
        const dx = Math.abs(x - rows[at]!);
        const dy = Math.abs(y - rows[at + 1]!);
        const dz = Math.abs(z - rows[at + 2]!);
        const isIn =
          rows[at + 7] === 1
            ? dx * dx + dy * dy + dz * dz <= (rows[at + 3]! + leadM) ** 2
            : dx <= rows[at + 3]! + leadM && dy <= rows[at + 4]! + leadM && dz <= rows[at + 5]! + leadM;
        if (isIn && rows[at + 6]! < least) least = rows[at + 6]!;
      }
      return least;
    },
  };
}
