// What the sweeping hooks share: one stage swept against obstacles, and a contact put into words.
import type { ErrorCode } from "../kernel/contract/errors.ts";
import type { Finding } from "../kernel/contract/verdict.ts";
import type { Body } from "../kernel/motion/bodies.ts";
import type { Chain } from "../kernel/motion/chain.ts";
import { type Curve, curveAt, curveOfMove } from "../kernel/motion/curve.ts";
import type { Stage } from "../kernel/motion/stages.ts";
import { type Contact, configurationClear, type Obstacle, type Required, sweepClear } from "../kernel/motion/sweep.ts";

/** Looks along the rest of a denied motion for where the pair comes closest; only the message hangs on it. */
const CLOSEST_LOOKS = 100;

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
        ? sweepClear(chain, curveOfMove(segment), bodies, obstacles, required)
        : configurationClear(chain, startRad, bodies, obstacles, required);
    if (result.kind === "clear") continue;
    return segment.kind === "move" ? closest(chain, curveOfMove(segment), bodies, obstacles, result) : result;
  }
  return null;
}

/** The first contact is met at the very limit; people want to know how close it would have come. */
function closest(
  chain: Chain,
  curve: Curve,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  first: Contact,
): Contact {
  const body = bodies.filter(({ name }) => name === first.body);
  const obstacle = obstacles.filter(({ name }) => name === first.obstacle);
  const q = new Float64Array(chain.dof);
  let worst = first;
  for (let k = 0; k <= CLOSEST_LOOKS; k++) {
    const s = first.s + ((1 - first.s) * k) / CLOSEST_LOOKS;
    curveAt(curve, s, q);
    const look = configurationClear(chain, Array.from(q), body, obstacle, () => Number.MAX_VALUE);
    if (look.kind === "contact" && look.distanceM < worst.distanceM) worst = { ...look, s, requiredM: first.requiredM };
  }
  return worst;
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
