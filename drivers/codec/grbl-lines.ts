// Lines for Grbl: words of a letter and a number with fixed decimals. No exponent, no NaN, no sign before zero, no line
// that Grbl would cut, and nothing in a line that it would take for a realtime command. Values are in millimetres,
// degrees and units a minute: Grbl's own, converted at the driver's edge.
import { RoboError } from "../../kernel/contract/errors.ts";
import { isGrblRealtime } from "./grbl-realtime.ts";

/** LINE_BUFFER_SIZE of Grbl 1.1, protocol.h, less its end. */
const MOST_CHARACTERS = 79;
/** MAX_INT_DIGITS of Grbl 1.1, nuts_bolts.c: digits that read_float keeps. */
const MOST_VALUE = 99_999.999;
const DECIMALS = 3;
const AXES = ["X", "Y", "Z", "A", "B", "C"] as const;

export type GrblAxis = (typeof AXES)[number];
export type GrblAxes = Readonly<Partial<Record<GrblAxis, number>>>;

/** Millimetres, absolute, feed a minute, no arcs' plane in doubt, no tool offset: said before the first move. */
export const GRBL_PREAMBLE: readonly string[] = ["G21", "G90", "G94", "G17", "G49"].map((line) => `${line}\n`);

export const GRBL_COMMAND = {
  home: "$H\n",
  unlock: "$X\n",
  check: "$C\n",
  settings: "$$\n",
  modes: "$G\n",
  parameters: "$#\n",
  build: "$I\n",
  startupLines: "$N\n",
  sleep: "$SLP\n",
} as const;

/** A straight move at `feedPerMin`; as a jog it can be cancelled with everything behind it. Throws E_DRIVER. */
export function grblMove(axes: GrblAxes, feedPerMin: number, asJog = false): string {
  if (!(feedPerMin > 0)) throw new RoboError("E_DRIVER", `a feed of ${feedPerMin} a minute; send one above 0`);
  return line(`${asJog ? "$J=G90G21" : "G1"}${words(axes)}F${decimal("F", feedPerMin)}`);
}

/** A move at the machine's own greatest speed. */
export const grblRapid = (axes: GrblAxes): string => line(`G0${words(axes)}`);

export function grblDwell(seconds: number): string {
  if (!(seconds >= 0)) throw new RoboError("E_DRIVER", `a dwell of ${seconds} s; send one of 0 s or more`);
  return line(`G4P${decimal("P", seconds)}`);
}

export function grblSet(setting: number, value: number): string {
  if (!Number.isInteger(setting) || setting < 0 || setting > 255) {
    throw new RoboError("E_DRIVER", `no setting $${setting}; Grbl has $0 to $255`);
  }
  return line(`$${setting}=${decimal(`$${setting}`, value)}`);
}

function words(axes: GrblAxes): string {
  const text = AXES.map((axis) => (axes[axis] === undefined ? "" : `${axis}${decimal(axis, axes[axis])}`)).join("");
  if (text === "") throw new RoboError("E_DRIVER", "a move of no axis; name at least one");
  return text;
}

function decimal(letter: string, value: number): string {
  if (!(Math.abs(value) <= MOST_VALUE)) {
    throw new RoboError("E_DRIVER", `${letter} is ${value}, past ±${MOST_VALUE}; Grbl would misread it`);
  }
  const text = value.toFixed(DECIMALS);
  return Number(text) === 0 ? "0" : text.replace(/\.?0+$/, "");
}

function line(text: string): string {
  if (text.length > MOST_CHARACTERS) {
    throw new RoboError("E_DRIVER", `a line of ${text.length} characters (most ${MOST_CHARACTERS}); leave out an axis`);
  }
  return `${text}\n`;
}

/** A line as bytes. Throws E_DRIVER when one of them would be taken out of it. */
export function grblBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const byte = character.charCodeAt(0);
    if (!isGrblRealtime(byte) && byte > 0x09) return byte;
    throw new RoboError("E_DRIVER", `a line holds byte 0x${byte.toString(16)}, which Grbl obeys at once; remove it`);
  });
}
