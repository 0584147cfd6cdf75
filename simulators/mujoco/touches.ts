// Tells at every step whether the robot, or what it holds, touches something that it must not. Counts
// from contact sensors say in one read whether any contact is out of the ordinary; only then are the
// contacts themselves copied and judged.
import type { ExpectedTouches } from "../../drivers/sim/world-port.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { Touch } from "../../kernel/contract/measured.ts";
import { isMovable, partsOf } from "../../robots/mjcf.ts";
import {
  fingerBody,
  fingerTouchSensor,
  linkBody,
  objectBody,
  objectTouchSensor,
  robotTouchSensor,
  SIDES,
  TABLE,
} from "../../robots/mjcf-names.ts";
import type { Contact, Simulation } from "./library.ts";

/** Round where an object is taken up or put down, it may touch what bears it there. */
const AT_PLACE_M = 0.006;
/** Closing may tip an object: it is taken up from where it stood without a finger on it this lately. */
const STOOD_LATELY_S = 0.5;
/** A bearing contact lies this near to the object's underside. */
const UNDERSIDE_M = 0.004;

export interface TouchWatch {
  expect(expected: ExpectedTouches): void;
  /** Looks at the contacts of the step that ended at `atS`. `holding` is what the pads hold. */
  look(holding: string | null, atS: number): void;
  take(): readonly Touch[];
  /** What it remembers between steps, besides what is expected; `recall` takes it back. */
  memory(): readonly number[];
  recall(memory: readonly number[]): void;
  reset(): void;
}

/** What a geom belongs to. */
interface Owner {
  readonly name: string;
  readonly kind: "arm" | "finger" | "movable" | "fixed";
  /** A wall bears nothing. */
  readonly isWall: boolean;
}

interface Mutable {
  atS: number;
  a: string;
  b: string;
  depthM: number;
  atM: Vec3;
}

