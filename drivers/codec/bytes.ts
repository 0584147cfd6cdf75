// Little-endian numbers in byte arrays, without a DataView: what every binary wire here puts its fields in.
import { RoboError } from "../../kernel/contract/errors.ts";

export const u16At = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

export const u32At = (bytes: Uint8Array, at: number): number => i32At(bytes, at) >>> 0;

export const i32At = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >>> 8) & 0xff;
}

/** Signed or unsigned: the same 32 bits. */
export function put32(bytes: Uint8Array, at: number, value: number): void {
  putU16(bytes, at, value);
  putU16(bytes, at + 2, value >>> 16);
}

/** An integer of `least`…`most`. Throws E_DRIVER: what does not fit a field is never cut to fit. */
export function fitted(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RoboError("E_DRIVER", `${what} is ${value}, not a whole number of ${least} to ${most}; send one that is`);
}
