// A goal as a person sees it: the plan, each verdict, a line that moves along with the arm, what was measured.
import type { Slowing } from "../../kernel/contract/arm.ts";
import type { Interpretation } from "../../kernel/contract/interpretation.ts";
import type { ToolCall } from "../../kernel/contract/tools.ts";
import type { Judged } from "../../kernel/gate.ts";
import type { KernelEvent } from "../../kernel/goal.ts";
import { endingLine, type GoalResult } from "../runtime/goal.ts";
import { callText } from "./call-text.ts";
import { type Io, type Style, styler } from "./io.ts";

const BAR_CELLS = 24;

export interface GoalText {
  read(interpretation: Interpretation): void;
  event(event: KernelEvent): void;
  result(result: GoalResult, folder: string): void;
}

export function goalText(io: Io): GoalText {
  const paint = styler(io.stdout, io.env);
  const isTerminal = (io.stdout as Partial<NodeJS.WriteStream>).isTTY === true;
  const say = (text: string): void => void io.stdout.write(`${text}\n`);
  let calls: readonly ToolCall[] = [];

  return {
    read(interpretation) {
      const { outcome, question, reason } = interpretation;
      calls = interpretation.calls;
      if (outcome === "plan") {
        say(paint("bold", `Plan (understood with confidence ${interpretation.confidence.toFixed(2)}):`));
        for (const [index, call] of calls.entries()) say(`  ${index + 1}. ${callText(call)}`);
      } else if (outcome === "clarify")
        say(`${paint("yellow", "Please say more")}: ${question ?? "I did not understand that."}`);
      else if (outcome === "refuse")
        say(`${paint("red", "Refused")}: ${reason ?? "that is not something this arm does"}`);
      else if (outcome === "answer") say(reason ?? "");
    },
    event(event) {
      switch (event.kind) {
        case "judged":
          say(paint("bold", "Judged before anything moves:"));
          for (const [index, step] of event.steps.entries()) say(verdictText(index, nameOf(calls, index), step, paint));
          break;
        case "progress":
          if (isTerminal) io.stdout.write(`\r${progressText(event.index, calls, event.fraction, event.atS)}`);
          break;
        case "step started":
          if (isTerminal) io.stdout.write(progressText(event.index, calls, 0, 0));
          break;
        case "step ended": {
          const { execution, failures } = event.step;
          if (isTerminal) io.stdout.write("\r\x1b[2K");
          const isWell = execution?.ending.kind === "finished" && failures.length === 0;
          const took = execution === null ? "" : ` in ${execution.tookS.toFixed(1)} s simulated`;
          const what = isWell ? paint("green", "done") : paint("red", "not done");
          say(`  ${event.index + 1}. ${nameOf(calls, event.index)}: ${what}${took}`);
          for (const slowing of execution?.slowed ?? []) say(`     ${paint("yellow", slowingText(slowing))}`);
          for (const { code, reason } of failures) say(`     ${paint("red", code)}: ${reason}`);
          break;
        }
      }
    },
    result(result, folder) {
      const { report, lines, outcome } = result;
      if (outcome === "stopped" && report === null) {
        say(
          result.interpretation.emergency
            ? paint("red", 'Emergency stop latched. A supervisor releases it: roboos release --reason "…"')
            : "Stopped. Nothing is moving.",
        );
      }
      if (report === null) {
        if (result.pictureFile !== null) say(`${paint("dim", "Picture:")} ${result.pictureFile}`);
        return;
      }
      for (const line of lines) say(`${paint("cyan", "measured")}: ${line}`);
      const style: Style = outcome === "done" ? "green" : outcome === "approval" ? "yellow" : "red";
      const text =
        outcome === "approval"
          ? `needs a person's approval: ${report.finding?.reason ?? ""} (say yes, or give --yes)`
          : endingLine(report, result.simulatedS);
      say(paint(style, text.charAt(0).toUpperCase() + text.slice(1)));
      say(
        paint(
          "dim",
          `Recording: ${folder}${result.pictureFile === null ? " (log.jsonl)" : ` (log.jsonl, ${result.pictureFile.split("/").at(-1)})`}`,
        ),
      );
    },
  };
}

function slowingText({ zone, nearestM, leastRate, heldS }: Slowing): string {
  const where = nearestM === null ? "whom no sensor reported" : `at ${nearestM.toFixed(2)} m`;
  const how = heldS > 0 ? `stood still for ${heldS.toFixed(1)} s` : `down to ${Math.round(leastRate * 100)} %`;
  return `slowed for ${zone} ${where}: ${how}`;
}

function nameOf(calls: readonly ToolCall[], index: number): string {
  const call = calls[index];
  return call === undefined ? "?" : callText(call);
}

function verdictText(
  index: number,
  name: string,
  { verdict }: Judged,
  paint: (style: Style, text: string) => string,
): string {
  const head = `  ${index + 1}. ${name}: `;
  if (verdict.kind === "allow") return `${head}${paint("green", "allow")}, ${verdict.reason}`;
  const word = verdict.kind === "deny" ? paint("red", "deny") : paint("yellow", "needs approval");
  return `${head}${word} by ${verdict.hook} (${verdict.code}): ${verdict.reason}`;
}

function progressText(index: number, calls: readonly ToolCall[], fraction: number, atS: number): string {
  const filled = Math.round(fraction * BAR_CELLS);
  const bar = `${"━".repeat(filled)}${"╌".repeat(BAR_CELLS - filled)}`;
  return `  ${index + 1}. ${nameOf(calls, index)} ${bar} ${Math.round(fraction * 100)} % (${atS.toFixed(1)} s)`;
}
