// The control table of the STS3215 and its units: what lies where, how its sign is kept and what one count is worth.
// Source: Feetech, STS memory table (2.2 EPROM, 2.3 SRAM control, 2.4 SRAM feedback, 3.1 phase, 3.2 status). Low byte
// first. Signs are kept as a bit beside the magnitude, and not always at the same bit.
import { fitted, u16At } from "./bytes.ts";

export interface FeetechRegister {
  readonly address: number;
  readonly bytes: 1 | 2;
  /** The bit that says minus, or `null`: never negative. */
  readonly signBit: number | null;
  readonly access: "read" | "eeprom" | "ram";
  /** SI unit of a value, and how much of it one count is. */
  readonly unit: "" | "rad" | "rad/s" | "rad/s2" | "1" | "V" | "degC" | "A" | "s";
  readonly perCount: number;
}

const STEPS_A_TURN = 4096;
const STEP_RAD = (2 * Math.PI) / STEPS_A_TURN;
/** Count of the middle of the range, where a calibrated joint is at 0. */
export const FEETECH_MIDDLE = 2048;

const register = (
  address: number,
  bytes: 1 | 2,
  access: FeetechRegister["access"],
  unit: FeetechRegister["unit"] = "",
  perCount = 1,
  signBit: number | null = null,
): FeetechRegister => ({ address, bytes, signBit, access, unit, perCount });

export const STS3215 = {
  firmwareMajor: register(0, 1, "read"),
  firmwareMinor: register(1, 1, "read"),
  /** 777 for an STS3215. */
  model: register(3, 2, "read"),
  id: register(5, 1, "eeprom"),
  baudRate: register(6, 1, "eeprom"),
  returnDelay: register(7, 1, "eeprom", "s", 2e-6),
  /** 0: only ping and read are answered; 1: every instruction is. */
  replyLevel: register(8, 1, "eeprom"),
  leastPosition: register(9, 2, "eeprom", "rad", STEP_RAD),
  mostPosition: register(11, 2, "eeprom", "rad", STEP_RAD),
  mostTemperature: register(13, 1, "eeprom", "degC", 1),
  mostVoltage: register(14, 1, "eeprom", "V", 0.1),
  leastVoltage: register(15, 1, "eeprom", "V", 0.1),
  mostTorque: register(16, 2, "eeprom", "1", 0.001),
  phase: register(18, 1, "eeprom"),
  unloadConditions: register(19, 1, "eeprom"),
  gainP: register(21, 1, "eeprom"),
  gainD: register(22, 1, "eeprom"),
  gainI: register(23, 1, "eeprom"),
  mostCurrent: register(28, 2, "eeprom", "A", 0.0065),
  homingOffset: register(31, 2, "eeprom", "rad", STEP_RAD, 11),
  mode: register(33, 1, "eeprom"),
  torqueEnable: register(40, 1, "ram"),
  acceleration: register(41, 1, "ram", "rad/s2", 100 * STEP_RAD),
  goalPosition: register(42, 2, "ram", "rad", STEP_RAD, 15),
  goalTime: register(44, 2, "ram", "s", 0.001),
  goalSpeed: register(46, 2, "ram", "rad/s", STEP_RAD, 15),
  torqueLimit: register(48, 2, "ram", "1", 0.001),
  /** 1: what is written to the EEPROM area is lost at power-off. */
  lock: register(55, 1, "ram"),
  presentPosition: register(56, 2, "read", "rad", STEP_RAD, 15),
  presentSpeed: register(58, 2, "read", "rad/s", STEP_RAD, 15),
  /** Duty of the motor's voltage, not a torque. */
  presentLoad: register(60, 2, "read", "1", 0.001, 10),
  presentVoltage: register(62, 1, "read", "V", 0.1),
  presentTemperature: register(63, 1, "read", "degC", 1),
  isWritePending: register(64, 1, "read"),
  status: register(65, 1, "read"),
  isMoving: register(66, 1, "read"),
  presentCurrent: register(69, 2, "read", "A", 0.0065, 15),
} as const satisfies Record<string, FeetechRegister>;

/** Values of `torqueEnable`; 128 moves the zero of the servo and is never sent by a driver. */
export const FEETECH_TORQUE = { off: 0, on: 1, damped: 2 } as const;

/** The signed count of a register whose bytes lie at `at`. */
export function feetechCount({ bytes: width, signBit }: FeetechRegister, bytes: Uint8Array, at: number): number {
  const raw = width === 1 ? bytes[at]! : u16At(bytes, at);
  if (signBit === null) return raw;
  const magnitude = raw & ((1 << signBit) - 1);
  return magnitude !== 0 && (raw >>> signBit) & 1 ? -magnitude : magnitude;
}

/** Puts a signed count where the register's bytes go. Throws E_DRIVER when it does not fit. */
export function putFeetechCount(register: FeetechRegister, bytes: Uint8Array, at: number, count: number): void {
  const { bytes: width, signBit, address } = register;
  const most = signBit === null ? 2 ** (8 * width) - 1 : 2 ** signBit - 1;
  fitted(`the value of register ${address}`, count, signBit === null ? 0 : -most, most);
  const raw = count < 0 ? -count | (1 << signBit!) : count;
  bytes[at] = raw & 0xff;
  if (width === 2) bytes[at + 1] = raw >>> 8;
}

/** Radians from the middle of the range. */
export const feetechRad = (count: number): number => (count - FEETECH_MIDDLE) * STEP_RAD;

/** The nearest count; a caller checks it against the range of its joint. */
export const feetechPosition = (rad: number): number => Math.round(rad / STEP_RAD) + FEETECH_MIDDLE;

/** What one count of speed is worth, rad/s: bit 2 of `phase` says 1 or 50 steps/s (0.0146 or 0.732 rpm). */
export const feetechSpeedPerCount = (phase: number): number => (phase & 4 ? STEP_RAD : 50 * STEP_RAD);

const FAULTS: readonly (readonly [bit: number, words: string])[] = [
  [0x01, "supply voltage out of range"],
  [0x02, "magnetic encoder"],
  [0x04, "too hot"],
  [0x08, "too much current"],
  [0x20, "overloaded"],
];

/** What the error bits of a reply, or of register `status`, say; a bit without a meaning is a fault too. */
export function feetechFaults(bits: number): readonly string[] {
  const known = FAULTS.filter(([bit]) => bits & bit);
  const rest = bits & ~0x2f;
  return [...known.map(([, words]) => words), ...(rest === 0 ? [] : [`unknown bits 0x${rest.toString(16)}`])];
}
