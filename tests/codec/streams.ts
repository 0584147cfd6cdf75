// What every streaming decoder is held to: the same frames however the stream is cut, and none made out of noise.
import fc from "fast-check";
import { expect } from "vitest";

/** Bytes written as in a manual: `FF FF 01`. */
export const hex = (text: string): Uint8Array =>
  Uint8Array.from(text.trim().split(/\s+/), (byte) => Number(`0x${byte}`));

export const join = (...parts: readonly ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));

/** What a builder wrote into a buffer of 512 bytes. */
export function written(write: (out: Uint8Array) => number): Uint8Array {
  const out = new Uint8Array(512);
  return out.slice(0, write(out));
}

/** Feeds a fresh decoder these chunks, lets the line fall silent, and says what came out. */
export type Decode = (chunks: readonly Uint8Array[]) => readonly string[];

/** Cuts `bytes` at these places, in order, wherever they lie. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.slice(from, at[i] ?? bytes.length));
}

/** Any stream of frames and noise gives the same whole, byte by byte and in any pieces. */
export function assertCutsDoNotMatter(
  decode: Decode,
  frame: fc.Arbitrary<Uint8Array>,
  noise: fc.Arbitrary<Uint8Array>,
): void {
  const stream = fc.array(fc.oneof(frame, noise), { maxLength: 5 }).map((parts) => join(...parts));
  fc.assert(
    fc.property(stream, fc.array(fc.nat(1000), { maxLength: 6 }), (bytes, places) => {
      const whole = decode([bytes]);
      expect(decode(cut(bytes, places))).toEqual(whole);
      expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
    }),
    { numRuns: 60 },
  );
}

/** Noise before, between and after costs no frame. `noise` must not look like the beginning of a frame. */
export function assertNoiseCostsNothing(
  decode: Decode,
  frame: fc.Arbitrary<Uint8Array>,
  noise: fc.Arbitrary<Uint8Array>,
): void {
  fc.assert(
    fc.property(fc.tuple(noise, frame, noise, frame, noise), (parts) => {
      expect(decode([join(...parts)])).toEqual([...decode([parts[1]]), ...decode([parts[3]])]);
    }),
    { numRuns: 60 },
  );
}

/** A frame with any one bit turned, but for bytes in `free`, is no frame. */
export function assertFlipsAreSeen(decode: Decode, frame: fc.Arbitrary<Uint8Array>, free: readonly number[]): void {
  fc.assert(
    fc.property(frame, (bytes) => {
      for (let bit = 0; bit < 8 * bytes.length; bit++) {
        if (free.includes(bit >> 3)) continue;
        const turned = bytes.slice();
        turned[bit >> 3]! ^= 1 << (bit & 7);
        expect(decode([turned])).toEqual([]);
      }
    }),
    { numRuns: 15 },
  );
}
