// What a cell file can get wrong about people: tracked zones without the terms to keep them apart by, walks
// that go back in time, and force limits that do not fit the arm.
import type { Cell } from "../kernel/contract/cell.ts";
import type { CellFile } from "./cell-schema.ts";
import type { CellObjection } from "./cell-yaml.ts";

/** Terms under which the formula yields a distance that no sensor could honour: more than any cell is wide. */
const MOST_TERM_M = 10;

export function peopleFaults(cell: Cell, file: CellFile): CellObjection[] {
  return [...trackedFaults(cell, file), ...separationFaults(cell), ...forceFaults(cell)];
}

function trackedFaults(cell: Cell, file: CellFile): CellObjection[] {
  const faults: CellObjection[] = [];
  const topics = new Map<string, string>();
  for (const [index, zone] of file.zones.entries()) {
    if (zone.kind !== "tracked") continue;
    if (cell.separation === null) {
      const message = `${zone.name} is tracked, but the cell has no separation terms; add separation (docs/separation.md)`;
      faults.push({ path: ["zones", index], message });
    }
    const other = topics.get(zone.topic);
    if (other !== undefined) {
      const message = `the topic ${zone.topic} is already that of ${other}; each tracked zone needs its own`;
      faults.push({ path: ["zones", index, "topic"], message });
    }
    topics.set(zone.topic, zone.name);
    const points = zone.sim?.points ?? [];
    for (const [k, point] of points.entries()) {
      const before = points[k - 1];
      if (before === undefined || point.at_s > before.at_s) continue;
      const message = `at_s ${point.at_s} s is not after ${before.at_s} s, the point before it`;
      faults.push({ path: ["zones", index, "sim", "points", k, "at_s"], message });
    }
  }
  return faults;
}

function separationFaults({ separation, tracked }: Cell): CellObjection[] {
  if (separation === null) return [];
  const faults: CellObjection[] = [];
  if (tracked.length === 0) {
    const message = "there is nothing tracked to keep separate from; add a zone of kind tracked";
    faults.push({ path: ["separation"], message, isNotice: true });
  }
  const standingM = separation.humanSpeedMPerS * (separation.reactionS + (separation.stoppingS ?? 0));
  if (standingM > MOST_TERM_M) {
    const message = `people would have to keep ${standingM.toFixed(1)} m away even from an arm at rest (most ${MOST_TERM_M}); check the seconds`;
    faults.push({ path: ["separation", "reaction_s"], message });
  }
  return faults;
}

function forceFaults({ force, robot }: Cell): CellObjection[] {
  const torques = force?.externalTorqueNm ?? null;
  if (torques === null || torques.length === robot.joints.length) return [];
  const message = `has ${torques.length} limits for ${robot.joints.length} joints; give one a joint`;
  return [{ path: ["force", "external_torque_nm"], message: `external_torque_nm ${message}` }];
}
