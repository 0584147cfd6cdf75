// What is carried weighs no more than the cell allows, and with the gripper no more, nor further out, than the arm is
// made for; and the arm is told its true mass and centre of gravity.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { PreHook } from "../../kernel/contract/hook.ts";
import type { Load, Segment } from "../../kernel/contract/plan.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { flangeLoad, loadOf } from "../../kernel/motion/payload.ts";
import { type Held, walkPlan } from "../../kernel/motion/stages.ts";

const SAME_KG = 1e-6;
/** How the object really sits in the hand is known to about this. */
const SAME_M = 0.01;

export const payload: PreHook = {
  name: "payload",
  judge({ call, plan, state, cell }) {
    if (call.tool === "pick") {
      const fault = tooHeavy(cell, call.args.object);
      if (fault !== null) return fault;
    }
    for (const { segment, held } of walkPlan(plan, state, cell).stages) {
      if (held === null) continue;
      const fault = tooHeavy(cell, held.object.id) ?? tooMuchForTheArm(cell, held) ?? wronglyTold(cell, held, segment);
      if (fault !== null) return fault;
    }
    return null;
  },
};

const fault = (reason: string, measured: number, limit: number): Finding => ({
  code: "E_PAYLOAD",
  reason,
  measured,
  limit,
});

function tooHeavy(cell: Cell, id: string): Finding | null {
  const massKg = cell.objects.find((object) => object.id === id)?.massKg ?? 0;
  const limit = cell.limits.payloadKg;
  return massKg <= limit
    ? null
    : fault(`${id} weighs ${massKg} kg (most ${limit} kg); use a stronger arm`, massKg, limit);
}

function tooMuchForTheArm({ robot }: Cell, held: Held): Finding | null {
  if (robot.payload === undefined) return null;
  const { massKg, momentKgM } = flangeLoad(robot, loadOf(robot, held));
  const what = `${held.object.id} and the gripper`;
  const limitKg = robot.payload.massKg;
  if (!(massKg <= limitKg))
    return fault(`${what} weigh ${massKg.toFixed(2)} kg (${robot.name} carries ${limitKg} kg)`, massKg, limitKg);
  const limitKgM = limitKg * robot.payload.centreFromFlangeM;
  // A distance that nobody published, only assumed, denies nothing.
  const isAssumed = robot.sources.some((source) => source.of === "payload" && source.isEstimated);
  if (isAssumed || momentKgM <= limitKgM) return null;
  const reason = `${what} weigh down ${robot.name}'s flange by ${momentKgM.toFixed(3)} kg m (most ${limitKgM.toFixed(3)}); grip it nearer to its middle`;
  return fault(reason, momentKgM, limitKgM);
}

/** A controller that is told too little sags and takes the rest for a collision; one told too much lifts the arm. */
function wronglyTold({ robot }: Cell, held: Held, segment: Segment): Finding | null {
  // That it says what it carries at all is for the hook "faithful" to see.
  if (segment.kind !== "move" || segment.carrying?.object !== held.object.id) return null;
  const truth = loadOf(robot, held);
  const told: Load = segment.carrying.load ?? { massKg: 0, centreM: truth.centreM };
  const offKg = Math.abs(told.massKg - truth.massKg);
  const offM = Math.hypot(...told.centreM.map((x, axis) => x - truth.centreM[axis]!));
  if (offKg <= SAME_KG && (truth.massKg === 0 || offM <= SAME_M)) return null;
  return fault(
    `the arm would be told of ${told.massKg} kg at another place than ${held.object.id} hangs, which weighs ${truth.massKg} kg; plan again`,
    told.massKg,
    truth.massKg,
  );
}
