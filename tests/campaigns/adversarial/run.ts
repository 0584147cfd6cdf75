// Runs a range of adversarial plans in one thread: draws a cell for every few of them, asks the gate, flies what it lets
// through, and judges what came out by means that are none of the kernel's.

import type { Plan } from "../../../kernel/contract/plan.ts";
import { parseToolCall } from "../../../kernel/contract/tools.ts";
import { MUJOCO_CCD_TOLERANCE, OracleTrap } from "../../oracle/world.ts";
import { type Random, randomOf } from "../../otg/random.ts";
import { type Arena, type Flight, type Meddling, openArena } from "./arena.ts";
import { type DrawnCell, drawCell } from "./cells.ts";
import { forge } from "./forge.ts";
import { type Aim, type DrawnGoal, drawGoal } from "./goals.ts";
import { excessOf } from "./limits.ts";
import { openWatch, type Watch } from "./watch.ts";

/** Plans that share a cell: drawing and compiling one takes as long as a few plans. */
export const PLANS_A_CELL = 10;
const TICK_S = 0.002;
/** A flight that takes so much longer than its plan has waited, s. */
const WAITED_S = 0.3;
const STOPPED_SHARE = 0.15;
const OVERRIDDEN_SHARE = 0.15;

export interface Range {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export interface Fault {
  readonly index: number;
  readonly kind: "contact" | "limit" | "trespass" | "safe plan not carried out";
  /** Cell and goal. */
  readonly about: string;
  readonly detail: string;
}

export interface Counts {
  plans: number;
  refused: number;
  finished: number;
  stopped: number;
  protective: number;
  failed: number;
  flights: number;
  /** Of the flights, those that began with something in the hand, and those with a person within a step of the arm's reach. */
  holding: number;
  personAbout: number;
  /** Of the flights of motions alone that nobody meddled with, those that took longer than planned: they waited for a person. */
  waited: number;
  setpoints: number;
  safe: number;
  safeCarriedOut: number;
  /** Meant as safe, whatever the oracle says of the plan. */
  meantSafe: number;
  meantSafeCarriedOut: number;
}

export const noCounts = (): Counts => ({
  plans: 0,
  refused: 0,
  finished: 0,
  stopped: 0,
  protective: 0,
  failed: 0,
  flights: 0,
  holding: 0,
  personAbout: 0,
  waited: 0,
  setpoints: 0,
  safe: 0,
  safeCarriedOut: 0,
  meantSafe: 0,
  meantSafeCarriedOut: 0,
});

export function addCounts(sum: Counts, more: Counts): void {
  for (const key of Object.keys(more) as (keyof Counts)[]) sum[key] += more[key];
}

export interface RangeResult {
  readonly counts: Readonly<Record<string, Counts>>;
  readonly faults: readonly Fault[];
  /** Codes of refusals and of what ended flights early. */
  readonly codes: Readonly<Record<string, number>>;
}

export async function runRange({ seed, from, count }: Range): Promise<RangeResult> {
  const counts: Record<string, Counts> = {};
  const codes: Record<string, number> = {};
  const faults: Fault[] = [];
  let drawn: DrawnCell | null = null;
  let arena: Arena | null = null;
  let watch: Watch | null = null;
  for (let index = from; index < from + count; index++) {
    if (drawn === null || arena === null || watch === null || index % PLANS_A_CELL === 0) {
      arena?.close();
      watch?.close();
      const ofCell = randomOf(mixed(seed, Math.floor(index / PLANS_A_CELL)));
      drawn = drawCell(ofCell);
      arena = await openArena(drawn.cell, 1 + Math.floor(ofCell() * 1e6));
      watch = await openWatch(drawn.cell);
    }
    const run = (by: Watch): One => runOne(seed, index, drawn!, arena!, by);
    let one: One;
    try {
      one = run(watch);
    } catch (trap) {
      if (!(trap instanceof OracleTrap)) throw trap;
      watch = await openWatch(drawn.cell, MUJOCO_CCD_TOLERANCE);
      one = run(watch);
    }
    counts[one.about] ??= noCounts();
    addCounts(counts[one.about]!, one.counts);
    for (const code of one.codes) codes[code] = (codes[code] ?? 0) + 1;
    faults.push(...one.faults);
  }
  arena?.close();
  watch?.close();
  return { counts, faults, codes };
}

/** What one plan came to. */
interface One {
  /** The kind of cell and what the goal aims at. */
  readonly about: string;
  readonly counts: Counts;
  readonly codes: readonly string[];
  readonly faults: readonly Fault[];
}

function runOne(seed: number, index: number, drawn: DrawnCell, arena: Arena, watch: Watch): One {
  const random = randomOf(mixed(seed ^ 0x5bd1e995, index));
  arena.reset(1 + Math.floor(random() * 1e6));
  const goal = drawGoal(random, drawn);
  const about = `${drawn.kind}/${goal.aim}`;
  const counts = noCounts();
  const codes: string[] = [];
  const faults: Fault[] = [];
  runGoal(random, goal, drawn, arena, watch, counts, codes, (kind, detail) => {
    faults.push({ index, kind, about, detail: `${JSON.stringify(goal.calls)}: ${detail}` });
  });
  return { about, counts, codes, faults };
}

const mixed = (seed: number, index: number): number =>
  (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca77)) >>> 0;

const MEANT_SAFE: readonly Aim[] = ["free", "joints", "task"];

