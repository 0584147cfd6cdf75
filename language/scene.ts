// Where things are, as measured, or as the cell starts when nothing was measured yet. Metres, cell frame.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import type { Pose, QuatXyzw, Vec3 } from "../kernel/contract/geometry.ts";
import type { SceneView } from "../kernel/contract/interpretation.ts";

const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function rotate(q: QuatXyzw, v: Vec3): Vec3 {
  const axis: Vec3 = [q[0], q[1], q[2]];
  const t = cross(axis, v).map((part) => 2 * part) as unknown as Vec3;
  const u = cross(axis, t);
  return [v[0] + q[3] * t[0] + u[0], v[1] + q[3] * t[1] + u[1], v[2] + q[3] * t[2] + u[2]];
}

function compose(a: Pose, b: Pose): Pose {
  const moved = rotate(a.quatXyzw, b.xyzM);
  const [ax, ay, az, aw] = a.quatXyzw;
  const [bx, by, bz, bw] = b.quatXyzw;
  return {
    xyzM: [a.xyzM[0] + moved[0], a.xyzM[1] + moved[1], a.xyzM[2] + moved[2]],
    quatXyzw: [
      aw * bx + ax * bw + ay * bz - az * by,
      aw * by - ax * bz + ay * bw + az * bx,
      aw * bz + ax * by - ay * bx + az * bw,
      aw * bw - ax * bx - ay * by - az * bz,
    ],
  };
}

/** The tool point at the cell's home, from the robot's own description. */
export function homeToolPoint(cell: Cell): Vec3 {
  let pose = cell.base;
  cell.robot.joints.forEach((joint, i) => {
    const half = (cell.homeRad[i] ?? 0) / 2;
    const s = Math.sin(half);
    const turn: QuatXyzw = [joint.axis[0] * s, joint.axis[1] * s, joint.axis[2] * s, Math.cos(half)];
    pose = compose(compose(pose, joint.origin), { xyzM: [0, 0, 0], quatXyzw: turn });
  });
  return compose(compose(pose, cell.robot.gripper.mount), cell.robot.gripper.toolPoint).xyzM;
}

export const toolPoint = (cell: Cell, scene: SceneView): Vec3 => scene.measured?.tool.xyzM ?? homeToolPoint(cell);

export const heldObject = (scene: SceneView): string | null => scene.measured?.gripper.holding ?? null;

/** Where an object's own frame is: the centre of a solid, the bottom centre of an `open_box` or `board`. */
export const whereIs = (object: CellObject, scene: SceneView): Vec3 =>
  scene.measured?.objects[object.id]?.xyzM ?? object.startPose.xyzM;

/** Outer size along x, y, z before any yaw. */
export function sizeOf({ shape }: CellObject): Vec3 {
  if (shape.kind === "cylinder") return [2 * shape.radiusM, 2 * shape.radiusM, shape.heightM];
  if (shape.kind === "board") return [shape.sizeM[0], shape.sizeM[1], shape.topZM];
  return shape.sizeM;
}

export const halfHeight = (object: CellObject): number => sizeOf(object)[2] / 2;

/** Height of an object's top. */
export function topOf(object: CellObject, scene: SceneView): number {
  const z = whereIs(object, scene)[2];
  return object.shape.kind === "open_box" || object.shape.kind === "board"
    ? z + sizeOf(object)[2]
    : z + halfHeight(object);
}

/** Radius of the circle round an object's footprint, whatever its yaw. */
export const footprintRadius = (object: CellObject): number => {
  const [x, y] = sizeOf(object);
  return object.shape.kind === "cylinder" ? x / 2 : Math.hypot(x, y) / 2;
};

/** Whether a movable object's centre lies over another's footprint and above its bottom. */
export function isOver(object: CellObject, support: CellObject, scene: SceneView): boolean {
  const [x, y, z] = whereIs(object, scene);
  const [sx, sy, sz] = whereIs(support, scene);
  const [wx, wy] = sizeOf(support);
  return Math.abs(x - sx) <= wx / 2 && Math.abs(y - sy) <= wy / 2 && z > sz;
}

/**
 * A clear place on the table for an object to wait at: x in 0.30–0.60 m, at least 0.10 m between its
 * footprint and every other object's and zone's; the one nearest to `near`. Null when there is none.
 */
export function freePlace(
  cell: Cell,
  scene: SceneView,
  object: CellObject,
  near: Vec3,
  taken: readonly Vec3[] = [],
): Vec3 | null {
  const gapM = 0.1;
  const radius = footprintRadius(object);
  const others = cell.objects.filter((other) => other.id !== object.id);
  let best: { at: Vec3; distance: number } | null = null;
  for (let xi = 0; xi <= 15; xi++) {
    for (let yi = -20; yi <= 20; yi++) {
      const at: Vec3 = [Math.round(30 + 2 * xi) / 100, Math.round(2 * yi) / 100, halfHeight(object)];
      const distance = Math.hypot(at[0] - near[0], at[1] - near[1]);
      if (best !== null && distance >= best.distance - 1e-9) continue;
      const clear =
        others.every((other) => {
          const [ox, oy] = whereIs(other, scene);
          const [wx, wy] = other.isStatic ? sizeOf(other) : [0, 0];
          const dx = Math.max(0, Math.abs(at[0] - ox) - wx / 2);
          const dy = Math.max(0, Math.abs(at[1] - oy) - wy / 2);
          return Math.hypot(dx, dy) - radius - (other.isStatic ? 0 : footprintRadius(other)) >= gapM;
        }) &&
        taken.every((place) => Math.hypot(at[0] - place[0], at[1] - place[1]) - 2 * radius >= gapM) &&
        cell.zones.every((zone) => zone.kind !== "keep_out" || clearOfZone(at, radius + gapM, zone.solid));
      if (clear) best = { at, distance };
    }
  }
  return best?.at ?? null;
}

function clearOfZone(at: Vec3, margin: number, { shape, centreM }: Cell["zones"][number]["solid"]): boolean {
  const half =
    shape.kind === "sphere"
      ? ([shape.radiusM, shape.radiusM] as const)
      : ([shape.sizeM[0] / 2, shape.sizeM[1] / 2] as const);
  return Math.abs(at[0] - centreM[0]) > half[0] + margin || Math.abs(at[1] - centreM[1]) > half[1] + margin;
}
