// Finds frames with a header, a length and a checksum in a stream of bytes, wherever the stream was cut. What is no
// frame is dropped one byte at a time, so that a frame that begins inside garbage is found; what is kept is bounded by
// the longest frame, and so is the work per byte. Nothing throws and nothing is allocated after it is made.

/** How one protocol marks its frames. */
export interface Framing {
  /** Longest frame, bytes. */
  readonly mostBytes: number;
  /** Bytes of the frame that begins at `at`; 0 when none can; more than `have` when more bytes must come to tell. */
  sizeAt(bytes: Uint8Array, at: number, have: number): number;
  /** Whether the checksum of the whole frame at `at` is right. */
  holds(bytes: Uint8Array, at: number, size: number): boolean;
}

export interface ScanCounts {
  readonly frames: number;
  /** Bytes that belonged to no frame. */
  readonly droppedBytes: number;
  /** Whole frames by their length whose checksum was wrong. */
  readonly badChecksums: number;
  /** Looks at bytes: at most `mostBytes` + 1 for each byte pushed, and one for each call. */
  readonly work: number;
}

/** A frame lies in `bytes` from `at`, and only until this returns: the buffer is used again. */
export type TakeBytes = (bytes: Uint8Array, at: number, size: number) => void;

export interface Scanner {
  readonly counts: ScanCounts;
  push(chunk: Uint8Array, take: TakeBytes): void;
  /**
   * The line fell silent: what is incomplete is no frame any more, and what it held back is looked at. Without it a
   * damaged length keeps a good frame waiting.
   */
  settle(take: TakeBytes): void;
  /** Forgets what is held, as after a reconnection. */
  clear(): void;
}

export function createScanner(framing: Framing): Scanner {
  const { mostBytes } = framing;
  const held = new Uint8Array(2 * mostBytes);
  const counts = { frames: 0, droppedBytes: 0, badChecksums: 0, work: 0 };
  let from = 0;
  let to = 0;

  const scan = (take: TakeBytes, isSilent: boolean): void => {
    while (from < to) {
      const at = from;
      const have = to - at;
      const size = framing.sizeAt(held, at, have);
      counts.work++;
      if (size > have && size <= mostBytes && !isSilent) return;
      if (size > 0 && size <= have) {
        counts.work += size;
        if (framing.holds(held, at, size)) {
          counts.frames++;
          from += size;
          take(held, at, size);
          continue;
        }
        counts.badChecksums++;
      }
      counts.droppedBytes++;
      from++;
    }
    from = 0;
    to = 0;
  };

  return {
    counts,
    push(chunk, take) {
      for (let read = 0; read < chunk.length; ) {
        // What waits is shorter than one frame, so there is room for another.
        if (to === held.length) {
          held.copyWithin(0, from, to);
          to -= from;
          from = 0;
        }
        const room = Math.min(held.length - to, chunk.length - read);
        if (room === chunk.length) held.set(chunk, to);
        else for (let i = 0; i < room; i++) held[to + i] = chunk[read + i]!;
        read += room;
        to += room;
        scan(take, false);
      }
    },
    settle: (take) => scan(take, true),
    clear() {
      counts.droppedBytes += to - from;
      from = 0;
      to = 0;
    },
  };
}

export interface PacketScanner<P> {
  readonly counts: ScanCounts;
  push(chunk: Uint8Array, take: (packet: P) => void): void;
  settle(take: (packet: P) => void): void;
  clear(): void;
}

/** A scanner that hands out what `read` makes of a frame; `null` is handed to nobody. */
export function createPacketScanner<P>(
  framing: Framing,
  read: (bytes: Uint8Array, at: number, size: number) => P | null,
): PacketScanner<P> {
  const scanner = createScanner(framing);
  let give: (packet: P) => void;
  const take: TakeBytes = (bytes, at, size) => {
    const packet = read(bytes, at, size);
    if (packet !== null) give(packet);
  };
  return {
    counts: scanner.counts,
    push(chunk, taker) {
      give = taker;
      scanner.push(chunk, take);
    },
    settle(taker) {
      give = taker;
      scanner.settle(take);
    },
    clear: scanner.clear,
  };
}
