// One walk of a stage's motion for all rules that sweep it: zones, things and the arm itself each get their own
// answer, and who asks for one finds those for the others ready. Answers are kept by what was asked, compared value
// by value, so that a changed plan, state or cell is never answered with what was found for another.
import type { Cell } from "../contract/cell.ts";
import { keepOutObstacles, stageBodies, thingClearance, thingObstacles } from "./allowances.ts";
import type { Body } from "./bodies.ts";
import { type Chain, chainOf } from "./chain.ts";
import { curveThrough } from "./curve.ts";
import { oncePer } from "./once-per.ts";
import type { Stage } from "./stages.ts";
import { type Contact, type SetChecker, setCheckerOf } from "./sweep.ts";
import { copyOfPose, isSamePose } from "./transform.ts";

/** Per rule what a stage's motion meets first, `null` where it is clear. */
export type StageContacts = Readonly<Record<StageRule, Contact | null>>;
export type StageRule = "zones" | "things" | "self";

/** What a checker was made for; and where the obstacles stand in it, which may change. */
interface Made {
  readonly key: string;
  readonly checker: SetChecker;
  objects: Stage["objects"];
}

interface Answered {
  readonly made: Made;
  readonly objects: Stage["objects"];
  readonly points: readonly (readonly number[])[];
  readonly knots: readonly number[];
  readonly contacts: StageContacts;
}

const MOST_MADE = 16;
const MOST_ANSWERED = 24;
const CLEAR: StageContacts = { zones: null, things: null, self: null };

interface Memory {
  readonly made: Made[];
  readonly answered: Answered[];
}
const memoryOf = oncePer<Cell, Memory>(() => ({ made: [], answered: [] }));

/**
 * The contacts of a stage: of a move along its whole curve; of a gripper that opens or closes with all the room that
 * its fingers pass through, of the arm against itself only those of the fingers. A contact tells where its pair comes
 * closest.
 */
export function stageContacts(cell: Cell, stage: Stage): StageContacts {
  if (stage.segment.kind === "wait") return CLEAR;
  const { memory, made, known } = asked(cell, stage);
  if (known !== undefined) return known;
  const [zones = null, things = null, self = null] = firstContacts(made.checker, stage);
  return keep(memory, made, stage, { zones, things, self });
}

/**
 * What a stage meets first by any rule, told where it does; `null` where all of it is clear: for searches, which need
 * no more. That a stage is clear is then known to all who ask.
 */
export function firstContact(cell: Cell, stage: Stage): Contact | null {
  const { segment, startRad } = stage;
  if (segment.kind === "wait") return null;
  const { memory, made, known } = asked(cell, stage);
  if (known?.zones === null && known.things === null && known.self === null) return null;
  const { checker } = made;
  const met =
    segment.kind === "move"
      ? checker.firstContact(curveThrough(segment.pointsRad, segment.knots))
      : checker.look(startRad).find((result) => result.kind === "contact");
  if (met?.kind === "contact") return met;
  if (known === undefined) keep(memory, made, stage, CLEAR);
  return null;
}

/** The stage's checker, its obstacles in their places, and the answer where there is one. */
function asked(
  cell: Cell,
  stage: Stage,
): { readonly memory: Memory; readonly made: Made; readonly known: StageContacts | undefined } {
  const memory = memoryOf(cell);
  const { objects } = stage;
  const heldId = stage.held?.object.id;
  const made = madeFor(memory.made, chainOf(cell.robot, cell.base), cell, stage);
  const points = pointsOf(stage);
  const knots = knotsOf(stage);
  const known = memory.answered.find(
    (answer) =>
      answer.made === made &&
      samePoints(answer.points, points) &&
      sameNumbers(answer.knots, knots) &&
      sameObjects(answer.objects, objects, heldId),
  );
  if (known === undefined && !sameObjects(made.objects, objects, heldId)) {
    made.checker.moveObstacles([keepOutObstacles(cell), thingObstacles(cell, stage), []]);
    made.objects = posesOf(objects);
  }
  return { memory, made, known: known?.contacts };
}

function keep({ answered }: Memory, made: Made, stage: Stage, contacts: StageContacts): StageContacts {
  const points = pointsOf(stage).map((point) => [...point]);
  const answer = { made, objects: posesOf(stage.objects), points, knots: [...knotsOf(stage)], contacts };
  return remember(answered, answer, MOST_ANSWERED).contacts;
}

const pointsOf = ({ segment, startRad }: Stage): readonly (readonly number[])[] =>
  segment.kind === "move" ? segment.pointsRad : [startRad];
const knotsOf = ({ segment }: Stage): readonly number[] => (segment.kind === "move" ? (segment.knots ?? []) : []);

/** Set by set, the first contact of a stage, told where its pair comes closest. */
export function firstContacts(checker: SetChecker, { segment, startRad }: Stage): (Contact | null)[] {
  if (segment.kind === "wait") return [];
  const isMove = segment.kind === "move";
  const results = isMove ? checker.sweep(curveThrough(segment.pointsRad, segment.knots)) : checker.look(startRad);
  return results.map((result) => {
    if (result.kind === "clear") return null;
    return isMove ? checker.closest(result) : result;
  });
}

function madeFor(known: Made[], chain: Chain, cell: Cell, stage: Stage): Made {
  const { segment, held, handled, support, openingM, endOpeningM, objects } = stage;
  const key = JSON.stringify([
    segment.kind,
    held?.object.id,
    held?.inTool,
    handled,
    support?.name,
    openingM,
    endOpeningM,
    cell.objects.map(({ id }) => objects[id] !== undefined),
  ]);
  const at = known.findIndex((made) => made.key === key);
  // What was asked for last is kept longest.
  if (at >= 0) return remember(known, known.splice(at, 1)[0]!, MOST_MADE);
  const zones = { obstacles: keepOutObstacles(cell), requiredM: () => cell.limits.clearanceM };
  const things = { obstacles: thingObstacles(cell, stage), requiredM: thingClearance(cell, stage) };
  const finger = cell.robot.gripper.finger.name;
  const self = segment.kind === "move" ? "self" : { selfOf: ({ link }: Body) => link === finger };
  const checker = setCheckerOf(chain, stageBodies(chain, stage), [zones, things, self]);
  return remember(known, { key, checker, objects: posesOf(objects) }, MOST_MADE);
}

function remember<T>(list: T[], item: T, most: number): T {
  list.unshift(item);
  if (list.length > most) list.pop();
  return item;
}

const posesOf = (objects: Stage["objects"]): Stage["objects"] =>
  Object.fromEntries(Object.entries(objects).map(([id, pose]) => [id, copyOfPose(pose)]));

function samePoints(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (!sameNumbers(a[k]!, b[k]!)) return false;
  return true;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return false;
  return true;
}

/** `except`: what the hand holds is no obstacle, wherever it is said to be. */
function sameObjects(a: Stage["objects"], b: Stage["objects"], except: string | undefined): boolean {
  const ids = Object.keys(a);
  if (ids.length !== Object.keys(b).length) return false;
  for (const id of ids) {
    const [one, other] = [a[id], b[id]];
    if (id === except) continue;
    if (one === undefined || other === undefined || !isSamePose(one, other)) return false;
  }
  return true;
}
