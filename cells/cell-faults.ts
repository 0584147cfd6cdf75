// What a well-formed cell file can still get wrong: names given twice, values that contradict one
// another or the arm, and objects that could not stand or be handled where the file puts them. What
// needs kinematics or collision (home, overlaps, reach by IK) is judged in apps/cli/cell-geometry.ts.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import type { CellFile } from "./cell-schema.ts";
import type { CellObjection, DataPath } from "./cell-yaml.ts";
import { peopleFaults } from "./people-faults.ts";
import { outOfReachM } from "./reach.ts";
import { bottomZ, floorsBelow, widthsM } from "./standing.ts";

/** How far a start pose may float above or sink into what carries it, metres. */
const STANDING_TOLERANCE_M = 0.001;
const SPEED_MAX_M_PER_S = 3;

export function cellFaults(cell: Cell, file: CellFile): CellObjection[] {
  return [
    ...armFaults(cell),
    ...limitFaults(cell),
    ...nameFaults(cell, file),
    ...peopleFaults(cell, file),
    ...cell.objects.flatMap(objectFaults(cell)),
  ];
}

function armFaults(cell: Cell): CellObjection[] {
  const faults: CellObjection[] = [];
  const { joints, gripper } = cell.robot;
  if (cell.homeRad.length !== joints.length) {
    faults.push({ path: ["home"], message: `home has ${cell.homeRad.length} joints, the arm ${joints.length}` });
  }
  joints.forEach((joint, index) => {
    const angle = cell.homeRad[index];
    const { lowerRad, upperRad } = joint.limits;
    if (angle === undefined || (angle >= lowerRad && angle <= upperRad)) return;
    const range = `${lowerRad}…${upperRad} rad`;
    faults.push({ path: ["home"], message: `home puts ${joint.name} at ${angle} rad, outside ${range}` });
  });
  if (cell.gripper.strokeM > gripper.strokeM) {
    const message = `stroke ${cell.gripper.strokeM} m is more than the gripper opens (${gripper.strokeM} m)`;
    faults.push({ path: ["gripper", "stroke_m"], message });
  }
  if (cell.gripper.forceN > gripper.maxForceN) {
    const message = `force ${cell.gripper.forceN} N is more than the gripper has (${gripper.maxForceN} N)`;
    faults.push({ path: ["gripper", "force_n"], message });
  }
  return faults;
}

function limitFaults(cell: Cell): CellObjection[] {
  const faults: CellObjection[] = [];
  const { limits, jog, robot, workspace } = cell;
  const speedMax = Math.min(SPEED_MAX_M_PER_S, robot.cartesian.speedMPerS);
  if (limits.toolSpeedMPerS > speedMax) {
    const message = `${limits.toolSpeedMPerS} m/s is faster than the arm may go (${speedMax} m/s)`;
    faults.push({ path: ["limits", "tcp_speed_m_s"], message });
  }
  if (limits.supportClearanceM > limits.clearanceM) {
    const message = `${limits.supportClearanceM} m is more than clearance_m (${limits.clearanceM} m); make it smaller`;
    faults.push({ path: ["limits", "support_clearance_m"], message });
  }
  if (jog.slightM > jog.stepM) {
    const message = `slight_m ${jog.slightM} is more than step_m ${jog.stepM}; a slight step is the smaller one`;
    faults.push({ path: ["jog", "slight_m"], message, isNotice: true });
  }
  for (const axis of [0, 1, 2] as const) {
    const [min, max] = [workspace.minM[axis], workspace.maxM[axis]];
    if (min < max) continue;
    const message = `min ${min} m is not below max ${max} m on ${"xyz"[axis]}; swap or widen them`;
    faults.push({ path: ["workspace", "min_m", axis], message });
  }
  return faults;
}

function nameFaults(cell: Cell, file: CellFile): CellObjection[] {
  const faults: CellObjection[] = [];
  const seen = new Map<string, string>([["table", "the table"]]);
  const claim = (name: string, owner: string, path: DataPath): void => {
    const other = seen.get(name);
    if (other === undefined) seen.set(name, owner);
    else faults.push({ path, message: `the name ${name} is already that of ${other}; choose another` });
  };
  file.zones.forEach((zone, index) => {
    claim(zone.name, `zones[${index}]`, ["zones", index, "name"]);
    if (zone.kind === "reduced_speed" && zone.max_tcp_speed_m_s > cell.limits.toolSpeedMPerS) {
      const message = `${zone.max_tcp_speed_m_s} m/s does not reduce the cell's ${cell.limits.toolSpeedMPerS} m/s`;
      faults.push({ path: ["zones", index, "max_tcp_speed_m_s"], message, isNotice: true });
    }
  });
  cell.objects.forEach((object, index) => {
    claim(object.id, `objects[${index}]`, ["objects", index, "id"]);
  });
  return faults;
}

