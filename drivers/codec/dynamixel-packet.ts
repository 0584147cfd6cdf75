// Packets of Dynamixel protocol 2.0: FF FF FD 00, id, length, instruction, parameters, CRC-16. Where parameters hold
// FF FF FD another FD is put behind it, so that a header never lies inside a packet. Source: ROBOTIS e-Manual,
// Protocol 2.0, "Instruction Packet", "Status Packet", "Packet Process".
import { fitted, putU16, u16At } from "./bytes.ts";
import { crc16 } from "./crc16.ts";
import { createPacketScanner, type Framing, type PacketScanner, type ScanCounts } from "./scanner.ts";

export const DYNAMIXEL_BROADCAST = 0xfe;
export const DYNAMIXEL_STATUS = 0x55;
const MOST_ID = 0xfc;
const RESERVED = 0x00;
/** Header 4, id, length 2; the length counts what follows. */
const BEFORE_LENGTH = 7;
/** Header 4, id, length 2, instruction, CRC 2. */
const LEAST_BYTES = 10;
/** Where parameters begin; in a status the first of them is the error. */
export const DYNAMIXEL_PARAMS = 8;

/** One object, used again for every packet: read it before the next. */
export interface DynamixelPacket {
  id: number;
  instruction: number;
  /** Alert bit and error number of a status, else 0. */
  error: number;
  /** Parameters, without stuffing and without the error, are bytes `from` up to `from + count` of this. */
  bytes: Uint8Array;
  from: number;
  count: number;
}

export interface DynamixelCounts extends ScanCounts {
  /** Packets with a right CRC that break the rules of stuffing or length. */
  readonly malformed: number;
}

export interface DynamixelDecoder extends Omit<PacketScanner<DynamixelPacket>, "counts"> {
  readonly counts: () => DynamixelCounts;
}

/** @param mostBytes longest packet that can come */
export function createDynamixelDecoder(mostBytes = 512): DynamixelDecoder {
  const framing = framingOf(fitted("the longest packet", mostBytes, LEAST_BYTES, 65_542));
  const bare = new Uint8Array(mostBytes);
  const packet: DynamixelPacket = { id: 0, instruction: 0, error: 0, bytes: bare, from: 0, count: 0 };
  let malformed = 0;
  const scanner = createPacketScanner(framing, (bytes, at, size) => {
    packet.id = bytes[at + 4]!;
    packet.instruction = bytes[at + 7]!;
    const isStatus = packet.instruction === DYNAMIXEL_STATUS;
    // Only the answers to fast reads bear the broadcast id, and those are sent without stuffing.
    const isFast = isStatus && packet.id === DYNAMIXEL_BROADCAST;
    const first = at + DYNAMIXEL_PARAMS;
    const count = isFast ? copy(bytes, first, at + size - 2, bare) : unstuff(bytes, first, at + size - 2, bare);
    if (count < 0 || (isStatus && count === 0)) {
      malformed++;
      return null;
    }
    packet.error = isStatus ? bare[0]! : 0;
    packet.from = isStatus ? 1 : 0;
    packet.count = count - packet.from;
    return packet;
  });
  return { ...scanner, counts: () => ({ ...scanner.counts, malformed }) };
}

const framingOf = (mostBytes: number): Framing => ({
  mostBytes,
  sizeAt(bytes, at, have) {
    if (bytes[at] !== 0xff || (have > 1 && bytes[at + 1] !== 0xff)) return 0;
    if ((have > 2 && bytes[at + 2] !== 0xfd) || (have > 3 && bytes[at + 3] !== RESERVED)) return 0;
    if (have > 4 && bytes[at + 4]! > MOST_ID && bytes[at + 4] !== DYNAMIXEL_BROADCAST) return 0;
    if (have < BEFORE_LENGTH) return LEAST_BYTES;
    const size = BEFORE_LENGTH + u16At(bytes, at + 5);
    return size < LEAST_BYTES || size > mostBytes ? 0 : size;
  },
  holds: (bytes, at, size) => u16At(bytes, at + size - 2) === crc16(bytes, at, at + size - 2),
});

function copy(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  for (let i = from; i < to; i++) out[i - from] = bytes[i]!;
  return to - from;
}

/** Copies without stuffing; returns the count, or -1 where FF FF FD stands without the FD that must follow. */
function unstuff(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    out[count++] = bytes[i]!;
    // The pattern may begin in the length or the instruction, which stand just before.
    if (bytes[i] !== 0xfd || bytes[i - 1] !== 0xff || bytes[i - 2] !== 0xff) continue;
    if (i + 1 >= to || bytes[i + 1] !== 0xfd) return -1;
    i++;
  }
  return count;
}

/**
 * Puts header, stuffing and CRC around `count` parameters that already lie from `out[DYNAMIXEL_PARAMS]`; returns the
 * packet's bytes. Throws E_DRIVER when an id is not one or the buffer is too small.
 */
export function sealDynamixel(out: Uint8Array, id: number, instruction: number, count: number): number {
  if (id !== DYNAMIXEL_BROADCAST) fitted("a servo's id", id, 0, MOST_ID);
  out[7] = instruction;
  fitted("the parameters of a packet", count, 0, out.length - LEAST_BYTES);
  const end = DYNAMIXEL_PARAMS + count;
  let extra = 0;
  for (let i = DYNAMIXEL_PARAMS; i < end; i++) if (isPattern(out, i)) extra++;
  fitted("the stuffed parameters of a packet", count + extra, 0, out.length - LEAST_BYTES);
  for (let i = end - 1, to = end + extra; extra > 0 && i >= DYNAMIXEL_PARAMS; i--) {
    const isStuffed = isPattern(out, i);
    if (isStuffed) out[--to] = 0xfd;
    out[--to] = out[i]!;
    if (to === i) break;
  }
  return finishDynamixel(out, id, count + extra);
}

/** Header, length and CRC around `count` bytes that are sent as they lie; `out[7]` is the instruction. */
export function finishDynamixel(out: Uint8Array, id: number, count: number): number {
  const size = LEAST_BYTES + count;
  out[0] = 0xff;
  out[1] = 0xff;
  out[2] = 0xfd;
  out[3] = RESERVED;
  out[4] = id;
  putU16(out, 5, size - BEFORE_LENGTH);
  putU16(out, size - 2, crc16(out, 0, size - 2));
  return size;
}

const isPattern = (bytes: Uint8Array, i: number): boolean =>
  bytes[i] === 0xfd && bytes[i - 1] === 0xff && bytes[i - 2] === 0xff;
