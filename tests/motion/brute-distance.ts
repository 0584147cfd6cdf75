// Distances for judging the sweep by brute force, sharing no code with kernel/motion: forward kinematics by plain
// matrices, and distance by alternating projections with a separating plane as its proof.
import type { PlacedShape, Pose, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";

/** Rotation by columns and origin. */
export interface Rigid {
  readonly r: readonly [Vec3, Vec3, Vec3];
  readonly p: Vec3;
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const turn = ({ r }: Rigid, v: Vec3): Vec3 => [
  r[0][0] * v[0] + r[1][0] * v[1] + r[2][0] * v[2],
  r[0][1] * v[0] + r[1][1] * v[1] + r[2][1] * v[2],
  r[0][2] * v[0] + r[1][2] * v[1] + r[2][2] * v[2],
];
const into = ({ r }: Rigid, v: Vec3): Vec3 => [dot(r[0], v), dot(r[1], v), dot(r[2], v)];
const place = (m: Rigid, v: Vec3): Vec3 => {
  const t = turn(m, v);
  return [t[0] + m.p[0], t[1] + m.p[1], t[2] + m.p[2]];
};
const times = (a: Rigid, b: Rigid): Rigid => ({
  r: [turn(a, b.r[0]), turn(a, b.r[1]), turn(a, b.r[2])],
  p: place(a, b.p),
});

export function rigidOf({ xyzM, quatXyzw: [x, y, z, w] }: Pose): Rigid {
  return {
    r: [
      [w * w + x * x - y * y - z * z, 2 * (x * y + w * z), 2 * (x * z - w * y)],
      [2 * (x * y - w * z), w * w - x * x + y * y - z * z, 2 * (y * z + w * x)],
      [2 * (x * z + w * y), 2 * (y * z - w * x), w * w - x * x - y * y + z * z],
    ],
    p: xyzM,
  };
}

/** Frames of the links of an arm that stands at the origin, base first, then the hand. Joints turn about their z. */
export function framesOf(robot: RobotDescription, q: readonly number[]): Rigid[] {
  const frames: Rigid[] = [rigidOf({ xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] })];
  robot.joints.forEach(({ origin }, j) => {
    const [c, s] = [Math.cos(q[j]!), Math.sin(q[j]!)];
    const turned: Rigid = {
      r: [
        [c, s, 0],
        [-s, c, 0],
        [0, 0, 1],
      ],
      p: [0, 0, 0],
    };
    frames.push(times(times(frames[j]!, rigidOf(origin)), turned));
  });
  frames.push(times(frames.at(-1)!, rigidOf(robot.gripper.mount)));
  return frames;
}

export interface Placed {
  readonly shape: Shape;
  readonly at: Rigid;
}

export const placedIn = (frame: Rigid, { shape, pose }: PlacedShape): Placed => ({
  shape,
  at: times(frame, rigidOf(pose)),
});

/** The nearest point of a shape to a point. */
function nearest({ shape, at }: Placed, point: Vec3): Vec3 {
  const v = into(at, sub(point, at.p));
  const clamp = (x: number, half: number): number => Math.min(half, Math.max(-half, x));
  const toBall = (c: Vec3, radius: number): Vec3 => {
    const d = sub(v, c);
    const n = Math.sqrt(dot(d, d));
    const k = n > radius ? radius / n : 1;
    return [c[0] + d[0] * k, c[1] + d[1] * k, c[2] + d[2] * k];
  };
  const local = ((): Vec3 => {
    switch (shape.kind) {
      case "sphere":
        return toBall([0, 0, 0], shape.radiusM);
      case "capsule":
        return toBall([0, 0, clamp(v[2], shape.lengthM / 2)], shape.radiusM);
      case "box":
        return [clamp(v[0], shape.sizeM[0] / 2), clamp(v[1], shape.sizeM[1] / 2), clamp(v[2], shape.sizeM[2] / 2)];
      case "cylinder": {
        const n = Math.hypot(v[0], v[1]);
        const k = n > shape.radiusM ? shape.radiusM / n : 1;
        return [v[0] * k, v[1] * k, clamp(v[2], shape.heightM / 2)];
      }
      case "hull":
        throw new Error("no hulls here");
    }
  })();
  return place(at, local);
}

/** How far a shape reaches along a unit direction. */
function reach({ shape, at }: Placed, n: Vec3): number {
  const [x, y, z] = into(at, n);
  const own = (): number => {
    switch (shape.kind) {
      case "sphere":
        return shape.radiusM;
      case "capsule":
        return (shape.lengthM / 2) * Math.abs(z) + shape.radiusM;
      case "box":
        return (shape.sizeM[0] * Math.abs(x) + shape.sizeM[1] * Math.abs(y) + shape.sizeM[2] * Math.abs(z)) / 2;
      case "cylinder":
        return shape.radiusM * Math.hypot(x, y) + (shape.heightM / 2) * Math.abs(z);
      case "hull":
        throw new Error("no hulls here");
    }
  };
  return dot(at.p, n) + own();
}

const MOST_ROUNDS = 20_000;

/**
 * Distance between two shapes, 0 when they meet: at least `low`, at most `high`, the two within `gapM` unless they
 * stand farther apart than `enoughM`, when only that is made sure of.
 */
export function bruteDistance(a: Placed, b: Placed, gapM: number, enoughM: number): { low: number; high: number } {
  let onA = a.at.p;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const onB = nearest(b, onA);
    onA = nearest(a, onB);
    const d = sub(onA, onB);
    high = Math.sqrt(dot(d, d));
    if (high < gapM) return { low: 0, high };
    const n: Vec3 = [d[0] / high, d[1] / high, d[2] / high];
    low = Math.max(low, -reach(a, [-n[0], -n[1], -n[2]]) - reach(b, n));
    if (high - low <= gapM || low > enoughM) break;
  }
  return { low, high };
}
