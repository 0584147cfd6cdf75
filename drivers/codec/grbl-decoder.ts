// Cuts what Grbl sends into lines. CR, LF and CRLF all end one; empty lines say nothing; a line past every bound is
// dropped whole and said so, so that its tail is not read as a line of its own.
import { type GrblReply, readGrblLine } from "./grbl-replies.ts";

const MOST_BYTES = 256;
const CR = 0x0d;
const LF = 0x0a;

export interface GrblDecoder {
  readonly counts: {
    readonly lines: number;
    readonly unknown: number;
    readonly droppedBytes: number;
    /** Looks at a byte: at most 2 for each byte pushed, and one reading of each line. */
    readonly work: number;
  };
  push(chunk: Uint8Array, take: (reply: GrblReply) => void): void;
  /** Forgets the beginning of a line, as after a reset or a reconnection. */
  clear(): void;
}

export function createGrblDecoder(): GrblDecoder {
  const held = new Uint8Array(MOST_BYTES);
  const counts = { lines: 0, unknown: 0, droppedBytes: 0, work: 0 };
  let size = 0;

  const end = (take: (reply: GrblReply) => void): void => {
    const bytes = size;
    size = 0;
    if (bytes === 0) return;
    if (bytes > MOST_BYTES) {
      counts.droppedBytes += bytes;
      take({ kind: "overlong", bytes });
      return;
    }
    counts.work += bytes;
    const reply = readGrblLine(String.fromCharCode(...held.subarray(0, bytes)));
    if (reply.kind === "unknown") {
      counts.unknown++;
      counts.droppedBytes += bytes;
    } else counts.lines++;
    take(reply);
  };

  return {
    counts,
    push(chunk, take) {
      counts.work += chunk.length;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        if (byte === CR || byte === LF) end(take);
        else {
          if (size < MOST_BYTES) held[size] = byte;
          size++;
        }
      }
    },
    clear() {
      counts.droppedBytes += size;
      size = 0;
    },
  };
}
