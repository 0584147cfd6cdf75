// On a half-duplex line many adapters hear themselves: what was sent comes back before the answer. An echoed ping is,
// bit for bit, an answer with a voltage fault, so it has to be taken out by comparing, not by decoding.
import { fitted } from "./bytes.ts";

export interface EchoFilter {
  /** Echoes that came back whole, and those that did not: someone else talked, or the adapter does not echo. */
  readonly counts: { readonly whole: number; readonly broken: number };
  /** Tells what was sent; the echo of what was sent before is not waited for any more. */
  sent(bytes: Uint8Array, size: number): void;
  /** Hands on what is no echo. A part that may still be one is kept back until it differs or the line falls silent. */
  push(chunk: Uint8Array, pass: (bytes: Uint8Array) => void): void;
  /** The line fell silent: what was kept back is no echo. */
  settle(pass: (bytes: Uint8Array) => void): void;
}

/** @param mostBytes longest packet that is sent */
export function createEchoFilter(mostBytes: number): EchoFilter {
  const expected = new Uint8Array(mostBytes);
  const counts = { whole: 0, broken: 0 };
  let size = 0;
  let matched = 0;

  const breakOff = (pass: (bytes: Uint8Array) => void): void => {
    if (size === 0) return;
    counts.broken++;
    const kept = matched;
    size = 0;
    matched = 0;
    if (kept > 0) pass(expected.slice(0, kept));
  };

  return {
    counts,
    sent(bytes, count) {
      if (size > 0) counts.broken++;
      size = fitted("the bytes sent", count, 1, Math.min(mostBytes, bytes.length));
      matched = 0;
      for (let i = 0; i < size; i++) expected[i] = bytes[i]!;
    },
    push(chunk, pass) {
      let read = 0;
      while (matched < size && read < chunk.length && chunk[read] === expected[matched]) {
        read++;
        matched++;
      }
      if (size > 0 && matched === size) {
        counts.whole++;
        size = 0;
        matched = 0;
      } else if (read < chunk.length) {
        breakOff(pass);
      }
      if (read < chunk.length) pass(read === 0 ? chunk : chunk.subarray(read));
    },
    settle: breakOff,
  };
}