export function createTouchWatch(simulation: Simulation, cell: Cell): TouchWatch {
  const owners = ownersOf(simulation, cell);
  const robotAt = simulation.sensorAt(robotTouchSensor);
  const movables = cell.objects.filter(isMovable).map(({ id }) => ({
    id,
    body: simulation.idOf("body", objectBody(id)),
    anyAt: simulation.sensorAt(objectTouchSensor(id)),
    fingersAt: SIDES.map((side) => simulation.sensorAt(fingerTouchSensor(side, id))),
  }));
  const names = [...new Set(owners.map(({ name }) => name))];
  const touches = new Map<string, Mutable>();
  let grips: readonly string[] = [];
  /** Per movable: whether the fingers are meant to touch it. */
  const isGripped = movables.map(() => false);
  let places: ExpectedTouches["places"] = null;
  /** Where what is held stood when the hand took it, still borne by something else. */
  let takenUpAt: Vec3 | null = null;
  let heldBefore: string | null = null;
  /** When each movable last stood on something and no finger touched it. */
  const stoodAtS = movables.map(() => Number.NEGATIVE_INFINITY);

  const positionOf = (id: string): Vec3 => {
    const { xpos } = simulation.views();
    const { body } = movables.find((movable) => movable.id === id)!;
    return [xpos[3 * body]!, xpos[3 * body + 1]!, xpos[3 * body + 2]!];
  };

  /** Held and borne at once is fine where it was taken up and where it is put down. */
  const isBorne = (held: string, other: Owner, contact: Contact): boolean => {
    if (other.isWall || other.kind === "arm" || other.kind === "finger") return false;
    const at = positionOf(held);
    const isAtStart = takenUpAt !== null && distanceM(at, takenUpAt) < AT_PLACE_M;
    const isAtEnd =
      places !== null &&
      places.object === held &&
      (places.supports.length === 0 || places.supports.includes(other.name)) &&
      distanceM(at, places.centreM) < AT_PLACE_M;
    return (isAtStart || isAtEnd) && contact.atM[2] < at[2] - undersideM(held) + UNDERSIDE_M;
  };
  const undersideM = (id: string): number => {
    const shape = cell.objects.find((object) => object.id === id)!.shape;
    return shape.kind === "cylinder" ? shape.heightM / 2 : shape.kind === "box" ? shape.sizeM[2] / 2 : 0;
  };

  const isRobot = ({ kind }: Owner): boolean => kind === "arm" || kind === "finger";
  /** What who touches whom says of a contact by itself. Of what is held, it depends on where. */
  const byOwners = (geom1: number, geom2: number): "meant" | "not meant" | "held" => {
    const one = owners[geom1]!;
    const two = owners[geom2]!;
    if (isRobot(one) || isRobot(two)) {
      const [mine, other] = isRobot(one) ? [one, two] : [two, one];
      return mine.kind === "finger" && other.kind === "movable" && grips.includes(other.name) ? "meant" : "not meant";
    }
    return one.name === heldBefore || two.name === heldBefore ? "held" : "meant";
  };
  const isDoubtful = (geom1: number, geom2: number): boolean => byOwners(geom1, geom2) !== "meant";
  const isExpected = (contact: Contact): boolean => {
    const { geom1, geom2 } = contact;
    const verdict = byOwners(geom1, geom2);
    if (verdict !== "held" || heldBefore === null) return verdict === "meant";
    const isFirst = owners[geom1]!.name === heldBefore;
    return isBorne(heldBefore, owners[isFirst ? geom2 : geom1]!, contact);
  };

  const record = (contact: Contact, atS: number): void => {
    const [a, b] = [owners[contact.geom1]!, owners[contact.geom2]!].sort(robotFirst).map(({ name }) => name) as [
      string,
      string,
    ];
    const key = keyOf(a, b);
    const depthM = Math.max(0, -contact.distM);
    const known = touches.get(key);
    if (known === undefined) touches.set(key, { atS, a, b, depthM, atM: contact.atM });
    else if (depthM > known.depthM) Object.assign(known, { depthM, atM: contact.atM });
  };

  return {
    expect(expected) {
      grips = expected.grips;
      places = expected.places;
      for (let k = 0; k < movables.length; k++) isGripped[k] = grips.includes(movables[k]!.id);
    },
    look(holding, atS) {
      const { sensordata } = simulation.views();
      let robotCount = sensordata[robotAt]!;
      let heldCount = 0;
      let heldStoodAtS = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < movables.length; k++) {
        const movable = movables[k]!;
        const byFingers = sensordata[movable.fingersAt[0]!]! + sensordata[movable.fingersAt[1]!]!;
        if (isGripped[k]!) robotCount -= byFingers;
        const others = sensordata[movable.anyAt]! - byFingers;
        if (others > 0 && byFingers === 0) stoodAtS[k] = atS;
        if (movable.id === holding) {
          heldCount = others;
          heldStoodAtS = stoodAtS[k]!;
        }
      }
      if (holding !== heldBefore) {
        const stoodLately = atS - heldStoodAtS <= STOOD_LATELY_S;
        if (holding !== null && (heldCount > 0 || stoodLately)) takenUpAt = positionOf(holding);
        heldBefore = holding;
      }
      if (robotCount === 0 && heldCount === 0) return;
      for (const contact of simulation.contacts(isDoubtful)) {
        if (!isExpected(contact)) record(contact, atS);
      }
    },
    take() {
      const taken = [...touches.values()];
      touches.clear();
      return taken;
    },
    memory() {
      const records = [...touches.values()].flatMap(({ atS, a, b, depthM, atM }) => [
        ...[atS, names.indexOf(a), names.indexOf(b), depthM],
        ...atM,
      ]);
      const held = movables.findIndex(({ id }) => id === heldBefore);
      return [held, ...(takenUpAt ?? [Number.NaN, Number.NaN, Number.NaN]), ...stoodAtS, ...records];
    },
    recall([held, x, y, z, ...rest]) {
      heldBefore = movables[held!]?.id ?? null;
      takenUpAt = Number.isNaN(x) ? null : [x!, y!, z!];
      for (let k = 0; k < movables.length; k++) stoodAtS[k] = rest[k]!;
      const records = rest.slice(movables.length);
      touches.clear();
      for (let at = 0; at < records.length; at += RECORD) {
        const [atS, a, b, depthM, ...atM] = records.slice(at, at + RECORD) as [number, number, number, number, ...Vec3];
        touches.set(keyOf(names[a]!, names[b]!), { atS, a: names[a]!, b: names[b]!, depthM, atM });
      }
    },
    reset() {
      touches.clear();
      takenUpAt = null;
      heldBefore = null;
      stoodAtS.fill(Number.NEGATIVE_INFINITY);
      grips = [];
      isGripped.fill(false);
      places = null;
    },
  };
}

/** Numbers that one touch is remembered by. */
const RECORD = 7;

const keyOf = (a: string, b: string): string => `${a}|${b}`;

const distanceM = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const rank = { arm: 0, finger: 0, movable: 1, fixed: 2 } as const;
const robotFirst = (a: Owner, b: Owner): number => rank[a.kind] - rank[b.kind];

/** Who owns each geom, from the names that the MJCF writer gave them. */
function ownersOf(simulation: Simulation, cell: Cell): readonly Owner[] {
  const { links, gripper } = cell.robot;
  const prefixes: (readonly [prefix: string, owner: Owner])[] = [
    ...fingersOf(gripper).flatMap(({ side, name, link }) => {
      const owner: Owner = { name, kind: "finger", isWall: false };
      return [
        [`${fingerBody(side, link.name)}/`, owner],
        [`robot/${side}_pad`, owner],
      ] as const;
    }),
    ...[...links, gripper.hand].map(
      ({ name }) => [`${linkBody(name)}/`, { name, kind: "arm", isWall: false } as Owner] as const,
    ),
    ...cell.objects.flatMap((object) =>
      partsOf(object.shape).map(
        ({ part }) =>
          [
            `${objectBody(object.id)}/${part}`,
            {
              name: object.id,
              kind: isMovable(object) ? "movable" : "fixed",
              isWall: part.startsWith("wall"),
            } as Owner,
          ] as const,
      ),
    ),
    [TABLE, { name: TABLE, kind: "fixed", isWall: false }],
  ];
  return simulation.geomNames.map((geom) => {
    const found = prefixes.find(([prefix]) => geom.startsWith(prefix));
    if (found === undefined) throw new Error(`geom ${geom} belongs to nothing`);
    return found[1];
  });
}
