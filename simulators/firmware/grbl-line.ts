// Grbl's receive buffer and the line that grows out of it: 128 bytes that overflow without a word, blanks and comments
// that are thrown away, lines that are too long. Source: Grbl 1.1, serial.c and protocol.c (protocol_main_loop).

/** RX_BUFFER_SIZE in serial.h. */
export const GRBL_RX_BYTES = 128;
/** LINE_BUFFER_SIZE in protocol.h, less the end. */
const MOST_CHARACTERS = 79;
const CR = 0x0d;
const LF = 0x0a;

export interface GrblLines {
  readonly free: () => number;
  /** Bytes that found no room: part of a line is missing, and nobody is told. */
  readonly lost: () => number;
  put(byte: number): void;
  /** The next whole line, upper case and bare; `overlong` for one that was too long; `null`: none yet. */
  next(): { readonly text: string } | "overlong" | null;
  clear(): void;
}

export function createGrblLines(): GrblLines {
  const buffer: number[] = [];
  let text = "";
  let lost = 0;
  let isOverlong = false;
  let comment: "" | ")" | ";" = "";

  const grow = (byte: number): void => {
    const character = String.fromCharCode(byte).toUpperCase();
    if (comment !== "" || isOverlong) {
      if (comment === character) comment = "";
    } else if (character === "(") comment = ")";
    else if (character === ";") comment = ";";
    else if (byte > 0x20 && character !== "/") {
      if (text.length === MOST_CHARACTERS) isOverlong = true;
      else text += character;
    }
  };
  const restart = (): void => {
    text = "";
    isOverlong = false;
    comment = "";
  };

  return {
    free: () => GRBL_RX_BYTES - buffer.length,
    lost: () => lost,
    put(byte) {
      if (buffer.length < GRBL_RX_BYTES) buffer.push(byte);
      else lost++;
    },
    next() {
      for (let byte = buffer.shift(); byte !== undefined; byte = buffer.shift()) {
        if (byte !== CR && byte !== LF) {
          grow(byte);
          continue;
        }
        const line = isOverlong ? "overlong" : { text };
        restart();
        return line;
      }
      return null;
    },
    clear() {
      buffer.length = 0;
      restart();
    },
  };
}
