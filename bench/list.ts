// All measurements, in the order in which they are run.
import { cage } from "./cage.ts";
import { coldStart } from "./cold-start.ts";
import { collision } from "./collision.ts";
import { cpu } from "./cpu.ts";
import { distances } from "./distances.ts";
import { kinematics } from "./kinematics.ts";
import { loop } from "./loop.ts";
import type { Bench } from "./measure.ts";
import { motion } from "./motion.ts";
import { moves } from "./moves.ts";
import { otg } from "./otg.ts";
import { stopLatency } from "./stop-latency.ts";
import { wholeRun } from "./whole-run.ts";

export const BENCHES: readonly Bench[] = [
  coldStart,
  wholeRun,
  kinematics,
  cage,
  motion,
  collision,
  distances,
  otg,
  cpu,
  loop,
  stopLatency,
  moves,
];
