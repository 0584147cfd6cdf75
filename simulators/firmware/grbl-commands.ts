// What a line does on a Grbl board: G-code that is checked and queued, and the `$` commands. A line that has to wait says
// so and is answered later by the device. Source: Grbl 1.1, protocol.c, gcode.c, system.c and motion_control.c (mc_line).
import { type GrblCommand, type GrblModes, readGcode } from "./grbl-gcode.ts";
import type { GrblPlanner } from "./grbl-planner.ts";
import { type GrblSettings, modeLine, parameterLines, settingLines, settingOf, storeSetting } from "./grbl-settings.ts";
import type { JointBuild } from "./plant.ts";

const HELP = "[HLP:$$ $# $G $I $N $x=val $Nx=line $J=line $SLP $C $X $H ~ ! ? ctrl-x]\r\n";
const SLACK_RAD = 1e-9;

export type GrblState = "Idle" | "Run" | "Jog" | "Hold" | "Door" | "Alarm" | "Check" | "Home" | "Sleep";

type Move = Extract<GrblCommand, { readonly kind: "move" }>;

/** What the line under way waits for; its answer comes after. */
export type GrblWait =
  | { readonly kind: "room"; readonly move: Move; readonly isJog: boolean }
  | { readonly kind: "sync"; readonly finish: () => void }
  | { readonly kind: "dwell"; leftS: number }
  | { readonly kind: "home" }
  /** A target beyond the range: nothing but a reset ends it. */
  | { readonly kind: "limit" };

/** What lines and realtime bytes both change. */
export interface GrblMachine {
  state: GrblState;
  /** A hold has come to rest. */
  isHeld: boolean;
  wait: GrblWait | null;
  modes: GrblModes;
  /** Where the parser is: in check mode it runs ahead of the planner. */
  readonly parsed: Float64Array;
}

export interface GrblBoard {
  readonly machine: GrblMachine;
  readonly planner: GrblPlanner;
  readonly settings: GrblSettings;
  readonly builds: readonly JointBuild[];
  readonly radPerUnit: number;
  say(text: string): void;
  answer(code: number): void;
  /** Runs what is queued. */
  start(): void;
  /** As a hold that came over the line. */
  hold(): void;
  softLimit(): void;
  boot(): void;
}

export interface GrblCommands {
  /** The error of a whole line, 0 for `ok`, or `null`: answered later. */
  carryOut(text: string): number | null;
  queue(move: Move, isJog: boolean): void;
}

export function createGrblCommands(board: GrblBoard): GrblCommands {
  const { machine, planner, settings, say } = board;

  function isBeyond(target: Float64Array): boolean {
    if (settingOf(settings, 20) === 0) return false;
    return board.builds.some(({ leastRad, mostRad }, i) => {
      const rad = target[i]! * board.radPerUnit;
      return rad < leastRad - SLACK_RAD || rad > mostRad + SLACK_RAD;
    });
  }

  function move(command: Move, isJog: boolean): number | null {
    if (isBeyond(command.target)) {
      if (isJog) return 15;
      machine.wait = { kind: "limit" };
      board.softLimit();
      return null;
    }
    machine.parsed.set(command.target);
    if (machine.state === "Check") return 0;
    if (planner.isFull()) {
      board.start();
      machine.wait = { kind: "room", move: command, isJog };
      return null;
    }
    queue(command, isJog);
    return 0;
  }

  function queue({ target, feed }: Move, isJog: boolean): void {
    planner.add(target, feed === null ? null : feed / 60);
    if (isJog && planner.waiting() > 0) machine.state = "Jog";
  }

  function carryOut(text: string): number | null {
    if (text === "") return 0;
    if (text.startsWith("$")) return system(text);
    if (machine.state === "Alarm" || machine.state === "Jog") return 9;
    const command = readGcode(text, machine.modes, machine.parsed, false);
    if (command.kind === "refused") return command.code;
    if (command.kind === "move") return move(command, false);
    if (machine.state === "Check" || (command.kind === "set" && !command.waits)) return 0;
    board.start();
    machine.wait = {
      kind: "sync",
      finish() {
        machine.wait = command.kind === "dwell" ? { kind: "dwell", leftS: command.seconds } : null;
        if (command.kind !== "set") return;
        if (command.end) say("[MSG:Pgm End]\r\n");
        board.answer(0);
        if (command.pause) board.hold();
      },
    };
    return null;
  }

  function system(text: string): number | null {
    const isQuiet = machine.state === "Idle" || machine.state === "Alarm";
    if (text === "$") say(HELP);
    else if (text === "$G") say(modeLine(machine.modes));
    else if (text === "$$") {
      if (machine.state === "Run" || machine.state === "Hold") return 8;
      say(settingLines(settings));
    } else if (text.startsWith("$J")) {
      if (machine.state !== "Idle" && machine.state !== "Jog") return 8;
      if (!text.startsWith("$J=")) return 3;
      const command = readGcode(text.slice(3), machine.modes, machine.parsed, true);
      if (command.kind === "refused") return command.code;
      return command.kind === "move" ? move(command, true) : 16;
    } else if (text === "$C") {
      if (machine.state === "Check") {
        say("[MSG:Disabled]\r\n");
        board.answer(0);
        board.boot();
        return null;
      }
      if (machine.state !== "Idle") return 8;
      machine.state = "Check";
      say("[MSG:Enabled]\r\n");
    } else if (text === "$X") {
      if (machine.state === "Alarm") {
        say("[MSG:Caution: Unlocked]\r\n");
        machine.state = "Idle";
      }
    } else if (!isQuiet) return 8;
    else if (text === "$#") say(parameterLines(machine.modes.offset));
    else if (text === "$I") say("[VER:1.1h.20190830:]\r\n[OPT:V,15,128]\r\n");
    else if (text === "$N") say("$N0=\r\n$N1=\r\n");
    else if (text === "$SLP") {
      machine.state = "Sleep";
      machine.isHeld = true;
      say("[MSG:Sleeping]\r\n");
    } else if (text === "$H") {
      if (settingOf(settings, 22) === 0) return 5;
      machine.state = "Home";
      machine.wait = { kind: "home" };
      return null;
    } else return storeSetting(settings, text);
    return 0;
  }

  return { carryOut, queue };
}
