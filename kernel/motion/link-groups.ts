// Bodies laid out for the loops of checkers, and grouped by what moves as one (those of a link, the hand, each finger,
// what is held), each group inside one sphere: one look at the sphere spares looks at every part. Bodies are values that
// never change, so what is found for the same ones is found once.
import type { Body } from "./bodies.ts";
import { writeFrame } from "./frame.ts";
import { oncePer } from "./once-per.ts";
import { centred, type Solid, solidOf } from "./solid.ts";

export interface LinkGroup {
  /** Index into `linkFramesAt`. */
  readonly frame: number;
  /** Its frame, kind and link: all that `mayTouch` goes by. */
  readonly kin: string;
  /** Indices of its bodies. */
  readonly members: Int32Array;
  /** The centre of the sphere in that frame, and its radius: it holds every member whole. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

export interface Parts {
  readonly bodies: readonly Body[];
  readonly solids: readonly Solid[];
  readonly frameOf: Int32Array;
  /** Per body its 3x4 in its frame, its solid's middle at the origin. */
  readonly local: Float64Array;
  /** In the bodies' order. */
  readonly groups: readonly LinkGroup[];
  readonly groupOf: Int32Array;
}

const laidOut = new WeakMap<readonly Body[], Parts>();

export function partsOf(bodies: readonly Body[]): Parts {
  let parts = laidOut.get(bodies);
  if (parts === undefined || !isSame(parts.bodies, bodies)) {
    parts = layOut([...bodies]);
    laidOut.set(bodies, parts);
  }
  return parts;
}

const isSame = (a: readonly Body[], b: readonly Body[]): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

function layOut(bodies: readonly Body[]): Parts {
  const local = new Float64Array(bodies.length * 12);
  const solids = bodies.map((body, i) => {
    const one = placedOf(body);
    local.set(one.local, i * 12);
    return one.solid;
  });
  const members = new Map<string, number[]>();
  bodies.forEach((body, i) => {
    const { key } = placedOf(body);
    const others = members.get(key);
    if (others === undefined) members.set(key, [i]);
    else others.push(i);
  });
  const groupOf = new Int32Array(bodies.length);
  const groups = [...members.values()].map((group, g): LinkGroup => {
    for (const i of group) groupOf[i] = g;
    const { x, y, z, radius } = sphereOf(group.map((i) => bodies[i]!));
    const { frame, group: kind, link } = bodies[group[0]!]!;
    return { frame, kin: JSON.stringify([frame, kind, link]), members: Int32Array.from(group), x, y, z, radius };
  });
  return { bodies, solids, frameOf: Int32Array.from(bodies, ({ frame }) => frame), local, groups, groupOf };
}

interface Placed {
  readonly solid: Solid;
  readonly local: Float64Array;
  /** Of what moves as one with it. */
  readonly key: string;
}

const placedOf = oncePer((body: Body): Placed => {
  const { shape, pose } = centred(body);
  // Both fingers are one link by name, but move apart.
  const key = JSON.stringify([body.frame, body.group, body.link, body.name.replace(/ \d+$/, "")]);
  return { solid: solidOf(shape), local: writeFrame(pose, new Float64Array(12), 0), key };
});

interface Sphere {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
}

/** By the first of the bodies. */
const spheres = new WeakMap<Body, { readonly bodies: readonly Body[]; readonly sphere: Sphere }>();

function sphereOf(bodies: readonly Body[]): Sphere {
  let known = spheres.get(bodies[0]!);
  if (known === undefined || !isSame(known.bodies, bodies)) {
    const balls: number[] = [];
    for (const body of bodies) {
      const { solid, local } = placedOf(body);
      addBalls(solid, local, 0, balls);
    }
    known = { bodies, sphere: sphereAround(Float64Array.from(balls)) };
    spheres.set(bodies[0]!, known);
  }
  return known.sphere;
}

/** Adds balls whose convex hull holds the solid standing at the 3x4 `m[at]`: x, y, z and radius each. */
export function addBalls(solid: Solid, m: Float64Array, at: number, balls: number[]): void {
  const { x, y, z, radius, points } = solid;
  const add = (px: number, py: number, pz: number, r: number): void => {
    balls.push(
      m[at]! * px + m[at + 1]! * py + m[at + 2]! * pz + m[at + 3]!,
      m[at + 4]! * px + m[at + 5]! * py + m[at + 6]! * pz + m[at + 7]!,
      m[at + 8]! * px + m[at + 9]! * py + m[at + 10]! * pz + m[at + 11]!,
      r,
    );
  };
  if (solid.round) add(0, 0, 0, solid.bound);
  else if (points !== null) {
    for (let k = 0; k < points.length; k += 3) add(points[k]!, points[k + 1]!, points[k + 2]!, 0);
  } else {
    const isFlat = x === 0 && y === 0;
    for (let corner = 0; corner < (isFlat ? 2 : 8); corner++)
      add(corner & 4 ? x : -x, corner & 2 ? y : -y, corner & 1 ? z : -z, radius);
  }
}

const ROUNDS = 24;

/** Nearly the smallest sphere round balls. source: Bădoiu and Clarkson, Smaller core-sets for balls, SODA 2003. */
function sphereAround(balls: Float64Array): Sphere {
  let x = balls[0]!;
  let y = balls[1]!;
  let z = balls[2]!;
  let best = { x, y, z, radius: Number.POSITIVE_INFINITY };
  for (let round = 1; round <= ROUNDS + 1; round++) {
    let far = 0;
    let radius = 0;
    for (let k = 0; k < balls.length; k += 4) {
      const dx = balls[k]! - x;
      const dy = balls[k + 1]! - y;
      const dz = balls[k + 2]! - z;
      const reach = Math.sqrt(dx * dx + dy * dy + dz * dz) + balls[k + 3]!;
      if (reach > radius) {
        far = k;
        radius = reach;
      }
    }
    if (radius < best.radius) best = { x, y, z, radius };
    x += (balls[far]! - x) / (round + 1);
    y += (balls[far + 1]! - y) / (round + 1);
    z += (balls[far + 2]! - z) / (round + 1);
  }
  // Rounding in the frames must not let a part stick out.
  return { ...best, radius: best.radius + 1e-12 };
}
