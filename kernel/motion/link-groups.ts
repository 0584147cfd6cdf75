// Bodies that move as one (those of a link, the hand, each finger, what is held), each group inside one sphere:
// one look at the sphere spares looks at every part.
import type { Body } from "./bodies.ts";
import type { Solid } from "./solid.ts";

export interface LinkGroup {
  /** Index into `linkFramesAt`. */
  readonly frame: number;
  /** Indices of its bodies. */
  readonly members: Int32Array;
  /** The centre of the sphere in that frame, and its radius: it holds every member whole. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

/** `solids[i]` is body i's, standing at the 3x4 `local[12 i …]` in its frame. Groups come in the bodies' order. */
export function linkGroupsOf(
  bodies: readonly Pick<Body, "frame" | "link" | "name">[],
  solids: readonly Solid[],
  local: Float64Array,
): LinkGroup[] {
  const members = new Map<string, number[]>();
  bodies.forEach((body, i) => {
    // Both fingers are one link by name, but move apart.
    const key = `${body.frame} ${body.link} ${body.name.replace(/ \d+$/, "")}`;
    members.set(key, [...(members.get(key) ?? []), i]);
  });
  return [...members.values()].map((group) => ({
    frame: bodies[group[0]!]!.frame,
    members: Int32Array.from(group),
    ...sphereOf(group, solids, local),
  }));
}

interface Sphere {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

const known = new Map<string, Sphere>();
/** Enough for the links, hands and openings of a few arms; what is held comes on top. */
const MOST_KNOWN = 1000;

/** The sphere round a group, found once for groups of the same shapes in the same places. */
function sphereOf(group: readonly number[], solids: readonly Solid[], local: Float64Array): Sphere {
  const key = group
    .map((i) => {
      const { round, x, y, z, radius, points } = solids[i]!;
      const placing = local.subarray(i * 12, i * 12 + 12).join(" ");
      return `${round} ${x} ${y} ${z} ${radius} ${points?.join(" ") ?? ""} ${placing}`;
    })
    .join(";");
  let sphere = known.get(key);
  if (sphere === undefined) {
    sphere = sphereAround(group.flatMap((i) => ballsOf(solids[i]!, local, i * 12)));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, sphere);
  }
  return sphere;
}

type Ball = readonly [x: number, y: number, z: number, radius: number];

/** Balls whose convex hull holds the solid. */
export function ballsOf(solid: Solid, m: Float64Array, at: number): Ball[] {
  const { x, y, z, radius } = solid;
  const placed = (px: number, py: number, pz: number, r: number): Ball => [
    m[at]! * px + m[at + 1]! * py + m[at + 2]! * pz + m[at + 3]!,
    m[at + 4]! * px + m[at + 5]! * py + m[at + 6]! * pz + m[at + 7]!,
    m[at + 8]! * px + m[at + 9]! * py + m[at + 10]! * pz + m[at + 11]!,
    r,
  ];
  if (solid.round) return [placed(0, 0, 0, solid.bound)];
  if (solid.points !== null) {
    const { points } = solid;
    return Array.from({ length: points.length / 3 }, (_, k) =>
      placed(points[k * 3]!, points[k * 3 + 1]!, points[k * 3 + 2]!, 0),
    );
  }
  const signs = [-1, 1];
  if (x === 0 && y === 0) return signs.map((k) => placed(0, 0, k * z, radius));
  return signs.flatMap((i) => signs.flatMap((j) => signs.map((k) => placed(i * x, j * y, k * z, radius))));
}

const ROUNDS = 24;

/** Nearly the smallest sphere. source: Bădoiu and Clarkson, Smaller core-sets for balls, SODA 2003. */
function sphereAround(balls: readonly Ball[]): Sphere {
  let [x, y, z] = balls[0]!;
  let best = { x, y, z, radius: Number.POSITIVE_INFINITY };
  for (let round = 1; round <= ROUNDS + 1; round++) {
    let far = balls[0]!;
    let radius = 0;
    for (const ball of balls) {
      const [dx, dy, dz] = [ball[0] - x, ball[1] - y, ball[2] - z];
      const reach = Math.sqrt(dx * dx + dy * dy + dz * dz) + ball[3];
      if (reach > radius) [far, radius] = [ball, reach];
    }
    if (radius < best.radius) best = { x, y, z, radius };
    x += (far[0] - x) / (round + 1);
    y += (far[1] - y) / (round + 1);
    z += (far[2] - z) / (round + 1);
  }
  // Rounding in the frames must not let a part stick out.
  return { ...best, radius: best.radius + 1e-12 };
}
