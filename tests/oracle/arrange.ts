// Puts a motion's obstacles where they make the case that was aimed for: out of its way, in it, at its start, or moved
// by MuJoCo's own witnesses until the motion just keeps, or just misses, its clearance.
import type { PlacedShape, Vec3 } from "../../kernel/contract/geometry.ts";
import { normal, type Random } from "../otg/random.ts";
import { drawObstacle, heldSolids, reversed, type Segment } from "./draw.ts";
import type { Judge } from "./minimum.ts";
import { scenePairs } from "./pairs.ts";
import { type Path, pathThrough } from "./path.ts";
import type { Hull } from "./slots.ts";
import type { Geom, OracleWorld } from "./world.ts";

/** Half the width of the band round the clearance. */
export const BAND_M = 0.002;
const LOOKS = [0.1, 0.3, 0.5, 0.7, 0.9, 0, 1];
const TRIES = 5;
/** How exactly the least distance is known while an obstacle is being moved; finer as it gets there. */
const CLOSING_M = [0.01, 0.001, 0.0003, 0.0003, 0.0003];
/** The table, as everything that the cell knows under z = 0. */
export const TABLE: PlacedShape = {
  shape: { kind: "box", sizeM: [4, 4, 1] },
  pose: { xyzM: [0, 0, -0.5], quatXyzw: [0, 0, 0, 1] },
};

export interface Site {
  readonly world: OracleWorld;
  readonly judge: Judge;
  readonly reachM: number;
  readonly baseM: Vec3;
  readonly hulls: readonly Hull[];
}

export interface Arrangement {
  /** As drawn, or run backwards: so that it ends near an obstacle instead of starting there. */
  readonly segment: Segment;
  readonly path: Path;
  readonly obstacles: readonly PlacedShape[];
  /** Index of the table among them, or -1. */
  readonly table: number;
}

/** Leaves the world standing in the scene that it returns. */
export function arrange(random: Random, site: Site, drawn: Segment): Arrangement {
  const { world, reachM } = site;
  const { clearanceM, aim } = drawn;
  const held = heldSolids(drawn);
  const count = 1 + Math.floor(random() * 7);
  const obstacles: PlacedShape[] = Array.from({ length: count }, () => placed(random, site));
  let segment = drawn;
  let path = pathThrough(segment.pointsRad, segment.knots);
  const show = (solids: readonly PlacedShape[]): void => world.scene(solids, held, segment.openingM);
  const isNear = (i: number, enoughM: number, looks = LOOKS): boolean =>
    comesNear(site, path, i, enoughM, looks, i === count);
  const put = (i: number, solid: PlacedShape): void => {
    obstacles[i] = solid;
    world.put(i, solid);
  };
  const reverse = (): void => {
    segment = reversed(segment);
    path = pathThrough(segment.pointsRad, segment.knots);
  };
  show(obstacles);
  for (let i = 0; i < count && aim !== "any"; i++) {
    for (let tries = 0; tries < TRIES && isNear(i, clearanceM + 0.03 * reachM); tries++) put(i, placed(random, site));
    if (isNear(i, clearanceM)) put(i, asideOf(obstacles[i]!));
  }
  if (aim === "colliding") {
    const isDeep = random() < 0.6;
    for (let tries = 0; tries < 2 * TRIES; tries++) {
      if (isDeep) put(0, inTheWay(random, site, path, obstacles[0]!));
      else close(site, path, obstacles, -0.02 * random());
      if (!isNear(0, clearanceM, [0])) break;
      reverse();
      if (!isNear(0, clearanceM, [0])) break;
      put(0, placed(random, site));
    }
  } else if (aim === "band") {
    close(site, path, obstacles, clearanceM + BAND_M * (2 * random() - 1));
    if (isNear(0, clearanceM, [0])) reverse();
    // Where the whole motion is that near, it may only keep more than asked for.
    if (isNear(0, clearanceM, [0])) close(site, path, obstacles, clearanceM + BAND_M * random());
  } else if (aim === "start") {
    atStart(site, path, obstacles, clearanceM - (clearanceM + 0.01) * random());
  }
  const withTable = [...obstacles, TABLE];
  show(withTable);
  const isTabled = aim === "any" || (random() < 0.6 && !isNear(count, clearanceM));
  if (!isTabled) show(obstacles);
  return { segment, path, obstacles: isTabled ? withTable : obstacles, table: isTabled ? count : -1 };
}

