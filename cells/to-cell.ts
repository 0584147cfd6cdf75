// A cell file's validated entries → the contract's `Cell`: the one place where degrees become radians.
import type { Cell, CellObject, FixedShape, ObjectShape, Zone } from "../kernel/contract/cell.ts";
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
    },
    gripper: { strokeM: gripper.stroke_m, forceN: gripper.force_n, starts: gripper.starts },
    jog: { stepM: jog.step_m, slightM: jog.slight_m, stepRad: degToRad(jog.step_deg) },
    workspace: { minM: file.workspace.min_m, maxM: file.workspace.max_m },
    zones: file.zones.map(toZone),
    objects: file.objects.map(toObject),
  };
}

function toZone(zone: CellFile["zones"][number]): Zone {
  const solid = toSolid(zone.shape);
  if (zone.kind === "keep_out") return { kind: zone.kind, name: zone.name, solid };
  return { kind: zone.kind, name: zone.name, solid, maxToolSpeedMPerS: zone.max_tcp_speed_m_s };
}

function toSolid(shape: CellFile["zones"][number]["shape"]): FixedShape {
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
