// The oracle's world: one robot in MuJoCo, with empty slots for obstacles and for what the hand holds, filled anew for
// every scene, so that nothing is compiled again. Kinematics and distances are MuJoCo's own.
import loadMujoco, { type MainModule, type MjData, type MjModel } from "@mujoco/mujoco";
import type { PlacedShape, Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { fingerBody, linkBody, TOOL_SITE } from "../../robots/mjcf-names.ts";
import { robotBody, robotMeshes } from "../../robots/mjcf-robot.ts";
import { type Axis, goesThrough, nearestOfAxes } from "./capsules.ts";
import { fingerJoints } from "./fingers.ts";
import { posed } from "./pose.ts";
import { AWAY, type Hull, slotsOf } from "./slots.ts";
import { ownReach } from "./support.ts";

const CAPSULE = 3;
const BOX = 6;
const OBSTACLES = 12;
const HELD = 5;
const OBJECT = { body: 1, joint: 3, geom: 5, site: 6, mesh: 10 } as const;
/** MuJoCo's iterative distances end when they are this near, metres. */
const CCD_TOLERANCE = 1e-9;
/** Its own default: where it traps at the one above. */
export const MUJOCO_CCD_TOLERANCE = 1e-6;
const NO_BOUND_M = 100;

export interface Geom {
  readonly id: number;
  /** Whose part it is (`link3`, `hand`, `left finger`, `held`, `obstacle`), and which of them. */
  readonly part: string;
  /** The link's name in the robot's allowed pairs: both fingers of a parallel gripper have one. */
  readonly link: string;
  readonly index: number;
  /** How many of the arm's joints move it. */
  readonly depth: number;
}

export interface Witness {
  readonly distanceM: number;
  /** The nearest (or deepest) points of the two. */
  readonly from: Vec3;
  readonly to: Vec3;
}

export interface OracleWorld {
  readonly dof: number;
  readonly robotGeoms: readonly Geom[];
  /** What the last `scene` put in, one geom a solid, in order. */
  obstacles(): readonly Geom[];
  held(): readonly Geom[];
  /** Obstacles in the cell's frame, what is held in the tool point's; at most as many as the world was made for, and 5. */
  scene(obstacles: readonly PlacedShape[], held: readonly PlacedShape[], openingM: number): void;
  /** Changes one obstacle of the scene. */
  put(obstacle: number, solid: PlacedShape): void;
  goTo(q: ArrayLike<number>): void;
  /** Signed distance of two geoms where `goTo` was, or `mostM` when they are farther. Throws when it is not finite. */
  distance(a: number, b: number, mostM: number): number;
  witnessed(a: number, b: number): Witness;
  /** A lower bound of the distance, without MuJoCo: a sphere round the one from a box round the other. */
  atLeast(a: number, b: number): number;
  /** The farthest that a point of the geom may be from a joint's axis. */
  lever(geom: number, joint: number): number;
  centreOf(geom: number): Vec3;
  /** How far a geom reaches along a unit direction, from the cell's origin. */
  reachOf(geom: number): (direction: Vec3) => number;
  delete(): void;
}

let library: Promise<MainModule> | null = null;

/**
 * MuJoCo 3.14's search of an overlap's depth leaves its memory now and then, at a tolerance as small as the oracle's (a
 * trap of WASM in `epa`). What that memory holds is worth nothing from then on, in whatever world: all are to be made
 * anew, and the question that trapped is asked again at MuJoCo's own tolerance.
 */
export class OracleTrap extends Error {}

/** @param most as many obstacles as a scene may have */
export async function oracleWorld(
  robot: RobotDescription,
  base: Pose,
  hulls: readonly Hull[],
  { most = OBSTACLES, ccdTolerance = CCD_TOLERANCE } = {},
): Promise<OracleWorld> {
  library ??= loadMujoco();
  const lib = await library;
  const model = lib.MjModel.from_xml_string(modelText(robot, base, hulls, most, ccdTolerance));
  return worldOf(lib, model, new lib.MjData(model), robot, hulls, most);
}

function modelText(
  robot: RobotDescription,
  base: Pose,
  hulls: readonly Hull[],
  most: number,
  ccdTolerance: number,
): string {
  const slots = (name: string, count: number): string =>
    Array.from(
      { length: count },
      (_, i) => `<geom name="${name}/${i}" type="sphere" size="0.001" pos="0 0 -50"/>`,
    ).join("");
  const meshes = hulls.map((points, i) => `<mesh name="hull${i}" vertex="${points.flat().join(" ")}"/>`).join("");
  const toolSite = new RegExp(`<site name="${TOOL_SITE}"[^>]*/>`);
  const arm = robotBody(robot, base).replace(toolSite, (site) => `${site}${slots("held", HELD)}`);
  return `<mujoco><compiler angle="radian" autolimits="true"/><size memory="8M"/>
    <option ccd_tolerance="${ccdTolerance}" ccd_iterations="500"/><asset>${meshes}</asset>${robotMeshes(robot).join("")}
    <worldbody>${slots("obstacle", most)}${arm}</worldbody></mujoco>`;
}

function worldOf(
  lib: MainModule,
  model: MjModel,
  data: MjData,
  robot: RobotDescription,
  hulls: readonly Hull[],
  most: number,
): OracleWorld {
  const idOf = (kind: keyof typeof OBJECT, name: string): number => {
    const id = lib.mj_name2id(model, OBJECT[kind], name);
    if (id < 0) throw new Error(`the oracle's model has no ${kind} ${name}`);
    return id;
  };
  const addressOf = (joint: number): number => (model.jnt_qposadr as Int32Array)[joint]!;
  const dof = robot.joints.length;
  const joints = robot.joints.map(({ name }) => idOf("joint", linkBody(name)));
  const movedBodies = joints.map((id) => (model.jnt_bodyid as Int32Array)[id]!);
  const depthOf = (geom: number): number => {
    let depth = 0;
    const parents = model.body_parentid as Int32Array;
    for (let body = (model.geom_bodyid as Int32Array)[geom]!; body > 0; body = parents[body]!) {
      if (movedBodies.includes(body)) depth++;
    }
    return depth;
  };
  const slotGeoms = (part: string, count: number): Geom[] =>
    Array.from({ length: count }, (_, index) => {
      const id = idOf("geom", `${part}/${index}`);
      return { id, part, link: part, index, depth: depthOf(id) };
    });
  const [obstacleGeoms, heldGeoms] = [slotGeoms("obstacle", most), slotGeoms("held", HELD)];
  const robotGeoms = robotGeomsOf(lib, model, robot, depthOf);
  const armAt = joints.map(addressOf);
  const fingers = fingerJoints(robot);
  const fingersAt = fingers.names.map((name) => addressOf(idOf("joint", name)));
  const toolPoint = sitePose(model, idOf("site", TOOL_SITE));
  const slots = slotsOf(model, (hull) => idOf("mesh", `hull${hulls.indexOf(hull)}`));
  const { radius, halves, types } = slots;
  const fromTo = new lib.DoubleBuffer(6);
  const used = { obstacles: obstacleGeoms, held: heldGeoms };
  let views = viewsOf(data);
  const live = (): Views => {
    // A view that the growing heap has detached has no length any more.
    if (views.qpos.length === 0) views = viewsOf(data);
    return views;
  };
  for (const { id } of robotGeoms) slots.measure(id);
  const axisOf = (geom: number): Axis => {
    const { xpos, xmat } = live();
    const [p, m] = [3 * geom, 9 * geom];
    return {
      middle: [xpos[p]!, xpos[p + 1]!, xpos[p + 2]!],
      along: [xmat[m + 2]!, xmat[m + 5]!, xmat[m + 8]!],
      half: halves[p + 2]! - halves[p]!,
    };
  };
  const capsules = (a: number, b: number): Witness => {
    const { distanceM, first, second } = nearestOfAxes(axisOf(a), axisOf(b));
    const [ra, rb] = [halves[3 * a]!, halves[3 * b]!];
    const towards = (from: Vec3, to: Vec3, byM: number): Vec3 =>
      from.map((x, axis) => x + ((to[axis]! - x) * byM) / distanceM) as unknown as Vec3;
    return { distanceM: distanceM - ra - rb, from: towards(first, second, ra), to: towards(second, first, rb) };
  };

  /** Infinity; minus the radius for a capsule whose axis goes through a box. */
  const piercedM = (a: number, b: number): number => {
    const [capsule, box] = types[a] === CAPSULE ? [a, b] : [b, a];
    if (types[capsule] !== CAPSULE || types[box] !== BOX) return Number.POSITIVE_INFINITY;
    const { xpos, xmat } = live();
    return goesThrough(axisOf(capsule), xpos, xmat, halves, box) ? -halves[3 * capsule]! : Number.POSITIVE_INFINITY;
  };

  const between = (a: number, b: number, mostM: number, points: typeof fromTo | undefined): number => {
    try {
      return lib.mj_geomDistance(model, data, a, b, mostM, points);
    } catch (cause) {
      library = null;
      throw new OracleTrap(`MuJoCo trapped between geoms ${a} and ${b}`, { cause });
    }
  };

  return {
    dof,
    robotGeoms,
    obstacles: () => used.obstacles,
    held: () => used.held,
    scene(obstacles, held, openingM) {
      if (obstacles.length > most || held.length > HELD) throw new Error("the scene has more solids than slots");
      for (let i = 0; i < Math.max(obstacles.length, used.obstacles.length); i++) {
        slots.fill(obstacleGeoms[i]!.id, obstacles[i] ?? AWAY);
      }
      for (let i = 0; i < Math.max(held.length, used.held.length); i++) {
        const solid = held[i];
        const placed = solid === undefined ? AWAY : { shape: solid.shape, pose: posed(toolPoint, solid.pose) };
        slots.fill(heldGeoms[i]!.id, placed);
      }
      used.obstacles = obstacleGeoms.slice(0, obstacles.length);
      used.held = heldGeoms.slice(0, held.length);
      for (const address of fingersAt) live().qpos[address] = fingers.valueAt(openingM);
    },
    put: (obstacle, solid) => slots.fill(obstacleGeoms[obstacle]!.id, solid),
    goTo(q) {
      const { qpos } = live();
      for (let j = 0; j < dof; j++) qpos[armAt[j]!] = q[j]!;
      lib.mj_kinematics(model, data);
    },
    distance(a, b, mostM) {
      const isCapsule = types[a] === CAPSULE || types[b] === CAPSULE;
      if (isCapsule && types[a] === types[b]) return Math.min(mostM, capsules(a, b).distanceM);
      if (!isCapsule) return finite(between(a, b, mostM, undefined), a, b);
      // Capsule against box is not always found when the bound is near the distance.
      const distanceM = finite(between(a, b, NO_BOUND_M, undefined), a, b);
      return Math.min(mostM, piercedM(a, b), distanceM);
    },
    witnessed(a, b) {
      if (types[a] === CAPSULE && types[b] === CAPSULE) return capsules(a, b);
      const distanceM = finite(between(a, b, NO_BOUND_M, fromTo), a, b);
      const [x, y, z, u, v, w] = fromTo.GetView() as Float64Array;
      return { distanceM: Math.min(piercedM(a, b), distanceM), from: [x!, y!, z!], to: [u!, v!, w!] };
    },
    atLeast(a, b) {
      const [big, small] = radius[a]! > radius[b]! ? [a, b] : [b, a];
      const { xpos, xmat } = live();
      const [p, m] = [3 * big, 9 * big];
      const dx = xpos[3 * small]! - xpos[p]!;
      const dy = xpos[3 * small + 1]! - xpos[p + 1]!;
      const dz = xpos[3 * small + 2]! - xpos[p + 2]!;
      const ex = Math.max(0, Math.abs(xmat[m]! * dx + xmat[m + 3]! * dy + xmat[m + 6]! * dz) - halves[p]!);
      const ey = Math.max(0, Math.abs(xmat[m + 1]! * dx + xmat[m + 4]! * dy + xmat[m + 7]! * dz) - halves[p + 1]!);
      const ez = Math.max(0, Math.abs(xmat[m + 2]! * dx + xmat[m + 5]! * dy + xmat[m + 8]! * dz) - halves[p + 2]!);
      return Math.sqrt(ex * ex + ey * ey + ez * ez) - radius[small]!;
    },
    lever(geom, joint) {
      const { xpos, anchors, axes } = live();
      const [p, k] = [3 * geom, 3 * joints[joint]!];
      const dx = xpos[p]! - anchors[k]!;
      const dy = xpos[p + 1]! - anchors[k + 1]!;
      const dz = xpos[p + 2]! - anchors[k + 2]!;
      const along = dx * axes[k]! + dy * axes[k + 1]! + dz * axes[k + 2]!;
      return Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - along * along)) + radius[geom]!;
    },
    centreOf(geom) {
      const [x, y, z] = live().xpos.subarray(3 * geom, 3 * geom + 3);
      return [x!, y!, z!];
    },
    reachOf(geom) {
      const { xpos, xmat } = live();
      const at = xpos.slice(3 * geom, 3 * geom + 3);
      const m = xmat.slice(9 * geom, 9 * geom + 9);
      const shape = slots.shapeOf(geom);
      const along = (d: Vec3, k: 0 | 1 | 2): number => m[k]! * d[0] + m[k + 3]! * d[1] + m[k + 6]! * d[2];
      return (d) =>
        at[0]! * d[0] + at[1]! * d[1] + at[2]! * d[2] + ownReach(shape, [along(d, 0), along(d, 1), along(d, 2)]);
    },
    delete() {
      fromTo.delete();
      data.delete();
      model.delete();
    },
  };
}