function placed(random: Random, { reachM, hulls, baseM }: Site): PlacedShape {
  const { shape, pose } = drawObstacle(random, reachM, hulls);
  const [x, y, z] = pose.xyzM;
  return { shape, pose: { ...pose, xyzM: [x + baseM[0], y + baseM[1], Math.abs(z) + baseM[2]] } };
}

const movingGeoms = (world: OracleWorld): readonly Geom[] => [...world.robotGeoms, ...world.held()];

/** Far above everything: as good as not there. */
const asideOf = ({ shape, pose }: PlacedShape): PlacedShape => ({
  shape,
  pose: { ...pose, xyzM: [pose.xyzM[0], pose.xyzM[1], pose.xyzM[2] + 5] },
});

/** Whether obstacle `i` is nearer than `enoughM` at any of a few places of the motion. */
function comesNear(
  { world }: Site,
  path: Path,
  i: number,
  enoughM: number,
  looks: readonly number[],
  isTable: boolean,
): boolean {
  const q = new Float64Array(world.dof);
  const obstacle = world.obstacles()[i]!.id;
  for (const s of looks) {
    path.at(s, q);
    world.goTo(q);
    for (const geom of movingGeoms(world)) {
      if ((isTable && geom.depth === 0) || world.atLeast(geom.id, obstacle) >= enoughM) continue;
      if (world.distance(geom.id, obstacle, enoughM) < enoughM) return true;
    }
  }
  return false;
}

/** Where some part of the arm is at some time. */
function inTheWay(random: Random, { world, reachM }: Site, path: Path, solid: PlacedShape): PlacedShape {
  const q = new Float64Array(world.dof);
  path.at(random(), q);
  world.goTo(q);
  const geoms = movingGeoms(world).filter(({ depth }) => depth > 0);
  const [x, y, z] = world.centreOf(geoms[Math.floor(random() * geoms.length)]!.id);
  const off = (): number => normal(random, 0.05 * reachM);
  return { shape: solid.shape, pose: { ...solid.pose, xyzM: [x + off(), y + off(), z + off()] } };
}

/** Moves obstacle 0 along the line of nearest points until the motion's least distance from it is `targetM`. */
function close({ world, judge }: Site, path: Path, obstacles: PlacedShape[], targetM: number): void {
  const obstacle = world.obstacles()[0]!.id;
  const pairs = scenePairs(world, ({ depth }, { id }) => depth === 0 || id !== obstacle);
  const q = new Float64Array(world.dof);
  for (const toleranceM of CLOSING_M) {
    const question = { fromS: 0, toS: 1, capM: 10, decideM: null, toleranceM };
    const { highM, s, pair } = judge.minimum(path, pairs, question);
    if (pair < 0 || Math.abs(highM - targetM) <= 0.1 * BAND_M) return;
    path.at(s, q);
    shift(world, q, pairs.first[pair]!, obstacles, highM - targetM);
    world.put(0, obstacles[0]!);
  }
}

/** Moves obstacle 0 so that the nearest part of the arm is `targetM` from it where the motion starts. */
function atStart({ world }: Site, path: Path, obstacles: PlacedShape[], targetM: number): void {
  const q = new Float64Array(world.dof);
  const obstacle = world.obstacles()[0]!.id;
  path.at(0, q);
  for (let round = 0; round < 3; round++) {
    world.goTo(q);
    let nearest = movingGeoms(world)[0]!;
    let leastM = 10;
    for (const geom of movingGeoms(world)) {
      if (geom.depth === 0) continue;
      const d = world.distance(geom.id, obstacle, leastM);
      if (d < leastM) [leastM, nearest] = [d, geom];
    }
    shift(world, q, nearest.id, obstacles, leastM - targetM);
    world.put(0, obstacles[0]!);
  }
}

/** Moves obstacle 0 towards a geom of the arm, at `q`, by `byM`. */
function shift(world: OracleWorld, q: Float64Array, geom: number, obstacles: PlacedShape[], byM: number): void {
  world.goTo(q);
  const { distanceM, from, to } = world.witnessed(geom, world.obstacles()[0]!.id);
  const sign = distanceM < 0 ? -1 : 1;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  if (length < 1e-9) return;
  const { shape, pose } = obstacles[0]!;
  const moved = pose.xyzM.map((x, axis) => x - (sign * byM * (to[axis]! - from[axis]!)) / length) as unknown as Vec3;
  obstacles[0] = { shape, pose: { ...pose, xyzM: moved } };
}
