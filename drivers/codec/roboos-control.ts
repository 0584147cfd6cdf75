// Everything on RoboOS's own wire that is no setpoint and no state: greeting, arming, stops, the e-stop's latch,
// watchdog, answers. Each `put` writes a payload and returns its bytes; each `take` gives the message, or `null` for a
// payload that is not exactly one.
import { fitted, i32At, put32, putU16, u16At, u32At } from "./bytes.ts";
import { ROBOOS_PAYLOAD, type RoboosFrame } from "./roboos-frame.ts";
import { ROBOOS_MOST_JOINTS } from "./roboos-motion.ts";
import {
  ROBOOS_ERRORS,
  ROBOOS_MODES,
  ROBOOS_REFUSALS,
  type RoboosError,
  type RoboosMode,
  type RoboosRefusal,
} from "./roboos-types.ts";

/** Of IEC 60204-1, 9.2.2. */
export type StopCategory = 0 | 1 | 2;

export interface WireCapabilities {
  readonly name: string;
  readonly firmware: number;
  readonly hasGripper: boolean;
  readonly stopCategories: readonly StopCategory[];
  readonly hasBrakes: boolean;
  readonly measuresEffort: boolean;
  /** Knows where its joints are after power-on. */
  readonly isHomed: boolean;
  /** Bytes that the host may have on their way (docs/roboos-frame.md, "Bytes in flight"). */
  readonly windowBytes: number;
  readonly statePeriodMs: number;
  readonly leastWatchdogMs: number;
  readonly mostWatchdogMs: number;
  readonly joints: readonly { readonly leastRad: number; readonly mostRad: number; readonly mostRadPerS: number }[];
}

type Frame = Readonly<RoboosFrame>;
const P = ROBOOS_PAYLOAD;
const MICRO = 1e-6;
const BASE = 16;
const MOST_NAME = 32;
const BRAKES = 1;
const EFFORT = 2;
const HOMED = 4;
const CATEGORIES = [0, 1, 2] as const;

/** Of hello: how often the device is to report, ms. */
export function putHello(out: Uint8Array, periodMs: number): number {
  putU16(out, P, fitted("a period", periodMs, 1, 1000));
  return 2;
}

export const takeHello = ({ bytes, from, count }: Frame): { readonly periodMs: number } | null =>
  count === 2 ? { periodMs: u16At(bytes, from) } : null;

/** Arm, disarm and the host's heartbeat say everything by their type. */
export const isEmpty = ({ count }: Frame): boolean => count === 0;

export function putStop(out: Uint8Array, category: StopCategory): number {
  out[P] = category;
  return 1;
}

/** A stop whose category cannot be read is the controlled one that removes power. */
export const takeStop = ({ bytes, from, count }: Frame): StopCategory =>
  (count === 1 ? CATEGORIES[bytes[from]!] : undefined) ?? 1;

/** Of a release: the number of the latch that is meant, so that an old release opens no new latch. */
export function putRelease(out: Uint8Array, latchId: number): number {
  put32(out, P, fitted("a latch", latchId, 1, 0xffffffff));
  return 4;
}

export const takeRelease = ({ bytes, from, count }: Frame): { readonly latchId: number } | null =>
  count === 4 ? { latchId: u32At(bytes, from) } : null;

export function putWatchdog(out: Uint8Array, timeoutMs: number, category: StopCategory): number {
  putU16(out, P, fitted("a watchdog", timeoutMs, 1, 0xffff));
  out[P + 2] = category;
  return 3;
}

export function takeWatchdog({ bytes, from, count }: Frame): {
  readonly timeoutMs: number;
  readonly category: StopCategory;
} | null {
  const category = CATEGORIES[bytes[from + 2]!];
  return count === 3 && category !== undefined ? { timeoutMs: u16At(bytes, from), category } : null;
}

/** The device's sign of life between states. */
export interface WirePulse {
  readonly seen: number;
  readonly latchId: number;
  readonly mode: RoboosMode;
}

export function putPulse(out: Uint8Array, { seen, latchId, mode }: WirePulse): number {
  put32(out, P, fitted("a sequence", seen, 0, 0xffffffff));
  put32(out, P + 4, fitted("a latch", latchId, 0, 0xffffffff));
  out[P + 8] = ROBOOS_MODES.indexOf(mode);
  return 9;
}

export function takePulse({ bytes, from, count }: Frame): WirePulse | null {
  const mode = ROBOOS_MODES[bytes[from + 8]!];
  return count === 9 && mode !== undefined ? { seen: u32At(bytes, from), latchId: u32At(bytes, from + 4), mode } : null;
}

/** Of ack and nack: which frame is meant, and why it was refused (`none`: it was not). */
export interface WireAnswer {
  readonly sequence: number;
  readonly type: number;
  readonly refusal: RoboosRefusal;
}

export function putAnswer(out: Uint8Array, { sequence, type, refusal }: WireAnswer): number {
  put32(out, P, fitted("a sequence", sequence, 0, 0xffffffff));
  out[P + 4] = fitted("a type", type, 0, 255);
  out[P + 5] = ROBOOS_REFUSALS.indexOf(refusal);
  return 6;
}

