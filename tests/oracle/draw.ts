// Random cells and motions for the campaign on segments, from a seed: what stands about, what the hand holds, and where
// the arm goes. Obstacles are put where the motion is clear, collides, or just keeps its clearance, as aimed for.
import type { CellObject, ObjectShape } from "../../kernel/contract/cell.ts";
import type { PlacedShape, Pose, QuatXyzw, Shape, Vec3 } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { partsOf } from "../../robots/mjcf.ts";
import { normal, type Random } from "../otg/random.ts";
import { posed } from "./pose.ts";
import type { Hull } from "./slots.ts";

export type Aim = "clear" | "colliding" | "band" | "start" | "any";

export interface Segment {
  readonly aim: Aim;
  readonly pointsRad: readonly (readonly number[])[];
  /** s of each point, or `null`: by chord length. */
  readonly knots: readonly number[] | null;
  readonly clearanceM: number;
  readonly openingM: number;
  readonly held: { readonly object: CellObject; readonly inTool: Pose } | null;
}

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

export function quatOf(random: Random): QuatXyzw {
  const [x, y, z, w] = [normal(random, 1), normal(random, 1), normal(random, 1), normal(random, 1)];
  const k = 1 / Math.hypot(x, y, z, w);
  return [x * k, y * k, z * k, w * k];
}

/** Shares of what is aimed for, added up; the classes counted afterwards are what the oracle finds. */
const AIMS: readonly (readonly [Aim, number])[] = [
  ["clear", 0.35],
  ["colliding", 0.75],
  ["band", 0.89],
  ["start", 0.93],
  ["any", 1],
];

export function drawSegment(random: Random, robot: RobotDescription): Segment {
  const share = random();
  const aim = AIMS.find(([, upTo]) => share < upTo)?.[0] ?? "any";
  const pointsRad = drawPoints(random, robot);
  return {
    aim,
    pointsRad,
    knots: pointsRad.length > 2 && random() < 0.3 ? drawKnots(random, pointsRad.length) : null,
    clearanceM: between(random, 0.002, 0.03) * between(random, 0.3, 1),
    openingM: random() * robot.gripper.strokeM,
    held: random() < 0.35 ? drawHeld(random, robot.gripper.strokeM) : null,
  };
}

/** Two points near or far, or several as a planner leaves them behind: the spline runs through them. */
function drawPoints(random: Random, { joints }: RobotDescription): number[][] {
  const free = (): number[] => joints.map(({ limits }) => between(random, limits.lowerRad, limits.upperRad));
  const near = (from: readonly number[], deviation: number): number[] =>
    joints.map(({ limits }, j) =>
      Math.min(limits.upperRad, Math.max(limits.lowerRad, from[j]! + normal(random, deviation))),
    );
  const start = free();
  const kind = random();
  if (kind < 0.2) return [start, free()];
  if (kind < 0.65) return [start, near(start, between(random, 0.05, 0.6))];
  const points = [start];
  const count = 2 + Math.floor(random() * 6);
  const deviation = between(random, 0.05, 0.35);
  while (points.length <= count) points.push(near(points.at(-1)!, deviation));
  if (random() < 0.1) points.push([...points.at(-1)!]);
  return points;
}

function drawKnots(random: Random, count: number): number[] {
  const widths = Array.from({ length: count - 1 }, () => between(random, 0.2, 1));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let s = 0;
  const knots = [0];
  for (const width of widths) {
    s += width / whole;
    knots.push(s);
  }
  knots[count - 1] = 1;
  return knots;
}

function drawHeld(random: Random, strokeM: number): { readonly object: CellObject; readonly inTool: Pose } {
  const width = between(random, 0.2, 0.95) * strokeM;
  const long = between(random, 0.5, 3) * strokeM;
  const shape: ObjectShape = pick<ObjectShape>(random, [
    { kind: "box", sizeM: [width, width, long] },
    { kind: "box", sizeM: [long, width, width] },
    { kind: "cylinder", radiusM: width / 2, heightM: long },
    { kind: "open_box", sizeM: [long, long, width], wallM: 0.1 * width },
  ]);
  const object: CellObject = {
    id: "held",
    kind: "thing",
    color: null,
    shape,
    startPose: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
    massKg: 0.1,
    isStatic: false,
    isContainer: false,
  };
  const xyzM: Vec3 = [normal(random, 0.1 * long), normal(random, 0.05 * width), normal(random, 0.2 * long)];
  return { object, inTool: { xyzM, quatXyzw: quatOf(random) } };
}

/** The same motion the other way. */
export const reversed = (segment: Segment): Segment => ({
  ...segment,
  pointsRad: segment.pointsRad.toReversed(),
  knots: segment.knots === null ? null : segment.knots.map((s) => 1 - s).toReversed(),
});

export const heldSolids = ({ held }: Segment): PlacedShape[] =>
  held === null
    ? []
    : partsOf(held.object.shape).map(({ solid }) => ({ shape: solid.shape, pose: posed(held.inTool, solid.pose) }));

/** Obstacles of all kinds within `reachM` of the base; keep-out zones are spheres and upright boxes. */
export function drawObstacle(random: Random, reachM: number, hulls: readonly Hull[]): PlacedShape {
  const size = (): number => reachM * between(random, 0.02, 0.3);
  const isUpright = random() < 0.4;
  const shapes: (() => Shape)[] = [
    () => ({ kind: "sphere", radiusM: size() / 2 }),
    () => ({ kind: "box", sizeM: [size(), size(), size()] }),
    () => ({ kind: "box", sizeM: [2 * size(), 2 * size(), 2 * size()] }),
    () => ({ kind: "cylinder", radiusM: size() / 2, heightM: size() }),
    () => ({ kind: "capsule", radiusM: size() / 3, lengthM: 2 * size() }),
    ...(hulls.length === 0 ? [] : [(): Shape => ({ kind: "hull", pointsM: pick(random, hulls) })]),
  ];
  const quatXyzw: QuatXyzw = isUpright ? [0, 0, 0, 1] : quatOf(random);
  const along: Vec3 = [normal(random, 1), normal(random, 1), normal(random, 1)];
  const k = (reachM * Math.cbrt(random())) / Math.hypot(...along);
  return { shape: pick(random, shapes)(), pose: { xyzM: [along[0] * k, along[1] * k, along[2] * k], quatXyzw } };
}

/** A hull as parts of machines are: points on a stretched sphere, some of them cut off flat. */
export function drawHull(random: Random, sizeM: number): Hull {
  const stretch: Vec3 = [between(random, 0.3, 1), between(random, 0.3, 1), between(random, 0.3, 1)];
  const count = 6 + Math.floor(random() * 30);
  const cut = between(random, 0.3, 1);
  return Array.from({ length: count }, () => {
    const along: Vec3 = [normal(random, 1), normal(random, 1), normal(random, 1)];
    const k = sizeM / Math.hypot(...along);
    return along.map((x, axis) => Math.min(cut * sizeM, x * k) * stretch[axis]!) as unknown as Vec3;
  });
}
