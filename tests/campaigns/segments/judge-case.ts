// One case of the campaign on segments: the checker answers, the oracle answers, and the two are compared.
import type { PlacedShape } from "../../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../../kernel/contract/robot.ts";
import { armBodies, heldBodies } from "../../../kernel/motion/bodies.ts";
import type { Chain } from "../../../kernel/motion/chain.ts";
import { curveThrough } from "../../../kernel/motion/curve.ts";
import { type Contact, checkerOf, type SweepResult, selfCheckerOf } from "../../../kernel/motion/sweep.ts";
import { type Arrangement, BAND_M } from "../../oracle/arrange.ts";
import { bruteMinimum } from "../../oracle/brute.ts";
import type { Segment } from "../../oracle/draw.ts";
import type { GeomPairs, Judge, Minimum } from "../../oracle/minimum.ts";
import { overlapM } from "../../oracle/overlap.ts";
import { onlyPairs, scenePairs, selfPairs } from "../../oracle/pairs.ts";
import type { Path } from "../../oracle/path.ts";
import type { OracleWorld } from "../../oracle/world.ts";
import type { Fault, Tally } from "./tally.ts";

/** What an accepted motion may lack of its clearance. */
const LACK_M = 0.001;
/** Two programs round differently. */
const SAME_M = 2e-5;
const SAME_RAD = 1e-9;
const BRUTE_M = 1e-4;
const ORACLE_TOLERANCE_M = 2e-5;
/** Of itself, the arm is clear when it keeps this much; it is asked for none. */
const SELF_CLEAR_M = 0.002;
/** How much nearer a pair that starts too close may come, and what the oracle grants besides. */
const START_SLACK_M = 0.0005 + LACK_M / 2;
const START_LOOKS = 200;

export interface Standing {
  readonly robot: RobotDescription;
  readonly chain: Chain;
  readonly world: OracleWorld;
  readonly judge: Judge;
}

/** The world stands in the arrangement. `isBrute`: cross-check the oracle; `isSelf`: judge the arm against itself too. */
export function judgeCase(
  { robot, chain, world, judge }: Standing,
  { segment, path, obstacles, table }: Arrangement,
  checks: { readonly isBrute: boolean; readonly isSelf: boolean },
  tally: Tally,
): Fault[] {
  const { clearanceM: c, pointsRad, knots, openingM, held } = segment;
  const curve = curveThrough(pointsRad, knots ?? undefined);
  const carried = held === null ? [] : heldBodies(chain, held.object, held.inTool);
  const bodies = [...armBodies(chain, openingM), ...carried];
  const named = obstacles.map(({ shape, pose }, i) => ({ name: `obstacle ${i + 1}`, shape, pose }));
  const isBaseOnTable = (depth: number, index: number): boolean => depth === 0 && index === table;
  const checker = checkerOf(chain, bodies, named, (body, obstacle) =>
    isBaseOnTable(body.frame, named.indexOf(obstacle as (typeof named)[number])) ? Number.NEGATIVE_INFINITY : c,
  );
  const began = process.hrtime.bigint();
  const answer = checker.sweep(curve);
  tally.checkerNs += Number(process.hrtime.bigint() - began);

  const pairs = scenePairs(world, (moving, obstacle) => isBaseOnTable(moving.depth, obstacle.index));
  const faults: Fault[] = [];
  const fault = (kind: Fault["kind"], detail: string): void => {
    faults.push({ kind, detail });
  };
  const starting = tooCloseAtStart(world, path, pairs, c);
  const least = judge.minimum(path, pairs, {
    fromS: 0,
    toS: 1,
    capM: 2 * c,
    decideM: [0, c - BAND_M, c - LACK_M, c + BAND_M, 2 * c],
    toleranceM: ORACLE_TOLERANCE_M,
  });
  tally.looks += least.looks;
  tally.cases++;
  if (answer.kind === "contact") {
    tally.refused++;
    const wrong = falseContact(world, path, answer);
    if (wrong !== null) fault("contact that is none", wrong);
  } else {
    tally.accepted++;
  }
  if (starting.size > 0) {
    tally.starting++;
    const wrong = answer.kind === "clear" ? wrongWayOut({ world, judge }, path, pairs, starting, c) : null;
    if (wrong !== null) fault("accepted deeper", wrong);
    if (answer.kind === "contact" && leadsOut({ world, judge }, path, pairs, starting, c)) tally.waysOutRefused++;
    else if (answer.kind === "clear") tally.waysOut++;
  } else {
    classify(least, c, tally);
    if (answer.kind === "clear" && least.highM < c - LACK_M) {
      fault("accepted too close", `${mm(least.highM)} at s ${least.s}, asked for ${mm(c)}`);
    }
    if (answer.kind === "clear" && answer.leastM > least.highM + BRUTE_M + SAME_M && least.highM < 2 * c) {
      fault("least distance overstated", `says ${mm(answer.leastM)}, is ${mm(least.highM)}`);
    }
    if (answer.kind === "contact" && least.lowM >= 2 * c) {
      tally.clearRefused++;
      fault("refused though clear", `${sayOf(answer)}; asked for ${mm(c)}, keeps ${mm(least.lowM)}`);
    }
  }
  if (checks.isBrute) {
    tally.bruted++;
    const brute = bruteMinimum(world, path, pairs, BRUTE_M, 2 * c);
    const isOff = least.highM < 0 ? brute >= BRUTE_M : brute < least.lowM - SAME_M || brute > least.highM + BRUTE_M;
    if (isOff) fault("oracle differs from brute force", `${mm(brute)} outside ${mm(least.lowM)} … ${mm(least.highM)}`);
  }
  if (checks.isSelf) {
    judgeSelf({ robot, chain, world, judge }, selfCheckerOf(chain, bodies).sweep(curve), path, tally, fault);
  }
  return faults;
}

