// The one packet in which all servos answer a fast sync or bulk read: error, id, data and a CRC of everything so far,
// of each servo in turn; the last CRC is the packet's own. Source: ROBOTIS e-Manual, Protocol 2.0, "Fast Sync Read".
import { putU16, u16At } from "./bytes.ts";
import { crc16 } from "./crc16.ts";
import { DYNAMIXEL_BROADCAST, DYNAMIXEL_STATUS, type DynamixelPacket, finishDynamixel } from "./dynamixel-packet.ts";

export interface FastPart {
  readonly id: number;
  readonly error: number;
  /** Data are bytes `from` up to `from + width` of the packet's. */
  readonly from: number;
  readonly width: number;
}

/**
 * Takes the answers apart.
 * @param widths bytes asked of each id, in the order of the question
 * @returns a part for each, or `null` when ids or lengths are not those that were asked
 */
export function readFastStatus(
  packet: DynamixelPacket,
  ids: ArrayLike<number>,
  widths: ArrayLike<number>,
): readonly FastPart[] | null {
  const { bytes, from, count } = packet;
  if (packet.id !== DYNAMIXEL_BROADCAST || packet.instruction !== DYNAMIXEL_STATUS) return null;
  const parts: FastPart[] = [];
  let at = from;
  let error = packet.error;
  for (let i = 0; i < ids.length; i++) {
    const width = widths[i]!;
    const end = at + 1 + width;
    const isLast = i === ids.length - 1;
    if (end + (isLast ? 0 : 3) > from + count || bytes[at] !== ids[i]) return null;
    parts.push({ id: ids[i]!, error, from: at + 1, width });
    if (isLast) return end === from + count ? parts : null;
    error = bytes[end + 2]!;
    at = end + 3;
  }
  return null;
}

/** The same packet as servos build it together; for counterparts. */
export function writeFastStatus(
  out: Uint8Array,
  answers: readonly { readonly id: number; readonly error: number; readonly data: ArrayLike<number> }[],
): number {
  const count = answers.reduce((sum, { data }) => sum + 4 + data.length, -2);
  // Header and length come first: the CRC of each part covers them.
  out[7] = DYNAMIXEL_STATUS;
  finishDynamixel(out, DYNAMIXEL_BROADCAST, count);
  let at = 8;
  for (const [i, { id, error, data }] of answers.entries()) {
    out[at++] = error;
    out[at++] = id;
    for (let k = 0; k < data.length; k++) out[at++] = data[k]!;
    if (i === answers.length - 1) break;
    putU16(out, at, crc16(out, 0, at));
    at += 2;
  }
  return finishDynamixel(out, DYNAMIXEL_BROADCAST, count);
}

/** Whether the CRC behind part `i` is right; `packetBytes` from the header on. */
export const partHolds = (packetBytes: Uint8Array, end: number): boolean =>
  u16At(packetBytes, end) === crc16(packetBytes, 0, end);
