// Inverse kinematics: where an arm has a closed form, its solutions; else, and as a second try, descents from seeded
// starts. Every solution is proven by forward kinematics before it is handed out. Iterations are the budget; the same
// seed gives the same answer everywhere.
import type { Pose } from "../contract/geometry.ts";
import { type Chain, toolFrameAt } from "./chain.ts";
import { type JointWindow, turnedInto } from "./dh.ts";
import { writeFrame } from "./frame.ts";
import { type ClosedForm, closedFormOf, lastJointGoal } from "./ik-closed.ts";
import { type Aim, type Free, isAtGoal, makeDescent } from "./ik-descent.ts";
import { seededRandom } from "./rng.ts";

export interface IkOptions {
  /** Solutions near it are preferred; the search starts there. */
  readonly seedRad: ArrayLike<number>;
  /** Descents tried, the first from the seed; default 60. Of a redundant arm with a closed form, eight choices of its free joint for each. */
  readonly starts?: number;
  /** Of the random starts; default 1. */
  readonly seed?: number;
  /** Kept from both ends of every joint's range; default 0. */
  readonly marginRad?: number;
  /** A solution that it turns down is passed over. */
  readonly accept?: (q: readonly number[]) => boolean;
  readonly positionToleranceM?: number;
  readonly angleToleranceRad?: number;
  /** "yaw" lets the tool turn about its own z: its point and the direction of its z are asked for. Default "none". */
  readonly free?: Free;
}

const STARTS = 60;
const CHOICES_A_START = 8;
/** Descents after a closed form has found nothing, as a share of the starts. */
const SECOND_TRY = 0.25;
const ITERATIONS = 60;
const FIRST_ITERATIONS = 24;
/** Choices of a redundant arm's free joint about the seed that are weighed together, rad from it. */
const ABOUT_SEED_RAD = [0, 0.25, -0.25, 0.5, -0.5, 1, -1];
const NEAR_ITERATIONS = 40;
/** How far `solveIkNear` may leave its seed, any joint. */
const NEAR_RAD = 0.4;
/** Kept from the ends of every joint's range on a line: the smooth curve through its points swings a little past them. */
const NEAR_MARGIN_RAD = 0.01;
/** Solutions closer than this in every joint are one. */
const DISTINCT_RAD = 0.1;
const TOLERANCE = 1e-6;
/** Fractions of a step that fill an interval ever more evenly. source: the golden ratio's remainder */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The first accepted solution, those nearest to the seed tried first; `null` when none was found. */
export function solveIk(chain: Chain, target: Pose, options: IkOptions): number[] | null {
  const accept = options.accept ?? (() => true);
  let found: number[] | null = null;
  search(chain, target, options, false, (q) => {
    if (accept(q)) found = q;
    return found !== null;
  });
  return found;
}

/** Up to `most` distinct accepted solutions of all tries, the one nearest to the seed first. */
export function solveIkAll(chain: Chain, target: Pose, options: IkOptions & { readonly most: number }): number[][] {
  const found: { readonly q: number[]; readonly awayRad: number }[] = [];
  search(chain, target, options, true, (q) => {
    found.push({ q, awayRad: distance(q, options.seedRad) });
    return false;
  });
  found.sort((a, b) => a.awayRad - b.awayRad);
  const kept: number[][] = [];
  for (const { q } of found) {
    if (kept.length >= options.most) break;
    if (kept.some((other) => q.every((x, j) => Math.abs(x - other[j]!) < DISTINCT_RAD))) continue;
    if (options.accept === undefined || options.accept(q)) kept.push(q);
  }
  return kept;
}

/** Follows a straight line: one descent from the last solution, which must not leave its neighbourhood. */
export function solveIkNear(
  chain: Chain,
  target: Pose,
  seedRad: ArrayLike<number>,
  free: Free = "none",
): number[] | null {
  const aim = { target, free, marginRad: NEAR_MARGIN_RAD, toleranceM: TOLERANCE, toleranceRad: TOLERANCE };
  const q = makeDescent(chain, aim)(seedRad, NEAR_ITERATIONS);
  if (q === null) return null;
  return q.every((x, j) => Math.abs(x - seedRad[j]!) <= NEAR_RAD) ? q : null;
}

/** Takes a solution; whether the search is over. */
type Take = (q: number[]) => boolean;

function search(chain: Chain, target: Pose, options: IkOptions, all: boolean, take: Take): void {
  const aim: Aim = {
    target,
    free: options.free ?? "none",
    marginRad: options.marginRad ?? 0,
    toleranceM: options.positionToleranceM ?? TOLERANCE,
    toleranceRad: options.angleToleranceRad ?? TOLERANCE,
  };
  const starts = options.starts ?? STARTS;
  const form = aim.free === "none" ? closedFormOf(chain) : null;
  if (form === null) {
    descend(chain, aim, options, starts, take);
    return;
  }
  // The nearest of a redundant arm's solutions lies between the choices of its free joint: a descent finds it.
  if (all && form.isRedundant) {
    const nearest = makeDescent(chain, aim)(options.seedRad, FIRST_ITERATIONS);
    if (nearest !== null && take(nearest)) return;
  }
  const answer = chooseFrom(chain, form, aim, options, all, take);
  if (answer === "none found") descend(chain, aim, options, Math.ceil(starts * SECOND_TRY), take);
}

