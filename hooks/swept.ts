// What the sweeping hooks share: a plan's stages asked about one rule, and a contact put into words.
import type { ErrorCode } from "../kernel/contract/errors.ts";
import type { PreContext } from "../kernel/contract/hook.ts";
import type { Finding } from "../kernel/contract/verdict.ts";
import type { Body } from "../kernel/motion/bodies.ts";
import type { Chain } from "../kernel/motion/chain.ts";
import { firstContacts, type StageRule, stageContacts } from "../kernel/motion/stage-sweep.ts";
import { type Stage, walkPlan } from "../kernel/motion/stages.ts";
import { type Contact, type Obstacle, type Required, setCheckerOf } from "../kernel/motion/sweep.ts";

/** The first stage that breaks the rule, as a finding. */
export function sweptFinding({ plan, state, cell }: PreContext, rule: StageRule, code: ErrorCode): Finding | null {
  for (const stage of walkPlan(plan, state, cell).stages) {
    const contact = stageContacts(cell, stage)[rule];
    if (contact !== null) return findingOf(code, contact);
  }
  return null;
}

/** One stage against obstacles of the caller's own. */
export function sweepStage(
  chain: Chain,
  stage: Stage,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): Contact | null {
  return firstContacts(setCheckerOf(chain, bodies, [{ obstacles, requiredM }]), stage)[0] ?? null;
}

export function findingOf(code: ErrorCode, { body, obstacle, distanceM, requiredM, atM }: Contact): Finding {
  const [x, y, z] = atM.map((value) => value.toFixed(2));
  const mm = (m: number): string => (m * 1000).toFixed(1);
  const how =
    distanceM <= 0
      ? `would meet ${obstacle}`
      : `would pass ${mm(distanceM)} mm from ${obstacle} (least ${mm(requiredM)} mm)`;
  return {
    code,
    reason: `${body} ${how} near (${x}, ${y}, ${z}); choose a target or a way further from it`,
    measured: distanceM,
    limit: requiredM,
  };
}
