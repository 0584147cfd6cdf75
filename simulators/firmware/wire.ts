// One direction of a serial line: bytes take the time that their baud rate gives them, and what noise does to each write
// is drawn from a seed. Order is kept unless the noise says otherwise, as on a cable.

/** What happens to writes; each share is of writes, `flip` of bytes. */
export interface WireNoise {
  /** Before the first bit: drivers, hubs, a busy host. */
  readonly delayS: number;
  /** On top, evenly drawn up to this. */
  readonly jitterS: number;
  readonly lose: number;
  readonly duplicate: number;
  /** Comes behind the write after it, or 20 ms later when there is none. */
  readonly reorder: number;
  /** Only a beginning of it comes. */
  readonly truncate: number;
  /** One bit of the byte is another. */
  readonly flip: number;
}

export const QUIET: WireNoise = { delayS: 0, jitterS: 0, lose: 0, duplicate: 0, reorder: 0, truncate: 0, flip: 0 };

export interface Wire {
  write(bytes: Uint8Array): void;
  /** Time is now `nowS`: hands on what has come whole until then. */
  advance(nowS: number): void;
  noise(noise: WireNoise): void;
  /** Everything under way is gone, as when the plug is pulled. */
  cut(): void;
}

/** Start bit, eight, stop bit. */
const BITS_A_BYTE = 10;
const HELD_BACK_S = 0.02;
const EPSILON = 1e-9;

interface Write {
  readonly bytes: Uint8Array;
  readonly fromS: number;
  /** Bytes that have been handed on. */
  given: number;
}

/** @param deliver takes bytes that are its own to keep */
export function createWire(baud: number, random: () => number, deliver: (bytes: Uint8Array) => void): Wire {
  const byteS = BITS_A_BYTE / baud;
  const line: Write[] = [];
  let noise = QUIET;
  let nowS = 0;
  let freeS = 0;
  let heldBack: { readonly bytes: Uint8Array; readonly untilS: number } | null = null;

  const happens = (share: number): boolean => share > 0 && random() < share;

  function send(bytes: Uint8Array): void {
    const fromS = Math.max(freeS, nowS + noise.delayS + (noise.jitterS > 0 ? noise.jitterS * random() : 0));
    freeS = fromS + bytes.length * byteS;
    line.push({ bytes, fromS, given: 0 });
  }

  function damaged(bytes: Uint8Array): Uint8Array {
    const isCut = happens(noise.truncate);
    const out = isCut ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes.slice();
    if (noise.flip > 0) {
      for (let i = 0; i < out.length; i++)
        if (random() < noise.flip) out[i] = out[i]! ^ (1 << Math.floor(random() * 8));
    }
    return out;
  }

  return {
    write(bytes) {
      if (happens(noise.lose)) return;
      const out = damaged(bytes);
      if (heldBack === null && happens(noise.reorder)) {
        heldBack = { bytes: out, untilS: nowS + HELD_BACK_S };
        return;
      }
      send(out);
      if (happens(noise.duplicate)) send(out);
      if (heldBack === null) return;
      send(heldBack.bytes);
      heldBack = null;
    },
    advance(toS) {
      nowS = toS;
      if (heldBack !== null && heldBack.untilS <= nowS) {
        send(heldBack.bytes);
        heldBack = null;
      }
      for (let first = line[0]; first !== undefined && first.fromS <= nowS; first = line[0]) {
        const { bytes, fromS, given } = first;
        const whole = byteS === 0 ? bytes.length : Math.floor((nowS - fromS) / byteS + EPSILON);
        const to = Math.min(bytes.length, whole);
        first.given = to;
        if (to === bytes.length) line.shift();
        if (to > given) deliver(bytes.slice(given, to));
        if (to < bytes.length) return;
      }
    },
    noise(next) {
      noise = next;
    },
    cut() {
      line.length = 0;
      heldBack = null;
      freeS = nowS;
    },
  };
}
