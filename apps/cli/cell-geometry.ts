// What a cell file can get wrong in space: a home that is in the way, objects inside one another, and
// things to be handled that no pose of this arm reaches. Needs kinematics, so it lives beside the
// commands and not in the loader; `openCell` runs both.
import type { CellObjection } from "../../cells/cell-yaml.ts";
import { bottomZ, floorZ } from "../../cells/standing.ts";
import type { Cell, CellObject } from "../../kernel/contract/cell.ts";
import type { PlacedShape, Vec3 } from "../../kernel/contract/geometry.ts";
import { armBodies, type Body } from "../../kernel/motion/bodies.ts";
import { type Chain, chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { solveIk } from "../../kernel/motion/ik.ts";
import { footprintRadiusM, heightOf, solidsOf, TABLE } from "../../kernel/motion/solids.ts";
import { type Contact, configurationClear, type Obstacle, selfCheckerOf } from "../../kernel/motion/sweep.ts";
import { palmDepthM } from "../../kernel/planner/grasps.ts";
import { freeOf } from "../../kernel/planner/own-yaw.ts";

/** Start poses may press into one another by this much before it counts as overlap, metres. */
const OVERLAP_TOLERANCE_M = 0.0005;
const YAW_STEPS = 8;

/** Needs a cell whose own values already hold (`parseCell` without faults). */
export function geometryFaults(cell: Cell): CellObjection[] {
  const chain = chainOf(cell.robot, cell.base);
  return [...homeFaults(cell, chain), ...overlapFaults(cell), ...reachFaults(cell, chain)];
}

function homeFaults(cell: Cell, chain: Chain): CellObjection[] {
  const faults: CellObjection[] = [];
  const tool = toolPoseAt(chain, cell.homeRad).xyzM;
  const { minM, maxM } = cell.workspace;
  for (const axis of [0, 1, 2] as const) {
    if (tool[axis] >= minM[axis] && tool[axis] <= maxM[axis]) continue;
    const range = `${minM[axis]}…${maxM[axis]} m`;
    const message = `home holds the tool point at ${"xyz"[axis]} ${tool[axis].toFixed(3)} m, outside the workspace ${range}`;
    faults.push({ path: ["home"], message: `${message}; choose another home or widen the workspace` });
  }
  const bodies = armBodies(chain, cell.gripper.starts === "open" ? cell.gripper.strokeM : 0);
  // The base stands on the table by construction: it is not asked to keep away from that.
  const aboveTable = bodies.filter((body) => body.frame > 0);
  for (const { what, obstacles } of homeObstacles(cell)) {
    const judged = obstacles.includes(TABLE) ? aboveTable : bodies;
    const worst = worstContact(chain, cell, judged, obstacles);
    if (worst === null) continue;
    const gap = gapText(worst.distanceM, cell.limits.clearanceM);
    const remedy = obstacles.includes(TABLE) ? "choose another home" : `choose another home or move ${what}`;
    faults.push({ path: ["home"], message: `at home, ${worst.body} ${gap} ${what}; ${remedy}` });
  }
  const self = selfCheckerOf(chain, bodies).look(cell.homeRad);
  if (self.kind === "contact") {
    faults.push({ path: ["home"], message: `at home, ${self.body} touches ${self.obstacle}; choose another home` });
  }
  return faults;
}

interface HomeObstacle {
  readonly what: string;
  readonly obstacles: readonly Obstacle[];
}

function homeObstacles(cell: Cell): HomeObstacle[] {
  const zones = cell.zones
    .filter((zone) => zone.kind === "keep_out")
    .map(({ name, solid }): HomeObstacle => {
      const pose = { xyzM: solid.centreM, quatXyzw: [0, 0, 0, 1] as const };
      return { what: `zone ${name}`, obstacles: [{ name, shape: solid.shape, pose }] };
    });
  const objects = cell.objects.map((object): HomeObstacle => {
    const solids = solidsOf(object, object.startPose);
    return { what: object.id, obstacles: solids.map((solid) => ({ name: object.id, ...solid })) };
  });
  return [...zones, { what: "the table", obstacles: [TABLE] }, ...objects];
}

/** The body that is nearest to (or deepest in) these obstacles, where any is too near. */
function worstContact(
  chain: Chain,
  cell: Cell,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
): Contact | null {
  const look = (one: readonly Body[], other: readonly Obstacle[]) =>
    configurationClear(chain, cell.homeRad, one, other, () => cell.limits.clearanceM);
  if (look(bodies, obstacles).kind === "clear") return null;
  return bodies
    .flatMap((body) => obstacles.map((obstacle) => look([body], [obstacle])))
    .filter((result) => result.kind === "contact")
    .reduce((worst, contact) => (contact.distanceM < worst.distanceM ? contact : worst));
}

function gapText(distanceM: number, clearanceM: number): string {
  if (distanceM < 0) return `is ${millimetres(-distanceM)} inside`;
  return `is ${millimetres(distanceM)} (least ${millimetres(clearanceM)}) from`;
}

function overlapFaults(cell: Cell): CellObjection[] {
  const faults: CellObjection[] = [];
  const solids = cell.objects.map((object) => solidsOf(object, object.startPose));
  cell.objects.forEach((object, index) => {
    for (let other = 0; other < index; other++) {
      if (areFarApart(object, cell.objects[other]!)) continue;
      const depthM = -leastDistanceM(solids[index] ?? [], solids[other] ?? []);
      if (depthM <= OVERLAP_TOLERANCE_M) continue;
      const message = `${object.id} overlaps ${cell.objects[other]!.id} by ${millimetres(depthM)}; move one of them`;
      faults.push({ path: ["objects", index, "at_m"], message });
    }
  });
  return faults;
}

/** True when no turn about the vertical could make these upright objects touch. */
function areFarApart(a: CellObject, b: CellObject): boolean {
  const [ax, ay] = a.startPose.xyzM;
  const [bx, by] = b.startPose.xyzM;
  return Math.hypot(ax - bx, ay - by) > footprintRadiusM(a) + footprintRadiusM(b);
}

function leastDistanceM(a: readonly PlacedShape[], b: readonly PlacedShape[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const one of a) for (const two of b) least = Math.min(least, distanceBetween(one, two).distanceM);
  return least;
}

/** What is to be picked or placed on must be reachable with the tool pointing straight down, at some yaw. */
function reachFaults(cell: Cell, chain: Chain): CellObjection[] {
  return cell.objects.flatMap((object, index): CellObjection[] => {
    const isTarget = !object.isStatic || object.isContainer || object.shape.kind === "board";
    if (!isTarget || isReachable(chain, cell, handlingPoint(cell, object))) return [];
    const message = `${object.id} is out of reach: no yaw of a tool pointing down gets there inside the joint limits`;
    return [{ path: ["objects", index, "at_m"], message: `${message}; move it nearer to the base` }];
  });
}

function handlingPoint({ robot: { gripper } }: Cell, object: CellObject): Vec3 {
  const [x, y] = object.startPose.xyzM;
  const depthM = palmDepthM(gripper);
  if (object.isStatic) return [x, y, floorZ(object) + depthM];
  const height = heightOf(object);
  return [x, y, bottomZ(object) + Math.max(height / 2, height - depthM)];
}

function isReachable(chain: Chain, cell: Cell, xyzM: Vec3): boolean {
  const free = freeOf(chain);
  for (let step = 0; step < YAW_STEPS; step++) {
    const half = (step * Math.PI) / YAW_STEPS;
    const target = { xyzM, quatXyzw: [Math.cos(half), Math.sin(half), 0, 0] as const };
    if (solveIk(chain, target, { seedRad: cell.homeRad, starts: 20, seed: 1, free }) !== null) return true;
  }
  return false;
}

const millimetres = (metres: number): string => `${(metres * 1000).toFixed(1)} mm`;
