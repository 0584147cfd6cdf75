// Checksums against the examples of the documents that define them.
import { expect, test } from "vitest";
import { crc16 } from "../../drivers/codec/crc16.ts";
import { crc32c } from "../../drivers/codec/crc32c.ts";
import { hex } from "./streams.ts";

const crc32cOf = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length);
const counting = Uint8Array.from({ length: 32 }, (_, i) => i);

// RFC 3720, B.4, "CRC Examples"; there the bytes stand low byte first.
const EXAMPLES: readonly (readonly [name: string, bytes: Uint8Array, crc: number])[] = [
  ["32 bytes of zeroes", new Uint8Array(32), 0x8a9136aa],
  ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["32 bytes of incrementing 00..1f", counting, 0x46dd794e],
  ["32 bytes of decrementing 1f..00", counting.toReversed(), 0x113fdb5c],
  [
    "an iSCSI SCSI Read (10) command PDU",
    hex(`01 c0 00 00 00 00 00 00 00 00 00 00 00 00 00 00 14 00 00 00 00 00 04 00 00 00 00 14 00 00 00 18
         28 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00`),
    0xd9963a56,
  ],
];

test.each(EXAMPLES)("crc32c of %s is that of RFC 3720, B.4", (_, bytes, crc) => {
  expect(crc32cOf(bytes)).toBe(crc);
});

test("crc32c of the letters 123456789 is the check value of the CRC catalogues, 0xe3069283", () => {
  expect(crc32cOf(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
});

// ROBOTIS e-Manual, Protocol 2.0, "Ping", example 1: CRC_L 0x19, CRC_H 0x4e.
test("crc16 of the ping of ROBOTIS's manual is 0x4e19, and starts where it is told to", () => {
  expect(crc16(hex("FF FF FD 00 01 03 00 01"), 0, 8)).toBe(0x4e19);
  expect(crc16(hex("AA BB FF FF FD 00 01 03 00 01 CC"), 2, 10)).toBe(0x4e19);
});

test("crc16 of the letters 123456789 is the check value of CRC-16/UMTS, 0xfee8", () => {
  expect(crc16(new TextEncoder().encode("123456789"), 0, 9)).toBe(0xfee8);
});
