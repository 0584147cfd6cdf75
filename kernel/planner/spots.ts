// Where an object can be put: candidate places for its centre, the most natural first.
import type { CellObject } from "../contract/cell.ts";
import type { Pose, Vec3 } from "../contract/geometry.ts";
import type { Relation } from "../contract/tools.ts";
import { solidsOf, topZOf } from "../motion/solids.ts";
import { supportUnder } from "../motion/supports.ts";
import { distanceM, transformPoint } from "../motion/transform.ts";
import type { PlanContext } from "./context.ts";

/** Released this far above its support: more than the least clearance, little enough not to bounce. */
const RELEASE_GAP_M = 0.003;
const GRID_M = 0.03;
/** Gaps beside a target, and shifts along it, in the order tried. */
const BESIDE_GAPS_M = [0.04, 0.06, 0.09, 0.12];
const BESIDE_SHIFTS_M = [0, 0.04, -0.04, 0.08, -0.08];
/** Height from which the support beneath a spot is looked for. */
const FROM_ABOVE_M = 10;

export interface Spot {
  /** The object's centre when it is let go. */
  readonly releaseM: Vec3;
  /** Where its centre comes to rest. */
  readonly restM: Vec3;
  readonly on: string;
  readonly inside: string | null;
}

/** An upright object's half extents along the cell's axes when it stands at `pose`. */
function halfExtents(object: CellObject, pose: Pose): Vec3 {
  const { shape } = object;
  if (shape.kind === "cylinder") return [shape.radiusM, shape.radiusM, shape.heightM / 2];
  const corner = (sx: number, sy: number): Vec3 =>
    transformPoint({ xyzM: [0, 0, 0], quatXyzw: pose.quatXyzw }, [
      (sx * shape.sizeM[0]) / 2,
      (sy * shape.sizeM[1]) / 2,
      0,
    ]);
  const [a, b] = [corner(1, 1), corner(1, -1)];
  return [Math.max(Math.abs(a[0]), Math.abs(b[0])), Math.max(Math.abs(a[1]), Math.abs(b[1])), shape.sizeM[2] / 2];
}

export function spotAt({ cell, state }: PlanContext, object: CellObject, heightM: number, centreM: Vec3): Spot {
  const bottomM = centreM[2] - heightM / 2;
  const support = supportUnder(cell, state.objects, centreM, bottomM, object.id);
  const restZ = support.topZM + heightM / 2;
  // A centre at resting height means "put it there": it is let go a hair above.
  const releaseZ = centreM[2] >= restZ - 0.006 ? Math.max(centreM[2], restZ + RELEASE_GAP_M) : centreM[2];
  const restM: Vec3 = [centreM[0], centreM[1], restZ];
  return { releaseM: [centreM[0], centreM[1], releaseZ], restM, on: support.name, inside: null };
}

/** One thing to be put somewhere by a target. */
interface Wish {
  readonly context: PlanContext;
  readonly object: CellObject;
  readonly heightM: number;
  /** Half extents of the object as it hangs in the hand. */
  readonly half: Vec3;
  readonly target: CellObject;
  readonly targetPose: Pose;
}

/** Spots in the given relation to a target, best first. Empty when the target cannot take it. */
export function spotsBy(
  context: PlanContext,
  object: CellObject,
  heldPose: Pose,
  heightM: number,
  target: CellObject,
  relation: Relation,
): Spot[] {
  const targetPose = context.state.objects[target.id];
  if (targetPose === undefined) return [];
  const wish: Wish = { context, object, heightM, half: halfExtents(object, heldPose), target, targetPose };
  if (relation === "in") return within(wish);
  return relation === "on" ? onTop(wish) : beside(wish, relation);
}

function within(wish: Wish): Spot[] {
  const { half, target, targetPose } = wish;
  if (target.shape.kind !== "open_box") return [];
  const { sizeM, wallM } = target.shape;
  const radius = Math.max(half[0], half[1]);
  const room = (size: number): number => size / 2 - wallM - radius - 0.003;
  const floorZ = targetPose.xyzM[2] + wallM;
  return grid(targetPose, room(sizeM[0]), room(sizeM[1]))
    .map((at) => ({ ...spotOn(wish.heightM, at, floorZ, target.id), inside: target.id }))
    .filter((spot) => isFree(wish, spot));
}

