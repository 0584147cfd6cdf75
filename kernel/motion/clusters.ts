// Obstacles that are parts of one thing (a tray's floor and walls) inside one box: far from it, one look will do.
import type { PlacedShape, Shape } from "../contract/geometry.ts";
import { writeFrame } from "./frame.ts";
import { addBalls } from "./link-groups.ts";
import type { Cluster } from "./pair-layout.ts";
import type { Solid } from "./solid.ts";

export interface PlacedCluster extends Cluster {
  /** Its 3x4 in the cell's frame; it is turned as its first member. */
  readonly frame: Float64Array;
}

type Around = Pick<PlacedCluster, "solid" | "frame">;

/** Neighbours of one name make a cluster; every obstacle is in one. `statics[i]` places `solids[i]`. */
export function clustersOf(
  obstacles: readonly { readonly name: string }[],
  solids: readonly Solid[],
  statics: readonly PlacedShape[],
): PlacedCluster[] {
  const runs: number[][] = [];
  obstacles.forEach(({ name }, i) => {
    if (i > 0 && obstacles[i - 1]!.name === name) runs[runs.length - 1]!.push(i);
    else runs.push([i]);
  });
  return runs.map((members) => {
    const first = members[0]!;
    if (members.length > 1)
      return {
        members,
        ...around(
          members.map((i) => solids[i]!),
          members.map((i) => statics[i]!),
        ),
      };
    return { members, solid: solids[first]!, frame: writeFrame(statics[first]!.pose, new Float64Array(12), 0) };
  });
}

interface Known {
  readonly shapes: readonly Shape[];
  /** Their 3x4s. */
  readonly at: Float64Array;
  readonly found: Around;
}

/** What was found last, by the first member's shape: most things stay where they are. */
const known = new WeakMap<Shape, Known>();

function isSame({ shapes, at }: Known, members: readonly PlacedShape[], now: Float64Array): boolean {
  if (shapes.length !== members.length) return false;
  for (let k = 0; k < shapes.length; k++) if (shapes[k] !== members[k]!.shape) return false;
  for (let k = 0; k < at.length; k++) if (at[k] !== now[k]) return false;
  return true;
}

function around(solids: readonly Solid[], members: readonly PlacedShape[]): Around {
  const at = new Float64Array(members.length * 12);
  members.forEach(({ pose }, k) => {
    writeFrame(pose, at, k * 12);
  });
  const before = known.get(members[0]!.shape);
  if (before !== undefined && isSame(before, members, at)) return before.found;
  const found = boxAround(solids, at);
  known.set(members[0]!.shape, { shapes: members.map(({ shape }) => shape), at, found });
  return found;
}

/** The box that holds solids standing at the 3x4 `at[12 k …]`, turned as the first. */
function boxAround(solids: readonly Solid[], at: Float64Array): Around {
  const home = at.slice(0, 12);
  const inverse = inverted(home);
  const low = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  const high = [0, 1, 2].map(() => Number.NEGATIVE_INFINITY);
  const balls: number[] = [];
  solids.forEach((solid, k) => {
    addBalls(solid, at, k * 12, balls);
  });
  for (let k = 0; k < balls.length; k += 4) {
    const [x, y, z, radius] = [balls[k]!, balls[k + 1]!, balls[k + 2]!, balls[k + 3]!];
    for (let d = 0; d < 3; d++) {
      const r = d * 4;
      const along = inverse[r]! * x + inverse[r + 1]! * y + inverse[r + 2]! * z + inverse[r + 3]!;
      low[d] = Math.min(low[d]!, along - radius);
      high[d] = Math.max(high[d]!, along + radius);
    }
  }
  const [x, y, z] = [0, 1, 2].map((d) => (high[d]! - low[d]!) / 2 + 1e-12) as [number, number, number];
  const solid: Solid = { points: null, round: false, x, y, z, radius: 0, bound: Math.hypot(x, y, z) };
  const [mx, my, mz] = [0, 1, 2].map((d) => (high[d]! + low[d]!) / 2) as [number, number, number];
  for (let r = 0; r < 12; r += 4) home[r + 3] = home[r]! * mx + home[r + 1]! * my + home[r + 2]! * mz + home[r + 3]!;
  return { solid, frame: home };
}

function inverted(m: Float64Array): Float64Array {
  const out = new Float64Array(12);
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 3; c++) out[r * 4 + c] = m[c * 4 + r]!;
    out[r * 4 + 3] = -(m[r]! * m[3]! + m[4 + r]! * m[7]! + m[8 + r]! * m[11]!);
  }
  return out;
}