function finite(distanceM: number, a: number, b: number): number {
  if (!Number.isFinite(distanceM)) throw new Error(`MuJoCo gives ${distanceM} m between geoms ${a} and ${b}`);
  return distanceM;
}

interface Views {
  readonly qpos: Float64Array;
  readonly xpos: Float64Array;
  readonly xmat: Float64Array;
  readonly anchors: Float64Array;
  readonly axes: Float64Array;
}

const viewsOf = (data: MjData): Views => ({
  qpos: data.qpos as Float64Array,
  xpos: data.geom_xpos as Float64Array,
  xmat: data.geom_xmat as Float64Array,
  anchors: data.xanchor as Float64Array,
  axes: data.xaxis as Float64Array,
});

function sitePose(model: MjModel, site: number): Pose {
  const [px, py, pz] = (model.site_pos as Float64Array).slice(3 * site, 3 * site + 3);
  const [w, x, y, z] = (model.site_quat as Float64Array).slice(4 * site, 4 * site + 4);
  return { xyzM: [px!, py!, pz!], quatXyzw: [x!, y!, z!, w!] };
}

/** The arm's geoms, told by the body that carries them and their place in it. */
function robotGeomsOf(
  lib: MainModule,
  model: MjModel,
  robot: RobotDescription,
  depthOf: (geom: number) => number,
): Geom[] {
  const owners = new Map<string, { readonly part: string; readonly link: string }>();
  for (const { name } of [...robot.links, robot.gripper.hand]) owners.set(linkBody(name), { part: name, link: name });
  for (const { side, name, link } of fingersOf(robot.gripper)) {
    owners.set(fingerBody(side, link.name), { part: name, link: link.name });
  }
  const geoms: Geom[] = [];
  const counts = new Map<string, number>();
  for (let id = 0; id < model.ngeom; id++) {
    const owner = owners.get(lib.mj_id2name(model, OBJECT.body, (model.geom_bodyid as Int32Array)[id]!));
    if (owner === undefined || lib.mj_id2name(model, OBJECT.geom, id).startsWith("held/")) continue;
    const index = counts.get(owner.part) ?? 0;
    counts.set(owner.part, index + 1);
    geoms.push({ id, ...owner, index, depth: depthOf(id) });
  }
  return geoms;
}
