// The part of Grbl's G-code that moves an arm: straight moves, dwells, units, absolute or by so much, an offset of the
// origin, the spindle's number (a gripper hangs on it). Arcs, probing and stored coordinate systems are refused as
// unsupported, which Grbl itself would take. Source: Grbl 1.1, gcode.c (gc_execute_line).

const AXES: readonly string[] = ["X", "Y", "Z", "A", "B", "C"];
const MM_A_INCH = 25.4;
/** Modal groups of the G and M codes that are taken; two of one group in a line are refused. */
const GROUPS: Readonly<Record<string, string>> = {
  G0: "motion",
  G1: "motion",
  G80: "motion",
  G4: "once",
  G53: "once",
  G92: "once",
  "G92.1": "once",
  G17: "plane",
  G20: "units",
  G21: "units",
  G40: "cutter",
  G49: "length",
  G54: "system",
  G61: "control",
  G90: "distance",
  G91: "distance",
  G94: "feed",
  M0: "program",
  M2: "program",
  M30: "program",
  M3: "spindle",
  M4: "spindle",
  M5: "spindle",
  M8: "coolant",
  M9: "coolant",
};
const OF_A_JOG = new Set(["G20", "G21", "G53", "G90", "G91"]);

export interface GrblModes {
  motion: "G0" | "G1" | "G80";
  units: "G20" | "G21";
  distance: "G90" | "G91";
  spindle: "M3" | "M4" | "M5";
  /** Units a minute; 0: none yet. */
  feed: number;
  spindleSpeed: number;
  /** Of G92: machine = work + offset. */
  readonly offset: Float64Array;
}

export type GrblCommand =
  | { readonly kind: "refused"; readonly code: number }
  /** Nothing that moves. `waits`: only when all moves have ended. */
  | { readonly kind: "set"; readonly waits: boolean; readonly end: boolean; readonly pause: boolean }
  | { readonly kind: "dwell"; readonly seconds: number }
  /** Machine coordinates; feed a minute, or `null` at full speed. */
  | { readonly kind: "move"; readonly target: Float64Array; readonly feed: number | null };

export const freshModes = (axes: number): GrblModes => ({
  motion: "G0",
  units: "G21",
  distance: "G90",
  spindle: "M5",
  feed: 0,
  spindleSpeed: 0,
  offset: new Float64Array(axes),
});

interface Words {
  readonly codes: Map<string, string>;
  readonly values: Map<string, number>;
}

const refused = (code: number): GrblCommand => ({ kind: "refused", code });

/** Words of a line that Grbl has stripped of blanks and comments; a number: the error. */
function wordsOf(line: string): Words | number {
  const codes = new Map<string, string>();
  const values = new Map<string, number>();
  for (let at = 0; at < line.length; ) {
    const letter = line[at]!;
    if (letter < "A" || letter > "Z") return 1;
    const [digits = ""] = /^[+-]?(\d+\.?\d*|\.\d+)/.exec(line.slice(at + 1)) ?? [];
    if (digits === "") return 2;
    at += 1 + digits.length;
    const value = Number(digits);
    if (letter === "G" || letter === "M") {
      const code = `${letter}${value}`;
      const group = GROUPS[code];
      if (group === undefined) return 20;
      if (codes.has(group)) return 21;
      codes.set(group, code);
    } else if (!"FNPST".includes(letter) && !AXES.includes(letter)) return 20;
    else if (values.has(letter)) return 25;
    else if ("FNPST".includes(letter) && value < 0) return 4;
    else values.set(letter, value);
  }
  return { codes, values };
}

/**
 * Reads and, when it is right, applies one line.
 * @param position where the last queued move ends, machine units
 * @param isJog modes hold for this line only, and only those that a jog may have
 */
export function readGcode(line: string, modes: GrblModes, position: Float64Array, isJog: boolean): GrblCommand {
  const words = wordsOf(line);
  if (typeof words === "number") return refused(words);
  const { codes, values } = words;
  if (isJog && [...codes.values()].some((code) => !OF_A_JOG.has(code))) return refused(16);
  const once = codes.get("once");
  const axes = AXES.filter((letter) => values.has(letter));
  if (axes.some((letter) => AXES.indexOf(letter) >= position.length)) return refused(20);
  const units = codes.get("units") ?? modes.units;
  const scale = units === "G20" ? MM_A_INCH : 1;
  const feed = values.has("F") ? values.get("F")! * scale : isJog ? 0 : modes.feed;
  const motion = isJog ? "G1" : (codes.get("motion") ?? modes.motion);
  const isOffset = once === "G92";
  if (axes.length === 0 && (isJog || isOffset)) return refused(26);
  if (once === "G4" && !values.has("P")) return refused(28);
  if (values.has("P") && once !== "G4") return refused(36);
  if (axes.length > 0 && motion === "G80" && !isOffset) return refused(31);
  const moves = axes.length > 0 && !isOffset && once !== "G92.1" && once !== "G4";
  if (axes.length > 0 && !moves && !isOffset) return refused(36);
  if (once === "G53" && motion === "G80") return refused(30);
  // As Grbl: a G1 without a feed is refused even where it has no axis to move.
  if ((moves || codes.has("motion")) && motion === "G1" && feed === 0) return refused(22);

  const isAbsolute = (codes.get("distance") ?? modes.distance) === "G90";
  const target = position.slice();
  for (const letter of axes) {
    const i = AXES.indexOf(letter);
    const value = values.get(letter)! * scale;
    if (isOffset) target[i] = position[i]! - value;
    else if (once === "G53") target[i] = value;
    else target[i] = isAbsolute ? value + modes.offset[i]! : position[i]! + value;
  }
  if (isJog) return { kind: "move", target, feed };

  modes.feed = feed;
  modes.units = units as GrblModes["units"];
  modes.distance = isAbsolute ? "G90" : "G91";
  modes.motion = motion as GrblModes["motion"];
  modes.spindle = (codes.get("spindle") ?? modes.spindle) as GrblModes["spindle"];
  modes.spindleSpeed = values.get("S") ?? modes.spindleSpeed;
  if (isOffset) for (const letter of axes) modes.offset[AXES.indexOf(letter)] = target[AXES.indexOf(letter)]!;
  if (once === "G92.1") modes.offset.fill(0);
  if (moves) return { kind: "move", target, feed: motion === "G0" ? null : feed };
  if (once === "G4") return { kind: "dwell", seconds: values.get("P")! };
  const program = codes.get("program");
  return {
    kind: "set",
    waits: program !== undefined || codes.has("spindle") || codes.has("coolant") || values.has("S"),
    end: program === "M2" || program === "M30",
    pause: program === "M0",
  };
}