const objectFaults =
  (cell: Cell) =>
  (object: CellObject, index: number): CellObjection[] => {
    const faults: CellObjection[] = [];
    const at: DataPath = ["objects", index];
    const say = (keys: DataPath, message: string): void => {
      faults.push({ path: [...at, ...keys], message: `${object.id} ${message}` });
    };
    const note = (keys: DataPath, message: string): void => {
      faults.push({ path: [...at, ...keys], message: `${object.id} ${message}`, isNotice: true });
    };
    shapeFaults(object, say);
    if (object.isStatic) {
      if (object.isContainer || object.shape.kind === "board") placeFaults(cell, object, say);
      return faults;
    }
    if (object.massKg === null) say([], "moves but has no mass; add mass_kg, or static: true");
    else if (object.massKg > cell.limits.payloadKg) {
      note(
        ["mass_kg"],
        `weighs ${object.massKg} kg, more than payload_kg ${cell.limits.payloadKg}; picking it is denied`,
      );
    }
    const narrowest = Math.min(...widthsM(object.shape));
    if (narrowest > cell.gripper.strokeM) {
      const limit = `the gripper opens ${cell.gripper.strokeM} m`;
      note(["shape"], `is ${narrowest} m wide at its narrowest and ${limit}: no yaw grips it, picking it is denied`);
    }
    placeFaults(cell, object, say);
    standingFaults(cell, object, say);
    return faults;
  };

type Say = (keys: DataPath, message: string) => void;

function shapeFaults(object: CellObject, say: Say): void {
  const { shape } = object;
  if (object.isContainer && shape.kind !== "open_box") say(["shape"], "is a container; its shape must be open_box");
  if (shape.kind === "open_box" || shape.kind === "board") {
    if (!object.isStatic) say([], `is an ${shape.kind} and moves; for now these must be static: true`);
  }
  if (shape.kind === "open_box") {
    const [x, y, z] = shape.sizeM;
    const most = Math.min(x, y) / 2;
    if (shape.wallM >= most || shape.wallM >= z) {
      say(
        ["shape", "open_box", "wall_m"],
        `has walls of ${shape.wallM} m that leave no room inside ${x} × ${y} × ${z} m`,
      );
    }
  }
  if (shape.kind === "board" && shape.topZM < shape.sizeM[2]) {
    say(["shape", "board", "top_z_m"], `has its top at ${shape.topZM} m, lower than it is thick (${shape.sizeM[2]} m)`);
  }
}

/** What is meant to be picked, or placed on, must be where the arm can be. */
function placeFaults(cell: Cell, object: CellObject, say: Say): void {
  const centre = object.startPose.xyzM;
  const { minM, maxM } = cell.workspace;
  for (const axis of [0, 1, 2] as const) {
    const [low, high, value] = [minM[axis], maxM[axis], centre[axis]];
    if (low < high && (value < low || value > high)) {
      say(["at_m", axis], `stands outside the workspace: ${"xyz"[axis]} ${value} m is not in ${low}…${high} m`);
    }
  }
  const beyondM = outOfReachM(cell, centre);
  if (beyondM > 0) {
    say(["at_m"], `is at least ${beyondM.toFixed(2)} m beyond the arm's reach; move it nearer to the base`);
  }
}

function standingFaults(cell: Cell, object: CellObject, say: Say): void {
  const bottom = bottomZ(object);
  if (bottom < -STANDING_TOLERANCE_M) {
    const lift = (object.startPose.xyzM[2] - bottom).toFixed(4);
    say(["at_m", 2], `reaches ${(-bottom).toFixed(4)} m below the table top (z = 0); z must be at least ${lift}`);
    return;
  }
  const floors = floorsBelow(cell.objects, object);
  if (floors.some((floor) => Math.abs(bottom - floor.zM) <= STANDING_TOLERANCE_M)) return;
  const below = floors.filter((floor) => floor.zM < bottom).toSorted((a, b) => b.zM - a.zM)[0];
  if (below === undefined) return;
  const gap = (bottom - below.zM).toFixed(4);
  const z = (object.startPose.xyzM[2] - (bottom - below.zM)).toFixed(4);
  say(["at_m", 2], `floats ${gap} m above ${below.name}; nothing carries it. Set z to ${z}`);
}