const mm = (m: number): string => `${(m * 1000).toFixed(3)} mm`;
const sayOf = ({ body, obstacle, distanceM, s }: Contact): string =>
  `${body} ${mm(distanceM)} from ${obstacle} at s ${s}`;

function classify({ lowM, highM }: Minimum, c: number, tally: Tally): void {
  if (highM < 0) tally.colliding++;
  if (lowM >= c + BAND_M) tally.clear++;
  else if (highM < c + BAND_M && lowM >= c - BAND_M) tally.band++;
  else if (highM < c - BAND_M && highM >= 0) tally.near++;
  else if (highM >= 0) tally.undecided++;
  if (lowM >= 2 * c) tally.clearByTwice++;
}

/** The arm against itself: asked for no distance but to keep apart. */
function judgeSelf(
  { robot, world, judge }: Standing,
  answer: SweepResult,
  path: Path,
  tally: Tally,
  fault: (kind: Fault["kind"], detail: string) => void,
): void {
  const pairs = selfPairs(world, robot);
  const starting = tooCloseAtStart(world, path, pairs, 0);
  tally.selfCases++;
  if (answer.kind === "contact") {
    const wrong = falseContact(world, path, answer);
    if (wrong !== null) fault("contact that is none", `itself: ${wrong}`);
  }
  if (starting.size > 0) {
    const wrong = answer.kind === "clear" ? wrongWayOut({ world, judge }, path, pairs, starting, 0) : null;
    if (wrong !== null) fault("accepted deeper", `itself: ${wrong}`);
    return;
  }
  const question = { fromS: 0, toS: 1, capM: SELF_CLEAR_M, decideM: [0, SELF_CLEAR_M], toleranceM: ORACLE_TOLERANCE_M };
  const { lowM, highM, s } = judge.minimum(path, pairs, question);
  if (highM < 0) tally.selfColliding++;
  if (lowM >= SELF_CLEAR_M) tally.selfClear++;
  if (answer.kind === "clear" && highM < 0) {
    tally.selfDeepestM = Math.min(tally.selfDeepestM, highM);
    fault("accepted touching itself", `${mm(highM)} at s ${s}`);
  }
  if (answer.kind === "contact" && lowM >= SELF_CLEAR_M) {
    tally.selfClearRefused++;
    fault("refused though clear", `itself: ${sayOf(answer)}; keeps ${mm(lowM)}`);
  }
}

/** Pairs nearer than asked for where the motion starts, and how near. */
function tooCloseAtStart(world: OracleWorld, path: Path, pairs: GeomPairs, c: number): Map<number, number> {
  const close = new Map<number, number>();
  const q = new Float64Array(world.dof);
  path.at(0, q);
  world.goTo(q);
  for (const [pair, first] of pairs.first.entries()) {
    if (world.atLeast(first, pairs.second[pair]!) >= c) continue;
    const d = world.distance(first, pairs.second[pair]!, c);
    if (d < c - 1e-9) close.set(pair, d);
  }
  return close;
}

