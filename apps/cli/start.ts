// `roboos start`: with a sentence, carries it out; without, a prompt with history, help, and stop on one key.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface, emitKeypressEvents, type Interface } from "node:readline";
import type { Kernel } from "../../kernel/kernel.ts";
import { carryOutSentence, lastObjectOf } from "../runtime/goal.ts";
import { type Home, homeFrom } from "../runtime/home.ts";
import { toolLine } from "../runtime/measured-lines.ts";
import { openSession, readCellText, type Session } from "../runtime/session.ts";
import { approver } from "./approve.ts";
import { goalText } from "./goal-text.ts";
import { EXIT, type Io, styler, write } from "./io.ts";
import { jogMode } from "./jog.ts";
import { type RunOptions, runCommand } from "./run.ts";

const HISTORY_LINES = 500;

const HELP = `Say what the arm should do, in plain words:
  pick up the red cube and put it in the tray      move 10 cm left and 5 cm up
  stack the red cube on the blue cube              slowly go to x 0.45, y 0.1, z 0.3
  put all the cubes in the bin                     rotate 90 degrees clockwise
Ask: where are you?  what do you see?  are you holding anything?
While the arm moves, press s, space or Esc to stop it, - and + to slow it down and up again. "emergency stop" latches until a supervisor releases it.
  status   where the arm is      help   this text      jog   move by held keys      reset   leave a protective stop      quit   end
`;

export async function startCommand(args: readonly string[], options: RunOptions, io: Io): Promise<number> {
  if (args.length > 0) return runCommand(args, options, io);
  const home = homeFrom(io.env);
  const paint = styler(io.stdout, io.env);
  const text = goalText(io);
  const session = await openSession({
    home,
    cellFile: options.cell ?? "cells/tabletop.yaml",
    cellText: readCellText(options.cell),
    seed: options.seed ?? 0,
    isRealtime: options.realtime ?? false,
    title: "session",
    approve: approver(io, { isYes: options.yes ?? false, isAsking: true }),
    onEvent: (event) => text.event(event),
  });
  await write(
    io.stdout,
    `${paint("bold", "RoboOS")}, cell ${session.cell.name}. Type a request, ${paint("bold", "help")}, or ${paint("bold", "quit")}.\n`,
  );
  let lastObject: string | null = null;
  let number = 0;
  try {
    for await (const line of promptLines(io, home)) {
      const said = line.trim();
      if (said === "") continue;
      if (said === "quit" || said === "exit") break;
      if (said === "help" || said === "?") await write(io.stdout, HELP);
      else if (said === "status") await write(io.stdout, `${await statusText(session)}\n`);
      else if (said === "jog") await jogMode(session, io);
      else if (said === "reset") await resetProtective(session, io);
      else {
        number++;
        const release = keysWhileMoving(io, {
          stop: () => session.kernel.stop(),
          override: (rate) => session.kernel.override(rate),
        });
        try {
          const result = await carryOutSentence(session, said, {
            lastObject,
            number,
            onRead: (interpretation) => text.read(interpretation),
          });
          text.result(result, session.folder);
          lastObject = lastObjectOf(result.interpretation.calls) ?? lastObject;
        } finally {
          release();
        }
      }
    }
  } finally {
    await session.close();
  }
  return EXIT.ok;
}

const statusText = async (session: Session): Promise<string> =>
  `${session.kernel.mode()}; ${toolLine(session.cell, await session.read())}`;

async function resetProtective({ kernel }: Session, io: Io): Promise<void> {
  const finding = kernel.mode() === "protective" ? await kernel.reset() : null;
  if (finding !== null) await write(io.stdout, `not reset: ${finding.reason}\n`);
  await write(io.stdout, `${kernel.mode()}\n`);
}

/** Lines typed at the prompt, with history kept in the home folder. The prompt shows only on a terminal. */
async function* promptLines(io: Io, home: Home): AsyncGenerator<string> {
  const isTerminal = (io.stdin as Partial<NodeJS.ReadStream>).isTTY === true;
  if (!isTerminal) {
    for await (const line of createInterface({ input: io.stdin })) yield line;
    return;
  }
  mkdirSync(dirname(home.historyFile), { recursive: true, mode: 0o700 });
  const history = existsSync(home.historyFile)
    ? readFileSync(home.historyFile, "utf8").trimEnd().split("\n").reverse()
    : [];
  for (;;) {
    // One interface a line: while a goal runs, the keys belong to stop.
    const lines = createInterface({
      input: io.stdin,
      output: io.stdout,
      prompt: "> ",
      // A copy: the interface adds to the list that it is given.
      history: [...history],
      historySize: HISTORY_LINES,
    });
    const line = await nextLine(lines);
    lines.close();
    if (line === null) return;
    if (line.trim() !== "" && line !== history[0]) {
      history.unshift(line);
      appendFileSync(home.historyFile, `${line}\n`, { mode: 0o600 });
    }
    yield line;
  }
}

function nextLine(lines: Interface): Promise<string | null> {
  return new Promise((resolve) => {
    lines.once("line", resolve);
    lines.once("close", () => resolve(null));
    lines.once("SIGINT", () => resolve(null));
    lines.prompt();
  });
}

/** So many presses of + are full speed; each goal begins with it. */
const FULL_STEPS = 10;

/** While a goal runs, s, space, Esc or Ctrl-C stops the arm, - and + change its speed. Returns how to give the keys back. */
function keysWhileMoving(io: Io, kernel: Pick<Kernel, "stop" | "override">): () => void {
  const input = io.stdin as NodeJS.ReadStream;
  if (input.isTTY !== true) return () => {};
  emitKeypressEvents(input);
  let steps = FULL_STEPS;
  const onKey = (text: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key.name === "s" || key.name === "space" || key.name === "escape" || (key.ctrl && key.name === "c")) {
      kernel.stop();
    } else if (text === "-" || text === "+") {
      steps = Math.min(FULL_STEPS, Math.max(1, steps + (text === "+" ? 1 : -1)));
      kernel.override(steps / FULL_STEPS);
    }
  };
  input.setRawMode(true);
  input.resume();
  input.on("keypress", onKey);
  return () => {
    input.off("keypress", onKey);
    input.setRawMode(false);
    kernel.override(1);
  };
}
