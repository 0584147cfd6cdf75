// Draws a schedule of faults from a seed: which, when, where and for how long. The same seed gives the same scenario on
// every machine.
import type { JointFault } from "./plant.ts";
import { QUIET, type WireNoise } from "./wire.ts";
import type { Fault, ScheduledFault } from "./wire-faults.ts";

export const FAULT_KINDS = [
  "delay",
  "jitter",
  "loss",
  "duplication",
  "reorder",
  "corruption",
  "truncation",
  "unplug",
  "half-open",
  "reboot",
  "frozen",
  "echo",
  "stuck",
  "wrong-homing",
  "clock-jump",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const LONGEST_S = 0.5;

export interface ScheduleOptions {
  readonly random: () => number;
  readonly kinds: readonly FaultKind[];
  /** Faults begin at a time from 0 to this, s. */
  readonly withinS: number;
  readonly count: number;
  readonly joints: number;
}

export const drawSchedule = ({ random, kinds, withinS, count, joints }: ScheduleOptions): readonly ScheduledFault[] =>
  Array.from({ length: count }, () => {
    const atS = random() * withinS;
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    return { atS, fault: drawFault(random, kind, Math.floor(random() * joints)) };
  });

function drawFault(random: () => number, kind: FaultKind, joint: number): Fault {
  const forS = LONGEST_S * random();
  const share = random();
  const direction = (["to-device", "to-host", "both"] as const)[Math.floor(random() * 3)]!;
  const noise = (part: Partial<WireNoise>): Fault => ({ kind: "noise", direction, forS, noise: { ...QUIET, ...part } });
  const isJoint = (fault: JointFault): Fault => ({ kind: "joint", joint, fault, forS: 2 * forS });
  switch (kind) {
    case "delay":
      return noise({ delayS: 0.2 * share });
    case "jitter":
      return noise({ jitterS: 0.05 * share });
    case "loss":
      return noise({ lose: share });
    case "duplication":
      return noise({ duplicate: share });
    case "reorder":
      return noise({ reorder: share });
    case "corruption":
      return noise({ flip: 0.05 * share });
    case "truncation":
      return noise({ truncate: share });
    case "unplug":
      return { kind, forS };
    case "half-open":
      return { kind, direction, forS };
    case "reboot":
      return { kind };
    case "frozen":
    case "echo":
    case "stuck":
      return isJoint(kind);
    case "wrong-homing":
      return { kind, joint, rad: 0.4 * (share - 0.5) };
    case "clock-jump":
      return { kind, byMs: Math.round(20_000 * (share - 0.5)) };
  }
}
