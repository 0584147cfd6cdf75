// A cell file's validated entries → the contract's `Cell`: the one place where degrees become radians.
import type {
  Cell,
  CellObject,
  FixedShape,
  ForceLimits,
  ObjectShape,
  Separation,
  TrackedZone,
  Walk,
  Zone,
} from "../kernel/contract/cell.ts";
import { degToRad, type QuatXyzw, type Vec3 } from "../kernel/contract/geometry.ts";
import type { RobotDescription } from "../kernel/contract/robot.ts";
import type { CellFile, ObjectEntry } from "./cell-schema.ts";

export function toCell(file: CellFile, robot: RobotDescription, homeRad: readonly number[]): Cell {
  const { limits, gripper, jog } = file;
  return {
    name: file.name,
    robot,
    base: { xyzM: file.base.xyz_m, quatXyzw: fromRollPitchYaw(file.base.rpy_deg) },
    homeRad,
    driver: file.driver,
    limits: {
      toolSpeedMPerS: limits.tcp_speed_m_s,
      jointScale: limits.joint_scale,
      payloadKg: limits.payload_kg,
      clearanceM: limits.clearance_m,
      supportClearanceM: limits.support_clearance_m,
      dropM: limits.drop_m,
      ...(limits.emergency_stop_category === undefined
        ? {}
        : { emergencyStopCategory: limits.emergency_stop_category }),
    },
    gripper: { strokeM: gripper.stroke_m, forceN: gripper.force_n, starts: gripper.starts },
    jog: { stepM: jog.step_m, slightM: jog.slight_m, stepRad: degToRad(jog.step_deg) },
    workspace: { minM: file.workspace.min_m, maxM: file.workspace.max_m },
    zones: file.zones.filter((zone) => zone.kind !== "tracked").map(toZone),
    tracked: file.zones.filter((zone) => zone.kind === "tracked").map(toTracked),
    separation: file.separation === undefined ? null : toSeparation(file.separation),
    force: file.force === undefined ? null : toForce(file.force),
    objects: file.objects.map(toObject),
  };
}

type ZoneEntry = CellFile["zones"][number];
type TrackedEntry = Extract<ZoneEntry, { kind: "tracked" }>;

function toZone(zone: Exclude<ZoneEntry, { kind: "tracked" }>): Zone {
  const solid = toSolid(zone.shape);
  if (zone.kind === "keep_out") return { kind: zone.kind, name: zone.name, solid };
  return { kind: zone.kind, name: zone.name, solid, maxToolSpeedMPerS: zone.max_tcp_speed_m_s };
}

function toTracked({ name, topic, shape, stale_ms: staleMs, sim }: TrackedEntry): TrackedZone {
  return {
    name,
    topic,
    shape: toTrackedShape(shape),
    staleS: staleMs / 1000,
    walk: sim === undefined ? null : toWalk(sim),
  };
}

/** A capsule's height in the file is from end to end; one no taller than wide is a ball. */
function toTrackedShape({ sphere, capsule, cylinder }: TrackedEntry["shape"]): TrackedZone["shape"] {
  if (sphere !== undefined) return { kind: "sphere", radiusM: sphere.radius_m };
  if (cylinder !== undefined) return { kind: "cylinder", radiusM: cylinder.radius_m, heightM: cylinder.height_m };
  if (capsule === undefined) throw new TypeError("toTrackedShape: the schema let a zone without shape through");
  const lengthM = capsule.height_m - 2 * capsule.radius_m;
  return lengthM > 0
    ? { kind: "capsule", radiusM: capsule.radius_m, lengthM }
    : { kind: "sphere", radiusM: capsule.radius_m };
}

