// CRC-32C (Castagnoli): polynomial 0x1EDC6F41, reflected, all ones at first, complemented at the end. It finds every
// error of up to 5 bits in frames below 5,000 bits, where the Ethernet CRC finds 4 or fewer (Koopman, DSN 2002).
// Source: RFC 3720, 12.1 and B.4.

const REFLECTED = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ REFLECTED : crc >>> 1;
  return crc;
});

/** Of bytes `from` up to `to`; unsigned. */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  for (let i = from; i < to; i++) crc = (crc >>> 8) ^ TABLE[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