export function takeAnswer({ bytes, from, count }: Frame): WireAnswer | null {
  const refusal = ROBOOS_REFUSALS[bytes[from + 5]!];
  return count === 6 && refusal !== undefined
    ? { sequence: u32At(bytes, from), type: bytes[from + 4]!, refusal }
    : null;
}

export interface WireFault {
  readonly error: RoboosError;
  /** From 1; 0: no joint in particular. */
  readonly joint: number;
  /** What the firmware adds, for its maker. */
  readonly detail: number;
}

export function putFault(out: Uint8Array, { error, joint, detail }: WireFault): number {
  out[P] = ROBOOS_ERRORS.indexOf(error);
  out[P + 1] = fitted("a joint", joint, 0, ROBOOS_MOST_JOINTS);
  put32(out, P + 2, fitted("a detail", detail, -(2 ** 31), 2 ** 31 - 1));
  return 6;
}

export function takeFault({ bytes, from, count }: Frame): WireFault | null {
  const error = ROBOOS_ERRORS[bytes[from]!];
  const joint = bytes[from + 1]!;
  return count === 6 && error !== undefined && joint <= ROBOOS_MOST_JOINTS
    ? { error, joint, detail: i32At(bytes, from + 2) }
    : null;
}

export function putCapabilities(out: Uint8Array, of: WireCapabilities): number {
  const { joints, name } = of;
  out[P] = fitted("the count of joints", joints.length, 1, ROBOOS_MOST_JOINTS);
  out[P + 1] = of.hasGripper ? 1 : 0;
  out[P + 2] = of.stopCategories.reduce<number>((bits, category) => bits | (1 << category), 0);
  out[P + 3] = (of.hasBrakes ? BRAKES : 0) | (of.measuresEffort ? EFFORT : 0) | (of.isHomed ? HOMED : 0);
  putU16(out, P + 4, fitted("a window", of.windowBytes, 1, 0xffff));
  putU16(out, P + 6, fitted("a period", of.statePeriodMs, 1, 0xffff));
  putU16(out, P + 8, fitted("the least watchdog", of.leastWatchdogMs, 1, 0xffff));
  putU16(out, P + 10, fitted("the most watchdog", of.mostWatchdogMs, of.leastWatchdogMs, 0xffff));
  put32(out, P + 12, fitted("a firmware", of.firmware, 0, 0xffffffff));
  let at = P + BASE;
  for (const { leastRad, mostRad, mostRadPerS } of joints) {
    put32(out, at, micro("a limit", leastRad));
    put32(out, at + 4, micro("a limit", mostRad));
    put32(out, at + 8, micro("a speed", mostRadPerS));
    at += 12;
  }
  out[at++] = fitted("the letters of a name", name.length, 0, MOST_NAME);
  for (let i = 0; i < name.length; i++) out[at++] = fitted("a letter", name.charCodeAt(i), 0x20, 0x7e);
  return at - P;
}

export function takeCapabilities({ bytes, from, count }: Frame): WireCapabilities | null {
  const joints = bytes[from]!;
  const nameAt = from + BASE + 12 * joints;
  if (count <= BASE || joints < 1 || joints > ROBOOS_MOST_JOINTS || nameAt >= from + count) return null;
  const letters = bytes.subarray(nameAt + 1, nameAt + 1 + bytes[nameAt]!);
  const categories = bytes[from + 2]!;
  const abilities = bytes[from + 3]!;
  const leastWatchdogMs = u16At(bytes, from + 8);
  const mostWatchdogMs = u16At(bytes, from + 10);
  const isWhole =
    nameAt + 1 + bytes[nameAt]! === from + count && letters.every((letter) => letter >= 0x20 && letter <= 0x7e);
  const isKnown = categories < 8 && abilities < 8 && bytes[from + 1]! < 2 && bytes[nameAt]! <= MOST_NAME;
  const windowBytes = u16At(bytes, from + 4);
  const statePeriodMs = u16At(bytes, from + 6);
  const isPossible = windowBytes > 0 && statePeriodMs > 0 && leastWatchdogMs > 0 && leastWatchdogMs <= mostWatchdogMs;
  if (!isWhole || !isKnown || !isPossible) return null;
  return {
    name: String.fromCharCode(...letters),
    firmware: u32At(bytes, from + 12),
    hasGripper: bytes[from + 1] === 1,
    stopCategories: CATEGORIES.filter((category) => categories & (1 << category)),
    hasBrakes: (abilities & BRAKES) !== 0,
    measuresEffort: (abilities & EFFORT) !== 0,
    isHomed: (abilities & HOMED) !== 0,
    windowBytes,
    statePeriodMs,
    leastWatchdogMs,
    mostWatchdogMs,
    joints: Array.from({ length: joints }, (_, i) => {
      const at = from + BASE + 12 * i;
      return {
        leastRad: i32At(bytes, at) * MICRO,
        mostRad: i32At(bytes, at + 4) * MICRO,
        mostRadPerS: i32At(bytes, at + 8) * MICRO,
      };
    }),
  };
}

const micro = (what: string, value: number): number =>
  fitted(`${what} in micro-radians`, Math.round(value / MICRO), -(2 ** 31), 2 ** 31 - 1);