function runGoal(
  random: Random,
  { aim, calls }: DrawnGoal,
  { cell }: DrawnCell,
  arena: Arena,
  watch: Watch,
  sums: Counts,
  codes: string[],
  fault: (kind: Fault["kind"], detail: string) => void,
): void {
  sums.plans++;
  const note = (code: string): void => void codes.push(code);
  const meddling = meddle(random);
  // What is stopped half-way is not carried out: it does not count.
  const counts = MEANT_SAFE.includes(aim) && meddling.stopAt === null;
  let isSafe = counts;
  let ending = "finished";
  let why = "";
  for (const [step, call] of calls.entries()) {
    const state = arena.read();
    const parsed = parseToolCall(call);
    const laid = parsed.ok && (aim === "forged" || counts) ? arena.layOut(parsed.call, state) : null;
    let forged: Plan | null = null;
    if (aim === "forged" && laid !== null) {
      const forgery = forge(laid, random, (plan) => arena.predict(plan, state));
      if (forgery !== null) {
        note(`forged: ${forgery.trick}`);
        forged = forgery.plan;
      }
    }
    // Next to a thing the margin is less by intent: there, that the layout leaves room is the reason.
    if (counts && aim !== "task") isSafe &&= laid !== null && laid.blocked === null && watch.isSafe(laid, state);
    const judged = arena.judge(call, state, step > 0, forged);
    if (judged.plan === null || judged.verdict.kind !== "allow") {
      note(
        judged.verdict.hook === "planner"
          ? `planner failed on ${aim}: ${judged.verdict.reason.slice(0, 80)}`
          : judged.verdict.code,
      );
      // A planner that fails is denied, so it harms nobody; but what was meant as safe is then not carried out.
      if (judged.verdict.hook === "planner" && counts)
        fault("safe plan not carried out", `the planner failed: ${judged.verdict.reason}`);
      ending = "refused";
      // Nor does what a person stands in the way of; to wait for one who walks by does.
      if (judged.verdict.code === "E_SEPARATION") isSafe = false;
      why = judged.verdict.reason;
      break;
    }
    const flight = arena.fly(judged.plan, state, meddling);
    sums.flights++;
    if (state.gripper.holding !== null) sums.holding++;
    if (watch.personAbout(flight)) sums.personAbout++;
    if (meddling.overrides.length === 0 && hasWaited(flight, cell.robot.joints.length)) sums.waited++;
    sums.setpoints += flight.setpoints.length / cell.robot.joints.length;
    judgeFlight(flight, cell.robot, watch, fault);
    const { ending: end } = flight.execution;
    ending = end.kind === "finished" && flight.failures.length > 0 ? "failed" : end.kind;
    if (end.kind !== "finished") why = end.finding.reason;
    if (end.kind !== "finished" && end.finding.code === "E_SEPARATION") isSafe = false;
    if (end.kind !== "finished") note(end.finding.code);
    else for (const { code } of flight.failures) note(`after: ${code}`);
    if (ending !== "finished") break;
  }
  if (ending === "finished") sums.finished++;
  else if (ending === "refused") sums.refused++;
  else if (ending === "stopped") sums.stopped++;
  else if (ending === "protective") sums.protective++;
  else sums.failed++;
  if (counts) {
    sums.meantSafe++;
    if (ending === "finished") sums.meantSafeCarriedOut++;
  }
  if (!isSafe) return;
  sums.safe++;
  if (ending === "finished") sums.safeCarriedOut++;
  else fault("safe plan not carried out", `${ending} ${JSON.stringify(meddling.overrides)}: ${why}`);
}

function hasWaited({ plan, setpoints, execution }: Flight, dof: number): boolean {
  let plannedS = 0;
  for (const segment of plan.segments) {
    if (segment.kind !== "move") return false;
    plannedS += segment.durationS;
  }
  return execution.ending.kind === "finished" && (setpoints.length / dof) * TICK_S > plannedS + WAITED_S;
}

function judgeFlight(
  flight: Flight,
  robot: DrawnCell["cell"]["robot"],
  watch: Watch,
  fault: (kind: Fault["kind"], detail: string) => void,
): void {
  for (const { a, b, depthM, atS } of flight.execution.touches)
    fault("contact", `${a} touches ${b} by ${(1000 * depthM).toFixed(2)} mm at ${atS.toFixed(3)} s`);
  for (const { what, joint, tick, value, limit } of excessOf(robot, flight.setpoints, TICK_S))
    fault("limit", `${joint} ${what} ${value} of ${limit} at tick ${tick}`);
  for (const trespass of watch.trespasses(flight)) fault("trespass", trespass);
}

/** A stop at some tick, or the speed changed a few times. */
function meddle(random: Random): Meddling {
  const share = random();
  if (share < STOPPED_SHARE) return { stopAt: Math.floor(random() * 1500), overrides: [] };
  if (share > STOPPED_SHARE + OVERRIDDEN_SHARE) return { stopAt: null, overrides: [] };
  const overrides: [number, number][] = [];
  let tick = 0;
  for (let n = 0; n < 3; n++) {
    tick += 20 + Math.floor(random() * 400);
    overrides.push([tick, [0, 0.1, 0.5, 1][Math.floor(random() * 4)]!]);
  }
  overrides.push([tick + 100 + Math.floor(random() * 300), 1]);
  return { stopAt: null, overrides };
}
