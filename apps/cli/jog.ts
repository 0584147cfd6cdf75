// Jogging at the prompt: the arm moves while a key is held, one short move a beat of the key, and says how near it is to
// the nearest thing. Every beat goes through the same gate as a goal; without beats nothing moves (hooks/pre/jog.ts).
import { emitKeypressEvents } from "node:readline";
import { systemClock } from "../../kernel/contract/clock.ts";
import { nearestThing } from "../../kernel/motion/posture.ts";
import { toolLine } from "../runtime/measured-lines.ts";
import type { Session } from "../runtime/session.ts";
import { type Io, styler, write } from "./io.ts";

const STEP_M = 0.05;
const STEP_DEG = 10;
const MOVES: Readonly<
  Record<string, { readonly dx?: number; readonly dy?: number; readonly dz?: number; readonly dtheta?: number }>
> = {
  up: { dx: STEP_M },
  down: { dx: -STEP_M },
  left: { dy: STEP_M },
  right: { dy: -STEP_M },
  pageup: { dz: STEP_M },
  pagedown: { dz: -STEP_M },
  "[": { dtheta: STEP_DEG },
  "]": { dtheta: -STEP_DEG },
};
const HELP = `Jog: hold a key to move, let go to stop. ↑ forward  ↓ back  ← left  → right  PgUp/PgDn up/down  [ ] turn
1 to 9, then + or - turn that joint.   q leaves
`;

interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
}

/** What a key asks for: the arguments of one jog, another joint to turn, to leave, or nothing. */
export function meant({ name, sequence, ctrl }: Key, joint: number): object | number | "leave" | null {
  if (name === "q" || name === "escape" || (ctrl && name === "c")) return "leave";
  if (/^[1-9]$/.test(sequence ?? "")) return Number(sequence);
  if (sequence === "+" || sequence === "-") return { joint, by_deg: sequence === "+" ? STEP_DEG : -STEP_DEG };
  return MOVES[name ?? ""] ?? MOVES[sequence ?? ""] ?? null;
}

/** Until q. A beat that comes while one is still carried out is dropped, never queued. */
export async function jogMode(session: Session, io: Io): Promise<void> {
  const input = io.stdin as NodeJS.ReadStream;
  if (input.isTTY !== true) {
    await write(io.stdout, "jogging needs a terminal: the arm moves only while a key is held\n");
    return;
  }
  const { kernel, cell } = session;
  const paint = styler(io.stdout, io.env);
  const isArmedHere = kernel.mode() === "disarmed";
  if (isArmedHere) await kernel.arm();
  await write(io.stdout, HELP);
  let joint = 1;
  let isBusy = false;
  const show = async (said: string): Promise<void> => {
    const state = await session.read();
    const nearest = nearestThing(cell, state);
    const near = nearest === null ? "" : `, ${(nearest.distanceM * 1000).toFixed(1)} mm from ${nearest.name}`;
    await write(io.stdout, `\r\x1b[2K${toolLine(cell, state)}${near}${said === "" ? "" : ` ${paint("red", said)}`}`);
  };
  await show("");
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.resume();
  await new Promise<void>((leave, fail) => {
    const done = (): void => {
      input.off("keypress", onKey);
      input.setRawMode(false);
      leave();
    };
    const beat = async (args: object): Promise<void> => {
      const beatAtMs = systemClock.nowMs();
      const calls = [{ tool: "jog", args }];
      const report = await kernel.carryOut({ text: "jog", calls, origin: "operator", confidence: 1, beatAtMs });
      await show(report.outcome === "done" ? "" : (report.finding?.reason ?? report.outcome));
    };
    const onKey = (_text: string | undefined, key: Key): void => {
      const wish = meant(key, joint);
      if (wish === "leave") done();
      else if (typeof wish === "number") joint = wish;
      else if (wish !== null && !isBusy) {
        isBusy = true;
        beat(wish)
          .catch((cause: unknown) => {
            input.setRawMode(false);
            fail(cause instanceof Error ? cause : new Error(String(cause)));
          })
          .finally(() => {
            isBusy = false;
          });
      }
    };
    input.on("keypress", onKey);
  });
  await write(io.stdout, "\n");
  if (isArmedHere && kernel.mode() === "idle") await kernel.disarm();
}
