// The control table of Dynamixel's X series and its units; two's complement, low byte first. Source: ROBOTIS e-Manual,
// XH430-W210, "Control Table of EEPROM Area" and "of RAM Area", and the descriptions it includes.
import { fitted, i32At, put32, putU16, u16At } from "./bytes.ts";

export interface DynamixelRegister {
  readonly address: number;
  readonly bytes: 1 | 2 | 4;
  readonly isSigned: boolean;
  readonly access: "read" | "eeprom" | "ram";
  /** SI unit of a value, and how much of it one count is. */
  readonly unit: "" | "rad" | "rad/s" | "rad/s2" | "1" | "V" | "degC" | "A" | "s";
  readonly perCount: number;
}

const STEP_RAD = (2 * Math.PI) / 4096;
const RPM = (2 * Math.PI) / 60;
/** 0.229 rev/min. */
const SPEED_RAD_PER_S = 0.229 * RPM;
/** 214.577 rev/min². */
const ACCELERATION_RAD_PER_S2 = (214.577 * RPM) / 60;
const MIDDLE = 2048;

const register = (
  address: number,
  bytes: DynamixelRegister["bytes"],
  access: DynamixelRegister["access"],
  unit: DynamixelRegister["unit"] = "",
  perCount = 1,
  isSigned = false,
): DynamixelRegister => ({ address, bytes, isSigned, access, unit, perCount });

export const DYNAMIXEL_X = {
  model: register(0, 2, "read"),
  firmware: register(6, 1, "read"),
  id: register(7, 1, "eeprom"),
  baudRate: register(8, 1, "eeprom"),
  returnDelay: register(9, 1, "eeprom", "s", 2e-6),
  driveMode: register(10, 1, "eeprom"),
  operatingMode: register(11, 1, "eeprom"),
  homingOffset: register(20, 4, "eeprom", "rad", STEP_RAD, true),
  movingThreshold: register(24, 4, "eeprom", "rad/s", SPEED_RAD_PER_S),
  mostTemperature: register(31, 1, "eeprom", "degC", 1),
  mostVoltage: register(32, 2, "eeprom", "V", 0.1),
  leastVoltage: register(34, 2, "eeprom", "V", 0.1),
  mostCurrent: register(38, 2, "eeprom", "A", 0.00269),
  mostSpeed: register(44, 4, "eeprom", "rad/s", SPEED_RAD_PER_S),
  mostPosition: register(48, 4, "eeprom", "rad", STEP_RAD),
  leastPosition: register(52, 4, "eeprom", "rad", STEP_RAD),
  shutdown: register(63, 1, "eeprom"),
  torqueEnable: register(64, 1, "ram"),
  statusReturnLevel: register(68, 1, "ram"),
  isWritePending: register(69, 1, "read"),
  hardwareError: register(70, 1, "read"),
  /** 0 off, 1…127 times 20 ms; -1 when it tripped: goals cannot be written until it is set to 0. */
  busWatchdog: register(98, 1, "ram", "s", 0.02, true),
  goalPwm: register(100, 2, "ram", "1", 0.00113, true),
  goalCurrent: register(102, 2, "ram", "A", 0.00269, true),
  goalVelocity: register(104, 4, "ram", "rad/s", SPEED_RAD_PER_S, true),
  profileAcceleration: register(108, 4, "ram", "rad/s2", ACCELERATION_RAD_PER_S2),
  profileVelocity: register(112, 4, "ram", "rad/s", SPEED_RAD_PER_S),
  goalPosition: register(116, 4, "ram", "rad", STEP_RAD, true),
  realtimeTick: register(120, 2, "read", "s", 0.001),
  isMoving: register(122, 1, "read"),
  movingStatus: register(123, 1, "read"),
  presentPwm: register(124, 2, "read", "1", 0.00113, true),
  presentCurrent: register(126, 2, "read", "A", 0.00269, true),
  presentVelocity: register(128, 4, "read", "rad/s", SPEED_RAD_PER_S, true),
  presentPosition: register(132, 4, "read", "rad", STEP_RAD, true),
  presentVoltage: register(144, 2, "read", "V", 0.1),
  presentTemperature: register(146, 1, "read", "degC", 1),
} as const satisfies Record<string, DynamixelRegister>;

/** The count of a register whose bytes lie at `at`. */
export function dynamixelCount({ bytes: width, isSigned }: DynamixelRegister, bytes: Uint8Array, at: number): number {
  if (width === 4) return isSigned ? i32At(bytes, at) : i32At(bytes, at) >>> 0;
  const raw = width === 1 ? bytes[at]! : u16At(bytes, at);
  const half = 2 ** (8 * width - 1);
  return isSigned && raw >= half ? raw - 2 * half : raw;
}

/** Puts a count where the register's bytes go. Throws E_DRIVER when it does not fit. */
export function putDynamixelCount(register: DynamixelRegister, bytes: Uint8Array, at: number, count: number): void {
  const { bytes: width, isSigned, address } = register;
  const span = 2 ** (8 * width);
  fitted(`the value of register ${address}`, count, isSigned ? -span / 2 : 0, (isSigned ? span / 2 : span) - 1);
  if (width === 1) bytes[at] = count & 0xff;
  else if (width === 2) putU16(bytes, at, count);
  else put32(bytes, at, count);
}

/** Radians from the middle of the first turn. */
export const dynamixelRad = (count: number): number => (count - MIDDLE) * STEP_RAD;

/** The nearest count; a caller checks it against the range of its joint. */
export const dynamixelPosition = (rad: number): number => Math.round(rad / STEP_RAD) + MIDDLE;

/**
 * What the bus watchdog is set to for a bound in milliseconds: never later than asked. Throws E_DRIVER below 20 ms and
 * above 2,540 ms.
 */
export const busWatchdogCount = (boundMs: number): number =>
  fitted("the bus watchdog in units of 20 ms", Math.floor(boundMs / 20), 1, 127);

const ERRORS: readonly string[] = [
  "none",
  "the instruction failed",
  "no such instruction",
  "it received a wrong CRC",
  "a value out of its range, or a goal while the watchdog is tripped",
  "data too short for the register",
  "a value beyond its limit",
  "a register that cannot be written or read now",
];

/** The error byte of a status: what went wrong with the instruction, and whether a hardware error waits to be read. */
export function dynamixelError(error: number): { readonly isAlert: boolean; readonly words: string | null } {
  const number = error & 0x7f;
  const words = number === 0 ? null : (ERRORS[number] ?? `unknown error ${number}`);
  return { isAlert: (error & 0x80) !== 0, words };
}

const HARDWARE: readonly (readonly [bit: number, words: string])[] = [
  [0x01, "supply voltage out of range"],
  [0x04, "too hot"],
  [0x08, "encoder"],
  [0x10, "electrical shock, or too little power"],
  [0x20, "overloaded"],
];

/** What register `hardwareError` says; only a reboot clears it. */
export function dynamixelHardwareFaults(bits: number): readonly string[] {
  const rest = bits & ~0x3d;
  const known = HARDWARE.filter(([bit]) => bits & bit).map(([, words]) => words);
  return rest === 0 ? known : [...known, `unknown bits 0x${rest.toString(16)}`];
}
