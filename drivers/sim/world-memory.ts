// Where a world's numbers lie in the memory that its own thread and its client share: as many setpoints as one
// request carries, a reading for each, and one whole measurement. Fixed places, so that no tick allocates.
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import type { Pose } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { TURN_BYTES, Turns } from "./turns.ts";

/** The most setpoints that one request carries: 128 ms at 500 Hz. */
export const MOST_AHEAD = 64;

export const OPERATION = {
  /** Steps `count` setpoints, one tick each; remembers the state before them when there is more than one. */
  step: 1,
  /** Back to before the last request to step, then again through the first `count` of its setpoints. */
  rewind: 2,
  hold: 3,
  read: 4,
  expectTouches: 5,
  takeTouches: 6,
  saveState: 7,
  restoreState: 8,
  stateHash: 9,
  reset: 10,
  /** A motion opens (`count` 1) or closes (0). */
  guard: 11,
  close: 12,
} as const;

const POSE = 7;
/** atS, openingM, forceN, gripperSettled, which object is held; then positions, speeds and efforts. */
const SCALARS = 5;

export interface WorldShape {
  readonly dof: number;
  /** Ids of the objects, in the order in which their poses lie. */
  readonly objects: readonly string[];
}

export class WorldMemory {
  /** Given to another thread, it makes the same memory there: `new WorldMemory(shape, buffer)`. */
  readonly buffer: SharedArrayBuffer;
  readonly shape: WorldShape;
  readonly turns: Turns;
  readonly #tickS: Float64Array;
  readonly #setpoints: Float64Array;
  readonly #readings: Float64Array;
  readonly #poses: Float64Array;

  constructor(shape: WorldShape, buffer?: SharedArrayBuffer) {
    const { dof, objects } = shape;
    // The last reading is the measurement's.
    const lengths = [
      1,
      MOST_AHEAD * (2 * dof + 2),
      (MOST_AHEAD + 1) * (SCALARS + 3 * dof),
      POSE * (objects.length + 1),
    ];
    this.shape = shape;
    this.buffer = buffer ?? new SharedArrayBuffer(8 * lengths.reduce((sum, length) => sum + length) + TURN_BYTES);
    let at = 0;
    const take = (length: number): Float64Array => {
      const view = new Float64Array(this.buffer, at, length);
      at += view.byteLength;
      return view;
    };
    this.#tickS = take(lengths[0]!);
    this.#setpoints = take(lengths[1]!);
    this.#readings = take(lengths[2]!);
    this.#poses = take(lengths[3]!);
    this.turns = new Turns(this.buffer, at);
  }

  get tickS(): number {
    return this.#tickS[0]!;
  }

  set tickS(seconds: number) {
    this.#tickS[0] = seconds;
  }

  putSetpoint(slot: number, { jointsRad, jointsRadPerS, openingM, forceN }: Setpoint): void {
    const { dof } = this.shape;
    const at = slot * (2 * dof + 2);
    for (let i = 0; i < dof; i++) {
      this.#setpoints[at + i] = jointsRad[i]!;
      this.#setpoints[at + dof + i] = jointsRadPerS[i]!;
    }
    this.#setpoints[at + 2 * dof] = openingM;
    this.#setpoints[at + 2 * dof + 1] = forceN;
  }

  getSetpoint(slot: number, into: Setpoint): void {
    const { dof } = this.shape;
    const at = slot * (2 * dof + 2);
    for (let i = 0; i < dof; i++) {
      into.jointsRad[i] = this.#setpoints[at + i]!;
      into.jointsRadPerS[i] = this.#setpoints[at + dof + i]!;
    }
    into.openingM = this.#setpoints[at + 2 * dof]!;
    into.forceN = this.#setpoints[at + 2 * dof + 1]!;
  }

