// The oracle over the arena: whether a flight as measured entered a keep-out zone or touched a person, and whether a plan
// is safe with margin. Zones and people are no matter in physics, so MuJoCo's distances are asked for them here.
import type { Cell } from "../../../kernel/contract/cell.ts";
import { IDENTITY_POSE, type PlacedShape, type Pose } from "../../../kernel/contract/geometry.ts";
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { Plan } from "../../../kernel/contract/plan.ts";
import { partsOf } from "../../../robots/mjcf.ts";
import { walkAt } from "../../../simulators/people/walk.ts";
import { TABLE } from "../../oracle/arrange.ts";
import { type Judge, judgeIn } from "../../oracle/minimum.ts";
import { scenePairs, selfPairs } from "../../oracle/pairs.ts";
import { pathThrough } from "../../oracle/path.ts";
import { inverted, posed } from "../../oracle/pose.ts";
import { type OracleWorld, oracleWorld } from "../../oracle/world.ts";
import type { Flight } from "./arena.ts";

const MOST_SOLIDS = 40;
/** Slower than this an arm stands still, rad/s. */
const MOVING_RAD_PER_S = 0.02;
const SELF_MARGIN_M = 0.002;
/** Nearer than this to the base a person is within a step or two of the arm's reach, m. */
const ABOUT_M = 1.6;

export interface Watch {
  /** What a flight did to zones and people that it must not, in words. */
  trespasses(flight: Flight): string[];
  /** Whether somebody came near the arm's base while it moved. */
  personAbout(flight: Flight): boolean;
  /** Whether every move of the plan stays clear of everything by twice the cell's clearance, people left out. */
  isSafe(plan: Plan, state: Measured): boolean;
  close(): void;
}

/** @throws OracleTrap from any question; then a new watch, at MuJoCo's own tolerance, may be asked */
export async function openWatch(cell: Cell, ccdTolerance?: number): Promise<Watch> {
  const tolerance = ccdTolerance === undefined ? {} : { ccdTolerance };
  const world = await oracleWorld(cell.robot, cell.base, [], { most: MOST_SOLIDS, ...tolerance });
  const judge = judgeIn(world);
  const zones = cell.zones.flatMap((zone): Solid[] =>
    zone.kind === "keep_out"
      ? [{ name: `zone ${zone.name}`, shape: zone.solid.shape, pose: { ...IDENTITY_POSE, xyzM: zone.solid.centreM } }]
      : [],
  );
  return {
    trespasses: (flight) => trespasses(world, cell, zones, flight),
    personAbout: (flight) => isPersonAbout(cell, flight),
    isSafe: (plan, state) => isSafe(world, judge, cell, zones, plan, state),
    close: () => world.delete(),
  };
}

type Solid = PlacedShape & { readonly name: string };

function trespasses(world: OracleWorld, cell: Cell, zones: readonly Solid[], flight: Flight): string[] {
  const { dof } = world;
  const people = cell.tracked.map(({ name, shape }): Solid => ({ name: `person ${name}`, shape, pose: IDENTITY_POSE }));
  const solids = [...zones, ...people];
  if (solids.length === 0) return [];
  world.scene(solids, heldIn(cell, flight.before), flight.before.gripper.openingM);
  const found = new Set<string>();
  const centre = new Float64Array(3);
  const row = dof + 2;
  for (let at = 0; at < flight.looks.length; at += row) {
    const atS = flight.looks[at]!;
    const isMoving = flight.looks[at + dof + 1]! > MOVING_RAD_PER_S;
    if (!isMoving) continue;
    cell.tracked.forEach(({ walk }, i) => {
      if (walk === null) return;
      walkAt(walk, atS, centre);
      const pose: Pose = { ...IDENTITY_POSE, xyzM: [centre[0]!, centre[1]!, centre[2]!] };
      world.put(zones.length + i, { shape: people[i]!.shape, pose });
    });
    world.goTo(flight.looks.subarray(at + 1, at + 1 + dof));
    for (const obstacle of world.obstacles()) {
      for (const geom of [...world.robotGeoms, ...world.held()]) {
        if (geom.depth === 0 || world.atLeast(geom.id, obstacle.id) >= 0) continue;
        if (world.distance(geom.id, obstacle.id, 1) < 0) found.add(`${geom.part} in ${solids[obstacle.index]!.name}`);
      }
    }
  }
  return [...found];
}

function isPersonAbout(cell: Cell, { looks }: Flight): boolean {
  const row = cell.robot.joints.length + 2;
  const centre = new Float64Array(3);
  const { xyzM } = cell.base;
  for (let at = 0; at < looks.length; at += row)
    for (const { walk } of cell.tracked) {
      if (walk === null || looks[at + row - 1]! <= MOVING_RAD_PER_S) continue;
      walkAt(walk, looks[at]!, centre);
      if (Math.hypot(centre[0]! - xyzM[0], centre[1]! - xyzM[1]) < ABOUT_M) return true;
    }
  return false;
}

function isSafe(
  world: OracleWorld,
  judge: Judge,
  cell: Cell,
  zones: readonly Solid[],
  plan: Plan,
  state: Measured,
): boolean {
  const things = cell.objects.flatMap(({ id, shape }): Solid[] => {
    const pose = state.objects[id];
    if (pose === undefined || id === state.gripper.holding) return [];
    return partsOf(shape).map(({ solid }) => ({ name: id, shape: solid.shape, pose: posed(pose, solid.pose) }));
  });
  const solids = [TABLE, ...zones, ...things];
  world.scene(solids, heldIn(cell, state), state.gripper.openingM);
  const scene = scenePairs(world, ({ depth }, { index }) => depth === 0 && index === 0);
  const self = selfPairs(world, cell.robot);
  const isClear = (path: ReturnType<typeof pathThrough>, pairs: typeof scene, leastM: number): boolean => {
    const question = { fromS: 0, toS: 1, capM: leastM, decideM: [leastM], toleranceM: 1e-5 };
    return judge.minimum(path, pairs, question).lowM >= leastM;
  };
  return plan.segments.every((segment) => {
    if (segment.kind !== "move") return true;
    const path = pathThrough(segment.pointsRad, segment.knots ?? null);
    return isClear(path, scene, 2 * cell.limits.clearanceM) && isClear(path, self, SELF_MARGIN_M);
  });
}

/** What the hand holds, in the tool point's frame. */
function heldIn(cell: Cell, { gripper, objects, tool }: Measured): PlacedShape[] {
  const object = cell.objects.find(({ id }) => id === gripper.holding);
  const pose = object === undefined ? undefined : objects[object.id];
  if (object === undefined || pose === undefined) return [];
  const inTool = posed(inverted(tool), pose);
  return partsOf(object.shape).map(({ solid }) => ({ shape: solid.shape, pose: posed(inTool, solid.pose) }));
}
