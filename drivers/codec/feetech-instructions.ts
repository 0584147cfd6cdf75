// The instructions of Feetech's servos, written into a buffer of the caller's; each returns the packet's bytes.
// Source: Feetech, Communication Protocol User Manual, 1.3.
import { fitted } from "./bytes.ts";
import { FEETECH_BROADCAST, sealFeetech } from "./feetech-packet.ts";

export const FEETECH_INSTRUCTION = {
  ping: 0x01,
  read: 0x02,
  write: 0x03,
  regWrite: 0x04,
  action: 0x05,
  /** Factory values (manual, 1.3.8); newer firmware resets the count of turns by 0x0a instead. */
  reset: 0x06,
  reboot: 0x08,
  syncRead: 0x82,
  syncWrite: 0x83,
} as const;

const I = FEETECH_INSTRUCTION;
const FIRST = 5;

export const feetechPing = (out: Uint8Array, id: number): number => sealFeetech(out, id, I.ping, 0);

export function feetechRead(out: Uint8Array, id: number, address: number, count: number): number {
  out[FIRST] = fitted("an address", address, 0, 255);
  out[FIRST + 1] = fitted("a count of bytes", count, 1, 253);
  return sealFeetech(out, id, I.read, 2);
}

export const feetechWrite = (out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number =>
  writeBy(I.write, out, id, address, data);

/** Kept by the servo until an action comes. */
export const feetechRegWrite = (out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number =>
  writeBy(I.regWrite, out, id, address, data);

export const feetechAction = (out: Uint8Array, id = FEETECH_BROADCAST): number => sealFeetech(out, id, I.action, 0);

export const feetechReboot = (out: Uint8Array, id: number): number => sealFeetech(out, id, I.reboot, 0);

export const feetechReset = (out: Uint8Array, id: number): number => sealFeetech(out, id, I.reset, 0);

/** Asks servos in this order; each answers with a packet of its own. */
export function feetechSyncRead(out: Uint8Array, address: number, count: number, ids: ArrayLike<number>): number {
  out[FIRST] = fitted("an address", address, 0, 255);
  out[FIRST + 1] = fitted("a count of bytes", count, 1, 253);
  for (let i = 0; i < ids.length; i++) out[FIRST + 2 + i] = fitted("a servo's id", ids[i]!, 0, 253);
  return sealFeetech(out, FEETECH_BROADCAST, I.syncRead, 2 + ids.length);
}

/**
 * Writes to many servos at once; nobody answers.
 * @param data `width` bytes for each id, one after another
 */
export function feetechSyncWrite(
  out: Uint8Array,
  address: number,
  width: number,
  ids: ArrayLike<number>,
  data: ArrayLike<number>,
): number {
  fitted("the bytes of a sync write", data.length, ids.length * width, ids.length * width);
  const count = 2 + ids.length * (width + 1);
  fitted("the parameters of a sync write", count, 2, Math.min(253, out.length - 6));
  out[FIRST] = fitted("an address", address, 0, 255);
  out[FIRST + 1] = fitted("a count of bytes", width, 1, 253);
  let at = FIRST + 2;
  for (let i = 0; i < ids.length; i++) {
    out[at++] = fitted("a servo's id", ids[i]!, 0, 253);
    for (let k = 0; k < width; k++) out[at++] = data[i * width + k]!;
  }
  return sealFeetech(out, FEETECH_BROADCAST, I.syncWrite, count);
}

/** What a servo answers: its error bits, then what was read. */
export function feetechReply(out: Uint8Array, id: number, error: number, data: ArrayLike<number> = []): number {
  fitted("the bytes of a reply", data.length, 0, Math.min(253, out.length - 6));
  for (let i = 0; i < data.length; i++) out[FIRST + i] = data[i]!;
  return sealFeetech(out, id, fitted("error bits", error, 0, 255), data.length);
}

function writeBy(code: number, out: Uint8Array, id: number, address: number, data: ArrayLike<number>): number {
  fitted("the bytes of a write", data.length, 1, Math.min(252, out.length - 7));
  out[FIRST] = fitted("an address", address, 0, 255);
  for (let i = 0; i < data.length; i++) out[FIRST + 1 + i] = data[i]!;
  return sealFeetech(out, id, code, 1 + data.length);
}
