// The kernel: carries a goal's calls through the gate, one at a time, each judged again from measured
// state, permitted, executed and verified. One kernel per arm; its statechart has the last word.
import { createActor } from "xstate";
import type { Arm, Execution } from "./contract/arm.ts";
import type { Cell } from "./contract/cell.ts";
import type { Clock } from "./contract/clock.ts";
import { RoboError } from "./contract/errors.ts";
import type { KernelFacts, PostHook } from "./contract/hook.ts";
import type { Measured } from "./contract/measured.ts";
import type { Plan } from "./contract/plan.ts";
import type { TrackedReading } from "./contract/tracking.ts";
import type { Finding, Origin, Verdict } from "./contract/verdict.ts";
import type { Gate, Judged } from "./gate.ts";
import { type Goal, type GoalReport, type KernelEvent, STOPPED, type StepReport } from "./goal.ts";
import { type Latch, releaseLatch } from "./latch.ts";
import type { Log } from "./log/log-file.ts";
import { type KernelMode, kernelMachine, type MachineEvent } from "./machine.ts";
import { postureFault } from "./motion/posture.ts";
import type { PermitIssuer } from "./permits.ts";
import { factMode, isJogOut } from "./seen-as.ts";

/** Submissions in this window count towards the rate limit. */
const RATE_WINDOW_MS = 10_000;
/** A jog starts within this after it was judged: with the age of its beat and its motion, at rest 150 ms after the beat. */
const JOG_PERMIT_LIFE_MS = 15;

export interface KernelPorts {
  readonly cell: Cell;
  readonly arm: Arm;
  readonly gate: Gate;
  readonly postHooks: readonly PostHook[];
  readonly permits: PermitIssuer;
  readonly latch: Latch;
  readonly log: Log;
  readonly clock: Clock;
  readonly wallTime: () => string;
  /** What sensors say of the cell's tracked zones now; without it they count as silent. */
  readonly tracked?: () => readonly TrackedReading[];
  /** Asks a person; resolves false when the signal aborts. Without it, what needs approval is not carried out. */
  readonly approve?: (steps: readonly Judged[], signal: AbortSignal) => Promise<boolean>;
  readonly onEvent?: (event: KernelEvent) => void;
}

export interface Kernel {
  mode(): KernelMode;
  arm(): Promise<void>;
  disarm(): Promise<void>;
  carryOut(goal: Goal): Promise<GoalReport>;
  /** A controlled stop without the latch. */
  stop(): void;
  /** The operator's speed override for motion under way and to come, in [0, 1]. */
  override(rate: number): void;
  /** Anyone may press it, in every state; only `release` undoes it. */
  emergencyStop(origin: Origin, reason: string): void;
  /** @param isSupervisor whether the caller has shown the supervisor credential */
  release(isSupervisor: boolean, reason: string): void;
  /**
   * Leaves a protective stop, if the arm stands clear of what caused it; else says what is in the way, and stays.
   * Throws E_BUSY when there is no protective stop to leave.
   */
  reset(): Promise<Finding | null>;
}