/** Defaults: a report every 40 ms, 40 ms old, none lost. */
function toWalk(sim: NonNullable<TrackedEntry["sim"]>): Walk {
  return {
    points: sim.points.map(({ at_s: atS, center_m: centreM }) => ({ atS, centreM })),
    repeats: sim.repeats ?? false,
    periodS: (sim.period_ms ?? 40) / 1000,
    latencyS: (sim.latency_ms ?? 40) / 1000,
    jitterS: (sim.jitter_ms ?? 0) / 1000,
    lostShare: sim.lost_share ?? 0,
  };
}

/** A person's walking speed where nothing else is said. source: ISO 13855:2010, 6.2; ISO/TS 15066:2016, 5.5.4.2.3 */
const WALKING_M_PER_S = 1.6;

const toSeparation = (terms: NonNullable<CellFile["separation"]>): Separation => ({
  humanSpeedMPerS: terms.human_speed_m_s ?? WALKING_M_PER_S,
  reactionS: terms.reaction_s,
  stoppingS: terms.stopping_s ?? null,
  intrusionM: terms.intrusion_m,
  sensorUncertaintyM: terms.sensor_uncertainty_m,
  robotUncertaintyM: terms.robot_uncertainty_m,
  resumeAfterS: terms.resume_after_s,
  waitAtMostS: terms.wait_at_most_s ?? 60,
});

/** Transient contact may press twice as hard for half a second. source: ISO/TS 15066:2016, annex A */
const toForce = (limits: NonNullable<CellFile["force"]>): ForceLimits => ({
  externalTorqueNm: limits.external_torque_nm ?? null,
  externalForceN: limits.external_force_n ?? null,
  transientFactor: limits.transient_factor ?? 2,
  transientS: limits.transient_s ?? 0.5,
});

function toSolid(shape: Exclude<ZoneEntry, { kind: "tracked" }>["shape"]): FixedShape {
  const { box, sphere } = shape;
  if (box !== undefined) return { shape: { kind: "box", sizeM: box.size_m }, centreM: box.center_m };
  if (sphere !== undefined) return { shape: { kind: "sphere", radiusM: sphere.radius_m }, centreM: sphere.center_m };
  throw new TypeError("toSolid: the schema let a zone without shape through");
}

function toObject(entry: ObjectEntry): CellObject {
  const isStatic = entry.static ?? false;
  return {
    id: entry.id,
    kind: entry.kind,
    color: entry.color ?? null,
    shape: toObjectShape(entry.shape),
    startPose: { xyzM: entry.at_m, quatXyzw: fromRollPitchYaw([0, 0, entry.yaw_deg ?? 0]) },
    massKg: isStatic ? null : (entry.mass_kg ?? null),
    isStatic,
    isContainer: entry.container ?? false,
  };
}

function toObjectShape(shape: ObjectEntry["shape"]): ObjectShape {
  const { box, cylinder, open_box: openBox, board } = shape;
  if (box !== undefined) return { kind: "box", sizeM: box.size_m };
  if (cylinder !== undefined) return { kind: "cylinder", radiusM: cylinder.radius_m, heightM: cylinder.height_m };
  if (openBox !== undefined) return { kind: "open_box", sizeM: openBox.size_m, wallM: openBox.wall_m };
  if (board !== undefined) return { kind: "board", sizeM: board.size_m, topZM: board.top_z_m };
  throw new TypeError("toObjectShape: the schema let an object without shape through");
}

/** Fixed-axis roll, pitch, yaw (URDF's order): R = Rz(yaw)·Ry(pitch)·Rx(roll). Exact identity for zeros. */
function fromRollPitchYaw([rollDeg, pitchDeg, yawDeg]: Vec3): QuatXyzw {
  const [r, p, y] = [degToRad(rollDeg) / 2, degToRad(pitchDeg) / 2, degToRad(yawDeg) / 2];
  const [cr, sr, cp, sp, cy, sy] = [Math.cos(r), Math.sin(r), Math.cos(p), Math.sin(p), Math.cos(y), Math.sin(y)];
  return [
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
    cr * cp * cy + sr * sp * sy,
  ];
}
