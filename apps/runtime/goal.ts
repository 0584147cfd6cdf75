// One sentence carried out in a session: read, planned, judged, executed, measured, pictured.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Interpretation } from "../../kernel/contract/interpretation.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import type { GoalReport } from "../../kernel/goal.ts";
import { interpret } from "../../language/interpret.ts";
import { pathPicture } from "../pictures/path-picture.ts";
import { scenePicture } from "../pictures/scene-picture.ts";
import { measuredLines } from "./measured-lines.ts";
import type { Session } from "./session.ts";

export type GoalOutcome = "done" | "refused" | "clarify" | "approval" | "answer" | "stopped" | "failed";

export interface GoalResult {
  readonly interpretation: Interpretation;
  readonly outcome: GoalOutcome;
  /** `null` when nothing was proposed to the kernel. */
  readonly report: GoalReport | null;
  readonly after: Measured;
  /** What was measured, a line each. */
  readonly lines: readonly string[];
  readonly simulatedS: number;
  readonly pictureFile: string | null;
}

export interface GoalOptions {
  /** The object named last in this conversation. */
  readonly lastObject: string | null;
  /** Called once the sentence is read, before anything is proposed. */
  readonly onRead?: (interpretation: Interpretation) => void;
  /** Counts the goals of this session, from 1; names the picture. */
  readonly number: number;
}

/** Arms the simulated cell for the goal and disarms it after. */
export async function carryOutSentence(session: Session, text: string, options: GoalOptions): Promise<GoalResult> {
  const { kernel, cell, log } = session;
  const before = await session.read();
  const interpretation = interpret(text, cell, { measured: before, lastObject: options.lastObject });
  log.append("read", { ...interpretation });
  options.onRead?.(interpretation);
  const without = (outcome: GoalOutcome): GoalResult => ({
    interpretation,
    outcome,
    report: null,
    after: before,
    lines: [],
    simulatedS: 0,
    pictureFile: null,
  });

  switch (interpretation.outcome) {
    case "clarify":
      return without("clarify");
    case "refuse":
      return without("refused");
    case "answer":
      return { ...without("answer"), pictureFile: drawView(session, before, interpretation, options.number) };
    case "stop":
      if (interpretation.emergency) kernel.emergencyStop("operator", text);
      else kernel.stop();
      return without("stopped");
    case "plan":
      break;
  }

  if (kernel.mode() === "disarmed") await kernel.arm();
  const { calls, confidence } = interpretation;
  const report = await kernel.carryOut({ text, calls, origin: "operator", confidence });
  const after = await session.read();
  // A protective stop stays until a person resets it.
  if (kernel.mode() === "idle") await kernel.disarm();

  const outcome = report.outcome === "needs approval" ? "approval" : report.outcome;
  const executions = report.steps.flatMap((step) => step.execution ?? []);
  const simulatedS = executions.reduce((sum, execution) => sum + execution.tookS, 0);
  const lines = outcome === "refused" ? [] : measuredLines(cell, calls, report, after);
  const trails = executions.map(({ trail }) => trail).filter((trail) => trail.length > 0);
  let pictureFile: string | null = null;
  if (trails.length > 0) {
    pictureFile = join(session.folder, options.number === 1 ? "path.svg" : `path-${options.number}.svg`);
    writeFileSync(
      pictureFile,
      pathPicture({ cell, before, after, trails, title: text, lines: [...lines, endingLine(report, simulatedS)] }),
    );
  }
  return { interpretation, outcome, report, after, lines, simulatedS, pictureFile };
}

/** The picture that an answer asks for, drawn into the recording; `null` when it asks for none. */
function drawView(
  { cell, folder }: Session,
  measured: Measured,
  { view }: Interpretation,
  number: number,
): string | null {
  if (view === undefined) return null;
  const file = join(folder, number === 1 ? "view.svg" : `view-${number}.svg`);
  writeFileSync(file, scenePicture(cell, measured, view));
  return file;
}

export function endingLine({ outcome, finding }: GoalReport, simulatedS: number): string {
  const took = `${simulatedS.toFixed(1)} s simulated`;
  if (outcome === "done") return `done and verified in ${took}`;
  if (outcome === "refused") return `refused, and nothing moved: ${finding?.reason ?? "no reason was given"}`;
  return `${outcome}${finding === null ? "" : `: ${finding.reason}`} (after ${took})`;
}

/** The object that a later "it" means: the last one that a call named. */
export function lastObjectOf(calls: readonly ToolCall[]): string | null {
  const named = calls.flatMap((call) => (call.tool === "pick" ? call.args.object : []));
  return named.at(-1) ?? null;
}