export function createKernel(ports: KernelPorts): Kernel {
  const { cell, arm, gate, permits, latch, log, clock } = ports;
  const actor = createActor(kernelMachine, { clock, input: { latched: latch.isLatched() } }).start();
  const submittedAtMs: number[] = [];
  let speedScale = 1;

  const mode = (): KernelMode => actor.getSnapshot().value as KernelMode;
  const can = (event: MachineEvent): boolean => actor.getSnapshot().can(event);
  /** Takes a transition, or says that the machine forbids it. */
  const enter = (type: MachineEvent["type"]): void => {
    if (!can({ type })) throw new RoboError("E_BUSY", `cannot ${type} while ${mode()}`);
    actor.send({ type });
  };

  const facts = (seenAs: KernelFacts["mode"], { atS }: Measured, goal: Goal, isUnderWay: boolean): KernelFacts => ({
    mode: seenAs,
    origin: goal.origin,
    isUnderWay,
    ...(goal.beatAtMs === undefined ? {} : { beatAtMs: goal.beatAtMs }),
    nowMs: clock.nowMs(),
    admittedAtMs: submittedAtMs,
    speedScale,
    tracked: { atS, readings: ports.tracked?.() ?? [] },
  });

  /** Post hooks compare what is measured with what was promised. One that throws is a failure. */
  const failuresOf = (plan: Plan, before: Measured, execution: Execution): Finding[] => {
    const { after, touches } = execution;
    return ports.postHooks.flatMap((hook) => {
      try {
        return hook.judge({ plan, before, after, touches, cell }) ?? [];
      } catch (cause) {
        return { code: "E_HOOK", reason: `post hook ${hook.name} failed: ${String(cause)}` } satisfies Finding;
      }
    });
  };

  /** Judging → permit → executing → verifying, for one call from measured state. */
  const carryOutStep = async (proposed: unknown, index: number, goal: Goal): Promise<StepReport> => {
    const before = await arm.read();
    const { tool, verdict, plan } = gate.judge(
      proposed,
      goal.confidence,
      before,
      facts(factMode(mode(), true), before, goal, index > 0),
    );
    const args = (proposed as { args?: unknown }).args;
    if (plan === null) return { tool, args, verdict, execution: null, failures: [] };

    // A stop while judging leaves no state from which a permit may be issued.
    if (mode() !== "judging" && mode() !== "recovering")
      return { tool, args, verdict, execution: null, failures: [STOPPED] };

    // A held key that was let go moves nothing any more.
    const permit = permits.issue(plan, before, plan.call.tool === "jog" ? JOG_PERMIT_LIFE_MS : undefined);
    log.append("permit", { step: index, id: permit.id, plan: permit.planHash, state: permit.stateHash, verdict });
    if (mode() === "judging") enter("permit");
    ports.onEvent?.({ kind: "step started", index, plan });
    let execution: Execution;
    try {
      execution = await arm.execute(plan, permit, before, ({ atS, fraction }) => {
        ports.onEvent?.({ kind: "progress", index, atS, fraction });
      });
    } catch (cause) {
      actor.send({ type: "fault" });
      throw new RoboError("E_DRIVER", `the arm failed while it carried out ${tool}: ${String(cause)}`, { cause });
    }
    const failures =
      execution.ending.kind === "finished" ? failuresOf(plan, before, execution) : [execution.ending.finding];
    if (execution.ending.kind === "finished" && plan.call.tool === "set_speed") speedScale = plan.call.args.scale;
    log.append("executed", {
      step: index,
      ending: execution.ending,
      tookS: execution.tookS,
      touches: execution.touches,
      ...(execution.slowed === undefined ? {} : { slowed: execution.slowed }),
      before,
      after: execution.after,
      failures,
    });
    if (execution.ending.kind === "protective" || failures.some((finding) => finding.code === "E_TOUCH")) {
      if (can({ type: "protect" })) enter("protect");
    } else if (can({ type: "end" })) enter("end");
    return { tool, args, verdict, execution, failures };
  };

  const approved = async (steps: readonly Judged[]): Promise<boolean> => {
    enter("ask approval");
    const abort = new AbortController();
    // Leaving the state by a stop or by the time limit withdraws the question.
    const watch = actor.subscribe(() => mode() !== "awaiting approval" && abort.abort());
    const isYes = (await ports.approve?.(steps, abort.signal)) ?? false;
    watch.unsubscribe();
    log.append("approval", { approved: isYes && !abort.signal.aborted });
    if (mode() !== "awaiting approval") return false;
    enter(isYes ? "approve" : "refuse");
    return isYes;
  };

  const carryOut = async (goal: Goal): Promise<GoalReport> => {
    const nowMs = clock.nowMs();
    while (submittedAtMs[0] !== undefined && submittedAtMs[0] < nowMs - RATE_WINDOW_MS) submittedAtMs.shift();
    log.append("goal", { text: goal.text, calls: goal.calls, origin: goal.origin, confidence: goal.confidence });

    const isRecovery = isJogOut(goal) && can({ type: "recover" });
    const isOurs = isRecovery || can({ type: "propose" });
    const seenAs = factMode(mode(), false);
    if (isOurs) enter(isRecovery ? "recover" : "propose");
    const state = await arm.read();
    const judged = gate.judgeAll(goal.calls, goal.confidence, state, facts(seenAs, state, goal, false));
    if (goal.beatAtMs === undefined) submittedAtMs.push(nowMs);
    log.append("judged", { steps: judged.map(({ tool, verdict }) => ({ tool, verdict })) });
    ports.onEvent?.({ kind: "judged", steps: judged });

    const asSteps = (): StepReport[] =>
      judged.map((step, index) => ({
        tool: step.tool,
        args: (goal.calls[index] as { args?: unknown } | null)?.args,
        verdict: step.verdict,
        execution: null,
        failures: [],
      }));
    const end = (outcome: GoalReport["outcome"], steps: readonly StepReport[], finding: Finding | null): GoalReport => {
      const report = { outcome, steps, verified: outcome === "done", finding };
      log.append("outcome", { outcome, verified: report.verified, finding });
      return report;
    };

    const denied = judged.find((step) => step.verdict.kind === "deny")?.verdict;
    if (judged.length === 0 || denied !== undefined) {
      if (isOurs && can({ type: "deny" })) enter("deny");
      const finding: Finding =
        denied?.kind === "deny" ? findingOf(denied) : { code: "E_EMPTY", reason: "there are no calls to carry out" };
      return end("refused", asSteps(), finding);
    }
    const pressed = judged.find((step) => step.plan?.call.tool === "emergency_stop")?.plan?.call;
    if (pressed?.tool === "emergency_stop") {
      emergencyStop(goal.origin, pressed.args.reason ?? goal.text);
      return end("stopped", asSteps(), null);
    }
    const asked = judged.find((step) => step.verdict.kind === "approve")?.verdict;
    if (asked?.kind === "approve" && (isRecovery || !(await approved(judged)))) {
      if (can({ type: "deny" })) enter("deny");
      return end("needs approval", asSteps(), findingOf(asked));
    }
    // Reads change nothing, so they are answered in every state.
    if (!isOurs) return end("done", asSteps(), null);

    const scaleBefore = speedScale;
    const steps: StepReport[] = [];
    let failure: Finding | null = null;
    for (const [index, call] of goal.calls.entries()) {
      if (mode() !== "judging" && mode() !== "recovering") break;
      const step = await carryOutStep(call, index, goal);
      steps.push(step);
      ports.onEvent?.({ kind: "step ended", index, step });
      failure = step.failures[0] ?? (step.verdict.kind === "deny" ? findingOf(step.verdict) : null);
      if (failure !== null) break;
      if (mode() === "verifying" && index < goal.calls.length - 1) enter("next");
    }
    // A lone "half speed" stays; said with a motion it was meant for that motion.
    if (goal.calls.length > 1) speedScale = scaleBefore;
    if (mode() === "verifying") enter("verify");
    if (mode() === "judging" || mode() === "recovering") enter("deny");
    if (failure === null && steps.length === goal.calls.length) return end("done", steps, null);
    const stopped = failure === null || failure.code === "E_STOPPED";
    return end(stopped ? "stopped" : "failed", steps, failure ?? STOPPED);
  };

  const emergencyStop = (origin: Origin, reason: string): void => {
    // The disk first: whatever fails after this, the latch holds. Where the disk fails, the arm stops all the same.
    try {
      latch.press({ reason, origin, at: ports.wallTime() });
    } finally {
      arm.stop();
      // Power goes once the arm is at rest: category 1. source: IEC 60204-1, 9.2.2
      arm.disarm().catch((cause: unknown) => log.append("disarm failed", { cause: String(cause) }));
      actor.send({ type: "estop" });
    }
    log.append("emergency stop", { origin, reason });
  };

  return {
    mode,
    async arm() {
      if (latch.isLatched())
        throw new RoboError(
          "E_ESTOPPED",
          'the emergency stop is latched; a supervisor releases it: roboos release --reason "…"',
        );
      enter("arm");
      await arm.arm();
      log.append("armed", { cell: cell.name });
    },
    async disarm() {
      await arm.disarm();
      if (can({ type: "disarm" })) enter("disarm");
      log.append("disarmed", {});
    },
    carryOut,
    stop() {
      arm.stop();
      if (can({ type: "stop" })) enter("stop");
      log.append("stop", {});
    },
    override(rate) {
      if (!(rate >= 0 && rate <= 1)) throw new RoboError("E_USAGE", `a speed override is in [0, 1], not ${rate}`);
      arm.override(rate);
    },
    emergencyStop,
    release(isSupervisor, reason) {
      releaseLatch(latch, isSupervisor, reason);
      enter("release");
      log.append("released", { reason });
    },
    async reset() {
      if (!can({ type: "reset" })) throw new RoboError("E_BUSY", `cannot reset while ${mode()}`);
      const finding = postureFault(cell, await arm.read(), ports.tracked?.() ?? []);
      if (finding === null) enter("reset");
      log.append("reset", { finding });
      return finding;
    },
  };
}

const findingOf = ({ kind: _kind, hook: _hook, ...finding }: Exclude<Verdict, { kind: "allow" }>): Finding => finding;