  /** Whether the setpoint that lies there is this one, bit for bit. */
  isSetpoint(slot: number, { jointsRad, jointsRadPerS, openingM, forceN }: Setpoint): boolean {
    const { dof } = this.shape;
    const at = slot * (2 * dof + 2);
    for (let i = 0; i < dof; i++) {
      if (!Object.is(this.#setpoints[at + i], jointsRad[i])) return false;
      if (!Object.is(this.#setpoints[at + dof + i], jointsRadPerS[i])) return false;
    }
    return Object.is(this.#setpoints[at + 2 * dof], openingM) && Object.is(this.#setpoints[at + 2 * dof + 1], forceN);
  }

  putReading(slot: number, reading: TickReading): void {
    const { dof } = this.shape;
    const at = slot * (SCALARS + 3 * dof);
    this.#putScalars(at, reading, reading.gripperSettled);
    for (let i = 0; i < dof; i++) {
      this.#readings[at + SCALARS + i] = reading.jointsRad[i]!;
      this.#readings[at + SCALARS + dof + i] = reading.jointsRadPerS[i]!;
      this.#readings[at + SCALARS + 2 * dof + i] = reading.effortNm[i]!;
    }
  }

  getReading(slot: number, into: TickReading): void {
    const { dof, objects } = this.shape;
    const at = slot * (SCALARS + 3 * dof);
    into.atS = this.#readings[at]!;
    into.openingM = this.#readings[at + 1]!;
    into.forceN = this.#readings[at + 2]!;
    into.gripperSettled = this.#readings[at + 3] === 1;
    const held = this.#readings[at + 4]!;
    into.holding = held < 0 ? null : objects[held]!;
    for (let i = 0; i < dof; i++) {
      into.jointsRad[i] = this.#readings[at + SCALARS + i]!;
      into.jointsRadPerS[i] = this.#readings[at + SCALARS + dof + i]!;
      into.effortNm[i] = this.#readings[at + SCALARS + 2 * dof + i]!;
    }
  }

  putMeasured({ atS, jointsRad, jointsRadPerS, tool, gripper, objects }: Measured): void {
    const { dof, objects: ids } = this.shape;
    const at = MOST_AHEAD * (SCALARS + 3 * dof);
    this.#putScalars(at, { atS, ...gripper }, false);
    this.#readings.set(jointsRad, at + SCALARS);
    this.#readings.set(jointsRadPerS, at + SCALARS + dof);
    this.#putPose(0, tool);
    for (const [i, id] of ids.entries()) this.#putPose(i + 1, objects[id]!);
  }

  getMeasured(): Measured {
    const { dof, objects: ids } = this.shape;
    const at = MOST_AHEAD * (SCALARS + 3 * dof);
    const joints = (from: number): number[] => [...this.#readings.subarray(from, from + dof)];
    return {
      atS: this.#readings[at]!,
      jointsRad: joints(at + SCALARS),
      jointsRadPerS: joints(at + SCALARS + dof),
      tool: this.#getPose(0),
      gripper: {
        openingM: this.#readings[at + 1]!,
        forceN: this.#readings[at + 2]!,
        holding: ids[this.#readings[at + 4]!] ?? null,
      },
      objects: Object.fromEntries(ids.map((id, i) => [id, this.#getPose(i + 1)])),
    };
  }

  #putScalars(
    at: number,
    { atS, openingM, forceN, holding }: Pick<TickReading, "atS" | "openingM" | "forceN" | "holding">,
    isSettled: boolean,
  ): void {
    this.#readings[at] = atS;
    this.#readings[at + 1] = openingM;
    this.#readings[at + 2] = forceN;
    this.#readings[at + 3] = isSettled ? 1 : 0;
    this.#readings[at + 4] = holding === null ? -1 : this.shape.objects.indexOf(holding);
  }

  #putPose(slot: number, { xyzM, quatXyzw }: Pose): void {
    this.#poses.set(xyzM, POSE * slot);
    this.#poses.set(quatXyzw, POSE * slot + 3);
  }

  #getPose(slot: number): Pose {
    const [x, y, z, qx, qy, qz, qw] = this.#poses.subarray(POSE * slot, POSE * (slot + 1)) as unknown as number[];
    return { xyzM: [x!, y!, z!], quatXyzw: [qx!, qy!, qz!, qw!] };
  }
}
