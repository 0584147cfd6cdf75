// The simulated gripper: ramps its commanded opening, limits its squeeze, and judges from what the
// pads feel whether it has come to rest and what it holds.
import type { Cell, CellObject } from "../../kernel/contract/cell.ts";
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import { isMovable } from "../../robots/mjcf.ts";
import { GRIP_STIFFNESS_N_PER_M } from "../../robots/mjcf-gripper.ts";
import { padTouchSensor, SIDES } from "../../robots/mjcf-names.ts";
import { gripperDrive } from "./gripper-drive.ts";
import type { Simulation, Views } from "./library.ts";

/** At rest: slower than this, and this near to what was commanded. */
const STILL_M_PER_S = 0.001;
const WIDTH_TOLERANCE_M = 0.0005;
/** Of the force limit: to count as squeezing at the limit, and to count as still holding. */
const SQUEEZING = 0.85;
const STILL_HOLDING = 0.25;
/** How far past its force limit the command may pull; more than 1 keeps the drive at the limit. */
const WINDUP = 1.1;
/** The gap may differ from what can lie between the pads by this much. */
const GAP_TOLERANCE_M = 0.0015;

/** Numbers in a hand's memory. */
export const HAND_MEMORY = 4;

export interface Hand {
  /** Moves the commanded opening one tick towards the setpoint and sets the force limit. */
  command(setpoint: Setpoint, tickS: number): void;
  /** Fills in the gripper's part of a reading from the tick just passed. */
  measure(reading: TickReading): void;
  /** Forgets commands and what was held; puts the fingers down at `openingM`. */
  reset(openingM: number): void;
  /** The commanded opening and what is held: what the hand remembers between ticks. */
  memory(): readonly [rampM: number, commandM: number, forceN: number, heldIndex: number];
  recall(memory: readonly number[]): void;
}

interface Graspable {
  readonly id: string;
  readonly leastM: number;
  readonly mostM: number;
  readonly pads: readonly number[];
}

export function createHand(simulation: Simulation, cell: Cell): Hand {
  const { gripper } = cell.robot;
  const drive = gripperDrive(simulation, gripper);
  const things: readonly Graspable[] = cell.objects.filter(isMovable).map((object) => ({
    id: object.id,
    ...gapOf(object),
    pads: SIDES.map((side) => simulation.sensorAt(padTouchSensor(side, object.id))),
  }));
  let rampM = 0;
  let commandM = 0;
  let limitN = 0;
  let heldIndex = -1;

  /** What both pads press on one thing: the lesser of the two forces; 0 unless both touch. */
  const squeeze = ({ sensordata }: Views, thing: Graspable): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let side = 0; side < thing.pads.length; side++) {
      const at = thing.pads[side]!;
      if (sensordata[at] === 0) return 0;
      const [x, y, z] = [sensordata[at + 1]!, sensordata[at + 2]!, sensordata[at + 3]!];
      least = Math.min(least, Math.sqrt(x * x + y * y + z * z));
    }
    return least;
  };

  return {
    command(setpoint, tickS) {
      limitN = Math.min(Math.max(setpoint.forceN, 0), gripper.maxForceN);
      commandM = Math.min(Math.max(setpoint.openingM, 0), gripper.strokeM);
      // A closed command aims past zero, so that the drive reaches its limit on anything, however thin.
      const aimM = commandM > 0 ? commandM : (-WINDUP * limitN) / GRIP_STIFFNESS_N_PER_M;
      const stepM = gripper.fingerSpeedMPerS * tickS;
      rampM += Math.min(Math.max(aimM - rampM, -stepM), stepM);
      // Squeezing does not wind the command up, so that opening begins at once.
      rampM = Math.max(rampM, drive.openingM() - (WINDUP * limitN) / GRIP_STIFFNESS_N_PER_M);
      drive.aim(rampM);
      drive.limit(limitN);
    },
    measure(reading) {
      const views = simulation.views();
      const openingM = drive.openingM();
      const isStill = Math.abs(drive.openingMPerS()) < STILL_M_PER_S;
      let bestN = 0;
      let bestIndex = -1;
      for (let k = 0; k < things.length; k++) {
        const forceN = squeeze(views, things[k]!);
        if (!(forceN > bestN)) continue;
        bestN = forceN;
        bestIndex = k;
      }
      const best = bestIndex < 0 ? null : things[bestIndex]!;
      const fits =
        best !== null &&
        openingM > best.leastM - GAP_TOLERANCE_M &&
        openingM < best.mostM + GAP_TOLERANCE_M &&
        commandM < openingM;
      const isSqueezing = bestN >= SQUEEZING * limitN && limitN > 0;
      const grips = fits && (heldIndex === bestIndex ? bestN >= STILL_HOLDING * limitN : isStill && isSqueezing);
      heldIndex = grips ? bestIndex : -1;
      const isShut = commandM <= 0 && openingM < WIDTH_TOLERANCE_M;
      reading.openingM = openingM;
      reading.forceN = bestN;
      reading.holding = heldIndex < 0 ? null : things[heldIndex]!.id;
      reading.gripperSettled =
        isStill && (isShut || isSqueezing || (commandM > 0 && Math.abs(openingM - commandM) < WIDTH_TOLERANCE_M));
    },
    reset(openingM) {
      drive.place(openingM);
      rampM = openingM;
      commandM = openingM;
      limitN = 0;
      heldIndex = -1;
    },
    memory: () => [rampM, commandM, limitN, heldIndex],
    recall(memory) {
      [rampM, commandM, limitN, heldIndex] = memory as [number, number, number, number];
      drive.limit(limitN);
    },
  };
}

/** The least and most that may lie between the pads, whichever way the object is turned. */
function gapOf({ shape }: CellObject): { readonly leastM: number; readonly mostM: number } {
  switch (shape.kind) {
    case "cylinder":
      return {
        leastM: Math.min(2 * shape.radiusM, shape.heightM),
        mostM: Math.hypot(2 * shape.radiusM, shape.heightM),
      };
    case "box":
    case "board":
      return { leastM: Math.min(...shape.sizeM), mostM: Math.hypot(...shape.sizeM) };
    case "open_box":
      return { leastM: shape.wallM, mostM: Math.hypot(...shape.sizeM) };
  }
}
