// `roboos run`: one sentence, carried out in the cell; the exit code says how it ended.
import { radToDeg } from "../../kernel/contract/geometry.ts";
import { fileLatch } from "../../kernel/latch.ts";
import { thetaRadOf } from "../../kernel/motion/aim.ts";
import { interpret } from "../../language/interpret.ts";
import { openCell } from "../cell.ts";
import { carryOutSentence, type GoalOutcome, type GoalResult } from "../runtime/goal.ts";
import { homeFrom } from "../runtime/home.ts";
import { openSession, readCellText, type Session } from "../runtime/session.ts";
import { approver } from "./approve.ts";
import { goalText } from "./goal-text.ts";
import { EXIT, type Io, write } from "./io.ts";
import { onStopSignal } from "./signals.ts";

export interface RunOptions {
  readonly cell?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly seed?: number;
  readonly realtime?: boolean;
}

const EXIT_OF: Readonly<Record<GoalOutcome, number>> = {
  done: EXIT.ok,
  answer: EXIT.ok,
  stopped: EXIT.ok,
  refused: EXIT.refused,
  clarify: EXIT.needsAnswer,
  approval: EXIT.needsAnswer,
  failed: EXIT.failed,
};

export async function runCommand(args: readonly string[], options: RunOptions, io: Io): Promise<number> {
  const text = args.join(" ");
  const shown = options.json ? null : goalText(io);
  pressAtOnce(text, options, io);
  let open: Session | null = null;
  const signals = onStopSignal(() => open?.kernel.stop());
  const session = await openSession({
    home: homeFrom(io.env),
    cellFile: options.cell ?? "cells/tabletop.yaml",
    cellText: readCellText(options.cell),
    seed: options.seed ?? 0,
    isRealtime: options.realtime ?? false,
    title: text,
    approve: approver(io, { isYes: options.yes ?? false, isAsking: !options.json }),
    onEvent: (event) => {
      shown?.event(event);
      // Asked before there was anything to stop: the goal ends before its next step.
      if (event.kind === "judged" && signals.isAsked()) open?.kernel.stop();
    },
  }).catch((cause: unknown) => {
    signals.release();
    throw cause;
  });
  open = session;
  try {
    const result = await carryOutSentence(session, text, {
      lastObject: null,
      number: 1,
      onRead: (interpretation) => shown?.read(interpretation),
    });
    if (options.json) await write(io.stdout, `${JSON.stringify(jsonOf(session, result))}\n`);
    else shown?.result(result, session.folder);
    // Asked to stop, it stopped: a goal cut short by that is not done.
    return result.outcome === "stopped" && result.report !== null && result.report.finding !== null
      ? EXIT.failed
      : EXIT_OF[result.outcome];
  } finally {
    signals.release();
    await session.close();
  }
}

/** An emergency stop waits for no physics and no log: it is latched first, which stops other processes too. */
function pressAtOnce(text: string, options: RunOptions, io: Io): void {
  const cell = openCell(options.cell);
  const { outcome, emergency } = interpret(text, cell, { measured: null, lastObject: null });
  if (outcome !== "stop" || !emergency) return;
  const record = { reason: text, origin: "operator", at: new Date().toISOString() } as const;
  fileLatch(homeFrom(io.env).latchFile(cell.name)).press(record);
}

function jsonOf(
  session: Session,
  { interpretation, outcome, report, after, simulatedS, pictureFile }: GoalResult,
): object {
  const { question, reason, confidence } = interpretation;
  const [x, y, z] = after.tool.xyzM;
  const why = report?.finding ?? null;
  return {
    outcome,
    mode: "LEARNER",
    calls: interpretation.calls.map((call, index) => {
      const verdict = report?.steps[index]?.verdict;
      if (verdict === undefined) return { ...call, verdict: "unjudged" };
      const { kind, hook, code, reason: because } = verdict;
      return kind === "allow" ? { ...call, verdict: kind } : { ...call, verdict: kind, hook, code, reason: because };
    }),
    verified: report?.verified ?? false,
    final: {
      tcp: { x, y, z, theta: radToDeg(thetaRadOf(session.cell, after.tool)) },
      objects: Object.fromEntries(Object.entries(after.objects).map(([id, pose]) => [id, pose.xyzM])),
    },
    tokens: { input: 0, output: 0 },
    log: session.log.path,
    confidence,
    simulated_s: simulatedS,
    holding: after.gripper.holding,
    ...(question === undefined ? {} : { question }),
    ...(reason === undefined ? {} : { reason }),
    ...(why === null ? {} : { code: why.code, reason: why.reason }),
    ...(pictureFile === null ? {} : { picture: pictureFile }),
  };
}
