// The arm where it stands: what it is nearest to, and whether it is clear enough to be let go on after a stop.
import type { Cell } from "../contract/cell.ts";
import type { Measured } from "../contract/measured.ts";
import type { TrackedReading } from "../contract/tracking.ts";
import type { Finding } from "../contract/verdict.ts";
import { keepOutObstacles, stageBodies, thingObstacles } from "./allowances.ts";
import { chainOf } from "./chain.ts";
import { type Gaps, gapsOf } from "./gaps.ts";
import { reportAgeS, standingSeparationM } from "./people-watch.ts";
import { heldIn } from "./stages.ts";
import { type Obstacle, type Required, selfCheckerOf } from "./sweep.ts";

/** Physics lets what touches sink in a little; and what is held stands on things, or hangs in a box. */
const TOUCH_M = -0.0005;
const LOAD_M = -0.002;

export const IGNORED = Number.NEGATIVE_INFINITY;

/** The tracked zones as obstacles where they were last seen; those nobody has seen are left out. */
export function peopleObstacles(cell: Cell, readings: readonly TrackedReading[], atS: number): Obstacle[] {
  return cell.tracked.flatMap(({ name, shape }, k) => {
    const reading = readings[k];
    if (reading === undefined || !(reportAgeS(cell.tracked[k]!, reading, atS) < Number.POSITIVE_INFINITY)) return [];
    const [x, y, z] = reading.centreM as unknown as [number, number, number];
    return [{ name, shape, pose: { xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] } }];
  });
}

/** Every body of the arm, as it is measured, against things, zones and `more`. */
export function gapsHere(cell: Cell, state: Measured, more: readonly Obstacle[], required: Required): Gaps {
  const chain = chainOf(cell.robot, cell.base);
  const held = heldIn(cell, state);
  const openingM = Math.min(cell.robot.gripper.strokeM, Math.max(0, state.gripper.openingM));
  const bodies = stageBodies(chain, { held, openingM, endOpeningM: openingM });
  const things = thingObstacles(cell, { objects: state.objects, held });
  return gapsOf(chain, bodies, [...things, ...keepOutObstacles(cell), ...more], required);
}

/** The thing nearest to any part of the arm but its base, and how near; `null` in an empty cell. */
export function nearestThing(
  cell: Cell,
  state: Measured,
): { readonly name: string; readonly distanceM: number } | null {
  const gaps = gapsHere(cell, state, [], (body) => (body.frame === 0 ? IGNORED : 0));
  const distances = new Float64Array(gaps.pairs.length);
  gaps.at(state.jointsRad, distances, Number.POSITIVE_INFINITY);
  let nearest = -1;
  for (let p = 0; p < distances.length; p++) if (nearest < 0 || distances[p]! < distances[nearest]!) nearest = p;
  return nearest < 0 ? null : { name: gaps.pairs[nearest]!.obstacle.name, distanceM: distances[nearest]! };
}

/** Why the arm may not be let go on from here: a contact, a zone, a person, a joint past its range; `null` when it may. */
export function postureFault(cell: Cell, state: Measured, readings: readonly TrackedReading[]): Finding | null {
  const chain = chainOf(cell.robot, cell.base);
  for (const [j, rad] of state.jointsRad.entries()) {
    const { lowerRad, upperRad } = chain.robot.joints[j]!.limits;
    if (rad >= lowerRad && rad <= upperRad) continue;
    return fault("E_JOINT_LIMIT", `joint ${chain.jointNames[j]} stands at ${rad.toFixed(4)} rad, past its range`);
  }
  const movable = new Set(cell.objects.filter(({ isStatic }) => !isStatic).map(({ id }) => id));
  const people = new Set(cell.tracked.map(({ name }) => name));
  const personM = cell.separation === null ? 0 : standingSeparationM(cell.separation, 0);
  const required: Required = (body, { name }) => {
    if (body.frame === 0) return IGNORED;
    if (people.has(name)) return personM;
    // Fingers stand round what they were to grip.
    if (body.group === "tool" && movable.has(name)) return IGNORED;
    return body.group === "held" ? LOAD_M : TOUCH_M;
  };
  const seen = peopleObstacles(cell, readings, state.atS);
  const unseen = cell.tracked.find(({ name }) => !seen.some((person) => person.name === name));
  if (unseen !== undefined) return fault("E_SEPARATION", `nobody knows where ${unseen.name} is (${unseen.topic})`);
  const gaps = gapsHere(cell, state, seen, required);
  const distances = new Float64Array(gaps.pairs.length);
  gaps.at(state.jointsRad, distances, Math.max(0, personM) + 0.01);
  for (const [p, { body, obstacle, requiredM }] of gaps.pairs.entries()) {
    const d = distances[p]!;
    if (d >= requiredM) continue;
    const code = people.has(obstacle.name) ? "E_SEPARATION" : obstacle.name.startsWith("zone ") ? "E_ZONE" : "E_TOUCH";
    return {
      ...fault(code, `${body.name} is ${mm(d)} from ${obstacle.name} (least ${mm(requiredM)})`),
      measured: d,
      limit: requiredM,
    };
  }
  const held = heldIn(cell, state);
  const { openingM } = state.gripper;
  const self = selfCheckerOf(chain, stageBodies(chain, { held, openingM, endOpeningM: openingM }));
  const touch = self.look(state.jointsRad);
  return touch.kind === "clear" || touch.distanceM >= TOUCH_M
    ? null
    : fault("E_SELF_COLLISION", `${touch.body} touches ${touch.obstacle}`);
}

const mm = (metres: number): string => `${(metres * 1000).toFixed(1)} mm`;
const fault = (code: Finding["code"], what: string): Finding => ({
  code,
  reason: `${what}; remove what is there or jog off it, then reset`,
});