/** Why an accepted motion that starts too close is none that moves out; `null` when it is one. */
function wrongWayOut(
  { world, judge }: Pick<Standing, "world" | "judge">,
  path: Path,
  pairs: GeomPairs,
  starting: ReadonlyMap<number, number>,
  c: number,
): string | null {
  const ask = (kept: GeomPairs, limitM: number): Minimum =>
    judge.minimum(path, kept, {
      fromS: 0,
      toS: 1,
      capM: limitM + LACK_M,
      decideM: [limitM],
      toleranceM: ORACLE_TOLERANCE_M,
    });
  const others = ask(
    onlyPairs(pairs, (pair) => !starting.has(pair)),
    c - LACK_M,
  );
  if (others.highM < c - LACK_M) return `another pair comes to ${mm(others.highM)}, asked for ${mm(c)}`;
  for (const [pair, startM] of starting) {
    const deepest = ask(
      onlyPairs(pairs, (one) => one === pair),
      startM - START_SLACK_M,
    );
    const deeper = deepest.highM < startM - START_SLACK_M ? goesDeeper(world, path, pairs, pair, deepest.s) : null;
    if (deeper !== null) return deeper;
    let isOut = false;
    for (const d of distances(world, path, pairs, pair, c)) {
      if (isOut && d < c - LACK_M) return `comes back to ${mm(d)} after it was out, asked for ${mm(c)}`;
      isOut ||= d >= c + LACK_M;
    }
  }
  return null;
}

/** Whether a pair that seems to come deeper does, by the one measure of depth that is the same for all solids. */
function goesDeeper(world: OracleWorld, path: Path, pairs: GeomPairs, pair: number, s: number): string | null {
  const q = new Float64Array(world.dof);
  const [startM, thenM] = [0, s].map((at) => {
    path.at(at, q);
    world.goTo(q);
    return apartM(world, pairs.first[pair]!, pairs.second[pair]!);
  }) as [number, number];
  return thenM < startM - START_SLACK_M ? `starts ${mm(startM)} away and comes to ${mm(thenM)}` : null;
}

/** The distance, or minus the depth of the overlap. */
function apartM(world: OracleWorld, first: number, second: number): number {
  const d = world.distance(first, second, 10);
  return d > 0 ? d : overlapM(world, first, second);
}

/** Whether a motion that starts too close leads straight out of everything, and keeps well clear of all else. */
function leadsOut(
  { world, judge }: Pick<Standing, "world" | "judge">,
  path: Path,
  pairs: GeomPairs,
  starting: ReadonlyMap<number, number>,
  c: number,
): boolean {
  const others = onlyPairs(pairs, (pair) => !starting.has(pair));
  const question = { fromS: 0, toS: 1, capM: 2 * c, decideM: [2 * c], toleranceM: ORACLE_TOLERANCE_M };
  if (judge.minimum(path, others, question).lowM < 2 * c) return false;
  return [...starting.keys()].every((pair) => {
    let before = Number.NEGATIVE_INFINITY;
    for (const d of distances(world, path, pairs, pair, c)) {
      if (d < before && d < c + BAND_M) return false;
      before = d;
    }
    return true;
  });
}

function* distances(world: OracleWorld, path: Path, pairs: GeomPairs, pair: number, c: number): Generator<number> {
  const q = new Float64Array(world.dof);
  for (let n = 0; n <= START_LOOKS; n++) {
    path.at(n / START_LOOKS, q);
    world.goTo(q);
    yield world.distance(pairs.first[pair]!, pairs.second[pair]!, 2 * c + BAND_M);
  }
}

/** What is wrong with a reported contact, or `null`: its joints, its pair, its distance and its requirement must be true. */
function falseContact(world: OracleWorld, path: Path, contact: Contact): string | null {
  const q = new Float64Array(world.dof);
  path.at(contact.s, q);
  const off = Math.max(...contact.jointsRad.map((x, j) => Math.abs(x - q[j]!)));
  if (!(off <= SAME_RAD)) return `${sayOf(contact)}: joints differ by ${off} rad`;
  world.goTo(contact.jointsRad);
  const [first, second] = [geomNamed(world, contact.body), geomNamed(world, contact.obstacle)];
  if (first === null || second === null) return `${sayOf(contact)}: no such pair`;
  const d = world.distance(first, second, 10);
  // How deep an overlap is, the checker says only so exactly; that it is one must be true.
  const isTrue = contact.distanceM > 0 ? Math.abs(d - contact.distanceM) <= SAME_M : d <= SAME_M;
  if (!isTrue) return `${sayOf(contact)}: MuJoCo measures ${mm(d)}`;
  const isShort = contact.requiredM < 0 ? d <= SAME_M : d < contact.requiredM + SAME_M;
  return isShort ? null : `${sayOf(contact)}: no less than ${mm(contact.requiredM)}`;
}

/** The checker's names: a part, numbered where a part has several solids. */
function geomNamed(world: OracleWorld, name: string): number | null {
  const parts = [...world.robotGeoms, ...world.held(), ...world.obstacles()];
  for (const geom of parts) {
    const isOnly = geom.part !== "obstacle" && parts.filter(({ part }) => part === geom.part).length === 1;
    if (name === (isOnly ? geom.part : `${geom.part} ${geom.index + 1}`)) return geom.id;
  }
  return null;
}

/** For a fault's report: the whole case as data. */
export const caseText = (segment: Segment, obstacles: readonly PlacedShape[]): string =>
  JSON.stringify({ ...segment, obstacles });
