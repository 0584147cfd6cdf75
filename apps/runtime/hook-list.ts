// All hooks, in the order in which they judge: who may act, whether the call makes sense, then motion.
import { effort } from "../../hooks/during/effort.ts";
import { force } from "../../hooks/during/force.ts";
import { freshness } from "../../hooks/during/freshness.ts";
import { grip } from "../../hooks/during/grip.ts";
import { separationWatch } from "../../hooks/during/separation.ts";
import { toolSpeed } from "../../hooks/during/tool-speed.ts";
import { tracking } from "../../hooks/during/tracking.ts";
import { zoneWatch } from "../../hooks/during/zone-watch.ts";
import { separation as separationGovernor } from "../../hooks/govern/separation.ts";
import { nothingTouched } from "../../hooks/post/nothing-touched.ts";
import { objectHeld } from "../../hooks/post/object-held.ts";
import { objectPlaced } from "../../hooks/post/object-placed.ts";
import { targetReached } from "../../hooks/post/target-reached.ts";
import { armed } from "../../hooks/pre/armed.ts";
import { collision } from "../../hooks/pre/collision.ts";
import { faithful } from "../../hooks/pre/faithful.ts";
import { jog } from "../../hooks/pre/jog.ts";
import { jointLimits } from "../../hooks/pre/joint-limits.ts";
import { oneMotion } from "../../hooks/pre/one-motion.ts";
import { payload } from "../../hooks/pre/payload.ts";
import { powerCut } from "../../hooks/pre/power-cut.ts";
import { preconditions } from "../../hooks/pre/preconditions.ts";
import { rateLimit } from "../../hooks/pre/rate-limit.ts";
import { reach } from "../../hooks/pre/reach.ts";
import { release } from "../../hooks/pre/release.ts";
import { selfCollision } from "../../hooks/pre/self-collision.ts";
import { separation } from "../../hooks/pre/separation.ts";
import { speed } from "../../hooks/pre/speed.ts";
import { start } from "../../hooks/pre/start.ts";
import { workspace } from "../../hooks/pre/workspace.ts";
import { zones } from "../../hooks/pre/zones.ts";
import type { DuringHook, GoverningHook, PostHook, PreHook } from "../../kernel/contract/hook.ts";

export const PRE_HOOKS: readonly PreHook[] = [
  armed,
  oneMotion,
  rateLimit,
  preconditions,
  jog,
  payload,
  reach,
  start,
  jointLimits,
  workspace,
  zones,
  powerCut,
  collision,
  selfCollision,
  separation,
  speed,
  release,
  faithful,
];

export const DURING_HOOKS: readonly DuringHook[] = [
  freshness,
  tracking,
  grip,
  toolSpeed,
  zoneWatch,
  separationWatch,
  force,
  effort,
];

export const GOVERNORS: readonly GoverningHook[] = [separationGovernor];

export const POST_HOOKS: readonly PostHook[] = [nothingTouched, targetReached, objectHeld, objectPlaced];
