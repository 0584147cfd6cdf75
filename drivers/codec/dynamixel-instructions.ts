// The instructions of Dynamixel protocol 2.0, written into a buffer of the caller's; each returns the packet's bytes.
// Source: ROBOTIS e-Manual, Protocol 2.0, "Instruction Details".
import { fitted, putU16 } from "./bytes.ts";
import { DYNAMIXEL_BROADCAST, DYNAMIXEL_PARAMS, DYNAMIXEL_STATUS, sealDynamixel } from "./dynamixel-packet.ts";

export const DYNAMIXEL_INSTRUCTION = {
  ping: 0x01,
  read: 0x02,
  write: 0x03,
  regWrite: 0x04,
  action: 0x05,
  factoryReset: 0x06,
  reboot: 0x08,
  clear: 0x10,
  syncRead: 0x82,
  syncWrite: 0x83,
  fastSyncRead: 0x8a,
  bulkRead: 0x92,
  bulkWrite: 0x93,
  fastBulkRead: 0x9a,
} as const;

export interface BulkRead {
  readonly id: number;
  readonly address: number;
  readonly count: number;
}
export interface BulkWrite {
  readonly id: number;
  readonly address: number;
  readonly data: ArrayLike<number>;
}

const I = DYNAMIXEL_INSTRUCTION;
const P = DYNAMIXEL_PARAMS;
/** What the clear instruction must be followed by: the letters DXL and a quotation mark. */
const CLEAR_KEY = [0x01, 0x44, 0x58, 0x4c, 0x22] as const;

export const dynamixelPing = (out: Uint8Array, id: number): number => sealDynamixel(out, id, I.ping, 0);
export const dynamixelAction = (out: Uint8Array, id: number): number => sealDynamixel(out, id, I.action, 0);
/** The only way out of a hardware error. */
export const dynamixelReboot = (out: Uint8Array, id: number): number => sealDynamixel(out, id, I.reboot, 0);

export function dynamixelRead(out: Uint8Array, id: number, address: number, count: number): number {
  span(out, P, address, count);
  return sealDynamixel(out, id, I.read, 4);
}

export const dynamixelWrite = (out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number =>
  writeBy(I.write, out, id, address, data);

/** Kept by the servo until an action comes. */
export const dynamixelRegWrite = (out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number =>
  writeBy(I.regWrite, out, id, address, data);

/** @param keep what keeps its value: nothing, the id, or the id and the baud rate */
export function dynamixelFactoryReset(out: Uint8Array, id: number, keep: "nothing" | "id" | "id and baud"): number {
  out[P] = keep === "nothing" ? 0xff : keep === "id" ? 0x01 : 0x02;
  return sealDynamixel(out, id, I.factoryReset, 1);
}

/** Forgets whole turns; refused by a servo that moves. */
export function dynamixelClearTurns(out: Uint8Array, id: number): number {
  out.set(CLEAR_KEY, P);
  return sealDynamixel(out, id, I.clear, CLEAR_KEY.length);
}

/** @param isFast all answer in one packet (`readFastStatus`), from firmware 45 (X) or 46 (330) on */
export function dynamixelSyncRead(
  out: Uint8Array,
  address: number,
  count: number,
  ids: ArrayLike<number>,
  isFast = false,
): number {
  span(out, P, address, count);
  for (let i = 0; i < ids.length; i++) out[P + 4 + i] = fitted("a servo's id", ids[i]!, 0, 252);
  return sealDynamixel(out, DYNAMIXEL_BROADCAST, isFast ? I.fastSyncRead : I.syncRead, 4 + ids.length);
}

/** @param data `width` bytes for each id, one after another */
export function dynamixelSyncWrite(
  out: Uint8Array,
  address: number,
  width: number,
  ids: ArrayLike<number>,
  data: ArrayLike<number>,
): number {
  span(out, P, address, width);
  fitted("the bytes of a sync write", data.length, ids.length * width, ids.length * width);
  let at = P + 4;
  for (let i = 0; i < ids.length; i++) {
    out[at++] = fitted("a servo's id", ids[i]!, 0, 252);
    for (let k = 0; k < width; k++) out[at++] = data[i * width + k]!;
  }
  return sealDynamixel(out, DYNAMIXEL_BROADCAST, I.syncWrite, at - P);
}

export function dynamixelBulkRead(out: Uint8Array, reads: readonly BulkRead[], isFast = false): number {
  let at = P;
  for (const { id, address, count } of reads) {
    out[at] = fitted("a servo's id", id, 0, 252);
    span(out, at + 1, address, count);
    at += 5;
  }
  return sealDynamixel(out, DYNAMIXEL_BROADCAST, isFast ? I.fastBulkRead : I.bulkRead, at - P);
}

export function dynamixelBulkWrite(out: Uint8Array, writes: readonly BulkWrite[]): number {
  let at = P;
  for (const { id, address, data } of writes) {
    out[at] = fitted("a servo's id", id, 0, 252);
    span(out, at + 1, address, data.length);
    at += 5;
    for (let k = 0; k < data.length; k++) out[at++] = data[k]!;
  }
  return sealDynamixel(out, DYNAMIXEL_BROADCAST, I.bulkWrite, at - P);
}

/** What a servo answers. */
export function dynamixelStatus(out: Uint8Array, id: number, error: number, data: ArrayLike<number> = []): number {
  out[P] = fitted("an error byte", error, 0, 255);
  for (let i = 0; i < data.length; i++) out[P + 1 + i] = data[i]!;
  return sealDynamixel(out, id, DYNAMIXEL_STATUS, 1 + data.length);
}

function writeBy(code: number, out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number {
  putU16(out, P, fitted("an address", address, 0, 65_535));
  for (let i = 0; i < data.length; i++) out[P + 2 + i] = data[i]!;
  return sealDynamixel(out, id, code, 2 + data.length);
}

function span(out: Uint8Array, at: number, address: number, count: number): void {
  putU16(out, at, fitted("an address", address, 0, 65_535));
  putU16(out, at + 2, fitted("a count of bytes", count, 1, 65_535));
}
