// Runs a range of the campaign's cases in one thread. Case k of a seed is the same in whatever range or thread it runs.
import type { Pose } from "../../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../../kernel/contract/robot.ts";
import { chainOf } from "../../../kernel/motion/chain.ts";
import { ROBOT_NAMES, robotNamed } from "../../../robots/registry.ts";
import { arrange, type Site } from "../../oracle/arrange.ts";
import { drawHull, drawSegment } from "../../oracle/draw.ts";
import { judgeIn } from "../../oracle/minimum.ts";
import { MUJOCO_CCD_TOLERANCE, OracleTrap, oracleWorld } from "../../oracle/world.ts";
import { type Random, randomOf } from "../../otg/random.ts";
import { caseText, judgeCase, type Standing } from "./judge-case.ts";
import { addTally, emptyTally, type Fault, type Tally } from "./tally.ts";

const HULLS = 24;
/** Where the bases stand: on the table, and turned on a pedestal. */
const BASES: readonly Pose[] = [
  { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
  { xyzM: [0.1, -0.2, 0.15], quatXyzw: [0, 0, Math.sin(0.6), Math.cos(0.6)] },
];
const SELF_SHARE = 0.3;

export interface Range {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** One case in so many is cross-checked by brute force. */
  readonly bruteEvery: number;
  readonly robots: readonly string[];
}

export interface Found extends Fault {
  readonly index: number;
  readonly robot: string;
  readonly data: string;
}

export interface RangeResult {
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly found: readonly Found[];
  /** Cases that MuJoCo trapped in, judged anew at its own tolerance. */
  readonly trapped: number;
}

export const CAMPAIGN_ROBOTS = ROBOT_NAMES;

type Stand = Standing & Site;
const standsOf = new Map<string, Promise<readonly Stand[]>>();

export async function runRange({ seed, from, count, bruteEvery, robots }: Range): Promise<RangeResult> {
  const tallies: Record<string, Tally> = {};
  const found: Found[] = [];
  let trapped = 0;
  for (let index = from; index < from + count; index++) {
    const robot = robots[index % robots.length]!;
    const isBrute = index % bruteEvery === 0;
    const { tally, faults } = await judged({ seed, index, robot, isBrute }).catch((trap: unknown) => {
      if (!(trap instanceof OracleTrap)) throw trap;
      standsOf.clear();
      trapped++;
      return judged({ seed, index, robot, isBrute }, MUJOCO_CCD_TOLERANCE);
    });
    tallies[robot] ??= emptyTally();
    addTally(tallies[robot], tally);
    found.push(...faults);
  }
  return { tallies, found, trapped };
}

interface Case {
  readonly seed: number;
  readonly index: number;
  readonly robot: string;
  readonly isBrute: boolean;
}

async function judged(
  { seed, index, robot, isBrute }: Case,
  ccdTolerance?: number,
): Promise<{ tally: Tally; faults: Found[] }> {
  const random = randomOf((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca77)) >>> 0);
  const stands = await standing(robot, seed, ccdTolerance);
  const stand = stands[Math.floor(random() * stands.length)]!;
  const arrangement = arrange(random, stand, drawSegment(random, stand.robot));
  const tally = emptyTally();
  const faults = judgeCase(stand, arrangement, { isBrute, isSelf: random() < SELF_SHARE }, tally);
  const data = caseText(arrangement.segment, arrangement.obstacles);
  return { tally, faults: faults.map((fault) => ({ ...fault, index, robot, data })) };
}

/** The robot at each base, in MuJoCo and for the checker; made once a thread. */
function standing(name: string, seed: number, ccdTolerance?: number): Promise<readonly Stand[]> {
  const key = `${name} ${seed} ${ccdTolerance ?? ""}`;
  let stands = standsOf.get(key);
  if (stands === undefined) {
    const robot = robotNamed(name);
    if (robot === null) throw new Error(`no robot ${name}`);
    stands = Promise.all(BASES.map((base) => stand(robot, base, randomOf(seed), ccdTolerance)));
    standsOf.set(key, stands);
  }
  return stands;
}

async function stand(robot: RobotDescription, base: Pose, random: Random, ccdTolerance?: number): Promise<Stand> {
  const reachM = reachOf(robot);
  const hulls = Array.from({ length: HULLS }, () => drawHull(random, reachM * (0.03 + 0.15 * random())));
  const world = await oracleWorld(robot, base, hulls, ccdTolerance === undefined ? {} : { ccdTolerance });
  return { robot, chain: chainOf(robot, base), world, judge: judgeIn(world), reachM, hulls, baseM: base.xyzM };
}

/** Roughly how far the arm reaches: the offsets of its joints and of the tool point, laid end to end. */
const reachOf = ({ joints, gripper }: RobotDescription): number =>
  [...joints.map(({ origin }) => origin), gripper.mount, gripper.toolPoint].reduce(
    (sum, { xyzM }) => sum + Math.hypot(...xyzM),
    0,
  ) - Math.hypot(...joints[0]!.origin.xyzM);