/** Solutions in closed form, for a redundant arm over choices of its free joint. */
function chooseFrom(
  chain: Chain,
  form: ClosedForm,
  aim: Aim,
  options: IkOptions,
  all: boolean,
  take: Take,
): "over" | "some found" | "none found" | "out of reach" {
  const { dof } = chain;
  const window = windowOf(chain, aim.marginRad, options.seedRad);
  const goal = lastJointGoal(form, aim.target);
  const toolGoal = writeFrame(aim.target, new Float64Array(12), 0);
  const frames = new Float64Array(chain.frameCount * 12 + 12);
  const out = new Float64Array(form.most * dof);
  const [low, high] = [window.lower[dof - 1]!, window.upper[dof - 1]!];
  let someFound = false;
  /** Solves for some choices of the last joint; whether the search is over. */
  const solveFor = (lastRads: readonly number[]): boolean => {
    const found: number[][] = [];
    for (const lastRad of lastRads) {
      if (lastRad >= low && lastRad <= high) addTo(found, out, form.solve(goal, lastRad, window, out), dof);
    }
    if (found.length > 1) found.sort((a, b) => distance(a, window.near) - distance(b, window.near));
    for (const nearest of found) {
      for (const q of all ? turnsOf(nearest, window) : [nearest]) {
        if (!isProven(chain, aim, toolGoal, frames, q)) continue;
        someFound = true;
        if (take(q)) return true;
      }
    }
    return false;
  };
  const atSeed = Math.min(high, Math.max(low, window.near[dof - 1]!));
  if (!form.isRedundant) return solveFor([atSeed]) ? "over" : someFound ? "some found" : "out of reach";
  if (solveFor(ABOUT_SEED_RAD.map((awayRad) => atSeed + awayRad))) return "over";
  const choices = (options.starts ?? STARTS) * (all ? 1 : CHOICES_A_START);
  const phase = seededRandom(options.seed ?? 1)();
  for (let k = ABOUT_SEED_RAD.length; k < choices; k++) {
    if (solveFor([low + ((phase + k * GOLDEN) % 1) * (high - low)])) return "over";
  }
  if (someFound) return "some found";
  const open = {
    ...window,
    lower: window.lower.map(() => Number.NEGATIVE_INFINITY),
    upper: window.upper.map(() => Number.POSITIVE_INFINITY),
  };
  for (let k = 0; k < STARTS; k++) {
    if (form.solve(goal, low + ((k + 0.5) / STARTS) * (high - low), open, out) > 0) return "none found";
  }
  return "out of reach";
}

function windowOf(chain: Chain, marginRad: number, seedRad: ArrayLike<number>): JointWindow {
  const { dof } = chain;
  const window = { lower: new Float64Array(dof), upper: new Float64Array(dof), near: new Float64Array(dof) };
  for (let j = 0; j < dof; j++) {
    window.lower[j] = chain.lowerRad[j]! + marginRad;
    window.upper[j] = chain.upperRad[j]! - marginRad;
    window.near[j] = seedRad[j]!;
  }
  return window;
}

function addTo(found: number[][], out: Float64Array, count: number, dof: number): void {
  for (let i = 0; i < count; i++) {
    const q: number[] = [];
    for (let j = 0; j < dof; j++) q.push(out[i * dof + j]!);
    found.push(q);
  }
}

/** The solution with every joint by whole turns wherever its range allows, itself first. */
function turnsOf(q: number[], { lower, upper }: JointWindow): number[][] {
  let all = [q];
  q.forEach((rad, j) => {
    const turned: number[] = [];
    for (let x = turnedInto(rad, lower[j]!, upper[j]!, lower[j]!); x <= upper[j]!; x += 2 * Math.PI) {
      if (Math.abs(x - rad) > 1) turned.push(x);
    }
    if (turned.length > 0) all = all.flatMap((each) => [each, ...turned.map((x) => each.with(j, x))]);
  });
  return all;
}

/** Whether forward kinematics of a solution gives the target, inside the joints' limits. `frames` is scratch. */
function isProven(chain: Chain, aim: Aim, goal: Float64Array, frames: Float64Array, q: readonly number[]): boolean {
  for (let j = 0; j < chain.dof; j++) {
    if (!(q[j]! >= chain.lowerRad[j]! + aim.marginRad && q[j]! <= chain.upperRad[j]! - aim.marginRad)) return false;
  }
  const tool = chain.frameCount * 12;
  toolFrameAt(chain, q, frames, tool);
  return isAtGoal(goal, frames, tool, aim);
}

/** Descents from the seed, then from random starts, those nearest to the seed first. */
function descend(chain: Chain, aim: Aim, options: IkOptions, starts: number, take: Take): void {
  const { dof, lowerRad, upperRad } = chain;
  const descent = makeDescent(chain, aim);
  const first = descent(options.seedRad, ITERATIONS);
  if (first !== null && take(first)) return;
  const random = seededRandom(options.seed ?? 1);
  const drawn = Array.from({ length: starts - 1 }, () =>
    Array.from({ length: dof }, (_, j) => {
      const low = lowerRad[j]! + aim.marginRad;
      const high = upperRad[j]! - aim.marginRad;
      return low + random() * (high - low);
    }),
  );
  drawn.sort((a, b) => distance(a, options.seedRad) - distance(b, options.seedRad));
  for (const start of drawn) {
    const q = descent(start, ITERATIONS);
    if (q !== null && take(q)) return;
  }
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}
