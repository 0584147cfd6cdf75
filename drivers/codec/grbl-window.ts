// Counts the characters in Grbl's receive buffer: every line that was sent and not answered lies there, and answers come
// in the order of the lines. An `error` ends it: what lies in the buffer still runs, nothing is added, and only a reset
// begins anew. Source: Grbl 1.1, doc/markdown/interface.md, "ok"/"error", and its character-counting streaming.
import { fitted } from "./bytes.ts";

/** RX_BUFFER_SIZE of Grbl 1.1 is 128; like Grbl's own sender (doc/script/stream.py) we leave one free. */
export const GRBL_WINDOW_BYTES = 127;
const MOST_LINES = 128;

export type GrblAnswered =
  | { readonly kind: "answered"; readonly line: number }
  /** Nothing waited for an answer, or an error had ended the count: whose it is, nobody knows. */
  | { readonly kind: "unmatched" };

export interface GrblWindow {
  readonly inFlightBytes: () => number;
  /** Lines sent and not answered, oldest first: after an error those that still run. */
  readonly inFlightLines: () => readonly number[];
  /** The line that was refused, or `null`. */
  readonly refused: () => number | null;
  hasRoom(bytes: number): boolean;
  sent(line: number, bytes: number): void;
  answered(isOk: boolean): GrblAnswered;
  /** Grbl was reset: its buffer is empty. */
  reset(): void;
}

export function createGrblWindow(mostBytes = GRBL_WINDOW_BYTES): GrblWindow {
  const lines: number[] = [];
  const sizes: number[] = [];
  let bytes = 0;
  let refused: number | null = null;
  return {
    inFlightBytes: () => bytes,
    inFlightLines: () => lines,
    refused: () => refused,
    hasRoom: (more) => refused === null && lines.length < MOST_LINES && bytes + more <= mostBytes,
    sent(line, size) {
      fitted("the bytes in Grbl's buffer", bytes + size, 1, mostBytes);
      lines.push(line);
      sizes.push(size);
      bytes += size;
    },
    answered(isOk) {
      const line = lines.shift();
      bytes -= sizes.shift() ?? 0;
      // Some firmwares say ok behind the error of the same line; from there on the count is off.
      if (line === undefined || refused !== null) return { kind: "unmatched" };
      if (!isOk) refused = line;
      return { kind: "answered", line };
    },
    reset() {
      lines.length = 0;
      sizes.length = 0;
      bytes = 0;
      refused = null;
    },
  };
}
