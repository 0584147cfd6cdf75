// Setpoints and states on RoboOS's own wire. Angles go as whole micro-radians in 32 bits: exact both ways, the same on
// every processor, and without a NaN or infinity that a check would have to remember. ±2147 rad is 341 turns.
import { fitted, i32At, put32, putU16, u16At, u32At } from "./bytes.ts";
import { ROBOOS_PAYLOAD, type RoboosFrame } from "./roboos-frame.ts";
import { ROBOOS_MODES, type RoboosMode } from "./roboos-types.ts";

export const ROBOOS_MOST_JOINTS = 12;
const MICRO = 1e-6;
const MILLI = 1e-3;
const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;
const SETPOINT_BASE = 4;
const STATE_BASE = 16;
const GRIPPER_BYTES = 8;
const HAS_GRIPPER = 1;
const HAS_EFFORT = 2;
const IS_MOVING = 4;

/** Where values go or come from; one object, used again. Arrays are as long as the arm has joints. */
export interface WireSetpoint {
  readonly jointsRad: Float64Array;
  readonly jointsRadPerS: Float64Array;
  hasGripper: boolean;
  openingM: number;
  forceN: number;
}

export interface WireState {
  /** The device's clock when it measured. */
  measuredAtMs: number;
  /** Newest sequence that came whole from the host. */
  seen: number;
  mode: RoboosMode;
  isMoving: boolean;
  /** Names the e-stop that is latched; 0: none. */
  latchId: number;
  readonly jointsRad: Float64Array;
  readonly jointsRadPerS: Float64Array;
  /** NaN where the device measures none. */
  readonly effortNm: Float64Array;
  hasGripper: boolean;
  openingM: number;
  forceN: number;
}

/** Writes the payload; returns its bytes. Throws E_DRIVER for what is not finite or does not fit. */
export function putSetpoint(out: Uint8Array, setpoint: Readonly<WireSetpoint>): number {
  const { jointsRad, jointsRadPerS, hasGripper } = setpoint;
  const joints = fitted("the count of joints", jointsRad.length, 1, ROBOOS_MOST_JOINTS);
  let at = ROBOOS_PAYLOAD;
  out[at] = joints;
  out[at + 1] = hasGripper ? HAS_GRIPPER : 0;
  putU16(out, at + 2, 0);
  at += SETPOINT_BASE;
  for (let i = 0; i < joints; i++, at += 8) {
    put32(out, at, scaled("a position", jointsRad[i]!, MICRO));
    put32(out, at + 4, scaled("a velocity", jointsRadPerS[i]!, MICRO));
  }
  return putGripper(out, at, setpoint) - ROBOOS_PAYLOAD;
}

/** Takes a payload apart into `into`; false, and nothing promised of `into`, when it is not one for these joints. */
export function takeSetpoint({ bytes, from, count }: Readonly<RoboosFrame>, into: WireSetpoint): boolean {
  if (count < SETPOINT_BASE) return false;
  const joints = bytes[from]!;
  const flags = bytes[from + 1]!;
  const size = SETPOINT_BASE + 8 * joints + (flags & HAS_GRIPPER ? GRIPPER_BYTES : 0);
  if (joints !== into.jointsRad.length || count !== size || flags & ~HAS_GRIPPER || u16At(bytes, from + 2) !== 0) {
    return false;
  }
  let at = from + SETPOINT_BASE;
  for (let i = 0; i < joints; i++, at += 8) {
    into.jointsRad[i] = i32At(bytes, at) * MICRO;
    into.jointsRadPerS[i] = i32At(bytes, at + 4) * MICRO;
  }
  takeGripper(bytes, at, (flags & HAS_GRIPPER) !== 0, into);
  return true;
}

export function putState(out: Uint8Array, state: Readonly<WireState>): number {
  const { jointsRad, jointsRadPerS, effortNm } = state;
  const joints = fitted("the count of joints", jointsRad.length, 1, ROBOOS_MOST_JOINTS);
  const hasEffort = !Number.isNaN(effortNm[0]);
  let at = ROBOOS_PAYLOAD;
  put32(out, at, fitted("a time", state.measuredAtMs, 0, 0xffffffff));
  put32(out, at + 4, fitted("a sequence", state.seen, 0, 0xffffffff));
  put32(out, at + 8, fitted("a latch", state.latchId, 0, 0xffffffff));
  out[at + 12] = ROBOOS_MODES.indexOf(state.mode);
  out[at + 13] = (state.hasGripper ? HAS_GRIPPER : 0) | (hasEffort ? HAS_EFFORT : 0) | (state.isMoving ? IS_MOVING : 0);
  out[at + 14] = joints;
  out[at + 15] = 0;
  at += STATE_BASE;
  for (let i = 0; i < joints; i++, at += 12) {
    put32(out, at, scaled("a position", jointsRad[i]!, MICRO));
    put32(out, at + 4, scaled("a velocity", jointsRadPerS[i]!, MICRO));
    put32(out, at + 8, hasEffort ? scaled("an effort", effortNm[i]!, MILLI) : 0);
  }
  return putGripper(out, at, state) - ROBOOS_PAYLOAD;
}

/** Takes a payload apart into `into`; false, and nothing promised of `into`, when it is not one for these joints. */
export function takeState({ bytes, from, count }: Readonly<RoboosFrame>, into: WireState): boolean {
  if (count < STATE_BASE) return false;
  const mode = ROBOOS_MODES[bytes[from + 12]!];
  const flags = bytes[from + 13]!;
  const joints = bytes[from + 14]!;
  const size = STATE_BASE + 12 * joints + (flags & HAS_GRIPPER ? GRIPPER_BYTES : 0);
  const isKnown = (flags & ~(HAS_GRIPPER | HAS_EFFORT | IS_MOVING)) === 0 && bytes[from + 15] === 0;
  if (mode === undefined || joints !== into.jointsRad.length || count !== size || !isKnown) return false;
  into.measuredAtMs = u32At(bytes, from);
  into.seen = u32At(bytes, from + 4);
  into.latchId = u32At(bytes, from + 8);
  into.mode = mode;
  into.isMoving = (flags & IS_MOVING) !== 0;
  let at = from + STATE_BASE;
  for (let i = 0; i < joints; i++, at += 12) {
    into.jointsRad[i] = i32At(bytes, at) * MICRO;
    into.jointsRadPerS[i] = i32At(bytes, at + 4) * MICRO;
    into.effortNm[i] = flags & HAS_EFFORT ? i32At(bytes, at + 8) * MILLI : Number.NaN;
  }
  takeGripper(bytes, at, (flags & HAS_GRIPPER) !== 0, into);
  return true;
}

interface WireGripper {
  hasGripper: boolean;
  openingM: number;
  forceN: number;
}

/** Micrometres and millinewtons; returns where it ends. */
function putGripper(out: Uint8Array, at: number, { hasGripper, openingM, forceN }: Readonly<WireGripper>): number {
  if (!hasGripper) return at;
  put32(out, at, scaled("an opening", openingM, MICRO));
  put32(out, at + 4, scaled("a force", forceN, MILLI));
  return at + GRIPPER_BYTES;
}

function takeGripper(bytes: Uint8Array, at: number, has: boolean, into: WireGripper): void {
  into.hasGripper = has;
  into.openingM = has ? i32At(bytes, at) * MICRO : 0;
  into.forceN = has ? i32At(bytes, at + 4) * MILLI : 0;
}

const scaled = (what: string, value: number, unit: number): number =>
  fitted(`${what} in units of ${unit}`, Math.round(value / unit), LEAST, MOST);