function onTop(wish: Wish): Spot[] {
  const { half, target, targetPose, heightM } = wish;
  const topZ = topZOf(target, targetPose);
  const [x, y] = targetPose.xyzM;
  if (target.shape.kind !== "board") return [spotOn(heightM, [x, y], topZ, target.id)];
  const radius = Math.max(half[0], half[1]);
  const { sizeM } = target.shape;
  return grid(targetPose, sizeM[0] / 2 - radius, sizeM[1] / 2 - radius)
    .map((at) => spotOn(heightM, at, topZ, target.id))
    .filter((spot) => isFree(wish, spot));
}

const DIRECTIONS: Readonly<Record<Exclude<Relation, "on" | "in">, readonly [number, number]>> = {
  left_of: [0, 1],
  right_of: [0, -1],
  behind: [1, 0],
  in_front_of: [-1, 0],
};

function beside(wish: Wish, relation: Exclude<Relation, "on" | "in">): Spot[] {
  const { context, object, half, heightM, target, targetPose } = wish;
  const [dx, dy] = DIRECTIONS[relation];
  const extent = halfExtents(target, targetPose);
  const axis = dx === 0 ? 1 : 0;
  const spots: Spot[] = [];
  for (const gap of BESIDE_GAPS_M) {
    for (const shift of BESIDE_SHIFTS_M) {
      const away = extent[axis] + half[axis] + gap;
      const x = targetPose.xyzM[0] + dx * away + (axis === 0 ? 0 : shift);
      const y = targetPose.xyzM[1] + dy * away + (axis === 1 ? 0 : shift);
      const { name, topZM } = supportUnder(context.cell, context.state.objects, [x, y, 0], FROM_ABOVE_M, object.id);
      const spot = spotOn(heightM, [x, y], topZM, name);
      if (name !== target.id && isFree(wish, spot)) spots.push(spot);
    }
  }
  return spots;
}

function spotOn(heightM: number, [x, y]: readonly [number, number], topZM: number, on: string): Spot {
  const z = topZM + heightM / 2;
  return { releaseM: [x, y, z + RELEASE_GAP_M], restM: [x, y, z], on, inside: null };
}

/** Grid points of a rectangle about a pose, nearest to its centre first. */
function grid(pose: Pose, halfX: number, halfY: number): [number, number][] {
  const points: { readonly at: [number, number]; readonly offM: number }[] = [];
  const stepsX = Math.floor(halfX / GRID_M + 1e-9);
  const stepsY = Math.floor(halfY / GRID_M + 1e-9);
  if (halfX < 0 || halfY < 0) return [];
  for (let i = -stepsX; i <= stepsX; i++) {
    for (let j = -stepsY; j <= stepsY; j++) {
      const [x, y] = transformPoint(pose, [i * GRID_M, j * GRID_M, 0]);
      points.push({ at: [x, y], offM: Math.hypot(i, j) });
    }
  }
  return points.sort((a, b) => a.offM - b.offM).map(({ at }) => at);
}

/** No other thing than its support stands where the object would. A quick look; the sweep has the last word. */
function isFree({ context: { cell, state }, object, half }: Wish, spot: Spot): boolean {
  const gapM = cell.limits.clearanceM + Math.max(half[0], half[1]);
  return cell.objects.every((other) => {
    const pose = state.objects[other.id];
    if (other.id === object.id || other.id === spot.on || pose === undefined) return true;
    return solidsOf(other, pose).every((solid) => {
      const reach =
        solid.shape.kind === "box" ? Math.min(solid.shape.sizeM[0], solid.shape.sizeM[1]) / 2 : solid.shape.radiusM;
      const [x, y, z] = solid.pose.xyzM;
      return z < spot.restM[2] - 0.5 || distanceM([x, y, 0], [spot.restM[0], spot.restM[1], 0]) >= reach + gapM;
    });
  });
}
