// The frame of RoboOS's own wire, for makers' firmware: a zero, the body in COBS, a zero. Zeros occur nowhere else, so
// damage costs the frame it hits and never the one behind it, which may be a stop. docs/roboos-frame.md has every byte.
import { fitted, put32, putU16, u16At, u32At } from "./bytes.ts";
import { crc32c } from "./crc32c.ts";

const VERSION = 1;
const HEADER_BYTES = 20;
const CRC_BYTES = 4;
/** One COBS block: longer bodies would need a second code byte in their middle. */
const MOST_BODY = 254;
export const ROBOOS_MOST_PAYLOAD = MOST_BODY - HEADER_BYTES - CRC_BYTES;
/** On the wire: two zeros and the code byte. */
export const ROBOOS_MOST_BYTES = MOST_BODY + 3;
/** Where an encoder's payload begins in its buffer: behind a zero, the code byte and the header. */
export const ROBOOS_PAYLOAD = 2 + HEADER_BYTES;

export interface RoboosHeader {
  type: number;
  /** Drawn anew by the host for each connection; a device takes motion of no other. */
  session: number;
  /** How old the echo may be when the frame is taken, ms. 0: no bound (stops, e-stops, hello). */
  ttlMs: number;
  /** Rises with each frame of a session, in each direction. */
  sequence: number;
  /** The sender's clock, ms since some start of its own, modulo 2^32. */
  sentAtMs: number;
  /** The newest `sentAtMs` that came from the other side: the reader's own clock, come back. */
  echoMs: number;
}

/** One object, used again for every frame: read it before the next. */
export interface RoboosFrame extends RoboosHeader {
  /** The payload is bytes `from` up to `from + count` of this. */
  bytes: Uint8Array;
  from: number;
  count: number;
}

export interface RoboosCounts {
  readonly frames: number;
  /** Bytes, zeros apart, that belonged to no frame. */
  readonly droppedBytes: number;
  readonly badChecksums: number;
  /** Right checksum, but another version, unknown flags or no room for a header. */
  readonly foreign: number;
  /** Looks at a byte, for bounds on work: at most 4 for each byte pushed. */
  readonly work: number;
}

export interface RoboosDecoder {
  readonly counts: RoboosCounts;
  push(chunk: Uint8Array, take: (frame: RoboosFrame) => void): void;
  /** Forgets the beginning of a frame, as after a reconnection. */
  clear(): void;
}

export function createRoboosDecoder(): RoboosDecoder {
  const held = new Uint8Array(MOST_BODY + 1);
  const counts = { frames: 0, droppedBytes: 0, badChecksums: 0, foreign: 0, work: 0 };
  const frame: RoboosFrame = {
    type: 0,
    session: 0,
    ttlMs: 0,
    sequence: 0,
    sentAtMs: 0,
    echoMs: 0,
    bytes: held,
    from: 1 + HEADER_BYTES,
    count: 0,
  };
  /** Bytes since the last zero; more than fit in `held`: too long for a frame. */
  let size = 0;

  const end = (take: (frame: RoboosFrame) => void): void => {
    const bytes = size;
    size = 0;
    if (bytes === 0) return;
    counts.work += bytes > held.length ? 0 : 2 * bytes;
    const isWhole = bytes <= held.length && uncob(held, bytes) && bytes > HEADER_BYTES + CRC_BYTES;
    const crcAt = bytes - CRC_BYTES;
    if (!isWhole || u32At(held, crcAt) !== crc32c(held, 1, crcAt)) {
      if (isWhole) counts.badChecksums++;
      counts.droppedBytes += bytes;
      return;
    }
    if (held[1] !== VERSION || u16At(held, 3) !== 0) {
      counts.foreign++;
      counts.droppedBytes += bytes;
      return;
    }
    counts.frames++;
    frame.type = held[2]!;
    frame.session = u16At(held, 5);
    frame.ttlMs = u16At(held, 7);
    frame.sequence = u32At(held, 9);
    frame.sentAtMs = u32At(held, 13);
    frame.echoMs = u32At(held, 17);
    frame.count = crcAt - 1 - HEADER_BYTES;
    take(frame);
  };

  return {
    counts,
    push(chunk, take) {
      counts.work += chunk.length;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        if (byte === 0) end(take);
        else {
          if (size < held.length) held[size] = byte;
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

/** Undoes COBS in place: code bytes but the first become the zeros that they stand for. */
function uncob(held: Uint8Array, size: number): boolean {
  let i = held[0]!;
  while (i < size) {
    const code = held[i]!;
    held[i] = 0;
    i += code;
  }
  return i === size;
}

/**
 * Puts everything around `count` bytes of payload that already lie from `out[ROBOOS_PAYLOAD]`; returns the bytes to
 * send. Throws E_DRIVER when a field does not fit. `out` holds at least `ROBOOS_MOST_BYTES`.
 */
export function sealRoboos(out: Uint8Array, header: Readonly<RoboosHeader>, count: number): number {
  fitted("a payload", count, 0, Math.min(ROBOOS_MOST_PAYLOAD, out.length - ROBOOS_PAYLOAD - CRC_BYTES - 1));
  out[2] = VERSION;
  out[3] = fitted("a type", header.type, 0, 255);
  putU16(out, 4, 0);
  putU16(out, 6, fitted("a session", header.session, 0, 0xffff));
  putU16(out, 8, fitted("a time to live", header.ttlMs, 0, 0xffff));
  put32(out, 10, fitted("a sequence", header.sequence, 0, 0xffffffff));
  put32(out, 14, fitted("a time", header.sentAtMs, 0, 0xffffffff));
  put32(out, 18, fitted("an echo", header.echoMs, 0, 0xffffffff));
  const end = ROBOOS_PAYLOAD + count;
  put32(out, end, crc32c(out, 2, end));
  const zeroAt = end + CRC_BYTES;
  let codeAt = 1;
  for (let i = 2; i < zeroAt; i++) {
    if (out[i] !== 0) continue;
    out[codeAt] = i - codeAt;
    codeAt = i;
  }
  out[codeAt] = zeroAt - codeAt;
  out[0] = 0;
  out[zeroAt] = 0;
  return zeroAt + 1;
}

/** Milliseconds from `thenMs` to `nowMs` on a clock of 32 bits that wraps; negative when `then` lies ahead. */
export const elapsedMs = (thenMs: number, nowMs: number): number => (nowMs - thenMs) | 0;
