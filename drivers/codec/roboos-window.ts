// How many bytes may be on their way to a device, so that a stop never waits behind more than a known time of line:
// what was written and not yet seen by the device counts, stops never do (docs/roboos-frame.md, "Bytes in flight").
import { fitted } from "./bytes.ts";

const MOST_FRAMES = 64;
/** A stop waits at most so long behind other frames, whatever the line's speed. */
const WAIT_S = 0.01;
const BITS_A_BYTE = 10;

/** Bytes that a line of so many bits a second carries in 10 ms, but no more than the device takes. */
export const windowOf = (baud: number, deviceBytes: number): number =>
  Math.min(deviceBytes, Math.floor((baud / BITS_A_BYTE) * WAIT_S));

export interface FrameWindow {
  readonly inFlightBytes: () => number;
  /** Whether so many more bytes may be written. A frame that may not is dropped for the next one, not kept. */
  hasRoom(bytes: number): boolean;
  /** Tells of a frame that was written; stops are not told. */
  wrote(sequence: number, bytes: number): void;
  /** The device has seen everything up to this sequence. */
  seen(sequence: number): void;
  clear(): void;
}

/** One frame always fits into an empty window, however small it is: else nothing could ever be sent. */
export function createFrameWindow(mostBytes: number): FrameWindow {
  const sequences = new Float64Array(MOST_FRAMES);
  const sizes = new Float64Array(MOST_FRAMES);
  let first = 0;
  let frames = 0;
  let bytes = 0;
  return {
    inFlightBytes: () => bytes,
    hasRoom: (more) => frames === 0 || (frames < MOST_FRAMES && bytes + more <= mostBytes),
    wrote(sequence, size) {
      fitted("the frames in flight", frames, 0, MOST_FRAMES - 1);
      const at = (first + frames) % MOST_FRAMES;
      sequences[at] = sequence;
      sizes[at] = size;
      frames++;
      bytes += size;
    },
    seen(sequence) {
      while (frames > 0 && sequences[first]! <= sequence) {
        bytes -= sizes[first]!;
        first = (first + 1) % MOST_FRAMES;
        frames--;
      }
    },
    clear() {
      frames = 0;
      bytes = 0;
    },
  };
}
