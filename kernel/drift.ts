// Whether the world is still the one that a plan was judged in. Measurements carry noise, so this compares
// with tolerances; that the state is the judged one is proved by the permit's hash of it.
import type { Measured } from "./contract/measured.ts";
import type { Permit } from "./contract/permit.ts";
import type { Plan } from "./contract/plan.ts";
import type { Finding } from "./contract/verdict.ts";
import { distanceM } from "./motion/transform.ts";
import { stateHashOf } from "./permits.ts";

/** How far a joint may be measured from where the plan starts. */
const START_RAD = 0.02;
/** How far an object may be measured from where it was judged to be; half the least clearance of the default cell. */
const OBJECT_M = 0.005;

export function startsElsewhere(plan: Plan, { jointsRad }: Measured): Finding | null {
  const first = plan.segments.find((segment) => segment.kind === "move");
  const startRad = first?.pointsRad[0];
  if (startRad === undefined) return null;
  for (const [i, rad] of jointsRad.entries()) {
    const offRad = Math.abs(rad - (startRad[i] ?? Number.NaN));
    if (offRad <= START_RAD) continue;
    return {
      code: "E_START",
      reason: `joint ${i + 1} is ${offRad.toFixed(3)} rad from where the plan starts (most ${START_RAD}); plan again`,
      measured: offRad,
      limit: START_RAD,
    };
  }
  return null;
}

export function stateDrift(permit: Permit, judgedIn: Measured, now: Measured): Finding | null {
  if (stateHashOf(judgedIn) !== permit.stateHash) {
    return { code: "E_PERMIT", reason: "the permit was given for another state; ask the gate again" };
  }
  if (judgedIn.gripper.holding !== now.gripper.holding) {
    const [was, is] = [judgedIn.gripper.holding ?? "nothing", now.gripper.holding ?? "nothing"];
    return {
      code: "E_START",
      reason: `the gripper held ${was} when the plan was judged and holds ${is} now; plan again`,
    };
  }
  for (const [id, pose] of Object.entries(judgedIn.objects)) {
    const at = now.objects[id];
    const movedM = at === undefined ? Number.POSITIVE_INFINITY : distanceM(pose.xyzM, at.xyzM);
    if (movedM <= OBJECT_M) continue;
    return {
      code: "E_START",
      reason: `${id} has moved ${(movedM * 1000).toFixed(0)} mm since the plan was judged (most ${OBJECT_M * 1000} mm); plan again`,
      measured: movedM,
      limit: OBJECT_M,
    };
  }
  return null;
}
