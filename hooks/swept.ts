// What the sweeping hooks share: one stage swept against obstacles, and a contact put into words.
import type { ErrorCode } from "../kernel/contract/errors.ts";
import type { Finding } from "../kernel/contract/verdict.ts";
import type { Body } from "../kernel/motion/bodies.ts";
import type { Chain } from "../kernel/motion/chain.ts";
import type { Stage } from "../kernel/motion/stages.ts";
import { type Contact, configurationClear, type Obstacle, type Required, sweepClear } from "../kernel/motion/sweep.ts";

/** @param bodySets one set for a move, one per looked-at opening while the gripper moves */
export function sweepStage(
  chain: Chain,
  { segment, startRad }: Stage,
  bodySets: readonly (readonly Body[])[],
  obstacles: readonly Obstacle[],
  required: Required,
): Contact | null {
  if (segment.kind === "wait") return null;
  for (const bodies of bodySets) {
    const result =
      segment.kind === "move"
        ? sweepClear(chain, segment.pointsRad, bodies, obstacles, required)
        : configurationClear(chain, startRad, bodies, obstacles, required);
    if (result.kind === "contact") return result;
  }
  return null;
}

export function findingOf(code: ErrorCode, { body, obstacle, distanceM, requiredM, atM }: Contact): Finding {
  const [x, y, z] = atM.map((value) => value.toFixed(2));
  const mm = (m: number): string => (m * 1000).toFixed(m < 0.01 ? 1 : 0);
  const how =
    distanceM <= 0 ? `meets ${obstacle}` : `passes ${mm(distanceM)} mm from ${obstacle} (least ${mm(requiredM)} mm)`;
  return {
    code,
    reason: `${body} ${how} near (${x}, ${y}, ${z}); choose a way or a target further from it`,
    measured: distanceM,
    limit: requiredM,
  };
}
