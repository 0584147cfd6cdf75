// Packets of Feetech's STS and SCS servos (SO-101: STS3215): FF FF, id, length, instruction or error, parameters,
// checksum. Source: Feetech, Communication Protocol User Manual, 1.1 and 1.2. The checksum is the inverted sum of
// 8 bits: one packet in 256 of noise passes, and two swapped bytes always do (see position-gate.ts).
import { fitted } from "./bytes.ts";
import { createPacketScanner, type Framing, type PacketScanner } from "./scanner.ts";

export const FEETECH_BROADCAST = 0xfe;
/** FF FF, id, length, then up to 255 bytes. */
export const FEETECH_MOST_BYTES = 259;
const HEADER = 0xff;
const LEAST_LENGTH = 2;
/** Bytes around the parameters: header 2, id, length, instruction, checksum. */
const AROUND = 6;

/** One object, used again for every packet: read it before the next. */
export interface FeetechPacket {
  id: number;
  /** The instruction; in a reply the error bits. The bytes do not say which of the two a packet is. */
  code: number;
  /** Parameters are bytes `from` up to `from + count` of this. */
  bytes: Uint8Array;
  from: number;
  count: number;
}

export type FeetechDecoder = PacketScanner<FeetechPacket>;

/** @param mostBytes longest packet that can come; the shorter, the sooner noise is over */
export function createFeetechDecoder(mostBytes = FEETECH_MOST_BYTES): FeetechDecoder {
  const framing = framingOf(fitted("the longest packet", mostBytes, AROUND, FEETECH_MOST_BYTES));
  const packet: FeetechPacket = { id: 0, code: 0, bytes: new Uint8Array(0), from: 0, count: 0 };
  return createPacketScanner(framing, (bytes, at, size) => {
    packet.id = bytes[at + 2]!;
    packet.code = bytes[at + 4]!;
    packet.bytes = bytes;
    packet.from = at + 5;
    packet.count = size - AROUND;
    return packet;
  });
}

const framingOf = (mostBytes: number): Framing => ({
  mostBytes,
  sizeAt(bytes, at, have) {
    if (bytes[at] !== HEADER || (have > 1 && bytes[at + 1] !== HEADER)) return 0;
    // FF FF FF: the header may begin one byte later.
    if (have > 2 && bytes[at + 2] === HEADER) return 0;
    if (have < 4) return AROUND;
    const length = bytes[at + 3]!;
    return length < LEAST_LENGTH ? 0 : length + 4;
  },
  holds: (bytes, at, size) => bytes[at + size - 1] === checksum(bytes, at + 2, at + size - 1),
});

function checksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += bytes[i]!;
  return ~sum & 0xff;
}

/**
 * Puts header and checksum around `count` parameters that already lie from `out[5]`; returns the packet's bytes.
 * Throws E_DRIVER when an id or the length does not fit.
 */
export function sealFeetech(out: Uint8Array, id: number, code: number, count: number): number {
  const size = count + AROUND;
  fitted("the size of a packet", size, AROUND, Math.min(out.length, FEETECH_MOST_BYTES));
  out[0] = HEADER;
  out[1] = HEADER;
  out[2] = fitted("a servo's id", id, 0, FEETECH_BROADCAST);
  out[3] = count + LEAST_LENGTH;
  out[4] = code;
  out[size - 1] = checksum(out, 2, size - 1);
  return size;
}
