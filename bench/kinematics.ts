// Forward and inverse kinematics, each as a ratio to a fixed arithmetic loop timed in the same run.
import { openCell } from "../apps/cell.ts";
import type { Pose } from "../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../kernel/contract/geometry.ts";
import { type Chain, chainOf, jacobianAt, linkFramesAt, toolPoseAt } from "../kernel/motion/chain.ts";
import { solveIk } from "../kernel/motion/ik.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { ur5e } from "../robots/ur5e/ur5e.ts";
import { arithmeticLoopUs, type Bench, type BenchResult, eachCallUs, perCallUs, timed } from "./measure.ts";

/** Short rounds, and many: their median shrugs off whatever else the machine does. */
const ROUNDS = 401;
const CALLS = 500;
const POSES = 5_000;
const FK_TARGET_US = 0.25;
const IK_TARGET_US = 25;
const IK_TARGET_SOLVED = 0.999;

/** Joints drawn uniformly inside their limits. */
function postures(chain: Chain, count: number): readonly Float64Array[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () =>
    Float64Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low)),
  );
}

export const kinematics: Bench = {
  name: "kinematics",
  run() {
    const cell = openCell();
    const loopUs = arithmeticLoopUs();
    const fr3 = chainOf(cell.robot, cell.base);
    const six = chainOf(ur5e, IDENTITY_POSE);
    return [
      ...forward("fr3", fr3, loopUs),
      ...forward("ur5e", six, loopUs, FK_TARGET_US),
      ...inverse("fr3", fr3, loopUs, IK_TARGET_US),
      ...inverse("ur5e", six, loopUs),
    ];
  },
};

function forward(name: string, chain: Chain, loopUs: number, targetUs?: number): BenchResult[] {
  const drawn = postures(chain, 64);
  const frames = new Float64Array(chain.frameCount * 12);
  const jacobian = new Float64Array(6 * chain.dof);
  return [
    timed(
      `kinematics ${name} fk`,
      perCallUs(ROUNDS, CALLS, (k) => linkFramesAt(chain, drawn[k % 64]!, frames)),
      loopUs,
    ),
    timed(
      `kinematics ${name} fk + jacobian`,
      perCallUs(ROUNDS, CALLS, (k) => jacobianAt(chain, drawn[k % 64]!, jacobian)),
      loopUs,
      targetUs,
    ),
  ];
}

/** Every pose timed alone, from the middle of the joints' ranges: no knowledge of where it came from. */
function inverse(name: string, chain: Chain, loopUs: number, targetUs?: number): BenchResult[] {
  const seedRad = Array.from(chain.lowerRad, (low, j) => (low + chain.upperRad[j]!) / 2);
  const targets: readonly Pose[] = postures(chain, POSES).map((q) => toolPoseAt(chain, q));
  let solved = 0;
  const times = eachCallUs(POSES, (k) => void solveIk(chain, targets[k]!, { seedRad }));
  for (const target of targets) if (solveIk(chain, target, { seedRad }) !== null) solved++;
  const share = solved / POSES;
  return [
    timed(`kinematics ${name} ik cold`, times, loopUs, targetUs),
    {
      name: `kinematics ${name} ik cold solved`,
      p50: share,
      unit: "share",
      target: `>= ${IK_TARGET_SOLVED}`,
      met: share >= IK_TARGET_SOLVED,
    },
  ];
}
